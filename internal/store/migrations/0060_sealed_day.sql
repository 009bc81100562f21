-- +goose Up

-- Finds what may not wait longer, whoever it is of.
create index sealed_day on sealed (collection, day);
