// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	samples "regie/internal/measure"
	"regie/internal/web/chart"
	"regie/internal/web/route"
)

// routeView is the way somebody went, drawn without a map: to ask for a map would tell somebody else
// where it was.
type routeView struct {
	path                       string
	startX, startY, endX, endY string
	wide, high                 int    // of the drawing
	bar                        string // how long the line is that shows the scale
	barWide                    string
	said                       string
}

// routeSize is how long the longer side of the drawing is.
const routeSize = 1000

// mostFixes is how many places the line has.
const mostFixes = 700

// meridian is how long a degree of latitude is, in metres.
const meridian = 111_195.0

func routeOf(r *route.Request, all []samples.Fix) *routeView {
	if len(all) < 2 {
		return nil
	}
	lo, hi := all[0], all[0]
	for _, f := range all {
		lo.Lat, hi.Lat = min(lo.Lat, f.Lat), max(hi.Lat, f.Lat)
		lo.Lon, hi.Lon = min(lo.Lon, f.Lon), max(hi.Lon, f.Lon)
	}
	narrow := math.Cos((float64(lo.Lat) + float64(hi.Lat)) / 2 / 1e7 * math.Pi / 180)
	wide, high := float64(hi.Lon-lo.Lon)/1e7*meridian*narrow, float64(hi.Lat-lo.Lat)/1e7*meridian // metres
	long := math.Max(wide, high)
	if long < 5 {
		return nil // somebody stood still
	}
	const edge = 40
	scale := (routeSize - 2*edge) / long
	v := &routeView{wide: max(int(wide*scale)+2*edge, 320), high: max(int(high*scale)+2*edge+60, 240)}
	left := (float64(v.wide) - wide*scale) / 2
	at := func(f samples.Fix) (x, y string) {
		return strconv.Itoa(int(left + float64(f.Lon-lo.Lon)/1e7*meridian*narrow*scale)), strconv.Itoa(int(edge + float64(hi.Lat-f.Lat)/1e7*meridian*scale))
	}
	var b strings.Builder
	step := max(1, (len(all)+mostFixes-1)/mostFixes)
	for i := 0; i < len(all); i += step {
		x, y := at(all[i])
		b.WriteString(map[bool]string{true: "M", false: "L"}[i == 0] + x + " " + y)
	}
	x, y := at(all[len(all)-1])
	b.WriteString("L" + x + " " + y)
	v.path = b.String()
	v.startX, v.startY = at(all[0])
	v.endX, v.endY = x, y
	// A line of a round length that is about a quarter of the way across.
	metres := round(long / 4)
	v.barWide = strconv.Itoa(int(metres * scale))
	v.bar = r.T("samples.event.metres", "n", int(metres))
	if metres >= 1000 {
		v.bar = r.T("samples.event.kilometres", "n", int(metres/1000))
	}
	v.said = r.T("samples.event.route.said", "wide", distance(r, wide), "high", distance(r, high))
	return v
}

func distance(r *route.Request, metres float64) string {
	if metres < 1000 {
		return r.T("samples.event.metres", "n", int(math.Round(metres/10)*10))
	}
	return r.T("samples.event.kilometres", "n", chart.Number(r.Lang, metres/1000, 0.1))
}

// round is the greatest of 1, 2 and 5 times a power of ten that is not more.
func round(v float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(v)))
	for _, f := range []float64{5, 2} {
		if v >= f*power {
			return f * power
		}
	}
	return power
}

// courses are what changed during a training: the height, and the heart rate that was measured then.
func (p Pages) courses(r *route.Request, e samples.Listed) (out []chart.Line, err error) {
	if heart, err := p.during(r, e); err != nil {
		return nil, err
	} else if heart != nil {
		out = append(out, *heart)
	}
	var s chart.Series
	for _, f := range e.Track {
		if f.At > 0 && f.Up != samples.NoHeight {
			s.Points = append(s.Points, chart.Point{At: clockOf(f.At, e.Zone), Value: float64(f.Up) / 100, Own: true})
		}
	}
	if len(s.Points) > 2 {
		out = append(out, line(r, e, "hoogte", samples.Kind("elevation").Name(r.Lang), samples.FormOf("elevation").UnitName(r.Lang), s))
	}
	return out, nil
}

func line(r *route.Request, e samples.Listed, id, title, unit string, s chart.Series) chart.Line {
	lo, hi := s.Points[0].Value, s.Points[0].Value
	for _, pt := range s.Points {
		lo, hi = min(lo, pt.Value), max(hi, pt.Value)
	}
	l := chart.Line{ID: id, Title: title, Unit: unit, NoTable: true, Series: []chart.Series{s}}
	l.From, l.Till, l.Daily = clockOf(e.Start, e.Zone), clockOf(e.End, e.Zone), true
	l.Summary = r.T("chart.summary.range", "low", chart.Number(r.Lang, lo, 1), "high", chart.Number(r.Lang, hi, 1)+"\u00a0"+unit)
	return l
}

// during is the heart rate while a training lasted.
func (p Pages) during(r *route.Request, e samples.Listed) (*chart.Line, error) {
	if e.End-e.Start < 60_000 || e.End-e.Start > int64(48*time.Hour/time.Millisecond) {
		return nil, nil
	}
	of, err := p.Books.Samples(r.Context(), r.Session.Vault, "heart-rate", dayOf(clockOf(e.Start, e.Zone)), dayOf(clockOf(e.End, e.Zone)))
	if err != nil {
		return nil, fmt.Errorf("showing a training: %w", err)
	}
	var best chart.Series
	for _, o := range of { // of one source: that which measured most
		var s chart.Series
		for _, x := range o.Samples {
			if x.Start >= e.Start && x.Start <= e.End && x.Mark&samples.MarkExtreme == 0 {
				s.Points = append(s.Points, chart.Point{At: clockOf(x.Start, e.Zone), Value: float64(x.Value) / samples.Scale, Own: true})
			}
		}
		if len(s.Points) > len(best.Points) {
			best = s
		}
	}
	if len(best.Points) < 3 {
		return nil, nil
	}
	f := samples.FormOf("heart-rate")
	l := line(r, e, "hartslag", f.Kind.Name(r.Lang), f.UnitName(r.Lang), best)
	return &l, nil
}
