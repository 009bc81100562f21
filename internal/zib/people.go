// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"strings"

	"regie/internal/fhir"
)

// person says who somebody is: a Reference, or the part in which FHIR puts one with a role.
func (b *B) person(n fhir.Node) (Phrase, *Ref) {
	if n.Kind() == fhir.String {
		v, ok := b.primitive(n)
		if !ok {
			return Phrase{}, nil
		}
		return *v.Phrase, nil
	}
	if n.Kind() != fhir.Object {
		return Phrase{}, nil
	}
	for _, member := range [...]string{"actor", "agent", "individual", "member", "party", "provider", "who", "practitioner"} {
		m := n.Get(member)
		if !m.Ok() {
			continue
		}
		n.Use()
		p, ref := b.person(m)
		var role Phrase
		for _, r := range [...]string{"function", "role", "type"} {
			if !n.Get(r).Used() {
				role = b.Phrase(n.Get(r))
			}
			if !role.Zero() {
				break
			}
		}
		if p.Zero() {
			return role, ref
		}
		if !role.Zero() && !dullRole(role) {
			p = T("zib.person.role", p, role)
		}
		if o, _ := b.reference(n.Get("onBehalfOf")); !o.Zero() && !o.Equal(p) {
			p = List(", ", p, o)
		}
		return p, ref
	}
	if shapeOf(n) == shapeReference {
		return b.reference(n)
	}
	return b.Phrase(n), nil
}

// dullRole tells of a role that the label says already: performer, author.
func dullRole(p Phrase) bool {
	switch p.Code {
	case "PRF", "PPRF", "AP", "CONSENTER", "author", "AUT", "performer", "PART":
		return true
	}
	return false
}

// contact says a name, an address, a telephone number or an annotation.
func (b *B) contact(n fhir.Node) Phrase {
	switch shapeOf(n) {
	case shapeName:
		return b.HumanName(n)
	case shapeAddress:
		return b.Address(n)
	case shapeTelecom:
		return b.Telecom(n)
	}
	return b.Annotation(n)
}

// HumanName says a name as the Dutch do: given names or initials, prefix, family name.
func (b *B) HumanName(n fhir.Node) Phrase {
	n = n.First()
	n.UseAll() // the extensions only cut the family name in parts
	if s := cleanText(n.Str("text")); s != "" {
		return Say(withTitles(s, n))
	}
	var parts []string
	add := func(s string) {
		if s = cleanText(s); s != "" && !isFiller(s) {
			parts = append(parts, s)
		}
	}
	var behind []string
	for p := range n.Each("prefix") {
		if titleBehind(p.Value()) {
			behind = append(behind, p.Value())
			continue
		}
		add(p.Value())
	}
	var full, initials, called []string
	for g := range n.Each("given") {
		v := cleanText(g.Value())
		switch g.ExtValue("iso21090-EN-qualifier").Value() {
		case "IN":
			initials = append(initials, v)
		case "CL":
			called = append(called, v)
		default:
			full = append(full, v)
		}
	}
	switch {
	case len(called) > 0:
		add(strings.Join(called, " "))
	case len(full) > 0:
		add(strings.Join(full, " "))
	default:
		add(strings.Join(initials, ""))
	}
	family := n.Str("family")
	if family == "" {
		side := n.Sibling("family")
		family = strings.TrimSpace(side.ExtValue("humanname-own-prefix").Value() + " " + side.ExtValue("humanname-own-name").Value())
	}
	add(family)
	for s := range n.Each("suffix") {
		add(s.Value())
	}
	for _, s := range behind {
		add(s)
	}
	if len(parts) == 0 {
		return Phrase{}
	}
	return Say(strings.Join(parts, " "))
}

// withTitles puts the titles that a written name leaves out where the Dutch write them.
func withTitles(name string, n fhir.Node) string {
	for _, member := range [...]string{"prefix", "suffix"} {
		for p := range n.Each(member) {
			switch s := cleanText(p.Value()); {
			case s == "" || isFiller(s) || strings.Contains(strings.ToLower(name), strings.ToLower(s)):
			case member == "suffix" || titleBehind(s):
				name += " " + s
			default:
				name = s + " " + name
			}
		}
	}
	return name
}

// titleBehind tells of a title that is written behind a name, wherever the source put it.
func titleBehind(s string) bool {
	switch strings.ToLower(strings.Trim(s, " ,.")) {
	case "msc", "bsc", "ma", "ba", "phd", "llm", "llb", "mba", "bn":
		return true
	}
	return false
}

// GivenNames are the full given names that a shown name leaves out, for the page of a person.
func (b *B) GivenNames(n fhir.Node, name Phrase) Phrase {
	n = n.First()
	var full []string
	for g := range n.Each("given") {
		v := cleanText(g.Value())
		if q := g.ExtValue("iso21090-EN-qualifier").Value(); q == "IN" || strings.Contains(v, ".") {
			continue
		}
		if !isFiller(v) && !strings.Contains(name.Text, v) && !strings.Contains(strings.Join(full, " "), v) {
			full = append(full, v)
		}
	}
	return Say(strings.Join(full, " "))
}

// Address says an address in one line, with its kind behind it where it was told.
func (b *B) Address(n fhir.Node) Phrase {
	n = n.First()
	kind := Phrase{}
	for _, url := range [...]string{"zib-AddressInformation-AddressType", "ext-AddressInformation.AddressType"} {
		if kind.Zero() {
			kind = b.Concept(n.ExtValue(url))
		}
	}
	if kind.Zero() {
		kind = b.code(n.Get("use"))
	}
	n.UseAll()
	for c := range n.Children() {
		c.Element().UseAll() // streetName, houseNumber: parts of the line
	}
	var parts []string
	for l := range n.Each("line") {
		s := cleanText(l.Value())
		if s != "" {
			parts = append(parts, s)
		}
		if unit := cleanText(l.ExtValue("iso21090-ADXP-unitID").Value()); unit != "" && !strings.Contains(s, unit) {
			parts = append(parts, unit) // "tegenover de kerk"
		}
	}
	if place := strings.TrimSpace(cleanText(n.Str("postalCode")) + " " + cleanText(n.Str("city"))); place != "" {
		parts = append(parts, place)
	}
	for _, m := range [...]string{"district", "state"} {
		if s := cleanText(n.Str(m)); s != "" && !isBareCode(s) {
			parts = append(parts, s)
		}
	}
	if c := cleanText(n.Str("country")); c != "" && len(c) > 3 && (len(parts) == 0 || !strings.EqualFold(c, "nederland")) {
		parts = append(parts, c)
	}
	if len(parts) == 0 {
		if s := cleanText(n.Str("text")); s != "" {
			parts = append(parts, s)
		}
	}
	if len(parts) == 0 {
		return Phrase{}
	}
	return withKind(Say(strings.Join(parts, ", ")), kind)
}

func withKind(p, kind Phrase) Phrase {
	if kind.Zero() || !kind.Readable() {
		return p
	}
	return T("zib.kind", p, kind)
}

// Telecom says a telephone number or mail address with its kind; of a site only its name.
func (b *B) Telecom(n fhir.Node) Phrase {
	n = n.First()
	kind := Phrase{}
	for _, url := range [...]string{"zib-ContactInformation-TelecomType", "ext-ContactInformation.TelecomType", "ext-ContactInformationTelecomType"} {
		for _, at := range [...]fhir.Node{n, n.Get("system"), n.Get("use")} {
			if kind.Zero() {
				kind = b.Concept(at.ExtValue(url))
			}
		}
	}
	for _, at := range [...]fhir.Node{n.Get("system"), n.Get("use")} {
		if spec := codeSpecification(at); kind.Zero() && spec.Ok() {
			kind = b.Concept(spec)
		}
	}
	if kind.Zero() {
		kind = b.code(n.Get("use"))
	}
	if n.Str("system") == "fax" {
		kind = b.code(n.Get("system"))
	}
	if kind.Zero() || !kind.Readable() {
		kind = Phrase{}
	}
	kind = List(", ", kind, b.Phrase(n.ExtValue("ext-Comment"))) // "alleen overdag"
	n.UseAll()
	s := cleanText(n.Str("value"))
	s = strings.TrimPrefix(strings.TrimPrefix(s, "mailto:"), "tel:")
	if _, rest, ok := strings.Cut(s, "://"); ok {
		s = strings.TrimSuffix(strings.TrimPrefix(rest, "www."), "/")
	}
	if isFiller(s) || isMachine(s) {
		return Phrase{}
	}
	return withKind(Say(phoneNumber(s)), kind)
}

// shortAreas are the Dutch area codes of two digits after the 0; all others have three.
const shortAreas = "10 13 15 20 23 24 26 30 33 35 36 38 40 43 45 46 50 53 55 58 70 71 72 73 74 75 76 77 78 79 84 85 87 88 91"

// phoneNumber writes ten Dutch digits in a row as people write them: 06-12345678, 070-1234567.
func phoneNumber(s string) string {
	if len(s) != 10 || s[0] != '0' || digits(s, 0, 5) < 0 || digits(s, 5, 5) < 0 || s[1] == '0' {
		return s
	}
	area := 4
	switch {
	case s[1] == '6':
		area = 2
	case strings.Contains(shortAreas, s[1:3]):
		area = 3
	}
	return s[:area] + "-" + s[area:]
}

// Annotation says a note, with who wrote it and when behind it.
func (b *B) Annotation(n fhir.Node) Phrase {
	n = n.First()
	b.take(n)
	s := cleanText(n.Str("text"))
	if s == "" || isFiller(s) {
		return Phrase{}
	}
	who := Say(cleanText(n.Str("authorString")))
	if r := n.Get("authorReference"); r.Ok() {
		who, _ = b.reference(r)
	}
	at := Phrase{}
	if t := n.Str("time"); t != "" {
		at = Date(t)
	}
	if who.Zero() && at.Zero() {
		return Say(s)
	}
	return T("zib.note.by", Say(s), List(", ", who, at))
}

// attachment says a file.
func (b *B) attachment(n fhir.Node) (Document, bool) {
	b.take(n)
	d := Document{Title: cleanText(n.Str("title")), ContentType: n.Str("contentType"), URL: n.Str("url"), Inline: n.Get("data").Ok()}
	for _, c := range []byte(n.Str("size")) {
		if c < '0' || c > '9' || d.Size > 1<<40 {
			break
		}
		d.Size = d.Size*10 + int64(c-'0')
	}
	if data := n.Str("data"); d.Size == 0 && data != "" {
		d.Size = int64(len(data) / 4 * 3)
	}
	if isMachine(d.Title) {
		d.Title = ""
	}
	return d, d.Title != "" || d.URL != "" || d.Inline || d.ContentType != ""
}

// moment reads the time of a node: a date, a Period, or a Timing with events.
func (b *B) moment(n fhir.Node) (When, bool) {
	n = n.First()
	switch n.Kind() {
	case fhir.String:
		w := When{Start: n.Value()}
		if validWhen(w) {
			b.take(n)
			return w, true
		}
	case fhir.Object:
		w := When{Start: n.Str("start"), End: n.Str("end")}
		if w.Start == "" && w.End == "" {
			return b.moment(n.Get("event"))
		}
		w.Open = w.End == ""
		if validWhen(w) {
			b.take(n)
			return w, true
		}
	}
	return When{}, false
}

// validWhen tells whether both ends, as far as they are there, are dates.
func validWhen(w When) bool {
	if w.Start == "" && w.End == "" {
		return false
	}
	for _, s := range [...]string{w.Start, w.End} {
		if s == "" {
			continue
		}
		if _, ok := parseMoment(s); !ok {
			return false
		}
	}
	return true
}
