-- +goose Up

-- What an account knows of its person, sealed by the server's keyring.
create table account (
    person  bytea  not null,
    state   bigint not null, -- 1: signing up, 2: open
    version bigint not null,
    body    bytea  not null,
    primary key (person)
);

-- Finds the account of a mail address; holds a keyed hash of the address.
create table directory (
    blind  bytea not null,
    person bytea not null,
    primary key (blind)
);
create index directory_person on directory (person);

-- The root key, wrapped once for each factor that opens the vault.
create table envelope (
    person bytea not null,
    factor bytea not null,
    body   bytea not null,
    primary key (person, factor)
);

-- What a person shows to sign in. Secrets and names are in the body, sealed by the server's keyring.
create table factor (
    person  bytea  not null,
    id      bytea  not null,
    kind    bigint not null,
    state   bigint not null, -- 1: shown, 2: shown to work, 3: in use
    version bigint not null,
    step    bigint not null, -- of an authenticator app: the last time step whose code was used
    body    bytea  not null,
    primary key (person, id)
);

-- A browser that is signed in.
create table session (
    person  bytea  not null,
    id      bytea  not null,
    hash    bytea  not null, -- of the key in the cookie
    wrapped bytea  not null, -- root key, wrapped by the key in the cookie
    created bigint not null, -- microseconds since 1970, as the next two
    seen    bigint not null,
    proved  bigint not null, -- when the person last showed a factor
    body    bytea  not null, -- device and method, sealed by the server's keyring
    primary key (person, id)
);

-- A browser that is on its way: signing up, at the second step of signing in, recovering.
create table visit (
    person  bytea  not null,
    id      bytea  not null,
    kind    bigint not null,
    hash    bytea  not null,
    wrapped bytea  not null, -- empty as long as the vault is closed
    version bigint not null,
    ends    bigint not null,
    body    bytea  not null,
    primary key (person, id)
);

-- One-time proofs that were used, until they would have expired.
create table spent (
    person bytea  not null,
    token  bytea  not null,
    ends   bigint not null,
    primary key (person, token)
);

-- Mail that must go out, sealed by the server's keyring.
create table outbox (
    person bytea  not null,
    id     bytea  not null,
    due    bigint not null,
    tries  bigint not null,
    body   bytea  not null,
    primary key (person, id)
);

-- Who has to wait before the next try; the key is a keyed hash.
create table throttle (
    key      bytea  not null,
    failures bigint not null,
    until    bigint not null,
    seen     bigint not null,
    primary key (key)
);
