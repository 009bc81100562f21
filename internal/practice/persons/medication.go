// SPDX-License-Identifier: EUPL-1.2

package persons

import (
	"strings"
	"time"

	"regie/internal/practice/dossier"
)

// medicine puts the product on the shelf, once.
func (s *shelf) medicine(p product) ref {
	id := stableID(s.provider.Key, s.who.key, "Medication", p.key)
	for _, r := range s.out {
		if r.Type == "Medication" && r.ID == id {
			return ref{to: "Medication/" + id, display: p.name}
		}
	}
	return s.put("Medication", p.key, p.name,
		"meta", profile(nictiz+"zib-Product"),
		"code", worded(p.name, p.codes...),
	)
}

// dose says how a medicine is used.
type dose struct {
	text     string
	times    int    // per period, 0 if the text alone says it
	every    int    // length of the period, 1 where zero: every 2 days
	period   string // "d", "wk"
	amount   string
	high     string // upper end of the amount: 1 to 2 tablets
	asNeeded bool
	extra    code   // additional instruction
	also     string // additional instruction in free words
	when     string // "dayOfWeek" of a weekly medicine: "mon"
	steps    []step // a dosage that changes by itself, instead of times and amount
}

// usual is the common case: so many times a day so much. What the text says after a
// comma is an additional instruction too.
func usual(text string, times int, amount string) dose {
	_, also, _ := strings.Cut(text, ", ")
	return dose{text: text, times: times, period: "d", amount: amount, also: also}
}

func (d dose) json(p product) list {
	if len(d.steps) > 0 {
		return d.stepwise(p, func(v string) any { return unitsOf(p, v) })
	}
	var timing, need obj
	if d.times > 0 {
		var weekday list
		if d.when != "" {
			weekday = list{d.when}
		}
		timing = obj{"repeat", obj{"frequency", d.times, "period", max(1, d.every), "periodUnit", d.period, "dayOfWeek", weekday}}
	}
	if d.asNeeded {
		need = worded("zo nodig", code{sysNHG25, "1137", "zo nodig"})
	}
	var extra list
	if (d.extra != code{}) {
		extra = list{worded(d.extra.display, d.extra)}
	}
	if d.also != "" {
		extra = list{worded(d.also, code{sysNHG25, "OTH", "overig"})}
	}
	one := obj{"sequence", 1, "text", d.text, "additionalInstruction", extra, "timing", timing,
		"asNeededCodeableConcept", need, "route", concept(p.route)}
	unit := func(v string) obj {
		if v == "" {
			return nil
		}
		return obj{"value", num(v), "unit", p.unit.display, "system", p.unit.system, "code", p.unit.code}
	}
	if d.high != "" {
		return list{append(one, "doseRange", obj{"low", unit(d.amount), "high", unit(d.high)})}
	}
	return list{append(one, "doseQuantity", unit(d.amount))}
}

// treatment is the number of the whole treatment with a medicine: the same at all providers,
// and for all strengths.
func (s *shelf) treatment(p product) string {
	name, _, _ := strings.Cut(p.key, "-")
	return stableID("", s.who.key, "MBH", name)
}

// agreement is what a prescriber and the person agreed about a medicine.
type agreement struct {
	name      string
	what      product
	how       dose
	on        time.Time // when it was agreed
	hour      int       // of that day, not used at the GP; 11 where zero
	from      string    // FHIR date
	until     string    // FHIR date, empty: until further notice
	days      int       // length of the course, if that is what was agreed
	by        string    // key of the prescriber; the provider's first where empty
	why       ref       // the problem it is for
	change    code      // why it was started, changed or stopped
	stop      code      // stopForEver, stopForNow
	follows   ref       // the agreement that this one replaces
	in        contactOf
	note      string
	status    string // only for what was entered in error
	contained bool   // the product inside the agreement, as some systems send it
}

func (s *shelf) agree(a agreement) ref {
	by := s.owner()
	if a.by != "" {
		by = s.staff(a.by)
	}
	extensions := list{
		ext(nictiz+"zib-Medication-MedicationTreatment", "valueIdentifier", obj{
			"system", "urn:oid:2.16.840.1.113883.2.4.3.11.999.77.1.1",
			"value", s.treatment(a.what)}),
		ext(nictiz+"zib-Medication-PeriodOfUse", "valuePeriod", obj{"start", a.from, "end", a.until}),
	}
	if a.days > 0 {
		extensions = append(extensions, ext(nictiz+"zib-MedicationUse-Duration", "valueDuration",
			obj{"value", a.days, "unit", "dag", "system", sysUCUM, "code", "d"}))
	}
	if e := a.in.episode.extension(); e != nil {
		extensions = append(extensions, e...)
	}
	if a.follows.to != "" {
		extensions = append(extensions, ext(nictiz+"zib-MedicationAgreement-BasedOnAgreementOrUse", "valueReference", a.follows))
	}
	var modifiers list
	if (a.stop != code{}) {
		modifiers = list{ext(nictiz+"zib-Medication-StopType", "valueCodeableConcept", concept(a.stop))}
	}
	var reasons, problems list
	if (a.change != code{}) {
		reasons = list{concept(a.change)}
	}
	if a.why.to != "" {
		problems = list{a.why}
	}
	var inside list
	product := ref{to: "#product", display: a.what.name}
	if a.contained {
		inside = list{obj{"resourceType", "Medication", "id", "product",
			"meta", profile(nictiz + "zib-Product"), "code", worded(a.what.name, a.what.codes...)}}
	} else {
		product = s.medicine(a.what)
	}
	return s.put("MedicationRequest", a.name, a.what.name,
		"meta", profile(nictiz+"zib-MedicationAgreement"),
		"contained", inside,
		"extension", extensions,
		"modifierExtension", modifiers,
		"identifier", s.identifier("MedicationRequest", a.name),
		"status", a.status,
		"intent", "order",
		"category", worded("Medicatieafspraak", sct("16076005", "voorschrijven")),
		"medicationReference", product,
		"subject", s.patient,
		"context", a.in.encounter,
		"authoredOn", s.moment(a.on, a.hour),
		"requester", obj{"agent", by},
		"reasonCode", reasons,
		"reasonReference", problems,
		"note", notes(a.note),
		"dosageInstruction", a.how.json(a.what),
	)
}

// moment is a date at the GP and a date with a time elsewhere, as their systems do.
func (s *shelf) moment(t time.Time, hour int) string {
	if s.provider.Kind == dossier.KindGP {
		return day(t)
	}
	if hour == 0 {
		hour = 11
	}
	return clockTime(t, hour, 40)
}

// handout is what the pharmacy agreed about giving the medicine (administration agreement).
type handout struct {
	name  string
	what  product
	how   dose
	on    time.Time
	from  string
	until string
	note  string
}

func (s *shelf) hand(h handout) ref {
	return s.put("MedicationDispense", h.name, h.what.name,
		"meta", profile(nictiz+"zib-AdministrationAgreement"),
		"extension", list{
			ext(nictiz+"zib-AdministrationAgreement-AuthoredOn", "valueDateTime", clockTime(h.on, 14, 5)),
			ext(nictiz+"zib-Medication-PeriodOfUse", "valuePeriod", obj{"start", h.from, "end", h.until}),
			ext(nictiz+"zib-Medication-MedicationTreatment", "valueIdentifier", obj{
				"system", "urn:oid:2.16.840.1.113883.2.4.3.11.999.77.1.1",
				"value", s.treatment(h.what)}),
		},
		"identifier", s.identifier("MedicationDispense", h.name),
		"category", worded("Toedieningsafspraak", sct("422037009", "instrueren door zorgverlener over toediening van medicatie")),
		"medicationReference", s.medicine(h.what),
		"subject", s.patient,
		"performer", list{obj{"actor", s.org}},
		"note", notes(h.note),
		"dosageInstruction", h.how.json(h.what),
	)
}

// usage is what the person says to use.
type usage struct {
	name     string
	what     product
	how      dose
	on       time.Time
	from     string
	until    string
	status   string // "active" where empty
	taken    string // "y" where empty
	asAgreed bool
	reason   code // for stopping or using otherwise
	note     string
	heardBy  string // key of the worker who wrote it down; the person where empty
}

func (s *shelf) uses(u usage) ref {
	if u.status == "" {
		u.status = "active"
	}
	if u.taken == "" {
		u.taken = "y"
	}
	author := s.patient
	if u.heardBy != "" {
		w := s.staff(u.heardBy)
		author = ref{to: w.role, display: w.display}
	}
	var why list
	if (u.reason != code{}) {
		why = list{concept(u.reason)}
	}
	return s.put("MedicationStatement", u.name, u.what.name,
		"meta", profile(nictiz+"zib-MedicationUse"),
		"extension", list{
			ext(nictiz+"zib-MedicationUse-AsAgreedIndicator", "valueBoolean", u.asAgreed),
			ext(nictiz+"zib-MedicationUse-Author", "valueReference", author),
		},
		"identifier", s.identifier("MedicationStatement", u.name),
		"status", u.status,
		"category", worded("Medicatiegebruik", code{"urn:oid:2.16.840.1.113883.2.4.3.11.60.20.77.5.3", "6", "Medicatiegebruik"}),
		"medicationReference", s.medicine(u.what),
		"effectivePeriod", obj{"start", u.from, "end", u.until},
		"dateAsserted", day(u.on),
		"informationSource", s.patient,
		"subject", s.patient,
		"taken", u.taken,
		"reasonNotTaken", pick(u.taken == "n", why),
		"reasonCode", pick(u.taken != "n", why),
		"note", notes(u.note),
		"dosage", u.how.json(u.what),
	)
}

func pick(yes bool, l list) list {
	if yes {
		return l
	}
	return nil
}
