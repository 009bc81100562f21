-- +goose Up

-- Work that is done while the person is away, because the person asked for it.
create table job (
    person  bytea  not null,
    id      bytea  not null,
    due     bigint not null, -- microseconds since 1970; while it is being done, when it may be taken over
    version bigint not null,
    body    bytea  not null, -- sealed by the server's keyring
    primary key (person, id)
);
create index job_due on job (due);
