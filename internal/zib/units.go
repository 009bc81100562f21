// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"strings"
	"sync"

	"regie/internal/text"
)

// unit is how a unit is printed. Most signs are the same in both languages and for one and many.
type unit struct {
	names   string // codes (UCUM, "g:" for the G-standard) and printed forms that mean it, with a space between them
	nl, nls string // one, many
	en, ens string
}

// units in the forms that Dutch laboratories and pharmacies print. A name with "_" stands for one
// with spaces. An empty print means: the number says enough (a score, a ratio).
var units = []unit{
	{"mm[Hg] mmHg mm[hg] mm_Hg", "mmHg", "", "", ""},
	{"Cel °C cel degree_Celsius graden_Celsius gr._C C degC", "°C", "", "", ""},
	{"K", "K", "", "", ""},
	{"% percent procent %{}", "%", "", "", ""},
	{"{INR} INR", "INR", "", "", ""},
	{"{score} {Score} score {punten} punten {points} 1 {} {ratio} ratio {Ratio} {titer} {fraction} {count}", "", "", "", ""},
	{"{#} # {aantal} aantal", "", "", "", ""},
	{"/min min-1 1/min {slagen}/min {beats}/min beats_per_minute slagen_per_minuut {breaths}/min breaths_per_minute ademhalingen_per_minuut per_minuut bpm", "per minuut", "", "per minute", ""},
	{"/d per_dag", "per dag", "", "per day", ""},
	{"/wk per_week", "per week", "", "per week", ""},
	{"/h per_uur", "per uur", "", "per hour", ""},
	{"/a per_jaar", "per jaar", "", "per year", ""},
	{"kg kilogram", "kg", "", "", ""},
	{"g gram g: g:215", "gram", "", "gram", "grams"},
	{"mg milligram g:229", "mg", "", "", ""},
	{"ug mcg µg microgram", "microgram", "", "microgram", "micrograms"},
	{"ng", "ng", "", "", ""},
	{"m meter", "m", "", "", ""},
	{"cm centimeter", "cm", "", "", ""},
	{"mm millimeter", "mm", "", "", ""},
	{"m2", "m²", "", "", ""},
	{"kg/m2", "kg/m²", "", "", ""},
	{"l L liter Liter", "liter", "", "litre", "litres"},
	{"dl dL", "dl", "", "", ""},
	{"ml mL milliliter mililiter g:233", "ml", "", "", ""},
	{"cl cL", "cl", "", "", ""},
	{"ul uL µl", "µl", "", "", ""},
	{"a jaar jr year years jaren {jaar}", "jaar", "jaar", "year", "years"},
	{"mo maand maanden month months mnd", "maand", "maanden", "month", "months"},
	{"wk week weken weeks", "week", "weken", "week", "weeks"},
	{"d dag dagen day days", "dag", "dagen", "day", "days"},
	{"h uur hour hours uren u hr", "uur", "uur", "hour", "hours"},
	{"min minuut minuten minute minutes", "minuut", "minuten", "minute", "minutes"},
	{"s seconde seconden second seconds sec", "seconde", "seconden", "second", "seconds"},
	{"g:245 stuk stuks st st. ST stk", "stuk", "stuks", "piece", "pieces"},
	{"g:208 dosis doses {dosis} [dose] dose", "dosis", "doses", "dose", "doses"},
	{"g:211 eenheid eenheden {eenheid} eenh. unit units E", "eenheid", "eenheden", "unit", "units"},
	{"g:217 [iU] [IU] IE IU internationale_eenheid internationale_eenheden internat.eenh. internat.eenheid", "IE", "", "IU", ""},
	{"g:303 [drp] druppel druppels drop drops", "druppel", "druppels", "drop", "drops"},
	{"tablet tabletten {tablet} {tbl} tabl.", "tablet", "tabletten", "tablet", "tablets"},
	{"capsule capsules {capsule}", "capsule", "capsules", "capsule", "capsules"},
	{"pleister pleisters", "pleister", "pleisters", "patch", "patches"},
	{"keer maal times {keer} x", "keer", "keer", "time", "times"},
	{"kcal", "kcal", "", "", ""},
	{"kJ", "kJ", "", "", ""},
	{"mmol/L mmol/l", "mmol/l", "", "", ""},
	{"umol/L umol/l µmol/l µmol/L {micromol/l} micromol/l", "µmol/l", "", "", ""},
	{"nmol/L nmol/l", "nmol/l", "", "", ""},
	{"pmol/L pmol/l", "pmol/l", "", "", ""},
	{"mol/L mol/l", "mol/l", "", "", ""},
	{"mmol/mol", "mmol/mol", "", "", ""},
	{"mg/mmol", "mg/mmol", "", "", ""},
	{"fmol", "fmol", "", "", ""},
	{"mmol/(24.h) {mmol/24h} mmol/24h mmol/d mmol/24.h", "mmol per 24 uur", "", "mmol per 24 hours", ""},
	{"g/(24.h) g/24h g/24.h", "gram per 24 uur", "", "grams per 24 hours", ""},
	{"mg/(24.h) mg/24h mg/24.h", "mg per 24 uur", "", "mg per 24 hours", ""},
	{"ml/(24.h) mL/(24.h) ml/24h ml/24.h", "ml per 24 uur", "", "ml per 24 hours", ""},
	{"ml/2.h", "ml per 2 uur", "", "ml per 2 hours", ""},
	{"g/L g/l", "g/l", "", "", ""},
	{"g/dL g/dl", "g/dl", "", "", ""},
	{"mg/L mg/l", "mg/l", "", "", ""},
	{"mg/dL mg/dl", "mg/dl", "", "", ""},
	{"ug/L ug/l µg/l µg/L", "µg/l", "", "", ""},
	{"ng/mL ng/ml", "ng/ml", "", "", ""},
	{"ng/L ng/l", "ng/l", "", "", ""},
	{"mg/g", "mg/g", "", "", ""},
	{"U/L U/l E/l E/L u/l", "U/l", "", "", ""},
	{"U/mL U/ml", "U/ml", "", "", ""},
	{"k[IU]/L kU/L kU/l kE/l k[arb'U]/L", "kU/l", "", "", ""},
	{"m[IU]/L mU/L mU/l mE/l mIU/L", "mU/l", "", "", ""},
	{"[IU]/mL [IU]/ml", "IE/ml", "", "IU/ml", ""},
	{"[IU]/L [iU]/L", "IE/l", "", "IU/l", ""},
	{"10*9/L x10*9/L 10^9/L 10E9/l 10*9/l x10^9/l /nL 10*3/uL 10*3/µl", "×10⁹/l", "", "", ""},
	{"10*12/L x10*12/L 10^12/L 10E12/l 10*12/l /pL 10*6/uL", "×10¹²/l", "", "", ""},
	{"10*6/L", "×10⁶/l", "", "", ""},
	{"/L /l", "per liter", "", "per litre", ""},
	{"/uL /ul /µl", "per µl", "", "", ""},
	{"L/L l/l", "l/l", "", "", ""},
	{"fL fl", "fl", "", "", ""},
	{"pg", "pg", "", "", ""},
	{"amol", "amol", "", "", ""},
	{"mm/h mm/u mm/uur", "mm/uur", "", "mm/hour", ""},
	{"mL/min/{1.73_m2} mL/min/{1,73_m2} ml/min/{1.73m2} ml/min/{1.73_m2} mL/min/1.73m2 mL/min/{1.73m2} ml/min/1.73m2 ml/min/1,73m2", "ml/min/1,73 m²", "", "ml/min/1.73 m²", ""},
	{"mL/min ml/min", "ml per minuut", "", "ml per minute", ""},
	{"ml/h mL/h ml/uur", "ml per uur", "", "ml per hour", ""},
	{"l/min L/min", "liter per minuut", "", "litres per minute", ""},
	{"mosm/kg mosmol/kg", "mosmol/kg", "", "", ""},
	{"kPa", "kPa", "", "", ""},
	{"cm[H2O] cmH2O", "cmH₂O", "", "", ""},
	{"[diop] dioptrie", "dioptrie", "dioptrieën", "dioptre", "dioptres"},
	{"deg °", "°", "", "", ""},
	{"[degF]", "°F", "", "", ""},
	{"[lb_av]", "pond (lb)", "", "lb", ""},
	{"[in_i]", "inch", "", "inch", "inches"},
	{"Mbq MBq", "MBq", "", "", ""},
	{"mGy", "mGy", "", "", ""},
	{"{PackYears} {packyears} PackYears packyears {pack_years} pakjaren", "pakjaar", "pakjaren", "pack-year", "pack-years"},
	{"{packs}/wk packs_per_week", "pakjes per week", "", "packs per week", ""},
	{"{alcoholic_units}/d alcoholic_units/day {glazen}/d glazen/dag glazen_per_dag {drinks}/d drinks/day", "glazen per dag", "", "glasses per day", ""},
	{"{alcoholic_units}/wk alcoholic_units/week {glazen}/wk glazen/week glazen_per_week {drinks}/wk", "glazen per week", "", "glasses per week", ""},
	{"{packs}/d", "pakjes per dag", "", "packs per day", ""},
	{"{glasses}/wk glasses_per_week {glazen}/wk glazen_per_week {drinks}/wk {glas}/wk", "glazen per week", "", "glasses per week", ""},
	{"{glasses}/d glasses_per_day {glazen}/d glazen_per_dag", "glazen per dag", "", "glasses per day", ""},
	{"{cigars}/wk cigars_per_week", "sigaren per week", "", "cigars per week", ""},
	{"{cigarettes}/wk cigarettes_per_week", "sigaretten per week", "", "cigarettes per week", ""},
	{"{cigarettes}/d {cigarettes}/day {Sigaretten_per_dag} Sigaretten_per_dag sigaretten_per_dag cigarettes_per_day", "sigaretten per dag", "", "cigarettes per day", ""},
	{"{eenheden_per_dag} eenheden_per_dag", "eenheden per dag", "", "units per day", ""},
	{"{ml,_20_mcg_HBsAg/ml}", "ml", "", "", ""},
	{"stap stappen {steps} steps", "stap", "stappen", "step", "steps"},
	{"EUR euro", "euro", "", "euros", ""},
}

var unitIndex = sync.OnceValue(func() map[string]*unit {
	m := make(map[string]*unit, 512)
	for i := range units {
		for name := range strings.FieldsSeq(units[i].names) {
			m[strings.ReplaceAll(name, "_", " ")] = &units[i]
		}
		for name := range strings.FieldsSeq(units[i].names) { // UCUM names with a real underscore
			if _, taken := m[name]; !taken {
				m[name] = &units[i]
			}
		}
	}
	return m
})

// unitOf finds the unit of a quantity: by its code first, then by what was printed.
func unitOf(q *Quantity) *unit {
	m := unitIndex()
	if q.UnitCode != "" {
		key := q.UnitCode
		if q.UnitSystem == "gstd/unit" || q.UnitSystem == "" && digits(key, 0, 3) > 0 && len(key) == 3 {
			key = "g:" + key
		}
		if u := m[key]; u != nil && (u.nl != "" || q.Unit == "" || m[q.Unit] == u || m[strings.ToLower(q.Unit)] == nil) {
			// A code that only says "a number" gives way to a printed unit that says more ("stuk").
			if u.nl != "" || q.Unit == "" || q.Unit == q.UnitCode || m[q.Unit] == u {
				return u
			}
		}
	}
	if u := m[q.Unit]; u != nil {
		return u
	}
	return m[strings.ToLower(q.Unit)]
}

// unitText is the unit as a person reads it, "" where the number says enough.
func (q *Quantity) unitText(l text.Lang) string {
	u := unitOf(q)
	if u == nil {
		s := cleanText(q.Unit)
		if s == "" {
			s = q.UnitCode
		}
		s = strings.Trim(s, "{}[]")
		if isMachine(s) || isFiller(s) || q.Unit == "" && isBareCode(s) {
			return ""
		}
		return s
	}
	one, many := u.nl, u.nls
	if l == text.EN {
		if u.en != "" {
			one, many = u.en, u.ens
		} else {
			many = ""
		}
	}
	if many != "" && (q.Number != "1" && !strings.HasPrefix(q.Number, "0.") || q.NumberHigh != "") {
		return many
	}
	return one
}

// contradicts tells whether the printed unit is another unit than the coded one ("ml" called
// millimeter): the code is shown, and the item is marked.
func (q *Quantity) contradicts() bool {
	if q.Unit == "" || q.UnitCode == "" {
		return false
	}
	m := unitIndex()
	printed := m[q.Unit]
	if printed == nil {
		printed = m[strings.ToLower(q.Unit)]
	}
	coded := unitOf(&Quantity{UnitCode: q.UnitCode, UnitSystem: q.UnitSystem})
	return printed != nil && coded != nil && coded.nl != "" && printed.nl != "" && printed != coded
}
