// SPDX-License-Identifier: EUPL-1.2

// Command cmd measures Regie and prints the table; see package bench.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"regie/internal/bench"
)

func main() {
	binary := flag.String("regie", "bin/regie", "the built program")
	compare := flag.String("compare", "", "file with an earlier table")
	write := flag.String("write", "", "write the table to this file too")
	only := flag.String("only", "", "measure only the steps with this in their name: collecting, 5,000, 50,000, import, program")
	rounds := flag.Int("rounds", 5, "how often collecting is measured")
	network := flag.String("network", "", "for its own use: be the practice network")
	flag.Parse()
	ctx := context.Background()
	err := func() error {
		if *network != "" {
			var providers, resources int
			_, err := fmt.Sscanf(*network, "%d,%d", &providers, &resources)
			if err != nil {
				return err
			}
			return bench.ServeNetwork(ctx, providers, resources, os.Stdin, os.Stdout)
		}
		before := map[string]float64{}
		if *compare != "" {
			old, err := os.ReadFile(*compare)
			if err == nil {
				before = bench.ReadTable(string(old))
			} else if !os.IsNotExist(err) {
				return err
			}
		}
		figures, err := bench.Run(ctx, *binary, *only, *rounds, os.Stderr)
		fmt.Print(bench.Table(figures, before))
		if err != nil {
			return err
		}
		if *write != "" {
			return os.WriteFile(*write, []byte(bench.Report(figures)), 0o644)
		}
		return nil
	}()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}
