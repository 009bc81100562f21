// SPDX-License-Identifier: EUPL-1.2

package persons

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"

	"regie/internal/practice/dossier"
)

// shelf is what one provider keeps about one person, while it is being filled.
type shelf struct {
	clock
	who      *somebody
	provider dossier.Provider
	services []string // of what is put next
	org      ref
	patient  ref
	fhir     int    // STU3 or R4, where the provider speaks both
	mark     string // in the ids, where the provider speaks both
	out      []dossier.Resource
	people   map[string]ref // staff that is on the shelf already
	shots    map[string]int // vaccinations so far, by vaccine

	narrate func(kind, display string) string // HTML for the narrative, where it is wanted
	scratch []byte                            // where a resource is written
	answers int                               // resources that a query of a data service returns
}

// at opens the shelf of a person at a provider, with the person and the organization on it.
func (p *somebody) at(key string) *shelf {
	i := slices.IndexFunc(dossier.Providers(), func(v dossier.Provider) bool { return v.Key == key })
	return p.shelf(dossier.Providers()[i])
}

func (p *somebody) shelf(provider dossier.Provider) *shelf {
	return p.open(&shelf{who: p, provider: provider})
}

// inR4 opens a second shelf at a provider that also speaks R4: it knows the person and its
// own people by other resources there.
func (s *shelf) inR4(services ...string) *shelf {
	for _, other := range s.who.shelves {
		if other.provider.Key == s.provider.Key && other.mark != "" {
			return other.serve(services...)
		}
	}
	return s.who.open(&shelf{who: s.who, provider: s.provider, fhir: dossier.R4, mark: "r4-", services: services})
}

func (p *somebody) open(s *shelf) *shelf {
	s.clock, s.people, s.shots = p.clock, map[string]ref{}, map[string]int{}
	services := s.services
	s.services = nil // the person and the organization belong to all
	defer func() { s.services = services }()
	p.shelves = append(p.shelves, s)
	s.org = s.organization()
	s.patient = s.patientResource()
	return s
}

// serve says to which data services the resources belong that are put from now on.
// Without ids: to every service of the provider.
func (s *shelf) serve(services ...string) *shelf {
	s.services = services
	return s
}

// put adds a resource. name tells it apart from the others of its type, and with
// that makes its id; display is what a reference to it says.
func (s *shelf) put(kind, name, display string, members ...any) ref {
	return s.putFHIR(dossier.STU3, kind, name, display, members...)
}

// putR4 is the same in R4.
func (s *shelf) putR4(kind, name, display string, members ...any) ref {
	return s.putFHIR(dossier.R4, kind, name, display, members...)
}

func (s *shelf) putFHIR(version int, kind, name, display string, members ...any) ref {
	id := stableID(s.provider.Key, s.who.key, kind, s.mark+name)
	if s.narrate != nil && kind != "Binary" {
		members = append([]any{"text", story(s.narrate(kind, display))}, members...)
	}
	s.keep(version, kind, id, s.services, members)
	if !serving(version, kind) {
		s.answers++
	}
	r := ref{to: kind + "/" + id, display: display}
	if version == dossier.R4 {
		r.kind = kind
	}
	return r
}

// putShared adds a resource that is the same for all persons of the provider: staff, the organization.
func (s *shelf) putShared(version int, kind, name, display string, members ...any) ref {
	id := stableID(s.provider.Key, "", kind, s.mark+name)
	if !slices.ContainsFunc(s.out, func(r dossier.Resource) bool { return r.Type == kind && r.ID == id }) {
		s.keep(version, kind, id, nil, members)
	}
	r := ref{to: kind + "/" + id, display: display}
	if version == dossier.R4 {
		r.kind = kind
	}
	return r
}

// serving tells which resources are only reached from others, never by a query of their own.
func serving(version int, kind string) bool {
	switch kind {
	case "Organization", "Practitioner", "PractitionerRole", "Location", "RelatedPerson", "Binary":
		return true
	}
	return version == dossier.R4 && kind != "Immunization"
}

func (s *shelf) keep(version int, kind, id string, services []string, members []any) {
	whole := append(obj{"resourceType", kind, "id", id}, members...)
	s.scratch = appendJSON(s.scratch[:0], whole)
	s.out = append(s.out, dossier.Resource{
		FHIR: version, Type: kind, ID: id, JSON: bytes.Clone(s.scratch), Services: services,
	})
}

// identifier is the business identifier that every zib has.
func (s *shelf) identifier(kind, name string) list {
	return list{obj{"system", "urn:oid:2.16.840.1.113883.2.4.3.11.999.7.6",
		"value", stableID(s.provider.Key, s.who.key, kind, name, "identifier")}}
}

// stableID makes a UUID from the parts. It never has eight digits in a row, so that
// nobody and no filter takes a piece of it for a citizen service number.
func stableID(parts ...string) string {
	for round := 0; ; round++ {
		whole := make([]byte, 0, 128)
		for _, p := range parts {
			whole = strconv.AppendInt(whole, int64(len(p)), 10)
			whole = append(append(append(whole, ':'), p...), ';')
		}
		sum := sha256.Sum256(strconv.AppendInt(whole, int64(round), 10))
		sum[6] = sum[6]&0x0f | 0x80 // version 8: made by our own rule
		sum[8] = sum[8]&0x3f | 0x80
		x := hex.EncodeToString(sum[:16])
		id := x[:8] + "-" + x[8:12] + "-" + x[12:16] + "-" + x[16:20] + "-" + x[20:]
		if longestDigits(id) < 8 {
			return id
		}
	}
}

func longestDigits(s string) int {
	longest, run := 0, 0
	for _, r := range s {
		if r < '0' || r > '9' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}
