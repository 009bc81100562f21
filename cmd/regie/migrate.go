// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"fmt"

	"regie/internal/store"
)

// migrateCmd brings the database to the version of this program. `regie serve` refuses a
// database that is behind, so that several replicas never migrate at once.
type migrateCmd struct {
	Database string `required:"" env:"REGIE_DATABASE" help:"sqlite:/path/to/regie.db or postgres://…"`
}

func (c migrateCmd) Run(ctx context.Context) error {
	db, err := store.Open(ctx, c.Database, store.Options{})
	if err != nil {
		return fmt.Errorf("opening the database: %w", err)
	}
	defer db.Close()
	if err := db.Migrate(ctx); err != nil {
		return fmt.Errorf("migrating: %w", err)
	}
	fmt.Println("The database is up to date.")
	return nil
}
