// SPDX-License-Identifier: EUPL-1.2

// Command regie is the whole of Regie: the server, the practice network to learn and test
// with, and tools that read health data without any account. This package is flags, wiring
// and life cycle; it is the only place where the rooms of internal/ are joined.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"regie/internal/measure/apart"

	_ "time/tzdata" // one static binary: Dutch dates must not depend on the machine
)

// version is set at build time.
var version = "unknown"

type commands struct {
	Practice practiceCmd `cmd:"" help:"Start everything on this machine, with fictional persons and care providers. Nothing is real."`
	Serve    serveCmd    `cmd:"" help:"Start Regie for real persons."`
	Migrate  migrateCmd  `cmd:"" help:"Bring the database to the version of this program."`
	Read     readCmd     `cmd:"" help:"Read FHIR files or folders and print what Regie makes of them. Needs no account, sends nothing."`
	Services servicesCmd `cmd:"" help:"Print the MedMij data services that Regie collects."`
	Version  versionCmd  `cmd:"" help:"Print the version."`
}

type versionCmd struct{}

func (versionCmd) Run() error {
	fmt.Println("regie", version)
	return nil
}

// exitError ends the program with a status of its own, after it has said what there was to say.
type exitError struct{ status int }

func (e exitError) Error() string { return fmt.Sprintf("exit status %d", e.status) }

func main() {
	os.Exit(run(os.Args[1:]))
}

func run(args []string) int {
	if len(args) == 1 && args[0] == apart.Word { // the program starts itself with it; it is for nobody else
		return apart.Serve(os.Stdin, os.Stdout)
	}
	var c commands
	parser, err := kong.New(&c,
		kong.Name("regie"),
		kong.Description("Regie: your own health data, in one place that is yours."),
		kong.UsageOnError(),
	)
	if err != nil {
		fmt.Fprintln(os.Stderr, "regie:", err)
		return 1
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	chosen, err := parser.Parse(args)
	if err != nil {
		parser.FatalIfErrorf(err)
		return 2
	}
	chosen.BindTo(ctx, (*context.Context)(nil))
	err = chosen.Run()
	var exit exitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.status
	default:
		fmt.Fprintln(os.Stderr, "regie:", err)
		return 1
	}
}
