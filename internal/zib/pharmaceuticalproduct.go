// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"strings"

	"regie/internal/fhir"
)

// readPharmaceuticalProduct reads zib-Product (STU3) and nl-core-PharmaceuticalProduct (R4): a
// medicine as such. Agreements and vaccinations take its name and what else it says.
func readPharmaceuticalProduct(b *B) {
	r := b.Root
	r.Get("code").Ext("iso21090-nullFlavor").UseAll() // the text says what it is
	p := b.About(r.Get("code"))
	// A word of our own for the substance (an ATC code) knows no strength: the source's name does.
	if name := cleanText(r.Get("code").Str("text")); p.Key != "" && strings.ContainsAny(name, "0123456789") {
		p = Phrase{Text: medicineName(name)}
	} else if p.Key == "" {
		p.Text = medicineName(p.Text)
	}
	b.Titled(p)
	b.State(r.Get("status"))
	if r.Str("status") == "active" {
		b.Status = Phrase{} // of the entry in a list, not of somebody's use
	}
	b.extAdd("zib.med.description", r, "description")
	b.Add("zib.med.doseform", r.Get("form"))
	b.addAmount("zib.med.content", r.Get("amount"))
	for x := range r.Each("ingredient") {
		x.Use()
		b.Say("zib.med.composition", b.ingredient(x))
	}
	b.By("zib.med.manufacturer", r.Get("manufacturer"))
	b.batch(r.Get("batch"))
	b.batch(r.Path("package", "batch"))
	b.Add("zib.med.package", r.Path("package", "container"))
	b.Skip(r.Get("isBrand"), r.Get("image")) // the name says it
}

// ingredient says a part of a composition: "ureum, 10 gram per 100 gram".
func (b *B) ingredient(x fhir.Node) Phrase {
	name := b.Phrase(x.Pick("item"))
	if name.Key == "" {
		name.Text = medicineName(name.Text)
	}
	b.Skip(x.Get("isActive")) // for the maker
	var much Phrase
	for _, member := range [...]string{"amount", "strength"} {
		if p := b.Phrase(x.Get(member)); !p.Zero() {
			much = p
		}
	}
	return List(", ", name, much)
}

// batch adds what is printed on a package, by which it can be called back.
func (b *B) batch(n fhir.Node) {
	for x := range n.All() {
		x.Use()
		b.number("zib.batch", x.Get("lotNumber"))
		b.Add("zib.expires", x.Get("expirationDate"))
	}
}

// number adds a number that is printed on a thing, as a number and not as a word.
func (b *B) number(label string, n fhir.Node) {
	b.take(n)
	n.Element().UseAll() // why it is not known
	if s := cleanText(n.First().Value()); s != "" && !isFiller(s) {
		b.Say(label, T("zib.number", Say(s)))
	}
}
