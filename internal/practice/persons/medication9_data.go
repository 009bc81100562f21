// SPDX-License-Identifier: EUPL-1.2

package persons

import (
	"strings"

	"regie/internal/practice/dossier"
)

var (
	intoEye     = code{sysRoute, "7", "oculair"}
	inMuscle    = code{sysRoute, "2", "intramusculair"}
	unitDrop    = code{sysDoseUnit, "211", "druppel"}
	latanoprost = product{"latanoprost", "LATANOPROST OOGDRUPPELS 50UG/ML", []code{atc("S01EE01", "latanoprost")}, intoEye, unitDrop}
	dexaDrops   = product{"dexamethason", "DEXAMETHASON OOGDRUPPELS 1MG/ML", []code{atc("S01BA01", "dexamethason")}, intoEye, unitDrop}
	b12         = product{"hydroxocobalamine", "HYDROXOCOBALAMINE INJECTIEVLOEISTOF 500UG/ML", []code{atc("B03BA03", "hydroxocobalamine")}, inMuscle, unitML}
	vitaminPill = tablet("colecalciferol", "COLECALCIFEROL CAPSULE 800IE", atc("A11CC05", "colecalciferol"))
	prednisolon = tablet("prednisolon", "PREDNISOLON TABLET 5MG", atc("H02AB06", "prednisolon"))
)

// refill is a repeat prescription: asked by the GP, handed over the next day, so often.
type refill struct {
	what  product
	name  string
	units string
	days  int
	every int // months
	times int
}

// refilled puts the requests of the GP and what the pharmacy handed over.
func refilled(gp, pharmacy *shelf, all []refill) {
	for _, r := range all {
		for i := range r.times {
			name := r.name + "-" + string(rune('a'+i))
			months := (r.times - 1 - i) * r.every
			gp.requests(supply{name: name, what: r.what, amount: r.units, days: r.days, on: gp.ago(0, months, 9)})
			pharmacy.dispensed(supply{name: name, what: r.what, amount: r.units, days: r.days, on: gp.ago(0, months, 8), note: boxed(r)})
		}
	}
}

func boxed(r refill) string {
	if strings.Contains(r.name, "week") {
		return "In weekdozen bezorgd."
	}
	return ""
}

// greetMedication9 is what Medicatieproces 9 adds: three months of weekly boxes, a course in
// steps, drops from the hospital, an injection at the practice, and what she buys herself.
func greetMedication9(gp, linde, pharmacy *shelf) {
	gp.serve("31", "49")
	taper := tapering("Eerst gedurende 3 dagen 1 maal per dag 6 tabletten, dan gedurende 2 dagen 1 maal per dag 4 tabletten, dan gedurende 2 dagen 1 maal per dag 2 tabletten",
		step{3, 1, "6"}, step{2, 1, "4"}, step{2, 1, "2"})
	gout := gp.agree(agreement{name: "prednisolon", what: prednisolon, how: taper, on: gp.ago(0, 2, 1), from: day(gp.ago(0, 2, 1)), until: day(gp.ago(0, 2, 1).AddDate(0, 0, 6)), days: 7,
		change: whyStart, note: "Jichtaanval grote teen. Geen ontstekingsremmers vanwege hart en nieren."})
	gp.agree(agreement{name: "b12", what: b12, on: gp.ago(1, 6, 4), from: month(gp.ago(1, 6, 4)), change: whyStart,
		how: dose{text: "1 maal per 8 weken 2 milliliter, door de doktersassistente", times: 1, every: 8, period: "wk", amount: "2", also: "door de doktersassistente"}})
	gp.serve("31")
	gp.requests(supply{name: "prednisolon", what: prednisolon, amount: "30", days: 7, on: gp.ago(0, 2, 1), about: gout, note: "Vandaag bezorgen alstublieft."})
	linde.serve("31", "48")
	linde.agree(agreement{name: "latanoprost", what: latanoprost, on: linde.ago(0, 11, 8), from: day(linde.ago(0, 11, 8)), by: "oogarts", change: whyStart,
		how: dose{text: "1 maal per dag 1 druppel in beide ogen, voor de nacht", times: 1, period: "d", amount: "1", also: "in beide ogen, voor de nacht"}, note: "Beginnend glaucoom."})
	pharmacy.serve("31", "35", "48")
	pharmacy.hand(handout{name: "latanoprost", what: latanoprost, on: pharmacy.ago(0, 11, 7), from: day(pharmacy.ago(0, 11, 7)), note: "Geopend flesje 4 weken houdbaar.",
		how: dose{text: "1 maal per dag 1 druppel in beide ogen, voor de nacht", times: 1, period: "d", amount: "1", also: "in beide ogen, voor de nacht"}})
	pharmacy.hand(handout{name: "prednisolon", what: prednisolon, how: taper, on: pharmacy.ago(0, 2, 1), from: day(pharmacy.ago(0, 2, 1)), until: day(pharmacy.ago(0, 2, 1).AddDate(0, 0, 6))})
	pharmacy.serve("31", "35")
	pharmacy.dispensed(supply{name: "prednisolon", what: prednisolon, amount: "30", days: 7, on: pharmacy.ago(0, 2, 1)})
	pharmacy.dispensed(supply{name: "latanoprost", what: latanoprost, amount: "3", days: 84, on: pharmacy.ago(0, 1, 2)})
	refilled(gp.serve("31"), pharmacy, []refill{
		{apixabanLow, "week-apixaban", "56", 28, 1, 3}, {metoprolol, "week-metoprolol", "28", 28, 1, 3}, {furosemide, "week-furosemide", "56", 28, 1, 3},
		{enalapril, "week-enalapril", "56", 28, 1, 3}, {digoxinPill, "week-digoxine", "28", 28, 1, 3}, {pantoprazole, "week-pantoprazol", "28", 28, 1, 3},
		{calciumD, "calcium", "90", 90, 3, 2}, {paracetamol, "paracetamol", "180", 30, 1, 2}, {macrogol, "macrogol", "30", 30, 2, 2},
	})
	pharmacy.serve("31", "48")
	pharmacy.uses(usage{name: "vitamine-d", what: vitaminPill, on: pharmacy.ago(0, 3, 2), from: year(pharmacy.ago(2, 0, 0)), how: usual("1 maal per dag 1 capsule", 1, "1"),
		note: "Zelf gekocht bij de drogist, zonder recept."})
	pharmacy.uses(usage{name: "paracetamol", what: paracetamol, on: pharmacy.ago(0, 3, 2), from: day(pharmacy.ago(1, 11, 20)), how: dose{text: "Meestal 2 maal per dag 2 tabletten", times: 2, period: "d", amount: "2"},
		note: "Neemt er minder dan afgesproken: heeft weinig pijn."})
	pharmacy.uses(usage{name: "digoxine", what: digoxinPill, on: pharmacy.ago(0, 3, 2), from: month(pharmacy.ago(5, 9, 0)), how: usual("1 maal per dag 1 tablet", 1, "1"), asAgreed: true})
}

// willemMedication9: his repeat prescriptions, and in R4 what the second hospital and the pharmacy have: the eye drops
// after the operation, and what to pause before the colonoscopy.
func willemMedication9(gp, eikenstad, pharmacy *shelf) {
	refilled(gp.serve("31"), pharmacy.serve("31", "35"), []refill{
		{metformin, "metformine", "270", 90, 3, 3}, {losartan100, "losartan", "90", 90, 3, 3}, {hct, "hct", "90", 90, 3, 2},
		{atorvastatin2, "atorvastatine", "90", 90, 3, 3}, {empagliflozin, "empagliflozine", "90", 90, 3, 2},
	})
	h, p := eikenstad.inR4(dossier.MedicationR4), pharmacy.inR4(dossier.MedicationR4)
	operation := h.ago(2, 0, 20)
	drops := dose{text: "Volgens afbouwschema in het rechteroog", also: "in het rechteroog, volgens afbouwschema"}
	schedule := tapering("Eerst gedurende 7 dagen 4 maal per dag 1 druppel, dan gedurende 7 dagen 3 maal per dag 1 druppel, dan gedurende 7 dagen 2 maal per dag 1 druppel, dan gedurende 7 dagen 1 maal per dag 1 druppel",
		step{7, 4, "1"}, step{7, 3, "1"}, step{7, 2, "1"}, step{7, 1, "1"})
	end := day(operation.AddDate(0, 0, 27))
	first := h.agreeR4(agreement{name: "druppels", what: dexaDrops, how: drops, on: operation, hour: 12, from: day(operation), until: end, by: "oogarts", change: whyStart}, false)
	h.agreeR4(agreement{name: "druppels-schema", what: dexaDrops, how: schedule, on: operation, hour: 12, from: day(operation), until: end, by: "oogarts", follows: first}, true)
	h.requestsR4(supply{name: "druppels", what: dexaDrops, amount: "112", on: operation, by: "oogarts", about: first})
	h.gaveR4("druppels-eerste", dexaDrops, operation, 12, "1", "oogarts", "Eerste druppel direct na de operatie.")
	p.handR4(handout{name: "druppels", what: dexaDrops, how: schedule, on: operation, from: day(operation), until: end, note: "Was uw handen voor het druppelen."})
	p.dispensedR4(supply{name: "druppels", what: dexaDrops, amount: "112", days: 28, on: operation})

	was := h.agreeR4(agreement{name: "metformine", what: metformin, how: usual("3 maal per dag 1 tablet", 3, "1"), on: h.ago(0, 0, 4), from: month(h.ago(4, 9, 5)), by: "mdl"}, false)
	h.agreeR4(agreement{name: "metformine-pauze", what: metformin, how: usual("3 maal per dag 1 tablet", 3, "1"), on: h.ago(0, 0, 4), hour: 10, from: month(h.ago(4, 9, 5)), until: day(h.ahead(1, 0)), by: "mdl",
		change: sct("305335007", "opname"), stop: interrupted, follows: was, note: "Op de dag van het darmonderzoek niet innemen, daarna weer beginnen."}, false)
	gone := h.agreeR4(agreement{name: "ibuprofen", what: ibuprofen, how: dose{text: "Zo nodig 1 tablet", times: 1, period: "d", amount: "1", asNeeded: true}, on: h.ago(1, 11, 0), from: day(h.ago(1, 11, 0)), until: day(h.ago(0, 0, 4)), by: "mdl"}, false)
	h.agreeR4(agreement{name: "ibuprofen-stop", what: ibuprofen, how: dose{text: "Zo nodig 1 tablet", times: 1, period: "d", amount: "1", asNeeded: true}, on: h.ago(0, 0, 4), hour: 10, from: day(h.ago(1, 11, 0)), until: day(h.ago(0, 0, 4)), by: "mdl",
		change: sct("79899007", "geneesmiddelinteractie"), stop: stopped, follows: gone, note: "Niet samen met losartan en hydrochloorthiazide."}, false)
	p.usesR4(usage{name: "metformine", what: metformin, how: usual("3 maal per dag 1 tablet", 3, "1"), on: p.ago(0, 0, 4), from: month(p.ago(4, 9, 5)), status: "active", asAgreed: true})
	p.usesR4(usage{name: "ibuprofen", what: ibuprofen, how: dose{text: "Zo nodig 1 tablet", times: 1, period: "d", amount: "1", asNeeded: true}, on: p.ago(0, 0, 3), from: month(p.ago(1, 11, 0)), until: day(p.ago(0, 0, 4)),
		status: "stopped", reason: sct("79899007", "geneesmiddelinteractie"), note: "Gebruikt nu paracetamol."})
}
