// SPDX-License-Identifier: EUPL-1.2

// Package collect gets a person's data from care providers: which providers there are,
// what to ask, going there and coming back, the run itself with what came and what
// failed, and doing it again later. It knows no pages: everything that a page shows is a
// value of this package plus words of the catalogue.
//
// What a run brings is given to package record. What is remembered about runs and
// connections is sealed in the person's vault.
package collect
