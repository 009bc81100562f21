// SPDX-License-Identifier: EUPL-1.2

package store

import "testing"

// Exec runs any statement, in tests of this package.
func (tx *Tx) Exec(query string, args ...any) (int64, error) { return tx.exec(query, args...) }

// QueryInt reads one number.
func (tx *Tx) QueryInt(query string, args ...any) (n int64, err error) {
	err = tx.queryRow(query, args...).Scan(&n)
	return n, err
}

// PersonTables names the tables with rows of persons, and the columns of each with their types.
func PersonTables(t testing.TB) map[string][][2]string {
	t.Helper()
	tables, complaints := readSchema(migrationTexts(t))
	if len(complaints) > 0 {
		t.Fatalf("unreadable migrations: %q", complaints)
	}
	out := map[string][][2]string{}
	for _, name := range personTables {
		for i, c := range tables[name].columns {
			out[name] = append(out[name], [2]string{c, tables[name].types[i]})
		}
	}
	return out
}
