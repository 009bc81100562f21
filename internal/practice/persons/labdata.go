// SPDX-License-Identifier: EUPL-1.2

package persons

import (
	"time"

	"regie/internal/practice/dossier"
)

// proefbuis is the lab that does the GP's tests. Until two years ago it printed the units of
// long ago; since then it delivers in R4, in the units that everybody uses now.
func willemAtProefbuis(s *shelf) {
	old, now := s.serve("46"), s.inR4(dossier.LabR4)
	for i, r := range willemRows {
		if r.hba1c == "" {
			continue
		}
		on := s.ago(0, r.months, 5).AddDate(0, 0, -4)
		name := "controle-" + string(rune('a'+i)) + "/"
		hb := []string{"9.2", "9.0", "8.4", "9.1"}[i%4]
		all := []reading{{hba1c, r.hba1c}, {glucoseFasting, r.glucose}, {creatinine, r.creatinine}, {egfr, r.egfr}, {cholesterol, r.chol}, {hdl, r.hdl}}
		if r.creatinine != "" {
			all = append(all, reading{hemoglobin, hb})
		}
		var members []ref
		for _, one := range all {
			if one.value == "" {
				continue
			}
			to, what, value := now, one.assay, one.value
			if r.months > 24 {
				to = old
				what, value, _ = inOldUnit(one.assay, one.value)
			}
			members = append(members, to.result(result{name: name + one.assay.key, what: what, value: value, on: on, hour: 8}))
		}
		if r.months <= 24 {
			now.labReport("controle-"+string(rune('a'+i)), on, "", members...)
		} else if r.chol != "" {
			old.result(result{name: name + "groep", code: loinc("24331-1", "Lipidenpanel"), on: on, hour: 8, members: members[len(members)-3:]})
		}
	}
	awkward(old, s.ago(0, 30, 9))
	woundCulture(old, s.ago(1, 2, 8))
	awkwardR4(now, s.ago(0, 1, 20))
}

// awkward are results that are no plain number, or no result at all.
func awkward(s *shelf, on time.Time) {
	woman := potassium
	for _, r := range []result{
		{name: "lastig/kalium", what: woman, status: "cancelled", absent: true, remark: "Bepaling vervallen: monster gehemolyseerd, graag opnieuw prikken."},
		{name: "lastig/natrium", what: sodium, value: "141", status: "corrected", remark: "Eerder gemeld als 151: verkeerd monster. Dit is de juiste uitslag."},
		{name: "lastig/crp", what: crp, value: "<5"},
		{name: "lastig/egfr", what: egfr, value: ">90"},
		{name: "lastig/inr", what: inr, value: "1.1", ranges: "zonder bloedverdunner 0,8 tot 1,2"},
		{name: "lastig/digoxine", what: digoxin, status: "entered-in-error", value: "0.4", remark: "Hoort bij een andere patiënt."},
		{name: "lastig/glucose", what: glucoseRandom, value: "2.4", flag: flagLL, remark: "Telefonisch doorgegeven aan de huisartsenpost."},
		{name: "lastig/leuko", what: leukocytes, value: "7.1", status: "preliminary", remark: "Voorlopige uitslag, differentiatie volgt."},
		{name: "lastig/urine-eiwit", code: loinc("20454-5", "Eiwit [aanwezigheid] in urine d.m.v. teststrip"), coded: sct("260385009", "negatief"), material: urine},
		{name: "lastig/hbs", code: loinc("5195-3", "Hepatitis B-virus surface-antigeen [aanwezigheid] in serum"), coded: sct("260385009", "negatief"), ranges: "negatief"},
	} {
		r.on, r.hour = on, 10
		s.result(r)
	}
}

func awkwardR4(s *shelf, on time.Time) {
	var of []ref
	for _, r := range []result{
		{name: "extra/b12", what: vitaminB12, value: "148", remark: "Past bij langdurig metforminegebruik."},
		{name: "extra/foliumzuur", what: folate, value: ">45"},
		{name: "extra/tsh", what: tsh, value: "<0.01", flag: flagLL, ranges: "0,40 tot 4,00 mU/l", status: "amended", remark: "Herhaald en bevestigd."},
		{name: "extra/psa", what: psa, value: "1.10"},
		{name: "extra/ft4", what: freeT4, value: "24.6"},
		{name: "extra/ckd", what: potassium, status: "cancelled", remark: "Niet verricht: te weinig materiaal."},
	} {
		r.on, r.hour = on, 9
		of = append(of, s.result(r))
	}
	s.labReport("extra", on, "Vitamine B12 aan de lage kant. Schildklier werkt te snel: graag overleg met de huisarts.", of...)
}

var (
	vitaminB12 = assay{key: "b12", hospital: loinc("14685-2", "Vitamine B12 [mol/volume] in serum of plasma"), unit: "pmol/l", ucum: "pmol/L", low: "140", high: "640"}
	folate     = assay{key: "foliumzuur", hospital: loinc("14732-2", "Foliumzuur [mol/volume] in serum of plasma"), unit: "nmol/l", ucum: "nmol/L", low: "8"}
	psa        = assay{key: "psa", hospital: loinc("2857-1", "Prostaatspecifiek antigeen [massa/volume] in serum of plasma"), unit: "µg/l", ucum: "ug/L", high: "4.0"}
	freeT4     = assay{key: "ft4", hospital: loinc("14920-3", "T4 vrij [mol/volume] in serum of plasma"), unit: "pmol/l", ucum: "pmol/L", low: "10", high: "24"}
)

// tested is whether a germ can stand a medicine.
func tested(s *shelf, name string, what code, outcome code, on time.Time, material code) ref {
	return s.result(result{name: name, code: what, coded: map[bool]code{true: sct("131196009", "gevoelig"), false: sct("30714006", "resistent")}[outcome == suscept],
		flag: outcome, on: on, hour: 11, material: material, by: "microbioloog"})
}

func woundCulture(s *shelf, on time.Time) {
	s.result(result{name: "wond/kweek", code: loinc("6462-6", "Bacteriën geïdentificeerd in wond d.m.v. kweek"), on: on, hour: 11, material: wound, by: "microbioloog",
		text: "Matige groei van hemolytische streptokokken groep A. Geen Staphylococcus aureus.", remark: "Gevoelig voor clindamycine. Penicilline niet getest vanwege allergie."})
}

func greetAtProefbuis(s *shelf) {
	s.serve("46")
	on := s.ago(0, 10, 0)
	members := []ref{
		tested(s, "urine/nitrofurantoine", loinc("18955-5", "Nitrofurantoïne [gevoeligheid]"), suscept, on, urine),
		tested(s, "urine/fosfomycine", loinc("25596-8", "Fosfomycine [gevoeligheid]"), suscept, on, urine),
		tested(s, "urine/trimethoprim", loinc("18997-7", "Trimethoprim [gevoeligheid]"), resist, on, urine),
	}
	s.result(result{name: "urine/kweek", code: loinc("630-4", "Bacteriën geïdentificeerd in urine d.m.v. kweek"), on: on, hour: 11, material: urine, by: "microbioloog",
		text: "Escherichia coli, meer dan 100.000 kve per ml", members: members, remark: "Kweek na twee dagen afgelezen."})
	s.result(result{name: "urine/voorlopig", code: loinc("630-4", "Bacteriën geïdentificeerd in urine d.m.v. kweek"), on: on.AddDate(0, 0, -1), hour: 11, material: urine, by: "microbioloog",
		text: "Groei van gramnegatieve staven, determinatie volgt", status: "preliminary"})
	for _, r := range []result{
		{name: "nieren/hb", what: oldUnits["hb"].assay.between("12.1", "16.1"), value: "11.9"}, {name: "nieren/kreatinine", what: oldUnits["creatinine"].assay.between("0.55", "1.02"), value: "1.21"},
		{name: "nieren/urinezuur", what: urate, value: "0.52"}, {name: "nieren/kalium", what: potassium, value: "4.6"},
	} {
		r.on, r.hour = s.ago(0, 2, 0), 9
		s.result(r)
	}
}

var urate = assay{key: "urinezuur", hospital: loinc("14933-6", "Uraat [mol/volume] in serum of plasma"), unit: "mmol/l", ucum: "mmol/L", low: "0.14", high: "0.34"}

func sanneAtProefbuis(s *shelf) {
	s.serve("46")
	for _, r := range []result{
		{name: "moe/hb", what: oldUnits["hb"].assay.between("12.1", "16.1"), value: "11.4"}, {name: "moe/ferritine", what: ferritin, value: "<5"}, {name: "moe/mcv", what: mcv, value: "77"},
		{name: "moe/coeliakie", code: loinc("31017-7", "Weefseltransglutaminase IgA [eenheden/volume] in serum"), text: "Niet aantoonbaar", ranges: "niet aantoonbaar"},
	} {
		r.on, r.hour = s.ago(0, 6, 6), 8
		s.result(r)
	}
}

// willemEikenstadLab is what the second hospital tests before the colonoscopy.
func willemEikenstadLab(s *shelf) {
	on := s.ago(0, 1, 6)
	s.labReport("darm", on, "",
		s.result(result{name: "darm/fit", code: loinc("29771-3", "Occult bloed [aanwezigheid] in feces d.m.v. immunoassay"), coded: sct("10828004", "positief"), on: on, hour: 10, material: sct("119339001", "feces")}),
		s.result(result{name: "darm/hb", what: hemoglobin, value: "9.20", on: on, hour: 10}),
		s.result(result{name: "darm/crp", what: crp, value: "<3", on: on, hour: 10}))
}

// willemLindeLab are five years of HbA1c at the hospital, in the unit of today.
func willemLindeLab(s *shelf) {
	s.serve("46")
	for i, v := range []string{"71", "58", "54", "56", "61", "64", "66", "59", "54", "51"} {
		s.result(result{name: "half-" + string(rune('a'+i)) + "/hba1c", what: hba1c, value: v, on: s.ago(0, 58-6*i, 12), hour: 8})
	}
}
