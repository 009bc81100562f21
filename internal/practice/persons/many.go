// SPDX-License-Identifier: EUPL-1.2

package persons

import (
	"fmt"
	"html"
	"time"

	"regie/internal/practice/dossier"
)

// ManyProviders gives n care providers for Many; of ten, four are hospitals, three GP
// practices, two pharmacies and one a vaccination service. They are not in the list of the
// practice network; give them to its Config.
func ManyProviders(n int) []dossier.Provider {
	type kind struct {
		kind, word string
		services   []string
	}
	gp := kind{dossier.KindGP, "Huisartsenpraktijk", []string{"49", "51"}}
	hospital := kind{dossier.KindHospital, "Ziekenhuis", []string{"48", "51"}}
	pharmacy := kind{dossier.KindPharmacy, "Apotheek", []string{"48"}}
	youth := kind{dossier.KindYouth, "Vaccinatiedienst", []string{"63"}}
	kinds := []kind{gp, hospital, pharmacy, hospital, gp, hospital, gp, pharmacy, hospital, youth}
	out := make([]dossier.Provider, n)
	for i := range out {
		k := kinds[i%len(kinds)]
		out[i] = dossier.Provider{
			Key: fmt.Sprintf("meet-%02d", i+1), MedMijName: fmt.Sprintf("meet%02d.oefenen@medmij", i+1),
			Name: fmt.Sprintf("%s Meetpunt %02d (oefen)", k.word, i+1), Kind: k.kind,
			Street: fmt.Sprintf("Meetweg %d", i+1), Postcode: "0000 ZZ", City: "Oefendorp", Services: k.services,
		}
	}
	return out
}

// Many makes somebody with n resources that the queries of the data services return, spread
// evenly over the providers, besides the practitioners, organizations and such that these
// point at. They conform to the same profiles as the other dossiers, carry a narrative
// as most Dutch systems send it, and take about 1.8 kB each. The same seed and
// week give the same bytes. Without providers those of the practice network are used.
//
// It is for measuring: nobody needs to believe in this person.
func Many(seed uint64, n int, anchor time.Time, providers ...dossier.Provider) dossier.Person {
	if len(providers) == 0 {
		providers = dossier.Providers()[:6] // those of which fill knows the services
	}
	c := newClock(anchor)
	p := &somebody{
		clock: c, key: "veel", given: "Vera", initials: "V.", family: "Veelgegevens", female: true,
		birth:  c.born(67, time.May, 20),
		street: "Meetweg", number: "1", postcode: "0000 ZZ", city: "Oefendorp", phone: "06 00 00 00 99",
	}
	d := &dice{seed}
	for i, provider := range providers {
		s := p.shelf(provider)
		s.narrate = func(kind, display string) string {
			return narrative(p.name(), provider.Name, kind, display, d)
		}
		share := n / len(providers)
		if i < n%len(providers) {
			share++
		}
		fill(s, d, share)
	}
	person := p.done()
	person.Summary = dossier.Line{NL: p.name(), EN: p.name()}
	return person
}

// dice is a small generator of numbers (splitmix64): the same seed, the same dossier.
type dice struct{ state uint64 }

func (d *dice) next() uint64 {
	d.state += 0x9e3779b97f4a7c15
	z := d.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// roll gives a number from 0 up to but not including n.
func (d *dice) roll(n int) int { return int(d.next() % uint64(n)) }

func one[T any](d *dice, of []T) T { return of[d.roll(len(of))] }

// between gives a literal number with so many decimals.
func (d *dice) between(low, high, decimals int) string {
	scale := 1
	for range decimals {
		scale *= 10
	}
	v := low*scale + d.roll((high-low)*scale)
	if decimals == 0 {
		return fmt.Sprint(v)
	}
	return fmt.Sprintf("%d.%0*d", v/scale, decimals, v%scale)
}

// narrative is like those of Dutch systems: a table that repeats what the resource says.
func narrative(person, provider, kind, display string, d *dice) string {
	return fmt.Sprintf("<table><caption>%s. Patiënt: %s. Status: definitief<span>Bron: %s</span></caption><tbody>"+
		"<tr><th>Omschrijving</th><td>%s</td></tr><tr><th>Toelichting</th><td>%s</td></tr></tbody></table>",
		kind, person, html.EscapeString(provider), html.EscapeString(display), one(d, remarks)+" "+one(d, remarks))
}

// fill puts resources on the shelf until a query has share of them.
func fill(s *shelf, d *dice, share int) {
	switch s.provider.Kind {
	case dossier.KindGP:
		fillGP(s, d, share)
	case dossier.KindPharmacy:
		fillPharmacy(s, d, share)
	case dossier.KindYouth:
		fillYouth(s, d, share)
	default:
		fillHospital(s, d, share)
	}
}

// past gives a day in the last twenty years.
func (s *shelf) past(d *dice) time.Time { return s.ago(0, 0, 3+d.roll(20*365)) }

func fillGP(s *shelf, d *dice, share int) {
	s.serve("49")
	var open []episode
	for i := 0; s.answers < share; i++ {
		if i%12 == 0 {
			c := one(d, complaints)
			on := s.past(d)
			// The problem behind an episode is reached from it, not asked for.
			before := s.answers
			open = append(open, s.concern(concern{name: fmt.Sprintf("episode-%d", i), icpc: c.icpc, since: day(on), first: on}))
			s.answers = before + 1
			continue
		}
		about := one(d, open)
		on := s.past(d)
		name := fmt.Sprintf("contact-%d", i)
		in := contactOf{episode: about, by: s.staff("huisarts")}
		in.encounter = s.put("Encounter", name, "Consult "+day(on),
			"meta", profile(nictiz+"gp-Encounter"),
			"identifier", s.identifier("Encounter", name),
			"status", "finished",
			"class", code{sysActCode, "AMB", "ambulatory"},
			"type", list{concept(one(d, []code{consult, telephone, homeVisit}))},
			"subject", s.patient,
			"episodeOfCare", list{about.care},
			"participant", list{obj{"individual", in.by}},
			"period", obj{"start", day(on), "end", day(on)},
			"serviceProvider", s.org,
		)
		if s.answers < share {
			report(s, d, name, on, in)
		}
		for k := 2 + d.roll(10); k > 0 && s.answers < share; k-- {
			m := one(d, measurable)
			s.measured(fmt.Sprintf("%s-%d", name, k), reading{m.assay, d.between(m.low, m.high, m.decimals)}, on, in)
		}
		if d.roll(6) == 0 && s.answers+1 < share {
			what := one(d, common)
			s.agree(agreement{name: name, what: what, how: usual("1 maal per dag 1 tablet", 1, "1"), on: on, from: day(on), in: in, why: about.problem, change: whyStart})
		}
		if d.roll(60) == 0 && s.answers < share {
			s.allergic(allergy{name: name, what: one(d, substances), category: "medication", since: day(on), reaction: []code{one(d, []code{rash, itch, nausea, hives})}, by: "huisarts"})
		}
	}
}

// report is a contact report with its lines in the sections.
func report(s *shelf, d *dice, name string, on time.Time, in contactOf) {
	sections := list{}
	for i, kind := range []string{"Subjectief", "Objectief", "Evaluatie", "Plan"} {
		words := one(d, remarks)
		var diagnosis list
		if i == 2 {
			words, diagnosis = in.episode.icpc.display, list{ext(nictiz+"code-icpc-1-nl", "valueCodeableConcept", concept(in.episode.icpc))}
		}
		sections = append(sections, obj{
			"extension", diagnosis,
			"code", concept(code{"http://fhir.nl/fhir/NamingSystem/journaalregeltypen", kind[:1], kind}),
			"text", story("<p>" + html.EscapeString(words) + "</p>"),
			"entry", list{in.episode.care.as(words)},
		})
	}
	s.put("Composition", name, "Contactverslag",
		"meta", profile(nictiz+"gp-EncounterReport"),
		"identifier", s.identifier("Composition", name)[0],
		"status", "final",
		"type", concept(loinc("67781-5", "Summarization of encounter note Narrative")),
		"subject", s.patient,
		"encounter", in.encounter,
		"date", day(on),
		"author", list{in.by},
		"title", "Contactverslag "+dutchDate(on),
		"section", sections,
	)
}
