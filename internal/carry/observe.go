// SPDX-License-Identifier: EUPL-1.2

package carry

import (
	"slices"
	"strings"
	"time"

	"regie/internal/fhir"
	"regie/internal/measure"
	"regie/internal/measure/clock"
)

// taken is an own measurement that an Observation tells.
type taken struct {
	kind   measure.Kind
	source measure.Source
	sample measure.Sample
	note   string
}

// sampleOf reads an Observation as a measurement that the person took herself: its code is of the
// table, and who performed it is the person or a device, or nobody and a device is named. ok is
// false for anything else: that belongs in the record, as it came.
func sampleOf(r *fhir.Resource, place *time.Location) (t taken, ok bool) {
	n := r.Root
	if r.Type != "Observation" || !slices.Contains([]string{"final", "amended", "corrected", "preliminary", ""}, n.Str("status")) || n.Get("dataAbsentReason").Ok() {
		return t, false
	}
	m, at, found := codeOfObservation(n)
	if !found || !selfMeasured(n) {
		return t, false
	}
	t.kind = m.kind
	form := measure.FormOf(m.kind)
	if !t.moment(n, form, place) || !t.amounts(n, m, form) {
		return t, false
	}
	if m.kind == "glucose" {
		switch m.codes[at] {
		case "14770-2":
			t.sample.Mark |= measure.MarkBeforeMeal
		case "14760-3":
			t.sample.Mark |= measure.MarkAfterMeal
		}
		for c := range n.Ext("observation-eventTiming").Get("valueCodeableConcept").Each("coding") {
			t.timing(c.Str("code"))
		}
		t.timing(n.Ext("observation-eventTiming").Str("valueCode"))
	}
	if marks, ok := parseMarks(n.Ext(marksURL).Str("valueString"), "+"); ok {
		t.sample.Mark |= marks
	}
	t.from(n)
	for note := range n.Each("note") {
		t.note = strings.TrimSpace(t.note + "\n" + note.Str("text"))
	}
	if s := n.Str("comment"); s != "" && t.note == "" { // STU3
		t.note = s
	}
	return t, true
}

func (t *taken) timing(code string) {
	switch {
	case strings.HasPrefix(code, "AC"):
		t.sample.Mark |= measure.MarkBeforeMeal
	case strings.HasPrefix(code, "PC"):
		t.sample.Mark |= measure.MarkAfterMeal
	}
}

// codeOfObservation finds the kind; place is that of its code in the table.
func codeOfObservation(n fhir.Node) (m mapped, place int, ok bool) {
	for c := range n.Path("code").Each("coding") { // what a day of values comes to is none of them
		if c.Str("system") == summarySystem && measure.FormOf(measure.Kind(c.Str("code"))).Shape != measure.Total {
			return m, 0, false
		}
	}
	for c := range n.Path("code").Each("coding") {
		if c.Str("system") == loincSystem {
			if m, place, ok = byCode(c.Str("code")); ok {
				return m, place, true
			}
		}
	}
	return m, 0, false
}

// selfMeasured tells whether the person or a device performed it.
func selfMeasured(n fhir.Node) bool {
	subject := n.Path("subject", "reference").Value()
	any := false
	for p := range n.Each("performer") {
		any = true
		ref := fhir.ParseReference(p.Str("reference"))
		switch {
		case subject != "" && p.Str("reference") == subject:
		case ref.Kind == fhir.RefResource && (ref.Type == "Patient" || ref.Type == "Device" || ref.Type == "RelatedPerson"):
		case p.Str("type") == "Patient" || p.Str("type") == "Device":
		default:
			return false
		}
	}
	return any || n.Get("device").Ok()
}

// moment reads when it was.
func (t *taken) moment(n fhir.Node, form measure.Form, place *time.Location) bool {
	start, end := n.Str("effectiveDateTime"), ""
	if start == "" {
		start = n.Str("effectiveInstant")
	}
	if p := n.Get("effectivePeriod"); p.Ok() {
		start, end = p.Str("start"), p.Str("end")
	}
	if len(start) < 10 {
		return false
	}
	at, ok := clock.Parse(start, clock.DayFirst)
	if !ok || !at.HasDate() {
		return false
	}
	s := &t.sample
	local := func(c clock.Time, literal string) (int64, int16) {
		ms, zone := c.Moment(place)
		if strings.HasSuffix(literal, "Z") && place != nil { // a moment without a clock on a wall: that of the person's place
			zone = clock.Zone(ms, place)
		}
		return ms, zone
	}
	switch {
	case at.Clock:
		s.Start, s.Zone = local(at, start)
		s.End = s.Start
	case form.Shape == measure.Total:
		s.Start, s.End, s.Zone = at.Span(place)
		return end == "" || end == start || len(end) > 10
	default:
		at.Hour = 12
		s.Start, s.Zone = local(at, start)
		s.End = s.Start
	}
	if end != "" && form.Shape != measure.Moment || end != "" && end != start && strings.Contains(end, "T") {
		if till, ok := clock.Parse(end, clock.DayFirst); ok && till.HasDate() && till.Clock {
			if ms, _ := local(till, end); ms >= s.Start && ms-s.Start <= 8*dayMS {
				s.End = ms
			}
		}
	}
	return s.Start >= clock.Earliest && s.Start <= clock.Latest
}

// amounts reads the value, or the two of a pressure.
func (t *taken) amounts(n fhir.Node, m mapped, form measure.Form) bool {
	read := func(q fhir.Node) (int64, bool) {
		if q.Str("comparator") != "" {
			return 0, false // less than something is no value
		}
		unit := q.Str("code")
		u, ok := measure.UnitFor(m.kind, unit)
		if !ok || unit == "" {
			if u, ok = measure.UnitFor(m.kind, q.Str("unit")); !ok {
				if u, ok = measure.UnitFor(m.kind, form.Unit); !ok || unit != form.Unit && q.Str("unit") != form.Unit {
					return 0, false
				}
			}
		}
		v, ok := measure.Decimal(q.Str("value"))
		v = u.Convert(v)
		likely := form.Shape != measure.Moment || form.Likely(float64(v)/measure.Scale)
		return v, ok && likely
	}
	if m.kind == "sleep" {
		v, ok := measure.Decimal(n.Path("valueQuantity", "value").Value())
		u, fits := measure.UnitFor("exercise", n.Path("valueQuantity", "code").Value())
		if !ok || !fits || n.Get("component").Ok() || t.sample.End > t.sample.Start {
			return false // a night with its stages is shown as it came
		}
		length := u.Convert(v) * 60_000 / measure.Scale
		t.sample.End = t.sample.Start + length
		t.sample.Value = measure.StageAsleep * measure.Scale
		return length > 0 && length <= dayMS
	}
	if m.kind != "blood-pressure" {
		v, ok := read(n.Get("valueQuantity"))
		if !ok { // zib Respiration and Pulse have it in a component
			for c := range n.Each("component") {
				for code := range c.Get("code").Each("coding") {
					if slices.Contains(m.codes, code.Str("code")) && !ok {
						v, ok = read(c.Get("valueQuantity"))
					}
				}
			}
		}
		t.sample.Value = v
		return ok
	}
	var high, low bool
	for c := range n.Each("component") {
		for code := range c.Get("code").Each("coding") {
			switch code.Str("code") {
			case systolicCode:
				t.sample.Value, high = read(c.Get("valueQuantity"))
			case diastolicCode:
				t.sample.Second, low = read(c.Get("valueQuantity"))
			}
		}
	}
	return high && low
}

// from reads what measured it.
func (t *taken) from(n fhir.Node) {
	s := &t.source
	s.Name, s.Class = n.Path("device", "display").Value(), measure.ClassOther
	if s.Name != "" {
		s.Class = measure.ClassCuff
	}
	x := n.Ext(sourceURL)
	if !x.Ok() {
		if s.Name == "" {
			s.Name = "FHIR"
		}
		return
	}
	s.Model, s.App = x.ExtValue("model").Value(), x.ExtValue("app").Value()
	if i := slices.Index(classWords[:], x.ExtValue("class").Value()); i >= 0 {
		s.Class = measure.Class(i)
	}
}
