// SPDX-License-Identifier: EUPL-1.2

package carry

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"

	"regie/internal/fhir"
	"regie/internal/measure"
)

// manyADay is how many measurements of a kind a day may have to be told one by one in FHIR. What a
// watch measures all day is told as what the day comes to; the samples themselves are in the tables.
const manyADay = 24

const patientName = measureDir + "fhir/Patient.ndjson"

// observer writes own measurements as Observations of FHIR R4.
type observer struct {
	*taker
	f *packed
	w fhir.Writer
}

// observations writes what has a code of the world: see codeTable. A value of a moment is an
// Observation each; totals, nights, and what is measured all day, are one for a day.
func (t *taker) observations(ctx context.Context) error {
	kinds, err := t.Books.Have(ctx, t.v)
	if err != nil || len(kinds) == 0 {
		return err
	}
	who, err := t.Who(ctx, t.v, t.d)
	if err != nil {
		return err
	}
	o := &observer{taker: t}
	o.w.Resource("Patient")
	o.w.Str("id", "me")
	if who.Name != "" {
		o.w.List("name")
		o.w.Object("")
		o.w.Str("text", who.Name)
		o.w.End()
		o.w.End()
	}
	o.w.Str("birthDate", who.BirthDate)
	if err := t.pack.whole(patientName, append(o.w.Bytes(), '\n')); err != nil {
		return err
	}
	if o.f, err = t.pack.file(observations, false); err != nil {
		return err
	}
	for _, k := range kinds {
		m, ok := byKind(k)
		if !ok {
			continue
		}
		form := measure.FormOf(k)
		switch form.Shape {
		case measure.Moment:
			err = o.moments(ctx, m, form)
		case measure.Total:
			err = o.days(ctx, m, form, nil)
		default:
			err = o.nights(ctx, m)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (o *observer) moments(ctx context.Context, m mapped, form measure.Form) error {
	busy := map[measure.Day]bool{}
	err := o.Books.EachMonth(ctx, o.v, m.kind, func(month measure.MonthOf) error {
		count := map[measure.Day]int{}
		for _, of := range month.Sources {
			for _, s := range of.Samples {
				count[s.Day()]++
			}
		}
		for _, of := range month.Sources {
			for _, s := range of.Samples {
				if count[s.Day()] > manyADay {
					busy[s.Day()] = true
					continue
				}
				if s.Mark&measure.MarkExtreme != 0 {
					continue
				}
				note := ""
				if of.Source.Key() == measure.Hand.Key() {
					note = month.Notes[s.Start]
				}
				if err := o.sample(m, form, of.Source, s, note); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil || len(busy) == 0 {
		return err
	}
	return o.days(ctx, m, form, busy)
}

// begin writes what all Observations have. of is what tells this one apart.
func (o *observer) begin(m mapped, of ...any) {
	h := sha256.New()
	h.Write([]byte(m.kind))
	for _, x := range of {
		switch x := x.(type) {
		case string:
			h.Write([]byte("\x00" + x))
		case int64:
			h.Write(binary.BigEndian.AppendUint64([]byte{1}, uint64(x)))
		}
	}
	id := hex.EncodeToString(h.Sum(nil)[:16])
	w := &o.w
	w.Resource("Observation")
	w.Str("id", id)
	if m.profile != "" {
		w.Object("meta")
		w.List("profile")
		w.Str("", nictizProfile+m.profile)
		w.End()
		w.End()
	}
}

// about writes status, category, code and whose it is; summary tells that it is what a day comes to.
func (o *observer) about(m mapped, summary bool) {
	w := &o.w
	w.Str("status", "final")
	w.List("category")
	w.Concept("", "", fhir.Coding{System: categoryR4, Code: m.category})
	w.End()
	own := fhir.Coding{System: kindSystem, Code: string(m.kind), Display: m.kind.Name(o.lang)}
	if summary {
		own.System = summarySystem
	}
	w.Concept("code", m.kind.Name(o.lang), fhir.Coding{System: loincSystem, Code: m.codes[0], Display: m.display}, own)
	o.reference("subject")
}

func (o *observer) reference(name string) {
	o.w.Object(name)
	o.w.Str("reference", "Patient/me")
	o.w.End()
}

// performer writes that the person measured it herself.
func (o *observer) performer() {
	o.w.List("performer")
	o.reference("")
	o.w.End()
}

func (o *observer) sample(m mapped, form measure.Form, from measure.Source, s measure.Sample, note string) error {
	o.begin(m, from.Key(), s.Start, s.End, s.Value, s.Second)
	w := &o.w
	o.extensions(m, from, s)
	o.about(m, false)
	start := string(appendMoment(nil, s.Start, s.Zone))
	if s.End == s.Start {
		w.Str("effectiveDateTime", start)
	} else {
		w.Object("effectivePeriod")
		w.Str("start", start)
		w.Str("end", string(appendMoment(nil, s.End, s.Zone)))
		w.End()
	}
	o.performer()
	unit := form.UnitName(o.lang)
	if m.kind != "blood-pressure" {
		w.Quantity("valueQuantity", decimal(s.Value), unit, form.Unit)
	}
	if note != "" {
		w.List("note")
		w.Object("")
		w.Str("text", note)
		w.End()
		w.End()
	}
	if name := from.Name; name != "" {
		w.Object("device")
		w.Str("display", name)
		w.End()
	}
	if m.kind == "blood-pressure" {
		w.List("component")
		o.component(systolicCode, "Systolic blood pressure", decimal(s.Value), unit, form.Unit)
		o.component(diastolicCode, "Diastolic blood pressure", decimal(s.Second), unit, form.Unit)
		w.End()
	}
	return o.f.line(w.Bytes())
}

// extensions write what FHIR has no place for: by them Regie reads a measurement back exactly.
func (o *observer) extensions(m mapped, from measure.Source, s measure.Sample) {
	w := &o.w
	w.List("extension")
	if m.kind == "glucose" && s.Mark&(measure.MarkBeforeMeal|measure.MarkAfterMeal) != 0 {
		w.Object("")
		w.Str("url", eventTimingURL)
		code := "AC"
		if s.Mark&measure.MarkAfterMeal != 0 {
			code = "PC"
		}
		w.Concept("valueCodeableConcept", "", fhir.Coding{System: "http://terminology.hl7.org/CodeSystem/v3-TimingEvent", Code: code})
		w.End()
	}
	if s.Mark != 0 {
		w.Object("")
		w.Str("url", marksURL)
		w.Str("valueString", string(appendMarks(nil, s.Mark, '+')))
		w.End()
	}
	w.Object("")
	w.Str("url", sourceURL)
	w.List("extension")
	for _, x := range [][2]string{{"model", from.Model}, {"app", from.App}, {"class", classWords[min(int(from.Class), len(classWords)-1)]}} {
		if x[1] == "" {
			continue
		}
		w.Object("")
		w.Str("url", x[0])
		w.Str("valueString", x[1])
		w.End()
	}
	w.End()
	w.End()
	w.End()
}

func (o *observer) component(code, display, value, unit, ucum string) {
	o.w.Object("")
	o.w.Concept("code", "", fhir.Coding{System: loincSystem, Code: code, Display: display})
	o.w.Quantity("valueQuantity", value, unit, ucum)
	o.w.End()
}

// days writes what days come to; of all days where only is nil.
func (o *observer) days(ctx context.Context, m mapped, form measure.Form, only map[measure.Day]bool) error {
	sums, err := o.Books.Sums(ctx, o.v, m.kind)
	if err != nil {
		return err
	}
	unit := form.UnitName(o.lang)
	for _, d := range sums {
		if only != nil && !only[d.Day] {
			continue
		}
		day := dayText(d.Day)
		o.begin(m, "day", day)
		o.about(m, true)
		o.w.Object("effectivePeriod")
		o.w.Str("start", day)
		o.w.Str("end", day)
		o.w.End()
		o.performer()
		value := d.Value
		if form.Shape == measure.Moment {
			value = d.Mean()
		}
		if m.kind != "blood-pressure" {
			o.w.Quantity("valueQuantity", decimal(value), unit, form.Unit)
		}
		if form.Shape == measure.Moment {
			o.w.List("component")
			if m.kind == "blood-pressure" {
				o.component(systolicCode, "Systolic blood pressure", decimal(value), unit, form.Unit)
				o.component(diastolicCode, "Diastolic blood pressure", decimal(d.Mean2()), unit, form.Unit)
			}
			for _, x := range []struct {
				code  string
				value int64
			}{{"minimum", d.Min}, {"maximum", d.Max}} {
				o.w.Object("")
				o.w.Concept("code", "", fhir.Coding{System: "http://terminology.hl7.org/CodeSystem/observation-statistics", Code: x.code})
				o.w.Quantity("valueQuantity", decimal(x.value), unit, form.Unit)
				o.w.End()
			}
			o.w.End()
		}
		if err := o.f.line(o.w.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

// nights writes how long the person slept, and in which stages.
func (o *observer) nights(ctx context.Context, m mapped) error {
	sums, err := o.Books.Sums(ctx, o.v, m.kind)
	if err != nil || len(sums) == 0 {
		return err
	}
	all, err := o.Books.Nights(ctx, o.v, sums[0].Day, sums[len(sums)-1].Day)
	if err != nil {
		return err
	}
	minutes := func(ms int64) string { return decimal(ms * measure.Scale / 60_000) }
	for _, n := range all {
		o.begin(m, n.Start, n.End)
		o.about(m, true)
		o.w.Object("effectivePeriod")
		o.w.Str("start", string(appendMoment(nil, n.Start, n.Zone)))
		o.w.Str("end", string(appendMoment(nil, n.End, n.Zone)))
		o.w.End()
		o.performer()
		o.w.Quantity("valueQuantity", minutes(n.Asleep()), "min", "min")
		if n.Deep+n.Light+n.REM > 0 {
			o.w.List("component")
			for _, x := range []struct {
				code, display string
				ms            int64
			}{{deepCode, "Deep sleep duration", n.Deep}, {lightCode, "Light sleep duration", n.Light}, {remCode, "REM sleep duration", n.REM}} {
				if x.ms > 0 {
					o.component(x.code, x.display, minutes(x.ms), "min", "min")
				}
			}
			o.w.End()
		}
		if err := o.f.line(o.w.Bytes()); err != nil {
			return err
		}
	}
	return nil
}
