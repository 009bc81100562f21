// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"strings"

	"regie/internal/fhir"
)

// take marks a data type as read, but not the extensions in it: those that no reader knows must
// still come up in finish.
func (b *B) take(n fhir.Node) {
	n.Use()
	if n.Kind() != fhir.Object && n.Kind() != fhir.Array {
		return
	}
	for c := range n.Children() {
		switch name := c.Name(); {
		case name == "extension":
			// left
		case name != "" && name[0] == '_':
			// what is said about a primitive: only its extensions matter
		default:
			b.take(c)
		}
	}
}

// codeSpecification is the extension with which Dutch profiles say in their own concepts what a
// FHIR code says coarsely.
func codeSpecification(n fhir.Node) fhir.Node {
	for _, url := range [...]string{"code-specification", "ext-CodeSpecification"} {
		if x := n.Ext(url); x.Ok() {
			x.UseAll()
			return x.Pick("value")
		}
	}
	return fhir.Node{}
}

// Concept says a CodeableConcept, Coding or code: our own word for it, else the provider's words.
// What only says "unknown" says nothing.
func (b *B) Concept(n fhir.Node) Phrase {
	n = n.First()
	if n.Kind() != fhir.Object {
		return b.code(n)
	}
	b.take(n)
	written := cleanText(n.Str("text"))
	if isFiller(written) || isMachine(written) {
		written = ""
	}
	if isOther(written) && isCoded(n, "v3/NullFlavor", "OTH") {
		written = "" // no code, and no words either
	}
	best, same := b.coding(n, written)
	if same && strings.EqualFold(best.Text, written) && mostlyCapitals(best.Text) && !mostlyCapitals(written) {
		best.Text = written // the same, but written as people do
	}
	switch {
	case written == "" || same:
		if best.Zero() {
			return b.absent(n)
		}
		return best
	case best.Zero():
		return known(cleanDisplay(written))
	}
	return Say(cleanDisplay(written)) // the provider's own words are the most exact
}

// rank orders the code systems by how well Dutch people can read their names.
func rank(system string) int {
	switch {
	case system == "nhg/45", system == "icpc", strings.HasPrefix(system, "nhg/"):
		return 6
	case strings.HasPrefix(system, "zib/"), strings.HasPrefix(system, "mp/"):
		return 5
	case system == "snomed":
		return 4
	case system == "loinc":
		return 2
	case strings.HasPrefix(system, "hl7/"), strings.HasPrefix(system, "v3/"), strings.HasPrefix(system, "v2/"):
		return 1
	}
	return 3
}

// coding chooses among the codings of a concept (or takes a Coding itself). same tells that the
// written text only repeats one of them.
func (b *B) coding(n fhir.Node, written string) (best Phrase, same bool) {
	codings := n.Get("coding")
	if !codings.Ok() {
		codings = n
	}
	score := -1
	unnamed := false
	for c := range codings.All() {
		system, code := systemName(c.Str("system")), strings.TrimSpace(c.Str("code"))
		if code == "" && c.Str("display") == "" {
			continue
		}
		if system == "v3/NullFlavor" || system == "hl7/data-absent-reason" || silent(system, code) {
			if p := absence(system, code); !p.Zero() && score < 0 {
				best, score = p, 0
			}
			continue
		}
		shown := c.Str("display")
		if system == "loinc" {
			shown = loincName(shown)
		}
		shown = display(system, code, shown)
		known := hasWord(system, code)
		if written != "" && (strings.EqualFold(written, shown) || strings.EqualFold(written, cleanText(c.Str("display"))) || strings.EqualFold(cleanDisplay(written), shown) || known && isWord(system, code, written)) {
			same = true
		}
		if shown == "" && !known {
			unnamed = unnamed || !isFiller(cleanText(c.Str("display")))
			continue
		}
		points := rank(system)
		if known {
			points += 10
		}
		if sel, _ := c.Bool("userSelected"); sel {
			points += 5
		}
		if points > score {
			best, score = Coded(system, code, shown), points
		}
	}
	if unnamed && score < 0 && written == "" {
		b.lost = true
	}
	return best, same
}

func isWord(system, code, written string) bool {
	w, _ := lookup(system, code)
	return strings.EqualFold(w[0], written) || strings.EqualFold(w[1], written)
}

// loincName drops what LOINC puts in square brackets behind a name: the kind of quantity.
func loincName(s string) string {
	for {
		open := strings.IndexByte(s, '[')
		end := strings.IndexByte(s, ']')
		if open < 1 || end < open {
			return cleanText(s)
		}
		s = strings.TrimRight(s[:open], " ") + s[end+1:]
	}
}

// code says a FHIR code by our own word for it; zero where there is none.
func (b *B) code(n fhir.Node) Phrase {
	if n.Kind() != fhir.String {
		return Phrase{}
	}
	v := n.Value()
	name := n.Name()
	system := "fhir/" + b.Res.Type + "." + name
	if w, ok := lookup(system, v); ok {
		b.take(n)
		if w[0] == "-" {
			return Phrase{}
		}
		return Coded(system, v, "")
	}
	return Phrase{}
}

// absence says why something is missing, where that says more than "unknown".
func absence(system, code string) Phrase {
	switch code {
	case "not-performed":
		return T("zib.absent.notperformed")
	case "masked", "MSK":
		return T("zib.absent.masked")
	case "asked-declined":
		return T("zib.absent.declined")
	case "error":
		return T("zib.absent.error")
	case "not-permitted":
		return T("zib.absent.notpermitted")
	}
	return Phrase{}
}

// absent says why a value is missing, from the extensions data-absent-reason and nullFlavor.
func (b *B) absent(n fhir.Node) Phrase {
	for _, url := range [...]string{"data-absent-reason", "iso21090-nullFlavor"} {
		if x := n.Ext(url); x.Ok() {
			x.UseAll()
			return absence("", x.Pick("value").Value())
		}
	}
	return Phrase{}
}
