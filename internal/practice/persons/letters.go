// SPDX-License-Identifier: EUPL-1.2

package persons

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

// letter is a document: a letter of one or two pages.
type letter struct {
	name   string
	kind   code   // type of document
	title  string // on the letter and in the list
	on     time.Time
	by     string // key of the worker who signs
	to     string // whom it is addressed to
	body   []part
	status string // "current" where empty
	about  ref    // the problem, episode or referral that it belongs to
	during ref    // the visit or stay that it tells of
}

// part is a piece of a letter: a heading with text, or a table.
type part struct {
	heading string
	text    string
	rows    [][]string
}

var (
	discharge = sct("11071000146104", "ontslagbrief")
	referral  = sct("11051000146107", "verwijsbrief")
	outcome   = loinc("11488-4", "Consultverslag")
	progress  = loinc("11506-3", "Voortgangsverslag")
	radiology = loinc("18748-4", "Verslag beeldvormend onderzoek")
	eyeReport = loinc("70934-5", "Verslag oogheelkunde")
)

// letter puts the document and its bytes, and gives the reference for the manifest.
func (s *shelf) letter(l letter) ref {
	if l.status == "" {
		l.status = "current"
	}
	pdf := s.pdf(l)
	file := s.put("Binary", l.name, l.title,
		"contentType", "application/pdf",
		"content", base64.StdEncoding.EncodeToString(pdf),
	)
	signer := s.signer(l.by)
	return s.put("DocumentReference", l.name, l.title,
		"meta", profile(nictiz+"IHE.MHD.Minimal.DocumentReference"),
		"contained", list{obj{"resourceType", "Practitioner", "id", "auteur", "name", list{obj{
			"text", signer.name(),
			"family", signer.family, "_family", obj{"extension", ownName(signer.prefix, signer.family)},
			"given", list{signer.initials}, "_given", list{qualifier("IN")}}}}},
		"masterIdentifier", obj{"system", "urn:ietf:rfc:3986",
			"value", "urn:uuid:" + stableID(s.provider.Key, s.who.key, "DocumentReference", l.name, "master")},
		"identifier", s.identifier("DocumentReference", l.name),
		"status", l.status,
		"type", concept(l.kind),
		"subject", s.patient,
		"created", day(l.on),
		"indexed", clockTime(l.on, 17, 30),
		"author", list{ref{to: "#auteur", display: signer.name()}},
		"description", l.kind.display+", "+signer.specialty.display,
		"content", list{obj{"attachment", obj{
			"contentType", "application/pdf", "language", "nl-NL", "url", file.to,
			"size", len(pdf), "title", l.title, "creation", day(l.on)}}},
		"context", letterContext(l),
	)
}

// bundle puts the manifest that holds documents together.
func (s *shelf) bundle(name, title string, on time.Time, kind code, of ...ref) {
	content := list{}
	for _, r := range of {
		content = append(content, obj{"pReference", r})
	}
	s.put("DocumentManifest", name, title,
		"meta", profile(nictiz+"IHE.MHD.DocumentManifest"),
		"masterIdentifier", obj{"system", "urn:ietf:rfc:3986",
			"value", "urn:uuid:" + stableID(s.provider.Key, s.who.key, "DocumentManifest", name, "master")},
		"identifier", s.identifier("DocumentManifest", name),
		"status", "current",
		"type", concept(kind),
		"subject", s.patient,
		"created", day(on),
		"author", list{s.org},
		"description", title,
		"content", content,
	)
}

func (s *shelf) signer(key string) worker {
	for _, w := range s.team() {
		if w.key == key {
			return w
		}
	}
	return s.team()[0]
}

// pdf draws the letter. The same letter gives the same bytes.
func (s *shelf) pdf(l letter) []byte {
	d := fpdf.New("P", "mm", "A4", "")
	latin := d.UnicodeTranslatorFromDescriptor("") // the standard fonts know Western European letters
	d.SetCreationDate(l.on)
	d.SetModificationDate(l.on)
	d.SetCatalogSort(true)
	d.SetLang("nl-NL")
	d.SetTitle(l.title, true)
	d.SetAuthor(s.provider.Name, true)
	d.SetMargins(25, 22, 25)
	d.SetAutoPageBreak(true, 25)
	d.SetFooterFunc(func() {
		d.SetY(-18)
		d.SetFont("Helvetica", "I", 8)
		d.SetTextColor(90, 90, 90)
		d.CellFormat(0, 5, latin("Oefendocument: alles in deze brief is verzonnen."), "", 0, "L", false, 0, "")
		d.CellFormat(0, 5, latin(fmt.Sprintf("Bladzijde %d", d.PageNo())), "", 0, "R", false, 0, "")
	})
	d.AddPage()

	d.SetTextColor(11, 85, 99)
	d.SetFont("Helvetica", "B", 15)
	d.CellFormat(0, 8, latin(s.provider.Name), "", 1, "L", false, 0, "")
	d.SetTextColor(60, 60, 60)
	d.SetFont("Helvetica", "", 9)
	d.CellFormat(0, 5, latin(s.provider.Street+", "+s.provider.Postcode+" "+s.provider.City), "B", 1, "L", false, 0, "")
	d.Ln(8)

	d.SetTextColor(20, 38, 43)
	d.SetFont("Helvetica", "", 11)
	for _, line := range []string{
		"Aan: " + l.to,
		"Datum: " + dutchDate(l.on),
		"Betreft: " + s.who.name() + ", geboren " + dutchDate(s.who.birth),
	} {
		d.CellFormat(0, 6, latin(line), "", 1, "L", false, 0, "")
	}
	d.Ln(5)
	d.SetFont("Helvetica", "B", 13)
	d.MultiCell(0, 7, latin(l.title), "", "L", false)
	for _, p := range l.body {
		drawPart(d, latin, p)
	}
	w := s.signer(l.by)
	d.Ln(6)
	d.SetFont("Helvetica", "", 11)
	d.MultiCell(0, 6, latin("Met vriendelijke groet,\n\n"+w.name()+"\n"+w.specialty.display), "", "L", false)

	var b bytes.Buffer
	if err := d.Output(&b); err != nil {
		panic(fmt.Sprintf("persons: drawing %q: %v", l.title, err)) // a fixed letter; the tests draw every one
	}
	return b.Bytes()
}

func drawPart(d *fpdf.Fpdf, latin func(string) string, p part) {
	d.Ln(3)
	if p.heading != "" {
		d.SetFont("Helvetica", "B", 11)
		d.CellFormat(0, 6, latin(p.heading), "", 1, "L", false, 0, "")
	}
	d.SetFont("Helvetica", "", 11)
	if p.text != "" {
		d.MultiCell(0, 5.6, latin(p.text), "", "L", false)
	}
	for i, row := range p.rows {
		if i == 0 {
			d.SetFont("Helvetica", "B", 10)
		} else {
			d.SetFont("Helvetica", "", 10)
		}
		width := 160.0 / float64(len(row))
		for _, cell := range row {
			d.CellFormat(width, 6, latin(cell), "B", 0, "L", false, 0, "")
		}
		d.Ln(-1)
	}
}

// letterContext says what a letter belongs to.
func letterContext(l letter) obj {
	var related list
	if l.about.to != "" {
		related = list{obj{"ref", l.about}}
	}
	return obj{"encounter", l.during, "related", related}
}
