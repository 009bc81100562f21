#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Runs every fuzz target of the project for the given time (default 20s), one after the other.
set -eu
time="${1:-20s}"
go list ./... | while read -r package; do
	for target in $(go test -list '^Fuzz' "$package" 2>/dev/null | grep '^Fuzz' || true); do
		echo "== $package $target"
		go test -run '^$' -fuzz "^$target\$" -fuzztime "$time" -fuzzminimizetime 5s "$package"
	done
done
