// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"regie/internal/fhir"
	"regie/internal/record"
)

// glance is what collecting itself must know of a resource: what it is, whom it is about,
// and what else to fetch. What it means is for others.
type glance struct {
	kind, id    string
	subject     string   // id of the Patient that it is about, "" where it does not say
	patient     *Subject // for a Patient
	bsn         bool
	other       bool     // of another FHIR release than asked
	refs        []string // "Practitioner/1": what it refers to and may have to be read
	attachments []Attachment
	documents   []string // "DocumentReference/1", of a manifest
	unreadable  bool
}

// Attachment is a document that a resource refers to.
type Attachment struct {
	URL   string `json:"url"`   // as the resource writes it
	Type  string `json:"type"`  // content type, if told
	Print string `json:"print"` // of all that the resource says about it, its address too

	// Of an image that a list of images names: the print of that list, and where its address
	// begins; the URL is then the part below it, and the name that the file is kept under.
	Of    string `json:"of,omitempty"`
	Begin string `json:"begin,omitempty"`
}

// Limits of one resource.
var (
	resourceLimits = fhir.Limits{Bytes: 2 << 20, Depth: 64, Nodes: 100_000}
	documentLimits = fhir.Limits{Bytes: 40 << 20, Depth: 64, Nodes: 100_000}
)

// followed are the types that are worth reading when an answer refers to them and does not
// bring them: who and where, and what a medicine or device is.
var followed = map[string]bool{
	"Practitioner": true, "PractitionerRole": true, "Organization": true, "Location": true, "HealthcareService": true,
	"RelatedPerson": true, "Medication": true, "Device": true, "Specimen": true, "Questionnaire": true, "ActivityDefinition": true,
}

// look reads what collecting must know of a resource.
func look(in record.Incoming) glance {
	limits := resourceLimits
	if bytes.Contains(in.Raw[:min(len(in.Raw), 4096)], []byte(`"Binary"`)) || bytes.Contains(in.Raw, []byte(`"attachment"`)) {
		limits = documentLimits // the file may be inside
	}
	r, err := fhir.ParseResourceLimits(in.Raw, fhir.Unknown, limits)
	if err != nil {
		return glance{unreadable: true}
	}
	g := glance{kind: r.Type, id: r.ID}
	if g.id == "" {
		if ref := fhir.ParseReference(in.FullURL); ref.Kind == fhir.RefResource && ref.Type == g.kind {
			g.id = ref.ID
		}
	}
	if v := fhir.DetectVersion(r); v != fhir.Unknown && in.FHIR != fhir.Unknown && v != in.FHIR {
		g.other = true
	}
	if g.kind == "Patient" {
		s := subjectOf(r.Root)
		g.patient = &s
	}
	for _, name := range []string{"subject", "patient", "beneficiary"} {
		ref := fhir.ParseReference(r.Root.Get(name).Str("reference"))
		if ref.Kind == fhir.RefResource && ref.Type == "Patient" {
			g.subject = ref.ID
			break
		}
	}
	switch g.kind {
	case "DocumentReference":
		for content := range r.Root.Each("content") {
			g.attach(content.Get("attachment"))
		}
	case "DocumentManifest":
		g.manifest(r.Root)
	}
	g.walk(r.Root, mayHaveBSN(in.Raw))
	return g
}

func (g *glance) attach(a fhir.Node) {
	url := a.Str("url")
	if url == "" || a.Str("data") != "" || strings.HasPrefix(url, "#") || strings.HasPrefix(url, "urn:") {
		return
	}
	sum := sha256.Sum256(a.Raw())
	g.attachments = append(g.attachments, Attachment{URL: url, Type: a.Str("contentType"), Print: hex.EncodeToString(sum[:10])})
}

func (g *glance) manifest(root fhir.Node) {
	add := func(reference string) {
		if ref := fhir.ParseReference(reference); ref.Kind == fhir.RefResource && ref.Type == "DocumentReference" {
			g.documents = append(g.documents, ref.Type+"/"+ref.ID)
		}
	}
	for content := range root.Each("content") {
		add(content.Get("pReference").Str("reference")) // STU3
		add(content.Str("reference"))                   // R4
	}
}

// walk looks everywhere for references, and, where the bytes say it is worth it, for a BSN.
func (g *glance) walk(n fhir.Node, bsn bool) {
	for c := range n.Children() {
		switch c.Kind() {
		case fhir.String:
			if c.Name() != "reference" {
				continue
			}
			ref := fhir.ParseReference(c.Value())
			if ref.Kind == fhir.RefResource && followed[ref.Type] {
				g.refs = append(g.refs, ref.Type+"/"+ref.ID)
			}
		case fhir.Object, fhir.Array:
			if bsn && c.Kind() == fhir.Object && isBSN(c) {
				g.bsn = true
			}
			g.walk(c, bsn)
		}
	}
}

var bsnSystems = []string{"http://fhir.nl/fhir/NamingSystem/bsn", "urn:oid:2.16.840.1.113883.2.4.6.3"}

func mayHaveBSN(raw []byte) bool {
	return bytes.Contains(raw, []byte("NamingSystem/bsn")) || bytes.Contains(raw, []byte("2.16.840.1.113883.2.4.6.3"))
}

// isBSN tells whether an identifier holds a number, and not the mark that it was left out.
func isBSN(identifier fhir.Node) bool {
	system := identifier.Str("system")
	if system != bsnSystems[0] && system != bsnSystems[1] {
		return false
	}
	return strings.ContainsAny(identifier.Str("value"), "0123456789")
}
