// SPDX-License-Identifier: EUPL-1.2

package persons

import (
	"html"
	"strings"
	"time"
)

// Kinds of contact of the GP practice (NHG table 14).
var (
	homeVisit = code{sysNHG14, "01", "Visite"}
	consult   = code{sysNHG14, "03", "Consult"}
	telephone = code{sysNHG14, "05", "Telefonisch contact"}
	repeat    = code{sysNHG14, "10", "Herhaalrecept"}
)

// episode is a health problem as the GP follows it: the problem and the episode of care.
type episode struct {
	care, problem ref
	icpc          code
}

func (e episode) extension() list {
	if e.care.to == "" {
		return nil
	}
	return list{ext(nictiz+"extension-context-nl-core-episodeofcare", "valueReference", e.care)}
}

// concern describes an episode that the GP opens.
type concern struct {
	name        string
	title       string // the GP's own words; the code's display where empty
	icpc        code
	since       string // FHIR date
	until       string // empty: still open
	first, last time.Time
	note        string
}

func (s *shelf) concern(c concern) episode {
	if c.title == "" {
		c.title = c.icpc.display
	}
	status, clinical := "active", spec(sct("55561003", "Actueel"))
	state := "active"
	if c.until != "" {
		status, state = "finished", "inactive"
		clinical = spec(sct("73425007", "Niet actueel"))
	}
	problem := s.put("Condition", c.name, c.icpc.display,
		"meta", profile(nictiz+"zib-Problem"),
		"identifier", s.identifier("Condition", c.name),
		"clinicalStatus", state, "_clinicalStatus", clinical,
		"verificationStatus", "confirmed",
		"_verificationStatus", spec(sct("410605003", "aanwezigheid bevestigd (kwalificatiewaarde)")),
		"category", list{concept(sct("282291009", "Diagnose"))},
		"code", concept(c.icpc),
		"subject", s.patient,
		"onsetDateTime", c.since,
		"abatementDateTime", c.until,
		"asserter", s.staff("huisarts"),
		"note", notes(c.note),
	)
	dates := list{}
	if !c.first.IsZero() {
		dates = append(dates, ext(nictiz+"EpisodeOfCare-DateFirstEncounter", "valueDateTime", day(c.first)))
	}
	if !c.last.IsZero() {
		dates = append(dates, ext(nictiz+"EpisodeOfCare-DateLastEncounter", "valueDateTime", day(c.last)))
	}
	care := s.put("EpisodeOfCare", c.name, c.title,
		"meta", profile(nlCore+"nl-core-episodeofcare"),
		"extension", append(dates, ext(nictiz+"EpisodeOfCare-Title", "valueString", c.title)),
		"identifier", s.identifier("EpisodeOfCare", c.name),
		"status", status,
		"type", list{concept(sct("64572001", "aandoening"))},
		"diagnosis", list{obj{"condition", problem}},
		"patient", s.patient,
		"managingOrganization", s.org,
		"period", obj{"start", c.since, "end", c.until},
	)
	return episode{care: care, problem: problem, icpc: c.icpc}
}

func notes(text string) list {
	if text == "" {
		return nil
	}
	return list{obj{"text", text}}
}

// contactOf is what a determination or a prescription says about the contact in which it was made.
type contactOf struct {
	encounter ref
	episode   episode
	by        ref
}

// visit is a contact with the practice and what was written down about it: subjective,
// objective, evaluation, plan. Lines may be empty.
type visit struct {
	name       string
	on         time.Time
	how        code
	with       string // key of the worker; the GP where empty
	about      episode
	s, o, e, p string
	icpc       code // of this contact, where it differs from the episode's
	found      []reading
}

func (s *shelf) visit(v visit) contactOf {
	if v.with == "" {
		v.with = "huisarts"
	}
	if (v.icpc == code{}) {
		v.icpc = v.about.icpc
	}
	by := s.staff(v.with)
	words := v.how.display + " voor " + v.icpc.display + " met " + by.display
	if (v.icpc == code{}) {
		words = v.how.display + " met " + by.display
	}
	var care list
	if v.about.care.to != "" {
		care = list{v.about.care}
	}
	class := code{sysActCode, "AMB", "ambulatory"}
	switch v.how {
	case homeVisit:
		class = code{sysActCode, "HH", "home health"}
	case telephone, repeat:
		class = code{sysActCode, "VR", "virtual"}
	}
	encounter := s.put("Encounter", v.name, words,
		"meta", profile(nictiz+"gp-Encounter"),
		"identifier", s.identifier("Encounter", v.name),
		"status", "finished",
		"class", class,
		"type", list{concept(v.how)},
		"subject", s.patient,
		"episodeOfCare", care,
		"participant", list{obj{"individual", by}},
		"period", obj{"start", day(v.on), "end", day(v.on)},
		"serviceProvider", s.org,
	)
	in := contactOf{encounter: encounter, episode: v.about, by: by}
	s.journal(v, in)
	for _, r := range v.found {
		s.measured(v.name, r, v.on, in)
	}
	return in
}

// journal puts the SOAP lines and the report that holds them together.
func (s *shelf) journal(v visit, in contactOf) {
	sections := list{}
	for _, line := range []struct {
		code code
		text string
	}{
		{code{"http://fhir.nl/fhir/NamingSystem/journaalregeltypen", "S", "Subjectief"}, v.s},
		{code{"http://fhir.nl/fhir/NamingSystem/journaalregeltypen", "O", "Objectief"}, v.o},
		{code{"http://fhir.nl/fhir/NamingSystem/journaalregeltypen", "E", "Evaluatie"}, v.e},
		{code{"http://fhir.nl/fhir/NamingSystem/journaalregeltypen", "P", "Plan"}, v.p},
	} {
		if line.text == "" {
			continue
		}
		sections = append(sections, s.journalLine(v, in, line.code, line.text))
	}
	if len(sections) == 0 {
		return
	}
	s.put("Composition", v.name, "Contactverslag",
		"meta", profile(nictiz+"gp-EncounterReport"),
		"identifier", obj{"system", "urn:oid:2.16.840.1.113883.2.4.3.11.999.7.6",
			"value", stableID(s.provider.Key, s.who.key, "Composition", v.name, "identifier")},
		"status", "final",
		"type", concept(loinc("67781-5", "Summarization of encounter note Narrative")),
		"subject", s.patient,
		"encounter", in.encounter,
		"date", day(v.on),
		"author", list{in.by},
		"title", "Contactverslag "+dutchDate(v.on),
		"section", sections,
	)
}

func (s *shelf) journalLine(v visit, in contactOf, kind code, text string) obj {
	var diagnosis list
	var component list
	switch {
	case kind.code == "E" && v.icpc != code{}:
		diagnosis = list{ext(nictiz+"code-icpc-1-nl", "valueCodeableConcept", concept(v.icpc))}
		component = list{obj{"code", concept(code{sysActCode, "DISDX", "discharge diagnosis"}),
			"valueCodeableConcept", concept(v.icpc)}}
	case kind.code == "S" && v.icpc != code{} && v.e == "":
		diagnosis = list{ext(nictiz+"code-icpc-1-nl", "valueCodeableConcept", concept(v.icpc))}
	}
	name := v.name + "-" + strings.ToLower(kind.code)
	entry := s.put("Observation", name, text,
		"meta", profile(nictiz+"gp-JournalEntry"),
		"extension", in.episode.extension(),
		"identifier", s.identifier("Observation", name),
		"status", "final",
		"code", concept(kind),
		"subject", s.patient,
		"context", in.encounter,
		"effectiveDateTime", day(v.on),
		"performer", list{in.by},
		"valueString", text,
		"component", component,
	)
	entries := list{entry}
	if in.episode.care.to != "" {
		entries = append(entries, in.episode.care)
	}
	return obj{
		"extension", diagnosis,
		"code", concept(kind),
		"text", story("<p>" + html.EscapeString(text) + "</p>"),
		"entry", entries,
	}
}

var months = [...]string{"januari", "februari", "maart", "april", "mei", "juni", "juli",
	"augustus", "september", "oktober", "november", "december"}

// dutchDate is a date as a letter has it: 3 maart 2026.
func dutchDate(t time.Time) string {
	return strings.TrimLeft(t.Format("02"), "0") + " " + months[t.Month()-1] + " " + t.Format("2006")
}
