// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"strings"

	"regie/internal/text"
)

// readDocumentReference reads IHE.MHD.Minimal.DocumentReference (STU3) and the R4 kinds: a letter
// or another file, with what it is about.
func readDocumentReference(b *B) {
	r := b.Root
	kind := b.About(r.Get("type"))
	b.Named(r.Get("description"))
	for c := range r.Each("content") {
		c.Use()
		for _, a := range []string{"attachment"} {
			if b.Title.Zero() {
				b.Titled(Say(cleanText(c.Path(a, "title").Value())))
			}
			b.Add("zib.document", c.Get(a))
			b.Add("zib.written", c.Path(a, "creation"))
		}
		b.Skip(c.Get("format")) // for software
	}
	b.Titled(kind)
	b.Titled(T("zib.block.DocumentReference"))
	b.On(r.Get("date"), r.Get("created"), r.Get("indexed"), r.Path("context", "period"))
	b.State(r.Get("status"), r.Get("docStatus"))
	if !strings.EqualFold(kind.In(text.NL), b.Title.In(text.NL)) {
		b.Say("zib.kindof", kind)
	}
	b.Top()
	b.Add("zib.kindof", r.Get("class"), r.Get("category"))
	b.By("zib.writtenby", r.Get("author"))
	b.Add("zib.signedby", r.Get("authenticator"))
	b.By("zib.organization", r.Get("custodian"))
	if d := r.Get("description"); strings.EqualFold(cleanText(d.Value()), b.Title.In(text.NL)) {
		b.Skip(d) // the title says it
	} else {
		b.Add("zib.description", d)
	}
	b.Add("zib.written", r.Get("created"), r.Get("date"))
	b.Add("zib.recordedon", r.Get("indexed"))
	for x := range r.Each("relatesTo") {
		x.Use()
		label := b.Phrase(x.Get("code"))
		if label.Zero() {
			label = T("zib.related")
		}
		p, ref := b.reference(x.Get("target"))
		if ref != nil {
			b.Links = append(b.Links, Link{Label: label, To: *ref})
		}
		if !p.Zero() {
			b.Put(label, Value{Phrase: &p, Ref: ref})
		}
	}
	c := r.Get("context")
	b.Relate("zib.visit", c.Get("encounter"))
	for e := range c.Each("event") {
		label := "zib.event"
		for x := range e.Each("coding") {
			if systemName(x.Str("system")) == "http://dicom.nema.org/resources/ontology/DCM" {
				label = "zib.imagekind"
			}
		}
		b.Add(label, e)
	}
	b.Add("zib.period", c.Get("period"))
	b.Add("zib.facility", c.Get("facilityType"))
	b.Add("zib.specialty", c.Get("practiceSetting"))
	for x := range c.Each("related") {
		x.Use()
		b.Relate("zib.related", x.Get("ref"), x)
		if id := x.Get("identifier"); id.Str("system") == "urn:dicom:uid" { // the study that the images and the report are of
			if uid := strings.TrimPrefix(id.Str("value"), "urn:oid:"); uid != "" {
				b.Links = append(b.Links, Link{Label: T("zib.related"), To: Ref{Type: "ImagingStudy", ID: uid}})
			}
		}
	}
	for x := range r.Each("securityLabel") {
		if !isCoded(x, "v3/Confidentiality", "N") { // only what is unusual
			b.AddAs(T("zib.el.confidentiality"), x)
		}
	}
	b.Skip(r.Get("securityLabel"), c.Get("sourcePatientInfo"), c) // for software; the person
}

// readDocumentManifest reads IHE.MHD.DocumentManifest: letters that were sent together.
func readDocumentManifest(b *B) {
	r := b.Root
	kind := b.About(r.Get("type"))
	b.Named(r.Get("description"))
	b.Titled(kind)
	b.Titled(T("zib.block.DocumentManifest"))
	b.On(r.Get("created"))
	b.State(r.Get("status"))
	if !kind.Equal(b.Title) {
		b.Say("zib.kindof", kind)
	}
	for c := range r.Each("content") {
		b.Relate("zib.manifest.files", c.Get("pReference"))
		c.Use()
		if c.Get("reference").Ok() { // R4: the content is the reference itself
			b.Relate("zib.manifest.files", c)
		}
	}
	b.Top()
	b.By("zib.writtenby", r.Get("author"))
	b.Add("zib.description", r.Get("description"))
	b.Relate("zib.related", r.Path("related", "ref"))
	b.Skip(r.Get("source"), r.Get("recipient")) // which software it came from and went to
}
