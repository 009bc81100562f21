# SPDX-License-Identifier: EUPL-1.2
.DEFAULT_GOAL := help
export CGO_ENABLED = 0
GO ?= go
TOOL = $(GO) tool -modfile=tools/go.mod
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
BUILD = $(GO) build -trimpath -buildvcs=false -ldflags "-s -w -X main.version=$(VERSION)"

.PHONY: axe boards help run build test bench lint generate fuzz screenshots clean

help: ## this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 22

run: build ## build Regie and start it in practice mode, with fictional persons and providers
	./bin/regie practice $(ARGS)

build: ## build bin/regie, one static binary
	$(BUILD) -o bin/regie ./cmd/regie

test: ## install what the tests need (Chromium, PostgreSQL) and run them all
	./scripts/need.sh
	$(GO) vet ./...
	REGIE_REQUIRE_POSTGRES=1 REGIE_REQUIRE_BROWSER=1 $(GO) test -timeout 20m ./...

bench: build ## measure speed and size, print the table and compare it with the committed one
	./scripts/need.sh
	$(GO) run ./internal/bench/cmd -regie bin/regie -compare docs/bench.md $(ARGS)

lint: ## format, vet, staticcheck, and generated files up to date
	@test -z "$$(gofmt -l cmd internal)" || { gofmt -l cmd internal; echo "run: make format"; exit 1; }
	$(GO) vet ./...
	$(TOOL) staticcheck -checks "inherit,-ST1013,-S1011,-S1021" ./...
	$(TOOL) templ generate -path internal/web
	git diff --exit-code -- '*_templ.go'

format: ## format all source
	gofmt -w cmd internal

generate: ## make the page code from the templates
	$(TOOL) templ generate -path internal/web

fuzz: ## run every fuzz target for a while (FUZZTIME=20s)
	./scripts/fuzz.sh $(or $(FUZZTIME),20s)

axe: ## look at every page with axe, in both languages, light and dark, narrow and wide; takes minutes
	./scripts/need.sh
	REGIE_AXE=all REGIE_REQUIRE_BROWSER=1 $(GO) test -count=1 -timeout 30m -run TestEveryPage ./internal/e2e

boards: ## make the boards of docs anew: what is read, and how readable the texts are
	$(GO) test -count=1 -run TestCoverageBoard ./internal/zib -update
	$(GO) test -count=1 ./internal/explain/readable -update

screenshots: build ## make the pictures of docs/screenshots anew
	REGIE_SCREENSHOTS=$(CURDIR)/docs/screenshots $(GO) test -count=1 -run TestScreenshots ./internal/e2e

clean: ## remove what was built; the practice folder stays
	rm -rf bin
