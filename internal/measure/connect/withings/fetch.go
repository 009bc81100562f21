// SPDX-License-Identifier: EUPL-1.2

package withings

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"regie/internal/measure"
	"regie/internal/measure/connect"
	"regie/internal/measure/withings"
)

// Bounds of one fetch.
const (
	mostPages = 400
	mostECG   = 40
	overlap   = 10 * 60 // seconds: clocks differ
	first     = "2008-01-01"
)

// measureTypes are the types that we ask for: those that Regie has a kind for.
const measureTypes = "1,4,5,6,8,9,10,11,12,54,71,76,88,123"

// Fetch implements connect.Vendor.
func (v *vendor) Fetch(ctx context.Context, access, part string, since int64, in *measure.Intake) (connect.Fetched, error) {
	began := v.Now().Unix() - overlap
	ask := asks[part]
	if part == partHeart {
		next, err := v.heart(ctx, access, since, in)
		return connect.Fetched{Next: next}, err
	}
	if ask == nil {
		return connect.Fetched{}, &connect.Failure{Why: connect.WhyUnread, Err: errors.New("no such part")}
	}
	if since > 0 {
		some := &measure.Intake{Sent: in.Sent, InOrder: in.InOrder}
		edited, err := v.pages(ctx, access, ask(since, v.Now()), some)
		if err != nil {
			return connect.Fetched{}, err
		}
		if !edited {
			*in = *some
			return connect.Fetched{Next: began}, nil
		}
		// Something was changed or deleted, and what it was before is not told: all of it anew.
	}
	if _, err := v.pages(ctx, access, ask(0, v.Now()), in); err != nil {
		return connect.Fetched{}, err
	}
	return connect.Fetched{Next: began, Whole: true}, nil
}

// question is a call that has pages.
type question struct {
	path string
	form url.Values
}

// asks makes the question of a part: since a moment, or for everything where that is 0.
var asks = map[string]func(since int64, now time.Time) question{
	partMeasures: func(since int64, _ time.Time) question {
		q := question{"/measure", url.Values{"action": {"getmeas"}, "category": {"1"}, "meastypes": {measureTypes}}}
		if since > 0 {
			q.form.Set("lastupdate", strconv.FormatInt(since, 10))
		}
		return q
	},
	partActivity: func(since int64, now time.Time) question {
		return daily("/v2/measure", "getactivity", "steps,distance,calories,totalcalories", since, now)
	},
	partSleep: func(since int64, now time.Time) question {
		return daily("/v2/sleep", "getsummary", "deepsleepduration,lightsleepduration,remsleepduration,wakeupduration,hr_average,hr_min,hr_max,rr_average", since, now)
	},
}

func daily(path, action, fields string, since int64, now time.Time) question {
	q := question{path, url.Values{"action": {action}, "data_fields": {fields}}}
	if since > 0 {
		q.form.Set("lastupdate", strconv.FormatInt(since, 10))
	} else {
		q.form.Set("startdateymd", first)
		q.form.Set("enddateymd", now.AddDate(0, 0, 1).Format(time.DateOnly))
	}
	return q
}

// page is what is read of an answer besides the measurements.
type page struct {
	More   jsontext.Value `json:"more"` // true, or 1
	Offset int64          `json:"offset"`
	Groups []changes      `json:"measuregrps"`
	Series []changes      `json:"series"`
}

// changes says when something was made and when it was last changed, in seconds.
type changes struct {
	Created  int64          `json:"created"`
	Modified int64          `json:"modified"`
	Measures jsontext.Value `json:"measures"`
}

func (p *page) edited(groups bool) bool {
	all := p.Series
	if groups {
		all = p.Groups
	}
	for _, c := range all {
		if c.Modified > c.Created || groups && len(bytes.Trim(c.Measures, "[] \t\r\n")) == 0 {
			return true
		}
	}
	return false
}

// pages reads all pages of a question. edited tells whether something in them was there before
// and was changed.
func (v *vendor) pages(ctx context.Context, access string, q question, in *measure.Intake) (edited bool, err error) {
	home, err := time.LoadLocation("Europe/Amsterdam") // for answers that do not tell where
	if err != nil {
		return false, &connect.Failure{Why: connect.WhyUnread, Err: err}
	}
	before := int64(-1)
	for n := 0; ; n++ {
		var p page
		raw, err := v.answer(ctx, q.path, access, q.form, &p)
		if err != nil {
			return false, err
		}
		if err := withings.ReadJSON(bytes.NewReader(raw), home, in); err != nil {
			return false, &connect.Failure{Why: connect.WhyUnread, Err: err}
		}
		edited = edited || p.edited(q.path == "/measure")
		if more := string(p.More); more != "true" && more != "1" {
			return edited, nil
		}
		if p.Offset <= before || n >= mostPages {
			return false, &connect.Failure{Why: connect.WhyUnread, Err: errors.New("pages without end")}
		}
		before = p.Offset
		q.form.Set("offset", strconv.FormatInt(p.Offset, 10))
	}
}

// heart reads electrocardiograms: the list since a moment, and then each curve. It returns the
// moment until which all were read, so that many come in several goes.
func (v *vendor) heart(ctx context.Context, access string, since int64, in *measure.Intake) (int64, error) {
	next := max(since, v.Now().Unix()-overlap)
	var all []recording
	form := url.Values{"action": {"list"}, "startdate": {strconv.FormatInt(since, 10)}, "enddate": {strconv.FormatInt(v.Now().Unix()+86_400, 10)}}
	before := int64(-1)
	for n := 0; ; n++ {
		var p struct {
			More   jsontext.Value `json:"more"`
			Offset int64          `json:"offset"`
			Series []recording    `json:"series"`
		}
		if err := v.call(ctx, "/v2/heart", access, form, &p); err != nil {
			return 0, err
		}
		for _, r := range p.Series {
			if r.ECG.Signal != 0 && r.At > 0 {
				all = append(all, r)
			}
		}
		if more := string(p.More); more != "true" && more != "1" {
			break
		}
		if p.Offset <= before || n >= mostPages {
			return 0, &connect.Failure{Why: connect.WhyUnread, Err: errors.New("pages without end")}
		}
		before = p.Offset
		form.Set("offset", strconv.FormatInt(p.Offset, 10))
	}
	slices.SortFunc(all, func(a, b recording) int { return cmp.Compare(a.At, b.At) })
	for n, r := range all {
		if n == mostECG {
			return r.At, nil
		}
		if err := v.curve(ctx, access, r, in); err != nil {
			return 0, err
		}
	}
	return next, nil
}

// recording is an electrocardiogram in the list.
type recording struct {
	At  int64 `json:"timestamp"`
	ECG struct {
		Signal int64 `json:"signalid"`
		AFib   *int  `json:"afib"`
	} `json:"ecg"`
	Heart    float64 `json:"heart_rate"`
	Timezone string  `json:"timezone"`
}

// said is what Withings makes of a recording, in its own words.
var said = map[int]string{0: "Atrial fibrillation: negative", 1: "Atrial fibrillation: positive", 2: "Atrial fibrillation: inconclusive"}

func (v *vendor) curve(ctx context.Context, access string, r recording, in *measure.Intake) error {
	var c struct {
		Signal []int32 `json:"signal"`
		Hz     float64 `json:"sampling_frequency"`
	}
	err := v.call(ctx, "/v2/heart", access, url.Values{"action": {"get"}, "signalid": {strconv.FormatInt(r.ECG.Signal, 10)}}, &c)
	if err != nil {
		return err
	}
	if c.Hz < 1 || c.Hz > 10_000 || len(c.Signal) == 0 || len(c.Signal) > 2_000_000 {
		in.Note("ecg", measure.WhyNumber, 1)
		return nil
	}
	w := &measure.Wave{Hz: c.Hz, UV: make([]int32, len(c.Signal))}
	for i, uv := range c.Signal {
		w.UV[i] = min(max(uv, -100_000_000), 100_000_000) * 10
	}
	if r.ECG.AFib != nil {
		w.Said = said[*r.ECG.AFib]
	}
	start := r.At * 1000
	e := measure.Event{
		Kind: measure.EventECG, Source: in.Source(measure.Source{Name: Row.Name, Class: measure.ClassWatch}), Start: start,
		End: start + int64(float64(len(c.Signal))*1000/c.Hz), Zone: zoneOf(r.Timezone, start), Wave: w,
	}
	if u, ok := measure.UnitFor("heart-rate", "bpm"); ok && r.Heart > 0 {
		if n, fine := measure.Scaled(r.Heart); fine {
			e.Amounts = append(e.Amounts, measure.Amount{Kind: "heart-rate", What: measure.WhatMean, Value: u.Convert(n)})
		}
	}
	in.Event(e)
	return nil
}

// zoneOf is how far the clock at a place was ahead; that of the Netherlands where it is not told.
func zoneOf(place string, ms int64) int16 {
	if place == "" {
		place = "Europe/Amsterdam"
	}
	l, err := time.LoadLocation(place)
	if err != nil {
		return 0
	}
	_, ahead := time.UnixMilli(ms).In(l).Zone()
	return int16(ahead / 60)
}
