-- +goose Up

-- A copy that whoever has a secret address may read while the person is away. Id and key follow
-- from the secret, which only the vault of the person and the address hold.
create table feed (
    person bytea not null,
    id     bytea not null,
    body   bytea not null, -- sealed by the secret
    primary key (person, id)
);
create index feed_id on feed (id);
