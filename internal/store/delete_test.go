// SPDX-License-Identifier: EUPL-1.2

package store_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"regie/internal/store"
	"regie/internal/store/storetest"
)

// TestDeletePersonReachesEveryTable puts a row in every table that has persons, whatever tables there are.
func TestDeletePersonReachesEveryTable(t *testing.T) {
	tables := store.PersonTables(t)
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		anna, bert := store.NewScope(store.NewID(nil)), store.NewScope(store.NewID(nil))
		for _, s := range []store.Scope{anna, bert} {
			err := db.Update(ctx, s, func(tx *store.Tx) error {
				for name, columns := range tables {
					var names, marks []string
					var values []any
					for i, c := range columns {
						names, marks = append(names, c[0]), append(marks, fmt.Sprintf("$%d", i+1))
						var v any = tx.Person()
						switch {
						case c[0] == "person":
						case c[1] == "bigint":
							v = 1
						case c[1] == "text":
							v = tx.Person().String()
						}
						values = append(values, v)
					}
					if _, err := tx.Exec("insert into "+name+" ("+strings.Join(names, ", ")+") values ("+strings.Join(marks, ", ")+")", values...); err != nil {
						return fmt.Errorf("%s: %w", name, err)
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := db.Update(ctx, anna, func(tx *store.Tx) error { return tx.DeletePerson() }); err != nil {
			t.Fatal(err)
		}
		err := db.SystemView(ctx, func(tx *store.Tx) error {
			for name := range tables {
				for s, want := range map[store.Scope]int64{anna: 0, bert: 1} {
					n, err := tx.QueryInt("select count(*) from "+name+" where person = $1", s.Person())
					if err != nil {
						return err
					}
					if n != want {
						t.Errorf("table %s: %d rows, want %d", name, n, want)
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
