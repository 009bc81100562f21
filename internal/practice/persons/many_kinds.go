// SPDX-License-Identifier: EUPL-1.2

package persons

import "fmt"

// complaints with their code at the GP and at the hospital.
var complaints = []struct{ icpc, sct code }{
	{icpc("K86", "Essentiële hypertensie zonder orgaanbeschadiging"), sct("59621000", "essentiële hypertensie")},
	{icpc("T90.02", "Diabetes mellitus type 2"), sct("44054006", "diabetes mellitus type 2")},
	{icpc("R96", "Astma"), sct("195967001", "astma")},
	{icpc("L03", "Lage-rugpijn zonder uitstraling [ex. L86]"), sct("279039007", "lage rugpijn")},
	{icpc("K78", "Boezemfibrilleren/-fladderen"), sct("49436004", "boezemfibrilleren")},
	{icpc("L90", "Gonartrose"), sct("239873007", "artrose van knie")},
	{icpc("N89", "Migraine"), sct("37796009", "migraine")},
	{icpc("T86", "Hypothyreoïdie/myxoedeem"), sct("40930008", "hypothyreoïdie")},
	{icpc("U71", "Cystitis/urineweginfectie"), sct("38822007", "cystitis")},
	{icpc("S87", "Constitutioneel eczeem"), sct("24079001", "constitutioneel eczeem")},
	{icpc("F92", "Cataract"), sct("193570009", "cataract")},
	{icpc("K77", "Hartfalen/decompensatio cordis"), sct("84114007", "hartfalen")},
}

var measurable = []struct {
	assay               assay
	low, high, decimals int
}{
	{hba1c, 38, 75, 0}, {glucoseFasting, 4, 12, 1}, {creatinine, 55, 130, 0}, {egfr, 35, 90, 0}, {potassium, 3, 6, 1},
	{cholesterol, 3, 8, 1}, {hdl, 0, 2, 2}, {ldl, 1, 5, 1}, {triglycerides, 0, 4, 2}, {acr, 0, 9, 1}, {hemoglobin, 6, 11, 1},
	{crp, 0, 90, 0}, {tsh, 0, 9, 2}, {systolic, 105, 175, 0}, {diastolic, 60, 100, 0}, {pulse, 52, 104, 0}, {weight, 55, 98, 1}, {vitaminD, 20, 110, 0},
}

var common = []product{metformin, losartan, hct, atorvastatin, amlodipine, pantoprazole, paracetamol, metoprolol, furosemide, apixaban,
	levothyroxine, naproxen, loratadine, calciumD, enalapril, simvastatin, ibuprofen, iron}

var substances = []code{sct("764146007", "penicillines"), sct("387170002", "trimethoprim"), sct("386873009", "lisinopril"), sct("372588000", "naproxen"),
	sct("256277009", "graspollen"), sct("111088007", "latex"), sct("762952008", "pinda"), sct("143491000146106", "eiwit van kat")}

var operations = []code{sct("54885007", "extractie van cataract"), sct("80146002", "appendectomie"), sct("52734007", "vervanging van heup door prothese"),
	sct("609588000", "vervanging van knie door prothese"), sct("38102005", "cholecystectomie"), sct("274051007", "chirurgische repositie van fractuur")}

var gadgets = []string{"Rollator", "Hoortoestel", "Elastische kous", "Bloedglucosemeter", "Bloeddrukmeter", "Knieband", "Kunstlens", "Inlegzolen"}

// remarks are sentences as doctors write them, for narratives, notes and reports.
var remarks = []string{
	"Geen bijzonderheden bij onderzoek.", "Klachten nemen langzaam af.", "Wil eerst afwachten.", "Over drie maanden controle.",
	"Uitleg gegeven en folder meegegeven.", "Werkt weer volledig.", "Slaapt slecht de laatste weken.", "Geen koorts gehad.",
	"Gebruikt de medicijnen zoals afgesproken.", "Heeft zelf gemeten, waarden wisselen.", "Pijn vooral bij inspanning.",
	"Verwezen voor aanvullend onderzoek.", "Uitslag telefonisch besproken.", "Belt bij verergering eerder.", "Loopt dagelijks een half uur.",
	"Familie is op de hoogte.", "Geen nieuwe klachten sinds het vorige bezoek.", "Eet gevarieerd, drinkt voldoende.",
}

func fillPharmacy(s *shelf, d *dice, share int) {
	s.serve("48")
	for i := 0; s.answers < share; i++ {
		name, what, on := fmt.Sprintf("middel-%d", i), one(d, common), s.past(d)
		until := ""
		if d.roll(3) > 0 {
			until = day(on.AddDate(0, 0, 30+d.roll(300)))
		}
		how := usual("1 maal per dag 1 tablet, "+one(d, []string{"'s ochtends", "'s avonds", "bij het eten", "voor de nacht"}), 1, "1")
		if d.roll(5) == 0 {
			s.uses(usage{name: name, what: what, how: how, on: on, from: day(on), until: until, asAgreed: d.roll(2) == 0, note: one(d, remarks)})
			continue
		}
		s.hand(handout{name: name, what: what, how: how, on: on, from: day(on), until: until, note: one(d, remarks)})
	}
}

func fillYouth(s *shelf, d *dice, share int) {
	s.serve("63")
	vaccines := []vaccine{fluShot, covidShot, dtp, hepatitisAVx, pneumo23, menACWY}
	for s.answers < share {
		what := one(d, vaccines)
		s.shot(shot{what: what, on: day(s.past(d)), dose: 1 + d.roll(3), lot: lotOf(what, d.roll(20)), note: one(d, remarks)})
	}
}

func fillHospital(s *shelf, d *dice, share int) {
	s.serve("48")
	doctor := s.team()[0].key
	if s.answers+len(measurable) < share {
		// Of each test only the newest is asked for ($lastn): one sample is enough.
		m := sample{name: "lab", on: s.ago(0, 0, 3+d.roll(90)), hour: 8}
		for _, one := range measurable {
			if !one.assay.vital && one.assay.hospital != (code{}) {
				m.of = append(m.of, reading{one.assay, d.between(one.low, one.high, one.decimals)})
			}
		}
		s.hospitalLab(m)
	}
	for i := 0; s.answers < share; i++ {
		name, on, c := fmt.Sprintf("nr-%d", i), s.past(d), one(d, complaints)
		left := share - s.answers
		switch kind := d.roll(10); {
		case kind < 3:
			s.problem(diagnosis{name: name, what: c.sct, since: day(on), past: d.roll(2) == 0, note: one(d, remarks), doctor: doctor})
		case kind < 5 && left > 1:
			s.agree(agreement{name: name, what: one(d, common), how: usual("1 maal per dag 1 tablet", 1, "1"), on: on, from: day(on), by: doctor, change: whyStart, note: one(d, remarks)})
		case kind == 5:
			s.stay(stay{name: name, class: inpatient, from: clockTime(on, 9, 0), until: clockTime(on.AddDate(0, 0, d.roll(9)), 11, 0), doctor: doctor, reason: one(d, remarks)})
		case kind == 6:
			s.operation(surgery{name: name, what: one(d, operations), on: day(on), doctor: doctor, note: one(d, remarks)})
		case kind == 7 && left > 1:
			s.wears(aid{name: name, text: one(d, gadgets), since: day(on), note: one(d, remarks)})
		case kind == 8 && left > 1:
			s.uses(usage{name: name, what: one(d, common), how: usual("1 maal per dag 1 tablet", 1, "1"), on: on, from: day(on), asAgreed: true, note: one(d, remarks)})
		case kind == 9 && d.roll(3) == 0:
			s.allergic(allergy{name: name, what: one(d, substances), category: "medication", since: day(on), by: doctor, note: one(d, remarks)})
		default:
			s.injected(name, one(d, []vaccine{fluShot, covidShot, dtp, hepatitisAVx}), day(on), false, "", one(d, remarks))
		}
	}
}
