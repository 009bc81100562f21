// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"html"
	"strings"
	"unicode/utf8"
)

// tags are the semantic tags that SNOMED puts behind a name, in both languages.
var tags = map[string]bool{
	"kwalificatiewaarde": true, "bevinding": true, "aandoening": true, "verrichting": true, "procedure": true,
	"finding": true, "disorder": true, "qualifier value": true, "observable entity": true, "waarneembare entiteit": true,
	"regime/therapie": true, "regime/therapy": true, "situatie": true, "situation": true, "lichaamsstructuur": true,
	"body structure": true, "substantie": true, "substance": true, "product": true, "medicinal product": true,
	"fysiek object": true, "physical object": true, "organisme": true, "organism": true, "event": true, "gebeurtenis": true,
	"persoon": true, "person": true, "beroep": true, "occupation": true, "omgeving": true, "environment": true,
	"morfologische afwijking": true, "morphologic abnormality": true, "navigational concept": true, "navigatieconcept": true,
	"record artifact": true, "documentstructuur": true, "attribute": true, "attribuut": true, "specimen": true, "monster": true,
	"sociale context": true, "social concept": true, "staging scale": true, "assessment scale": true, "beoordelingsschaal": true,
	"medicinal product form": true, "clinical drug": true, "klinisch geneesmiddel": true, "dose form": true, "cel": true, "cell": true,
	"cellstructuur": true, "cell structure": true, "context-dependent category": true, "religie/filosofie": true, "tumor staging": true,
	"geneesmiddel": true, "therapie": true, "foundation metadata concept": true, "bevinding/aandoening": true,
}

// cleanDisplay makes the name of a coded concept readable: without a semantic tag, without white
// space that does not belong.
func cleanDisplay(s string) string {
	s = strings.TrimSpace(s)
	for strings.HasSuffix(s, ")") {
		open := strings.LastIndexByte(s, '(')
		if open <= 0 || !tags[strings.ToLower(s[open+1:len(s)-1])] {
			break
		}
		s = strings.TrimSpace(s[:open])
	}
	for _, p := range [...]string{"structuur van ", "Structuur van ", "structure of ", "Structure of ", "observatie betreffende ", "Observatie betreffende "} {
		s = strings.TrimPrefix(s, p) // what SNOMED says of every part of the body, and of everything observed
	}
	if open := strings.Index(s, "[ex. "); open > 0 { // ICPC: "except" and a code
		s = strings.TrimSpace(s[:open])
	}
	return cleanText(s)
}

// cleanText folds white space to single spaces where that changes anything; line breaks stay.
func cleanText(s string) string {
	s = strings.TrimSpace(withoutTags(s))
	if !strings.Contains(s, "  ") && !strings.ContainsAny(s, "\t\r\u00a0") {
		return s
	}
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.Join(strings.Fields(l), " ")
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// withoutTags takes the marks of HTML out of a text that some software wrote into a field for plain
// text. "Nitriet < 5 > 3" has none.
func withoutTags(s string) string {
	if !strings.Contains(s, "</") && !strings.Contains(s, "/>") && !strings.Contains(s, "<br>") {
		return s
	}
	var b strings.Builder
	for s != "" {
		open := strings.IndexByte(s, '<')
		if open < 0 || open+1 >= len(s) {
			break
		}
		end := strings.IndexByte(s[open:], '>')
		if c := s[open+1]; end < 0 || c != '/' && (c|0x20 < 'a' || c|0x20 > 'z') {
			b.WriteString(s[:open+1]) // a sign, not a mark
			s = s[open+1:]
			continue
		}
		b.WriteString(s[:open])
		name, _, _ := strings.Cut(strings.Trim(s[open+1:open+end], "/ "), " ")
		switch strings.ToLower(name) {
		case "div", "p", "br", "li", "tr", "ul", "ol", "table", "h1", "h2", "h3", "h4":
			if n := b.Len(); n > 0 && b.String()[n-1] != '\n' {
				b.WriteByte('\n')
			}
		}
		s = s[open+end+1:]
	}
	b.WriteString(s)
	return html.UnescapeString(b.String())
}

// fillers are texts that only say that nothing is said.
var fillers = map[string]bool{
	"": true, "-": true, "--": true, ".": true, "?": true, "onbekend": true, "unknown": true, "niet bekend": true, "not known": true,
	"n.b.": true, "nb": true, "n.v.t.": true, "n/a": true, "nvt": true, "not available": true, "geen informatie": true, "no information": true,
	"temporarily unknown": true, "asked but unknown": true, "niet gevraagd": true, "not asked": true, "null": true, "nil": true,
	"none specified": true, "unspecified": true, "niet gespecificeerd": true, "not specified": true, "undefined": true, "unk": true,
	"overig": false,
}

// isFiller tells whether a text says nothing. "Geen" says something.
func isFiller(s string) bool {
	if len(s) > 24 {
		return false
	}
	return fillers[strings.ToLower(strings.TrimSpace(s))]
}

// isMachine tells whether a text is for machines: a URL, an OID, a UUID, a placeholder.
func isMachine(s string) bool {
	if strings.ContainsAny(s, " \n") {
		return false
	}
	if strings.Contains(s, "://") || strings.HasPrefix(s, "urn:") || strings.HasPrefix(s, "#") && len(s) > 1 || strings.HasPrefix(s, "{{") {
		return true
	}
	return isOID(s) || isUUID(s)
}

// hasMachineWord tells whether any word of a text is for machines.
func hasMachineWord(s string) bool {
	for word := range strings.FieldsSeq(s) {
		if isMachine(strings.Trim(word, "(),;:.'\"")) {
			return true
		}
	}
	return false
}

// isOID: at least four numbers with dots between them, in the trees that health care uses.
func isOID(s string) bool {
	dots := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '.':
			dots++
		case c < '0' || c > '9':
			return false
		}
	}
	return dots >= 3 && (s[0] >= '0' && s[0] <= '2')
}

func isUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := 0; i < 36; i++ {
		c := s[i] | 0x20
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if s[i] != '-' {
				return false
			}
		} else if (c < 'a' || c > 'f') && (s[i] < '0' || s[i] > '9') {
			return false
		}
	}
	return true
}

// isBareCode tells whether a text that should be a word looks like a code: no spaces, and digits
// with signs or capitals, or words tied by hyphens.
func isBareCode(s string) bool {
	if s == "" || strings.ContainsAny(s, " ,;()") || len(s) > 40 {
		return false
	}
	numbers, letters, signs, lower := 0, 0, 0, 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			numbers++
		case r == '-' || r == '_' || r == '.' || r == ':' || r == '|' || r == '/':
			signs++
		case r >= 'a' && r <= 'z':
			letters++
			lower++
		default:
			letters++
		}
	}
	switch {
	case letters == 0:
		return true
	case strings.ContainsRune(s, '_') || strings.ContainsRune(s, '|'):
		return true
	case numbers >= 2 && lower == 0: // K78, 01.015, but not "Type 6"
		return true
	case numbers >= 3 && signs > 0 && letters <= 2:
		return true
	}
	return false
}

// display returns the readable name that goes with a code, "" where there is none.
func display(system, code, shown string) string {
	s := cleanDisplay(shown)
	switch {
	case isMedicineSystem(system):
		s = medicineName(s)
	case system == "agb":
		s = strings.TrimSuffix(s, ", niet nader gespecificeerd")
	}
	if isFiller(s) || isMachine(s) || s == code && (isBareCode(s) || looksCoded(s)) {
		return ""
	}
	return s
}

// looksCoded is for a display that only repeats its code: "ACM", "entered-in-error", "OTH".
func looksCoded(s string) bool {
	if strings.Contains(s, " ") {
		return false
	}
	return s == strings.ToUpper(s) && utf8.RuneCountInString(s) <= 8 || strings.ContainsAny(s, "-_.")
}
