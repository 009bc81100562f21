// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"encoding/json"
	"fmt"
	"os"

	"regie/internal/collect"
)

// servicesCmd prints the table of data services: what Regie asks care providers for.
type servicesCmd struct {
	JSON  bool   `name:"json" help:"Print JSON: id, name, version, FHIR release and queries of each service."`
	Table string `help:"File with another table, as serve has it." type:"path" placeholder:"FILE"`
}

// Run prints the table on standard output.
func (c servicesCmd) Run() error {
	t, err := collect.LoadTable(c.Table)
	if err != nil {
		return err
	}
	if c.JSON {
		e := json.NewEncoder(os.Stdout)
		e.SetEscapeHTML(false) // the queries are for people too
		e.SetIndent("", "  ")
		return e.Encode(t.Listings())
	}
	for _, l := range t.Listings() {
		fmt.Printf("%s  %s %s (%s)\n", l.ID, l.Name, l.Version, l.FHIR)
		for _, q := range append(l.Queries, l.Reads...) {
			fmt.Println("    " + q)
		}
	}
	return nil
}
