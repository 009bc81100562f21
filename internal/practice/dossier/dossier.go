// SPDX-License-Identifier: EUPL-1.2

// Package dossier has the types by which the practice network and the people
// who fill it agree: what a practice person is, which care providers exist and
// which FHIR resources a provider keeps about a person. It does nothing by
// itself: the servers are in package practice, the dossiers in package persons.
package dossier

import "time"

// FHIR versions as they are written in an Accept header.
const (
	STU3 = 3 // fhirVersion=3.0
	R4   = 4 // fhirVersion=4.0
)

// Resource is one FHIR resource as a provider serves it.
type Resource struct {
	FHIR int    // STU3 or R4
	Type string // "Observation"; equal to resourceType in JSON
	ID   string // logical id, equal to id in JSON; unique per type at one provider
	JSON []byte // the whole resource, served byte for byte

	// Services limits the resource to these data services ("48"). Empty means:
	// every service of the provider that speaks this FHIR version.
	Services []string
}

// Documents are ordinary resources: a DocumentReference whose attachment.url is
// "Binary/<id>" (relative to the service's base) and a Binary with that id,
// contentType and base64 content. The server gives the decoded bytes when
// asked for the content type and the JSON when asked for FHIR.

// Line is one sentence in both languages.
type Line struct{ NL, EN string }

// Person is somebody who can be chosen at the simulated DigiD.
type Person struct {
	Key     string    // "wil", stable, a-z and hyphens, unique
	Name    string    // as on the card: "Wilhelmina de Oefening"
	Birth   time.Time // date of birth, midnight UTC
	Summary Line      // one sentence about the person, for the card
	Parent  string    // Key of the parent who may look after this child, else empty

	// At holds what each provider (Provider.Key) knows. A provider that is
	// absent here has no treatment relation with the person; a provider with an
	// empty list knows the person and has nothing to give.
	At map[string][]Resource
}

// Age in whole years on the day of now.
func (p Person) Age(now time.Time) int {
	age := now.Year() - p.Birth.Year()
	if now.Month() < p.Birth.Month() || now.Month() == p.Birth.Month() && now.Day() < p.Birth.Day() {
		age--
	}
	return age
}
