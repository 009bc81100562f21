-- +goose Up

-- When a person wants to be reminded of something. What of stands in the vault only: a row is a
-- moment, and all that has the same moment is one row.
create table reminder (
    person bytea  not null,
    due    bigint not null, -- microseconds since 1970, in whole five minutes
    state  bigint not null, -- 1: waits, 2: was sent, or came too late
    primary key (person, due)
);
create index reminder_due on reminder (state, due);
