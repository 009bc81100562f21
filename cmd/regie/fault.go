// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"regie/internal/practice"
)

// inject makes everything go wrong that faults say.
func inject(n *practice.Network, faults []string) error {
	for _, s := range faults {
		f, err := parseFault(s)
		if err != nil {
			return err
		}
		var keys []string
		for _, p := range n.Providers() {
			keys = append(keys, p.Key)
		}
		if f.Provider != "" && !slices.Contains(keys, f.Provider) {
			return fmt.Errorf("reading the fault %q: the providers are %s", s, strings.Join(keys, ", "))
		}
		n.Inject(f)
	}
	return nil
}

// parseFault reads what should go wrong in the practice network, as name=value pairs with
// commas between: "provider=ziekenhuis-linde,service=48,match=AllergyIntolerance,kind=status,status=503,times=1".
// The names and kinds are in docs/practice.md; the place is the resource servers unless at says otherwise.
func parseFault(s string) (practice.Fault, error) {
	f := practice.Fault{Where: practice.AtResource}
	for pair := range strings.SplitSeq(s, ",") {
		name, value, ok := strings.Cut(strings.TrimSpace(pair), "=")
		if !ok {
			return f, fmt.Errorf("reading the fault %q: %q is no name=value", s, pair)
		}
		var err error
		switch name {
		case "at":
			f.Where = practice.Where(value)
		case "provider":
			f.Provider = value
		case "service":
			f.Service = value
		case "match":
			f.Match = value
		case "kind":
			f.Kind = practice.Kind(value)
		case "status":
			f.Status, err = strconv.Atoi(value)
		case "retry-after":
			f.RetryAfter = value
		case "delay":
			f.Delay, err = time.ParseDuration(value)
		case "value":
			f.Value = value
		case "size":
			f.Size, err = strconv.ParseInt(value, 10, 64)
		case "after":
			f.After, err = strconv.Atoi(value)
		case "times":
			f.Times, err = strconv.Atoi(value)
		default:
			err = fmt.Errorf("there is no %q", name)
		}
		if err != nil {
			return f, fmt.Errorf("reading the fault %q: %w", s, err)
		}
	}
	if f.Kind == "" {
		return f, fmt.Errorf("reading the fault %q: it does not say which kind", s)
	}
	return f, nil
}
