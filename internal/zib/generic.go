// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"strings"

	"regie/internal/fhir"
	"regie/internal/text"
)

// noise are elements that a person does not need, each with its reason.
var noise = map[string]string{
	"resourceType":     "said by the title",
	"id":               "for machines",
	"meta":             "for machines",
	"implicitRules":    "for machines",
	"language":         "of the resource's text, which is not shown",
	"identifier":       "for machines",
	"masterIdentifier": "for machines",
	"groupIdentifier":  "for machines",
	"requisition":      "for machines",
	"setId":            "for machines",
	"fullUrl":          "for machines",
	"subject":          "the person whose record it is",
	"patient":          "the person whose record it is",
	"beneficiary":      "the person whose record it is",
	"url":              "for machines",
	"version":          "of a code system",
	"system":           "of a code",
	"userSelected":     "of a code",
	"contained":        "read as a resource of its own",
	"linkId":           "for machines",
	"sequence":         "an order that is kept anyway",
	"instantiates":     "for machines",
	"definition":       "for machines",
	"intent":           "said by the kind of item",
	"reference":        "its name is shown",
	"hash":             "for machines",
	"subjectType":      "for machines",
	"dimensions":       "of a series of measurements",
	"data":             "the file itself",
	"content":          "the file itself",
	"div":              "the text that the provider's software made of the same data",
}

// quietExtensions are extensions that only serve software, or repeat what is read already.
var quietExtensions = map[string]bool{
	"iso21090-pq-translation": true, "iso21090-en-qualifier": true, "iso21090-nullflavor": true, "data-absent-reason": true,
	"resource-meta-source": true, "humanname-own-name": true, "humanname-own-prefix": true, "humanname-partner-name": true,
	"humanname-partner-prefix": true, "humanname-assembly-order": true, "iso21090-adxp-streetname": true, "iso21090-adxp-housenumber": true,
	"iso21090-adxp-buildingnumbersuffix": true, "iso21090-adxp-unitid": true, "iso21090-adxp-additionallocator": true,
	"nl-core-address-official": true, "ext-pharmaceuticaltreatment.identifier": true, "zib-medication-medicationtreatment": true,
	"rendering-style": true, "questionnaire-itemcontrol": true, "questionnaire-ordinalvalue": true, "extension-itemorder": true, "sdc-questionnaire-initialexpression": true,
	"ext-edifactreferencenumber": true, "timing-exact": true, "observation-focusstu3": true, "ext-resourcecategory": true,
	"structuredefinition-wg": true, "rendering-xhtml": true, "rendering-markdown": true, "translation": true, "geolocation": true, "timezone": true,
}

// readGeneric reads a resource for which there is no reader: its title from the elements that
// usually name a thing, everything else by finish.
func readGeneric(b *B) {
	r := b.Root
	b.About(r.Get("code"))
	b.Named(r.Get("code"), r.Get("title"), r.Get("name"), r.Get("type"), r.Get("description"), r.Get("topic"), r.Pick("medication"))
	b.On(r.Pick("effective"), r.Pick("performed"), r.Pick("occurrence"), r.Pick("onset"), r.Get("date"), r.Get("authoredOn"), r.Get("recordedDate"),
		r.Get("created"), r.Get("issued"), r.Get("sent"), r.Get("period"), r.Get("recorded"), r.Pick("serviced"))
	b.State(r.Get("status"), r.Get("clinicalStatus"), r.Get("verificationStatus"), r.Get("lifecycleStatus"))
	b.By("zib.author", r.Get("author"), r.Get("performer"), r.Get("recorder"), r.Get("asserter"), r.Get("requester"), r.Get("source"), r.Get("sender"))
}

// finish adds what no verb took, so that nothing that was fetched is lost, and gives the item a
// title if its reader found none.
func (b *B) finish() {
	if b.Root.Str("status") == "entered-in-error" {
		b.Flag(MarkEnteredInError) // whatever the reader made of it
	}
	b.until()
	b.sayDoubts()
	if b.Res.Type != "Bundle" {
		b.Under(T("zib.more"))
		if b.Generic {
			b.Under(Phrase{})
		}
		for c := range b.Root.Children() {
			if c.Name() == "text" && c.Kind() == fhir.Object { // the narrative
				continue
			}
			b.rest(c, Phrase{})
		}
		b.containedRest()
		b.Under(Phrase{})
	}
	if b.Title.Zero() || !b.Title.Readable() {
		b.Title = typeName(b.Res.Type, b.Block)
	}
	if b.lost {
		b.Flag(MarkIncomplete)
	}
}

// until says how long it lasted, where the moment of the item is a stretch of time and no fact
// says when it ended.
func (b *B) until() {
	if b.When.End == "" || b.When.End == b.When.Start {
		return
	}
	for i := range b.Facts {
		for _, v := range b.Facts[i].Values {
			if v.When != nil && v.When.End == b.When.End {
				return
			}
		}
	}
	w := b.When
	b.Put(T("zib.period"), Value{When: &w})
}

// typeName is the name of a block or FHIR type in words.
func typeName(typ, block string) Phrase {
	for _, key := range [...]string{"zib.block." + block, "zib.type." + typ} {
		if text.NL.Has(key) {
			return T(key)
		}
	}
	return T("zib.type.other")
}

// rest adds one unread node under the label of its element.
func (b *B) rest(n fhir.Node, above Phrase) {
	name := n.Name()
	if name == "" || n.Kind() == fhir.Null {
		return
	}
	if name == "extension" || name == "modifierExtension" {
		for x := range n.All() {
			b.restExtension(x, above, name == "modifierExtension")
		}
		return
	}
	if name[0] == '_' { // what is said about a primitive
		for x := range n.All() {
			b.rest(x.Get("extension"), above)
		}
		return
	}
	if _, quiet := noise[name]; quiet && !(name == "content" && n.Kind() == fhir.Object) { // a file has a title
		return
	}
	switch n.Kind() {
	case fhir.Array:
		at, several := 0, n.Len() > 1
		for x := range n.All() {
			label := elementLabel(name)
			if at++; several && x.Kind() == fhir.Object && shapeOf(x) == shapeNone {
				label = T("zib.nth", label, Num(itoa(at))) // what belongs together stays together
			}
			b.restValue(x, above, label)
		}
	default:
		b.restValue(n, above, elementLabel(name))
	}
}

func (b *B) restValue(n fhir.Node, above, label Phrase) {
	switch {
	case above.Zero():
	case label.Key == "zib.el.code": // "nationaliteit: wat" says no more than "nationaliteit"
		label = above
	default:
		label = Sub(above, label)
	}
	if n.Kind() != fhir.Object {
		if !n.Used() {
			b.AddAs(label, n)
		}
		return
	}
	fresh := !n.Used() && !anyUsed(n)
	if fresh && shapeOf(n) != shapeNone {
		b.AddAs(label, n)
		b.rest(n.Get("extension"), label)
		return
	}
	if above.Key == formSub { // three labels deep says no more than two
		label = above
	}
	for c := range n.Children() {
		b.rest(c, label)
	}
}

func anyUsed(n fhir.Node) bool {
	for c := range n.Children() {
		if c.Used() || anyUsed(c) {
			return true
		}
	}
	return false
}

// restExtension adds an unread extension, which may have extensions of its own instead of a value.
func (b *B) restExtension(x fhir.Node, above Phrase, modifier bool) {
	if x.Used() {
		return
	}
	name := fhir.ProfileName(x.Str("url"))
	if quietExtensions[name] {
		return
	}
	label := extensionLabel(name)
	if label.Key == "zib.el.code" && !above.Zero() {
		label = above
	} else if !above.Zero() && above.Key != formSub {
		label = Sub(above, label)
	}
	if v := x.Pick("value"); v.Ok() {
		if !v.Used() {
			before := len(b.Facts)
			b.AddAs(label, v)
			if modifier && len(b.Facts) > before {
				b.lost = true // it may turn the meaning round, and no reader knows it
			}
		}
		return
	}
	for c := range x.Each("extension") {
		b.restExtension(c, label, modifier)
	}
}

func elementLabel(name string) Phrase {
	for _, base := range [...]string{"value", "effective", "occurrence", "performed", "onset", "abatement", "deceased", "multipleBirth", "medication", "reported",
		"asNeeded", "dose", "rate", "timing", "serviced", "allowed", "born", "age", "due", "start", "scheduled", "product", "content", "indication", "reason"} {
		if rest, ok := strings.CutPrefix(name, base); ok && rest != "" && rest[0] >= 'A' && rest[0] <= 'Z' && !text.NL.Has("zib.el."+name) {
			name = base
			break
		}
	}
	if key := "zib.el." + name; text.NL.Has(key) {
		return T(key)
	}
	return T("zib.el.other")
}

// extensionLabel finds the words for an extension by the last steps of its name:
// "ext-medicationagreement.nextpractitioner" → "nextpractitioner".
func extensionLabel(name string) Phrase {
	for {
		if key := "zib.ext." + name; text.NL.Has(key) {
			return T(key)
		}
		cut := strings.IndexAny(name, "-.")
		if cut < 0 {
			break
		}
		name = name[cut+1:]
	}
	return elementLabel(name)
}

// containedRest shows what contained resources say, under a heading each: nobody else does.
func (b *B) containedRest() {
	for _, c := range b.Res.Inner() {
		if !c.Inside || c.Root.Used() {
			continue
		}
		it := b.rd.known(c)
		if it == nil || len(it.Facts) == 0 {
			continue
		}
		b.Under(List(": ", typeName(c.Type, ""), it.Title))
		if it.Title.Equal(typeName(c.Type, it.Block)) {
			b.Under(it.Title)
		}
		for _, f := range it.Facts {
			b.Put(f.Label, f.Values...)
		}
	}
}
