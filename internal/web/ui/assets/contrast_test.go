// SPDX-License-Identifier: EUPL-1.2

package assets

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var declaration = regexp.MustCompile(`(--[a-z0-9-]+):\s*(#[0-9a-f]{6}|var\((--[a-z0-9-]+)\))`)

// theme reads the colours of tokens.css as they are when the named blocks apply, one over the other.
func theme(t *testing.T, blocks ...string) map[string]string {
	t.Helper()
	b, err := os.ReadFile("css/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, word := range append([]string{":root"}, blocks...) {
		_, rest, ok := strings.Cut(string(b), "\n"+word+" {\n")
		if !ok {
			t.Fatalf("tokens.css has no block %s", word)
		}
		block, _, _ := strings.Cut(rest, "\n}")
		for _, m := range declaration.FindAllStringSubmatch(block, -1) {
			out[m[1]] = m[2]
		}
	}
	for name, v := range out {
		for strings.HasPrefix(v, "var(") {
			v = out[v[4:len(v)-1]]
		}
		out[name] = v
	}
	return out
}

func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	v, err := strconv.ParseUint(strings.TrimPrefix(hex, "#"), 16, 32)
	if err != nil || len(hex) != 7 {
		t.Fatalf("%q is no colour", hex)
	}
	channel := func(c uint64) float64 {
		f := float64(c&255) / 255
		if f <= 0.04045 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(v>>16) + 0.7152*channel(v>>8) + 0.0722*channel(v)
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// TestContrast checks every pair of colours that lie on each other, in every theme.
func TestContrast(t *testing.T) {
	type pair struct {
		front, back string
		least       float64
	}
	const c = "--basis-color-"
	pairs := []pair{
		{c + "default-color-document", c + "default-bg-document", 10},
		{c + "default-color-document", c + "default-bg-default", 10},
		{c + "default-color-document", c + "default-bg-subtle", 10},
		{c + "default-color-document", c + "action-1-bg-subtle", 7},
		{c + "default-color-subtle", c + "default-bg-document", 4.5},
		{c + "default-color-subtle", c + "default-bg-default", 4.5},
		{c + "default-color-subtle", c + "default-bg-subtle", 4.5},
		{c + "default-color-subtle", c + "action-1-bg-subtle", 4.5},
		{c + "action-1-inverse-color-default", c + "action-1-bg-default", 4.5},
		{c + "action-1-inverse-color-default", c + "action-1-bg-hover", 4.5},
		{c + "action-1-inverse-color-default", c + "action-1-bg-active", 4.5},
		{c + "action-1-color-default", c + "default-bg-document", 4.5},
		{c + "action-1-color-default", c + "default-bg-default", 4.5},
		{c + "action-1-color-default", c + "action-1-bg-subtle", 4.5},
		{c + "action-1-color-hover", c + "action-1-bg-subtle", 4.5},
		{c + "accent-1-inverse-color-default", c + "accent-1-bg-default", 4.5},
		{c + "accent-1-color-default", c + "accent-1-bg-subtle", 4.5},
		{c + "negative-inverse-color-default", c + "negative-fill", 4.5},
		{c + "negative-inverse-color-default", c + "negative-fill-hover", 4.5},
		{c + "negative-color-default", c + "default-bg-document", 4.5},
		// What shows the edge of a control, and parts of a chart
		{"--basis-form-control-border-color", "--basis-form-control-background-color", 3},
		{"--basis-form-control-border-color", c + "default-bg-document", 3},
		{c + "default-border-active", c + "default-bg-default", 3},
		{"--basis-focus-inverse-outline-color", "--basis-focus-outline-color", 3},
		{"--regie-chart-line", c + "default-bg-default", 3},
		{"--regie-chart-line-2", c + "default-bg-default", 3},
		{"--regie-chart-alert", c + "default-bg-default", 3},
		{"--regie-chart-line", "--regie-chart-band", 3},
		{"--regie-chart-alert", "--regie-chart-band", 3},
		{c + "default-color-document", "--regie-chart-band", 4.5},
	}
	for _, kind := range []string{"warning", "negative", "positive", "info"} {
		pairs = append(pairs,
			pair{c + kind + "-color-default", c + kind + "-bg-default", 4.5},
			pair{c + "default-color-document", c + kind + "-bg-default", 7},
			pair{c + kind + "-color-default", c + "default-bg-default", 4.5},
			pair{c + "action-1-color-default", c + kind + "-bg-default", 4.5},
			pair{c + kind + "-border-default", c + kind + "-bg-default", 2})
	}
	for _, tint := range []string{"red", "orange", "yellow", "green", "teal", "blue", "violet", "grey"} {
		pairs = append(pairs, pair{"--regie-tint-" + tint + "-color", "--regie-tint-" + tint + "-bg", 4.5})
	}
	for name, blocks := range map[string][]string{
		"light": nil, "dark": {"@dark"}, "light, more contrast": {"@contrast"}, "dark, more contrast": {"@dark", "@contrast", "@darkcontrast"},
	} {
		colours := theme(t, blocks...)
		for _, p := range pairs {
			least := p.least
			if strings.Contains(name, "more") && least == 4.5 {
				least = 7
			}
			f, b := colours[p.front], colours[p.back]
			if f == "" || b == "" {
				t.Fatalf("%s: no colour %s or %s", name, p.front, p.back)
			}
			if got := contrast(t, f, b); got < least {
				t.Errorf("%s: %s (%s) on %s (%s) has %.2f, want %.1f", name, p.front, f, p.back, b, got, least)
			}
		}
	}
}
