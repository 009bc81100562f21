// SPDX-License-Identifier: EUPL-1.2

package carry

import (
	"strings"
	"time"
)

// How an archive is laid out. Names are Dutch, as the person sees them; docs/export.md has the
// table. What is written once can be read for ever: Version rises when a name changes its meaning.
const (
	Format  = "regie-export"
	Version = 1

	manifestName = "manifest.json"
	readmeName   = "LEESMIJ.txt"
	readmeOther  = "README.txt"

	fhirDir     = "fhir/"
	indexName   = "overzicht.ndjson" // in each folder of a source
	documentDir = "documenten/"

	measureDir   = "metingen/"
	rawDir       = measureDir + "ruw/"
	sourcesName  = measureDir + "bronnen.json"
	kindsName    = measureDir + "soorten.json"
	notesName    = measureDir + "opmerkingen.ndjson"
	eventsName   = measureDir + "opnamen.ndjson"
	observations = measureDir + "fhir/Observation.ndjson"
	sheetName    = measureDir + "metingen.csv"

	ownName      = "zelf-toegevoegd/gegevens.ndjson"
	diaryName    = "dagboek/dagboek.ndjson"
	diaryDir     = "dagboek/bestanden/"
	dosesName    = "dagboek/medicijnen-genomen.csv"
	calendarName = "agenda/afspraken.ics"
	agendaName   = "agenda/afspraken.ndjson"
	goalsName    = "agenda/doelen.ndjson"
)

// manifest says what is in an archive.
type manifest struct {
	Format   string         `json:"format"`
	Version  int            `json:"version"`
	Made     time.Time      `json:"made"`
	Software string         `json:"software"`
	Language string         `json:"language"`
	Person   *Person        `json:"person,omitempty"`
	Sources  []holdingEntry `json:"sources,omitempty"`
	Files    []fileEntry    `json:"files"`
}

// Person is whose data it is, as the data itself says.
type Person struct {
	Name      string `json:"name,omitempty"`
	BirthDate string `json:"birthDate,omitempty"` // literal: "1948-03-12"
}

// holdingEntry is one provider.
type holdingEntry struct {
	N        int            `json:"n"`
	Name     string         `json:"name"` // MedMij name
	Title    string         `json:"title"`
	Folder   string         `json:"folder"`
	Services []serviceEntry `json:"services,omitempty"`
}

type serviceEntry struct {
	ID       string    `json:"id"`
	Last     time.Time `json:"last,omitzero"`
	Complete time.Time `json:"complete,omitzero"`
}

type fileEntry struct {
	Path   string `json:"path"`
	Bytes  int64  `json:"bytes"`
	Lines  int64  `json:"lines,omitempty"`
	SHA256 string `json:"sha256"`
}

// resourceEntry is a line of the index of a source: one content of one resource.
type resourceEntry struct {
	File        string    `json:"file"`           // in the folder, or from the top of the archive for a document
	Line        int       `json:"line,omitempty"` // from 1
	FHIR        string    `json:"fhir,omitempty"` // "STU3", "R4"
	Type        string    `json:"type,omitempty"`
	ID          string    `json:"id,omitempty"`
	URN         string    `json:"urn,omitempty"`
	URL         string    `json:"url,omitempty"` // of a document that was fetched as itself
	ContentType string    `json:"contentType,omitempty"`
	Services    []string  `json:"services,omitempty"`
	First       time.Time `json:"first"`
	State       string    `json:"state"`  // "current", "gone", "earlier"
	Digest      string    `json:"digest"` // sha256 of the line as it stands, without its end; of a document of its bytes
}

var states = [...]string{"current", "gone", "earlier"}

// slug makes a part of a file name of a word: small letters, digits and dashes.
func slug(s string) string {
	var b strings.Builder
	dash := false
	for _, r := range strings.ToLower(s) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			if dash && b.Len() > 0 {
				b.WriteByte('-')
			}
			dash = false
			b.WriteRune(r)
		default:
			dash = true
		}
		if b.Len() >= 40 {
			break
		}
	}
	if b.Len() == 0 {
		return "x"
	}
	return b.String()
}
