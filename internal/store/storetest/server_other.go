// SPDX-License-Identifier: EUPL-1.2

//go:build !unix

package storetest

import "os"

// startServer knows REGIE_POSTGRES only: a throw-away server is started on Unix.
func startServer() (string, error) {
	if dsn := os.Getenv("REGIE_POSTGRES"); dsn != "" {
		return dsn, nil
	}
	return "", errNotInstalled
}
