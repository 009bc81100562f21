// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"regie/internal/measure"
	"regie/internal/measure/files"
)

// isMeasured tells whether a file is one of an app or device that measures. Such a file is read
// by itself. JSON with a resourceType is FHIR, whatever else it has.
func isMeasured(path string) bool {
	if strings.EqualFold(filepath.Ext(path), ".ndjson") {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	return files.Know(&files.File{Name: path, ReaderAt: f, Size: info.Size()})
}

// readMeasured prints what a file of an app or device has: a line for each kind and source, and
// for a kind that several sources have one more with all of them together.
func readMeasured(path string, w *readWriter) (failed bool, err error) {
	f, err := os.Open(path)
	if err != nil {
		return true, w.failure(path, "", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return true, w.failure(path, "", err)
	}
	in := &measure.Intake{}
	format, err := files.Read(context.Background(), &files.File{Name: path, ReaderAt: f, Size: info.Size()}, in)
	switch {
	case err == nil:
	case errors.Is(err, files.ErrEmpty):
		if len(in.Odd()) == 0 {
			return false, w.empty(path, format)
		}
	case in.Empty() && len(in.Odd()) == 0:
		return true, w.failure(path, "", err)
	default:
		failed = true // what was good is printed all the same
		if err := w.failure(path, "", err); err != nil {
			return true, err
		}
	}
	return failed, w.measured(path, format, in)
}

// empty says that a file of a known format has nothing in it.
func (w *readWriter) empty(path, format string) error {
	if !w.json {
		_, err := fmt.Fprintf(w.out, "%s\n  %s: %s\n\n", path, w.lang.T("measure.format."+format), w.lang.T("measure.read.empty"))
		return err
	}
	o := w.open()
	o.str("file", path)
	o.str("format", format)
	o.flag("empty", true)
	return w.close(o)
}

func (w *readWriter) measured(path, format string, in *measure.Intake) error {
	if !w.json {
		return w.measuredText(path, format, in)
	}
	for _, d := range in.Daily() {
		form := measure.FormOf(d.Kind)
		for _, l := range d.Sources {
			if err := w.line1(path, format, form, l.Line, l.Days); err != nil {
				return err
			}
		}
		if len(d.Sources) > 1 {
			if err := w.line1(path, format, form, together(d), d.Days); err != nil {
				return err
			}
		}
	}
	for _, e := range in.Events() {
		if err := w.event(path, format, in, e); err != nil {
			return err
		}
	}
	for _, odd := range in.Odd() {
		o := w.open()
		o.str("file", path)
		o.str("format", format)
		o.str("unused", odd.What)
		o.str("why", odd.Why.Key())
		o.num("count", strconv.Itoa(odd.N))
		if err := w.close(o); err != nil {
			return err
		}
	}
	return nil
}

// together is the line of all sources of a kind; its source is "*".
func together(d measure.Daily) measure.Line {
	out := measure.Line{Kind: d.Kind, Source: measure.Source{Name: "*"}}
	for _, l := range d.Sources {
		out.Read, out.Doubles = out.Read+l.Read, out.Doubles+l.Doubles
		if out.First == 0 || l.First < out.First {
			out.First, out.Zone = l.First, l.Zone
		}
		if l.Last > out.Last {
			out.Last, out.LastZone = l.Last, l.LastZone
		}
	}
	return out
}

func (w *readWriter) line1(path, format string, form measure.Form, l measure.Line, days []measure.DaySum) error {
	o := w.open()
	o.str("file", path)
	o.str("format", format)
	o.str("kind", string(l.Kind))
	o.str("name", l.Kind.Name(w.lang))
	o.str("unit", form.Unit)
	o.str("source", l.Source.Name)
	if l.Source.Model != "" {
		o.str("model", l.Source.Model)
	}
	if l.Source.App != "" {
		o.str("app", l.Source.App)
	}
	o.num("count", strconv.Itoa(l.Read))
	o.num("doubles", strconv.Itoa(l.Doubles))
	o.str("first", stamp(l.First, l.Zone))
	o.str("last", stamp(l.Last, l.LastZone))
	o.key("days")
	o.b = append(o.b, '[')
	for i, d := range days {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		o.b = append(o.b, '{')
		o.day(form, d)
		o.b = append(o.b, '}')
	}
	o.b = append(o.b, ']')
	return w.close(o)
}

// day writes a day: a total for what is added up, minutes for sleep, else how the values lie.
func (o *object) day(form measure.Form, d measure.DaySum) {
	y, m, dom := d.Day.Date()
	o.str("day", fmt.Sprintf("%04d-%02d-%02d", y, m, dom))
	o.num("count", strconv.Itoa(d.N))
	switch form.Shape {
	case measure.Total:
		o.num("total", decimal(d.Value))
	case measure.Stage:
		o.num("minutes", decimal(d.Value))
		o.num("deep", decimal(d.Min))
		o.num("rem", decimal(d.Max))
		o.num("awake", decimal(d.Second))
		woke := d.Last / measure.Scale
		o.str("woke", fmt.Sprintf("%02d:%02d", woke/60, woke%60))
	default:
		o.num("mean", decimal(d.Mean()))
		o.num("min", decimal(d.Min))
		o.num("max", decimal(d.Max))
		o.num("last", decimal(d.Last))
		if form.Kind == "blood-pressure" {
			o.num("mean2", decimal(d.Mean2()))
			o.num("min2", decimal(d.Min2))
			o.num("max2", decimal(d.Max2))
		}
	}
}

func (w *readWriter) event(path, format string, in *measure.Intake, e measure.Event) error {
	o := w.open()
	o.str("file", path)
	o.str("format", format)
	kind := "workout"
	if e.Kind == measure.EventECG {
		kind = "ecg"
	}
	o.str("event", kind)
	o.str("name", e.Title(w.lang))
	o.str("source", in.SourceOf(e).Name)
	o.str("first", stamp(e.Start, e.Zone))
	o.str("last", stamp(e.End, e.Zone))
	for _, a := range e.Amounts {
		o.num(string(a.Kind)+[...]string{"", "", "-mean", "-min", "-max"}[a.What], decimal(a.Value))
	}
	o.num("places", strconv.Itoa(len(e.Track)))
	if e.Wave != nil {
		o.num("values", strconv.Itoa(len(e.Wave.UV)))
		o.num("hertz", strconv.FormatFloat(e.Wave.Hz, 'f', -1, 64))
	}
	return w.close(o)
}

func (w *readWriter) measuredText(path, format string, in *measure.Intake) error {
	fmt.Fprintf(w.out, "%s\n  %s\n", path, w.lang.T("measure.format."+format))
	for _, d := range in.Daily() {
		all := together(d)
		fmt.Fprintf(w.out, "  %s: %s. %s\n", d.Kind.Name(w.lang),
			w.lang.T("measure.read.line", "n", all.Read, "doubles", all.Doubles, "first", stamp(all.First, all.Zone)[:10], "last", stamp(all.Last, all.LastZone)[:10]),
			w.lang.T("measure.read.days", "n", len(d.Days)))
		for _, l := range d.Sources {
			fmt.Fprintf(w.out, "    %s %s: %d\n", l.Source.Name, l.Source.Model, l.Read)
		}
	}
	for _, e := range in.Events() {
		fmt.Fprintf(w.out, "  %s: %s\n", e.Title(w.lang), stamp(e.Start, e.Zone))
	}
	for _, o := range in.Odd() {
		fmt.Fprintf(w.out, "  %s: %s (%s, %d)\n", w.lang.T("measure.odd"), o.What, o.Why.Text(w.lang), o.N)
	}
	_, err := fmt.Fprintln(w.out)
	return err
}

// stamp writes a moment as it was on the person's clock.
func stamp(ms int64, zone int16) string {
	return time.UnixMilli(ms).In(time.FixedZone("", int(zone)*60)).Format("2006-01-02T15:04:05.999Z07:00")
}

// decimal writes a stored value without zeros that say nothing.
func decimal(v int64) string {
	return strconv.FormatFloat(float64(v)/measure.Scale, 'f', -1, 64)
}
