-- +goose Up

-- Who is here. What is known of the person is sealed, elsewhere.
create table person (
    person        bytea  not null,
    day           bigint not null, -- of sign-up, days since 1970
    generation    bigint not null, -- of the root key
    inbox_public  bytea  not null, -- sealed by the server's keyring
    inbox_private bytea  not null, -- wrapped by the root key
    primary key (person)
);

-- Everything about health, and every word that tells what kind it is.
create table sealed (
    person     bytea  not null,
    collection bigint not null,
    id         bytea  not null,
    version    bigint not null,
    bucket     bigint not null, -- size of the body in steps of 4 KiB
    day        bigint not null, -- of writing, days since 1970
    body       bytea  not null,
    primary key (person, collection, id)
);

-- Raised by every transaction that changes sealed rows of the person.
create table revision (
    person bytea  not null,
    value  bigint not null,
    primary key (person)
);

-- What arrived while the vault was closed; only the person can open it.
create table inbox (
    person bytea  not null,
    id     bytea  not null,
    bucket bigint not null,
    day    bigint not null,
    body   bytea  not null,
    primary key (person, id)
);

-- Facts about this installation.
create table install (
    name  text  not null,
    value bytea not null,
    primary key (name)
);
