// SPDX-License-Identifier: EUPL-1.2

package store

// personTables names every table with a column "person": DeletePerson empties these for one person.
// A test compares the list with the migrations; a table that is missing here fails it.
var personTables = []string{
	"sealed",
	"inbox",
	"revision",
	"person",
	"account",
	"directory",
	"envelope",
	"factor",
	"session",
	"visit",
	"spent",
	"outbox",
	"job",
	"feed",
	"reminder",
}

// systemTables names the tables whose primary key does not start with the person, and why that is right.
// Every other table fails the test over the migrations.
var systemTables = map[string]string{
	"install":   "facts about this installation, a handful of rows",
	"migration": "which migrations were applied",
	"directory": "finds the person of a mail address, or of an address to which apps send, before it is known who it is",
	"throttle":  "counts tries by address and network before it is known who it is",
}
