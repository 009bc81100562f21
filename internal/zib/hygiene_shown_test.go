// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"regexp"
	"strings"
	"unicode"
)

// What no person should see.
var (
	seenUUID    = regexp.MustCompile(`(?i)\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b`)
	seenURL     = regexp.MustCompile(`(?i)https?:|urn:|\bwww\.|\{\{|\}\}`)
	seenOID     = regexp.MustCompile(`\b[012](\.\d+){4,}\b`)
	seenRef     = regexp.MustCompile(`\b(Patient|Observation|Practitioner|PractitionerRole|Organization|Medication[A-Z]?\w*|Encounter|Condition|Procedure|Device|Location|Bundle|Composition|Consent|Appointment)/[A-Za-z0-9.-]+`)
	seenMarkup  = regexp.MustCompile(`(?i)</?(div|p|br|b|i|span|table|td|tr|ul|li)\b[^>]*>|&(nbsp|lt|gt|amp|quot);`)
	seenFiller  = regexp.MustCompile(`(?i)^(onbekend|niet bekend|unknown|not known|geen informatie|no information|niet ingevuld|n/?a|n\.?v\.?t\.?|undefined|null|nil|unspecified|-+|\?+|\.+)$`)
	seenFilling = regexp.MustCompile(`(?i)\((onbekend|niet bekend|unknown|n/?a|n\.?v\.?t\.?|null)\)|\bundefined\b|%!|\bNaN\b|<nil>`)
	seenKey     = regexp.MustCompile(`«|»|\bzib\.[a-z]+\.|\{\d\}|\{[a-z]+\}`)
	seenLOINC   = regexp.MustCompile(`^\d{1,5}-\d$`)
	seenSCTID   = regexp.MustCompile(`^\d{6,18}$`)
	seenCode    = regexp.MustCompile(`^[a-z]+([-_][a-z]+)+$|^[A-Z]+_[A-Z_0-9]+$|^[a-z]+[A-Z]\w*$|^[A-Z][a-z]+[A-Z]\w*$`)
	seenDate    = regexp.MustCompile(`\b\d{4}-\d\d-\d\d(T\d\d|\b)`)
	seenUnit    = regexp.MustCompile(`[{}\[\]]`)
)

// checkShown looks at every text that a person reads.
func (h *hygiene) checkShown() {
	h.line("title", h.view.Title)
	if strings.TrimSpace(h.view.Title) == "" {
		h.fault("empty", "title", "")
	}
	h.line("status", h.view.Status)
	h.line("source", h.view.Source)
	h.line("date", h.view.Date)
	labels := map[string]bool{}
	for i := range h.view.Facts {
		f := &h.view.Facts[i]
		if strings.TrimSpace(f.Label) == "" || strings.TrimSpace(f.Text) == "" {
			h.fault("empty", f.Label, f.Text)
		}
		if labels[f.Label] {
			h.fault("doubled label", f.Label, f.Text)
		}
		labels[f.Label] = true
		h.line("label", f.Label)
		h.line("group", f.Group)
		h.line("flag of "+f.Label, f.Flag)
		if seenUnit.MatchString(f.Unit) || f.Unit == "1" {
			h.fault("unit", f.Label, f.Unit)
		}
		values := map[string]bool{}
		for _, v := range f.Values {
			h.line(f.Label, v.Text)
			if values[v.Text] {
				h.fault("doubled value", f.Label, v.Text)
			}
			values[v.Text] = true
		}
		if strings.EqualFold(f.Label, f.Text) {
			h.fault("label says the value", f.Label, f.Text)
		}
	}
	if h.Item.Summary >= 0 && h.Item.Summary >= len(h.Item.Facts) {
		h.fault("summary", "", "points outside the facts")
	}
}

// line looks at one text; where says what it is.
func (h *hygiene) line(where, s string) {
	if s == "" {
		return
	}
	for _, p := range [...]struct {
		kind string
		re   *regexp.Regexp
	}{
		{"uuid", seenUUID}, {"url", seenURL}, {"oid", seenOID}, {"reference", seenRef}, {"markup", seenMarkup}, {"filler", seenFilling}, {"key", seenKey}, {"raw date", seenDate},
	} {
		if p.re.MatchString(s) {
			h.fault(p.kind, where, s)
		}
	}
	if id, _ := h.Raw["id"].(string); len(id) > 5 && strings.ContainsAny(id, "0123456789-") && strings.Contains(s, id) {
		h.fault("own id", where, s)
	}
	if twice(s) {
		h.fault("said twice", where, s)
	}
	for _, part := range append([]string{s}, strings.FieldsFunc(s, func(r rune) bool { return r == ';' || r == ':' || r == '(' || r == ')' })...) {
		part = strings.TrimSpace(part)
		switch {
		case seenFiller.MatchString(part) && (part == strings.TrimSpace(s) || len(part) > 4):
			h.fault("filler", where, s)
		case seenLOINC.MatchString(part), seenSCTID.MatchString(part) && part == s && !strings.HasPrefix(where, "Telefoon") && !strings.HasPrefix(where, "Telephone"):
			h.fault("bare code", where, s)
		case part == s && (h.codes[strings.ToLower(part)] || seenCode.MatchString(part) && h.machine[strings.ToLower(part)]):
			h.fault("bare code", where, s)
		}
	}
}

// twice tells whether a short text says a part of itself twice: "M. Bos, M. Bos, huisarts".
func twice(s string) bool {
	if len(s) > 120 {
		return false
	}
	parts := map[string]bool{}
	for p := range strings.SplitSeq(s, ", ") {
		if p = strings.ToLower(strings.TrimSpace(p)); len(p) > 3 && parts[p] {
			return true
		}
		parts[p] = true
	}
	return false
}

// bareCodes lists the codes of codings that nothing in the resource gives a name: the display is
// missing, or only repeats the code. What is also written as a text by somebody is a word. machine
// are the texts that only software writes: displays of codes, and codes without a system.
func bareCodes(raw map[string]any) (codes, machine map[string]bool) {
	codes, machine = map[string]bool{}, map[string]bool{}
	written, prose := map[string]bool{}, map[string]bool{}
	var walk func(key string, v any)
	walk = func(key string, v any) {
		switch x := v.(type) {
		case map[string]any:
			code, _ := x["code"].(string)
			display, _ := x["display"].(string)
			uri, has := x["system"].(string)
			if w, _ := lookup(systemName(uri), code); (has || display != "") && code != "" && x["value"] == nil && looksLikeCode(code) && !strings.EqualFold(w[0], code) && !strings.EqualFold(w[1], code) {
				codes[strings.ToLower(code)] = true
			}
			if _, points := x["reference"]; (points || code == "") && display != "" { // the name of what is pointed at
				prose[strings.ToLower(strings.TrimSpace(display))] = true
			}
			if display != "" && !(strings.EqualFold(display, code) && looksLikeCode(code)) {
				written[strings.ToLower(strings.TrimSpace(display))] = true
			}
			for k, c := range x {
				walk(k, c)
			}
		case []any:
			for _, c := range x {
				walk(key, c)
			}
		case string:
			low := strings.ToLower(strings.TrimSpace(x))
			switch {
			case isTextName(key) && key != "display":
				prose[low], written[low] = true, true
			default:
				machine[low] = true
				if key != "code" && key != "display" && key != "value" && key != "id" && key != "reference" {
					written[low] = true
				}
			}
		}
	}
	walk("", raw)
	for w := range written {
		delete(codes, w)
	}
	for w := range prose {
		delete(machine, w)
	}
	delete(codes, "ja") // zib value lists have words for codes
	delete(codes, "nee")
	return codes, machine
}

func looksLikeCode(s string) bool {
	upper, digit, sign := true, false, false
	for _, r := range s {
		upper = upper && !unicode.IsLower(r)
		digit = digit || unicode.IsDigit(r)
		sign = sign || r == '-' || r == '_' || r == '.'
	}
	return upper || digit || sign
}
