// SPDX-License-Identifier: EUPL-1.2

package store

import "fmt"

// OldSealed lists up to limit persons who have rows of a collection that were last written before a
// day (days since 1970). For system transactions. Only the number of the collection and the day of
// writing are known of such a row.
func (tx *Tx) OldSealed(collection uint16, before int32, limit int) ([]Scope, error) {
	var out []Scope
	err := tx.each(func(scan func(...any) error) error {
		var person ID
		if err := scan(&person); err != nil {
			return err
		}
		out = append(out, NewScope(person))
		return nil
	}, `select person from sealed where collection = $1 and day < $2 group by person limit $3`, collection, before, limit)
	if err != nil {
		return nil, fmt.Errorf("finding old sealed rows: %w", err)
	}
	return out, nil
}

// DeleteOldSealed removes up to limit of the person's rows of a collection that were last written
// before a day, and returns how many those were. The revision is raised where there were any.
func (tx *Tx) DeleteOldSealed(collection uint16, before int32, limit int) (int, error) {
	var ids []ID
	err := tx.each(func(scan func(...any) error) error {
		var id ID
		if err := scan(&id); err != nil {
			return err
		}
		ids = append(ids, id)
		return nil
	}, `select id from sealed where person = $1 and collection = $2 and day < $3 limit $4`, tx.Person(), collection, before, limit)
	if err != nil {
		return 0, fmt.Errorf("listing old sealed rows: %w", err)
	}
	for _, id := range ids {
		if err := tx.DeleteSealed(collection, id); err != nil {
			return 0, err
		}
	}
	return len(ids), nil
}
