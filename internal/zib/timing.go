// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"strings"

	"regie/internal/fhir"
)

// Timing says a Timing: "2 keer per dag om 08:00 en 20:00, gedurende 7 dagen".
func (b *B) Timing(n fhir.Node) Phrase {
	often, stretch := b.timing(n)
	return List(", ", often, stretch)
}

// timing says a Timing in two parts, between which a dose fits: how often, and for how long.
func (b *B) timing(n fhir.Node) (often, stretch Phrase) {
	n = n.First()
	if !n.Ok() {
		return Phrase{}, Phrase{}
	}
	b.take(n)
	r := n.Get("repeat")
	for _, at := range [...]fhir.Node{n, r} {
		at.Ext("timing-exact").UseAll() // said by "om": a fixed hour is a fixed hour
	}
	var events []Phrase
	for e := range n.Each("event") {
		events = append(events, Date(e.Value()))
	}
	often = spaced(b.often(r), b.days(r), b.hours(r), b.moments(r))
	if often.Zero() {
		often = b.Concept(n.Get("code"))
	}
	parts := []Phrase{And(events...)}
	if d := r.Str("duration"); d != "" {
		q := &Quantity{Number: d, NumberHigh: r.Str("durationMax"), UnitCode: r.Str("durationUnit"), UnitSystem: "ucum"}
		parts = append(parts, T("zib.time.duration", Amount(q)))
	}
	if c := r.Str("count"); c != "" {
		q := &Quantity{Number: c, NumberHigh: r.Str("countMax"), Unit: "keer"}
		parts = append(parts, T("zib.time.count", Amount(q)))
	}
	return often, List(", ", append(parts, b.bounds(r))...)
}

// often is how many times in which stretch: "2 keer per dag", "elke 8 uur", "om de dag".
func (b *B) often(r fhir.Node) Phrase {
	frequency, period, unit := r.Str("frequency"), r.Str("period"), strings.ToLower(r.Str("periodUnit"))
	max := r.Str("frequencyMax")
	if frequency == "" && max != "" {
		frequency, max = "0", r.Str("frequencyMax")
	}
	if period == "" || unit == "" {
		if frequency == "" {
			return Phrase{}
		}
		return Amount(&Quantity{Number: frequency, NumberHigh: max, Unit: "keer"})
	}
	stretch := &Quantity{Number: period, NumberHigh: r.Str("periodMax"), UnitCode: unit, UnitSystem: "ucum"}
	single := period == "1" && stretch.NumberHigh == ""
	switch {
	case frequency == "" && single:
		return T("zib.time.every1." + unitKey(unit))
	case frequency == "1" && max == "" && single:
		return T("zib.time.once." + unitKey(unit))
	case frequency == "" || frequency == "1" && max == "":
		return T("zib.time.every", Amount(stretch))
	case single:
		return T("zib.time.per."+unitKey(unit), Amount(&Quantity{Number: frequency, NumberHigh: max, Unit: "keer"}))
	}
	return T("zib.time.perstretch", Amount(&Quantity{Number: frequency, NumberHigh: max, Unit: "keer"}), Amount(stretch))
}

// unitKey makes the last step of a catalogue key of a unit of time.
func unitKey(unit string) string {
	switch unit {
	case "s", "min", "h", "d", "wk", "mo", "a":
		return unit
	}
	return "d"
}

func (b *B) days(r fhir.Node) Phrase {
	var days []Phrase
	for d := range r.Each("dayOfWeek") {
		days = append(days, Coded("fhir/dayOfWeek", d.Value(), ""))
	}
	if len(days) == 0 {
		return Phrase{}
	}
	return T("zib.time.on", And(days...))
}

func (b *B) hours(r fhir.Node) Phrase {
	var hours []Phrase
	for t := range r.Each("timeOfDay") {
		hours = append(hours, Date(t.Value()))
	}
	if len(hours) == 0 {
		return Phrase{}
	}
	return T("zib.time.at", And(hours...))
}

// moments are parts of the day and meals, with the distance to them.
func (b *B) moments(r fhir.Node) Phrase {
	var all []Phrase
	for w := range r.Each("when") {
		all = append(all, Coded("v3/TimingEvent", w.Value(), ""))
	}
	p := And(all...)
	if o := r.Str("offset"); o != "" && !p.Zero() {
		return T("zib.time.offset", Amount(&Quantity{Number: o, UnitCode: "min", UnitSystem: "ucum"}), p)
	}
	return p
}

func (b *B) bounds(r fhir.Node) Phrase {
	switch suffix, v := r.Choice("bounds"); suffix {
	case "Duration", "Range":
		if p := b.amount(v); !p.Zero() {
			return T("zib.time.during", p)
		}
	case "Period":
		return b.Phrase(v)
	}
	return Phrase{}
}
