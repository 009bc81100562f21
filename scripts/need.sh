#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Installs what the tests need and the machine lacks: Chromium and PostgreSQL.
set -eu

chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
postgres() { command -v initdb || ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null | head -n 1 | grep .; }

missing=""
chromium >/dev/null 2>&1 || missing="$missing chromium"
postgres >/dev/null 2>&1 || missing="$missing postgresql"
[ -n "$missing" ] || exit 0

as_root=""
if [ "$(id -u)" != 0 ]; then
	if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then as_root="sudo -n"; else as_root="no"; fi
fi
if ! command -v apt-get >/dev/null 2>&1 || [ "$as_root" = "no" ]; then
	echo "make test needs:$missing. Please install (on Debian: sudo apt-get install$missing) and run it again." >&2
	exit 1
fi
echo "Installing for the tests:$missing" >&2
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
if ! { $as_root apt-get update && $as_root apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1; then
	tail -n 20 "$log" >&2
	echo "make test could not install:$missing (the last lines of apt-get are above)." >&2
	exit 1
fi
rm -f "$log"
