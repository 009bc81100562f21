// SPDX-License-Identifier: EUPL-1.2

package persons

import (
	"time"

	"regie/internal/practice/dossier"
)

// willem is 58 and has had diabetes for five years and high blood pressure for twelve: the
// dossier that a newcomer reads first.
func willem(c clock) *somebody {
	p := &somebody{
		clock: c, key: "willem", given: "Willem", initials: "W.", family: "Oefenberg",
		birth:  c.born(58, time.March, 9),
		street: "Voorbeeldstraat", number: "14", postcode: "0000 BA", city: "Oefendorp",
		phone: "06 00 00 00 01", mail: "willem@oefenberg.example",
		married: code{"http://hl7.org/fhir/v3/MaritalStatus", "M", "Gehuwd"},
		contact: &contact{given: "Ria", initials: "M.", family: "Oefenberg", phone: "06 00 00 00 02",
			relation: code{"http://hl7.org/fhir/v3/RoleCode", "WIFE", "Echtgenote"},
			role:     firstContact},
	}
	gp := p.at(dossier.Oefenhoek)
	care := willemAtGP(gp.serve("49"))
	willemLetters(gp.serve("51"), care)
	willemAtHome(gp.serve("52"))
	linde, eikenstad := p.at(dossier.Linde), p.at(dossier.Eikenstad)
	willemAtLinde(linde)
	willemAtEikenstad(eikenstad)
	willemAgenda(gp, linde, eikenstad)
	pharmacy := p.at(dossier.Vijzel)
	willemAtPharmacy(pharmacy.serve("48"))
	willemMedication9(gp, eikenstad, pharmacy)
	willemLindeLab(linde)
	willemEikenstadLab(eikenstad.inR4(dossier.LabR4))
	willemAtProefbuis(p.at(dossier.Proefbuis))
	willemRest(gp, linde, eikenstad)
	willemAtDentist(p.at(dossier.Kies))
	willemVaccinations(p.at(dossier.Zonnetje).serve("63"))
	return p
}

var firstContact = code{"urn:oid:2.16.840.1.113883.2.4.3.11.22.472", "1", "Eerste relatie/contactpersoon"}

// willemCare are the episodes at the GP.
type willemCare struct {
	diabetes, pressure, lipids, kidney, leg, back, cough, eye, gut episode
}

func willemAtGP(s *shelf) willemCare {
	w := willemCare{
		pressure: s.concern(concern{name: "hypertensie", title: "Hoge bloeddruk", icpc: icpc("K86", "Essentiële hypertensie zonder orgaanbeschadiging"),
			since: year(s.ago(12, 1, 0)), first: s.ago(12, 1, 0), last: s.ago(0, 0, 5)}),
		diabetes: s.concern(concern{name: "diabetes", title: "Diabetes mellitus type 2", icpc: icpc("T90.02", "Diabetes mellitus type 2"),
			since: day(s.ago(5, 0, 5)), first: s.ago(5, 0, 5), last: s.ago(0, 0, 5)}),
		lipids: s.concern(concern{name: "cholesterol", title: "Verhoogd cholesterol", icpc: icpc("T93.01", "Hypercholesterolemie"),
			since: month(s.ago(4, 11, 0)), first: s.ago(4, 11, 0), last: s.ago(0, 0, 5)}),
		kidney: s.concern(concern{name: "eiwit", title: "Eiwit in de urine bij diabetes", icpc: icpc("U98.03", "Albuminurie"),
			since: day(s.ago(2, 0, 5)), first: s.ago(2, 0, 5), last: s.ago(0, 0, 5)}),
		leg: s.concern(concern{name: "wondroos", title: "Wondroos linker onderbeen", icpc: icpc("S76.01", "Erysipelas"),
			since: day(s.ago(1, 2, 9)), until: day(s.ago(1, 1, 2)), first: s.ago(1, 2, 9), last: s.ago(1, 1, 2)}),
		back: s.concern(concern{name: "rug", title: "Lage rugpijn", icpc: icpc("L03", "Lage-rugpijn zonder uitstraling [ex. L86]"),
			since: day(s.ago(3, 4, 0)), until: day(s.ago(3, 2, 20)), first: s.ago(3, 4, 0), last: s.ago(3, 2, 20)}),
		cough: s.concern(concern{name: "hoest", title: "Prikkelhoest door bloeddrukmiddel", icpc: icpc("A85", "Geneesmiddelbijwerking"),
			since: day(s.ago(4, 0, 8)), until: day(s.ago(3, 11, 0)), first: s.ago(4, 0, 8), last: s.ago(3, 11, 0)}),
		eye: s.concern(concern{name: "staar", title: "Staar rechts, geopereerd", icpc: icpc("F92", "Cataract"),
			since: month(s.ago(2, 8, 0)), until: month(s.ago(1, 11, 0)), first: s.ago(2, 8, 0), last: s.ago(1, 11, 0)}),
		gut: s.concern(concern{name: "bevolkingsonderzoek", title: "Uitslag bevolkingsonderzoek darmkanker", icpc: icpc("A91", "Afwijkende uitslag(en) onderzoek"),
			since: day(s.ago(0, 1, 12)), first: s.ago(0, 1, 12), last: s.ago(0, 1, 12)}),
	}
	willemChecks(s, w)
	willemOther(s, w)
	willemMedication(s, w)
	s.allergic(allergy{name: "penicilline", what: sct("764146007", "penicillines"), category: "medication",
		severe: "high", since: month(s.ago(8, 2, 0)), last: day(s.ago(8, 1, 20)), by: "huisarts",
		reaction: []code{rash, itch}, grade: "moderate", happened: day(s.ago(8, 1, 20)),
		describe: "Uitgebreide huiduitslag op dag 5 van een kuur amoxicilline.",
		note:     "Ook geen amoxicilline of flucloxacilline geven."})
	s.allergic(allergy{name: "lisinopril", what: sct("386873009", "lisinopril"), text: "Lisinopril", category: "medication",
		severe: "low", since: day(s.ago(4, 0, 8)), by: "huisarts",
		reaction: []code{sct("49727002", "hoest")}, grade: "mild",
		note: "Bijwerking, geen allergie. Geldt voor alle ACE-remmers."})
	return w
}

// willemRow is what was measured at a quarterly check, so many months ago.
type willemRow struct {
	months                      int
	hba1c, glucose              string
	weight, sys, dia, pulse     string
	creatinine, egfr, potassium string // twice a year
	chol, hdl, ldl, trig        string // once a year
	acr, albumin                string
	s, o, e, p                  string
}

func willemChecks(s *shelf, w willemCare) {
	for i, r := range willemRows {
		on := s.ago(0, r.months, 5)
		name := "controle-" + string(rune('a'+i))
		var found []reading
		for _, one := range []reading{
			{hba1c, r.hba1c}, {glucoseFasting, r.glucose}, {weight, r.weight},
			{systolic, r.sys}, {diastolic, r.dia}, {pulse, r.pulse},
			{creatinine, r.creatinine}, {egfr, r.egfr}, {potassium, r.potassium},
			{cholesterol, r.chol}, {hdl, r.hdl}, {ldl, r.ldl}, {triglycerides, r.trig},
			{acr, r.acr}, {albuminUrine, r.albumin},
		} {
			if one.value != "" {
				found = append(found, one)
			}
		}
		if i == 0 {
			found = append(found, reading{height, "181"}, reading{bmi, "30.0"})
		}
		with := "poh"
		if i == 0 {
			with = "huisarts"
		}
		s.visit(visit{name: name, on: on, how: consult, with: with, about: w.diabetes,
			s: r.s, o: r.o, e: r.e, p: r.p, found: found})
	}
}
