// SPDX-License-Identifier: EUPL-1.2

package vendor

import (
	"math"
	"slices"
	"time"
)

// Measurements are made up from the day, so that they are the same whenever they are asked for,
// and go on as time does: the steps of today grow.

type group struct {
	ID       int64  `json:"grpid"`
	Attrib   int    `json:"attrib"`
	Date     int64  `json:"date"`
	Created  int64  `json:"created"`
	Modified int64  `json:"modified"`
	Category int    `json:"category"`
	Device   string `json:"deviceid"`
	Model    string `json:"model"`
	Measures []meas `json:"measures"`
}

type meas struct {
	Value int64 `json:"value"`
	Type  int   `json:"type"`
	Unit  int   `json:"unit"`
}

// change is what was done to a group since.
type change struct {
	group  *group // new, or in the place of what was
	gone   bool
	silent bool // and nobody is told
	at     int64
}

// wave is a number between -1 and 1 that looks like chance.
func wave(seed, day int64) float64 {
	x := math.Sin(float64(seed*7919+day*104_729)) * 43_758.5453
	return 2*(x-math.Floor(x)) - 1
}

func (v *Vendor) midnight(back int) time.Time {
	n := v.cfg.Now().In(v.zone)
	return time.Date(n.Year(), n.Month(), n.Day()-back, 0, 0, 0, 0, v.zone)
}

func dayNumber(t time.Time) int64 { return t.Unix() / 86_400 }

// groups lists the measurements of an account, newest first, that were made or changed since.
func (v *Vendor) groups(account string, changed int64, types []int) []group {
	var all []group
	now := v.cfg.Now().Unix()
	for back := v.cfg.Days; back >= 0; back-- {
		day := v.midnight(back)
		n := dayNumber(day)
		weight := 74_600 - int64(back)*12 + int64(wave(1, n)*350)
		if account == Bas {
			weight += 12_000
		}
		all = append(all, made(n*10+1, day.Add(7*time.Hour+20*time.Minute), "Body+", meas{weight, 1, -3}, meas{2410 + int64(wave(2, n)*40), 6, -2}))
		if account == Anna && back%3 == 0 {
			all = append(all, made(n*10+2, day.Add(7*time.Hour+32*time.Minute), "BPM Connect",
				meas{84 + int64(wave(3, n)*6), 9, 0}, meas{133 + int64(wave(4, n)*9), 10, 0}, meas{68 + int64(wave(5, n)*7), 11, 0}))
		}
		if account == Anna && back%7 == 0 {
			all = append(all, made(n*10+3, day.Add(21*time.Hour), "ScanWatch", meas{96 + int64(wave(6, n)*2), 54, 0}))
		}
	}
	all = slices.DeleteFunc(all, func(g group) bool { return g.Created > now })
	for id, c := range v.changes[account] {
		all = slices.DeleteFunc(all, func(g group) bool { return g.ID == id })
		switch {
		case c.gone && !c.silent && changed > 0:
			all = append(all, group{ID: id, Date: c.at, Created: c.at - 86_400, Modified: c.at, Category: 1, Measures: []meas{}})
		case !c.gone:
			all = append(all, *c.group)
		}
	}
	out := all[:0]
	for _, g := range all {
		if g.Modified < changed {
			continue
		}
		if len(g.Measures) > 0 && len(types) > 0 {
			g.Measures = slices.DeleteFunc(slices.Clone(g.Measures), func(m meas) bool { return !slices.Contains(types, m.Type) })
			if len(g.Measures) == 0 {
				continue
			}
		}
		out = append(out, g)
	}
	slices.SortFunc(out, func(a, b group) int { return int(b.Date - a.Date) })
	return out
}

func made(id int64, at time.Time, model string, m ...meas) group {
	s := at.Unix()
	return group{ID: id, Date: s, Created: s + 60, Modified: s + 60, Category: 1, Device: "892359876fd8805ac45bab078c4828692f0276b1", Model: model, Measures: m}
}

func (v *Vendor) change(account string, id int64, c *change) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.changes[account] == nil {
		v.changes[account] = map[int64]*change{}
	}
	c.at = v.cfg.Now().Unix()
	v.changes[account][id] = c
}

// Weigh adds a weight in grams, and returns its number.
func (v *Vendor) Weigh(account string, at time.Time, grams int64) int64 {
	id := 9_000_000_000 + at.Unix()
	g := made(id, at, "Body+", meas{grams, 1, -3})
	g.Created, g.Modified = v.cfg.Now().Unix(), v.cfg.Now().Unix()
	v.change(account, id, &change{group: &g})
	return id
}

// Correct gives a weight another value, and another moment.
func (v *Vendor) Correct(account string, id int64, at time.Time, grams int64) {
	g := made(id, at, "Body+", meas{grams, 1, -3})
	g.Created, g.Modified = g.Date, v.cfg.Now().Unix()
	v.change(account, id, &change{group: &g})
}

// Delete takes a measurement away. silent leaves it out of what changed, too.
func (v *Vendor) Delete(account string, id int64, silent bool) {
	v.change(account, id, &change{gone: true, silent: silent})
}

// MorningWeight is the number of the weight that an account has of every morning.
func (v *Vendor) MorningWeight(back int) (id int64, at time.Time) {
	day := v.midnight(back)
	return dayNumber(day)*10 + 1, day.Add(7*time.Hour + 20*time.Minute)
}

type activity struct {
	Date     string  `json:"date"`
	Timezone string  `json:"timezone"`
	Modified int64   `json:"modified"`
	Brand    int     `json:"brand"`
	Tracker  bool    `json:"is_tracker"`
	Steps    int64   `json:"steps"`
	Distance float64 `json:"distance"`
	Calories float64 `json:"calories"`
	Total    float64 `json:"totalcalories"`
}

// Steps is what an account walked on a day so far.
func (v *Vendor) Steps(back int) int64 {
	day := v.midnight(back)
	steps := 6800 + int64(wave(7, dayNumber(day))*3100)
	if back == 0 {
		steps = int64(float64(steps) * v.cfg.Now().Sub(day).Hours() / 24)
	}
	return steps
}

func (v *Vendor) days(account string, changed int64, from, to time.Time) (out []activity) {
	if account != Anna {
		return nil
	}
	for back := v.cfg.Days; back >= 0; back-- {
		day := v.midnight(back)
		modified := min(day.AddDate(0, 0, 1).Unix(), v.cfg.Now().Unix())
		if modified < changed || day.Before(from) || !day.Before(to) {
			continue
		}
		steps := v.Steps(back)
		out = append(out, activity{
			Date: day.Format(dayFormat), Timezone: zoneName, Modified: modified, Brand: 1, Tracker: true,
			Steps: steps, Distance: float64(steps) * 0.71, Calories: float64(steps) * 0.04, Total: 1400 + float64(steps)*0.04,
		})
	}
	return out
}

type series struct {
	ID       int64          `json:"id"`
	Timezone string         `json:"timezone"`
	Model    int            `json:"model"`
	Start    int64          `json:"startdate"`
	End      int64          `json:"enddate"`
	Date     string         `json:"date"`
	Created  int64          `json:"created"`
	Modified int64          `json:"modified"`
	Data     map[string]int `json:"data"`
}

func (v *Vendor) nights(account string, changed int64, from, to time.Time) (out []series) {
	if account != Anna {
		return nil
	}
	for back := v.cfg.Days - 1; back >= 0; back-- {
		day := v.midnight(back)
		n := dayNumber(day)
		start := day.Add(-50*time.Minute + time.Duration(wave(8, n)*40)*time.Minute)
		end := day.Add(6*time.Hour + 50*time.Minute + time.Duration(wave(9, n)*30)*time.Minute)
		made := end.Unix() + 600
		if made > v.cfg.Now().Unix() || made < changed || day.Before(from) || !day.Before(to) {
			continue
		}
		all := int(end.Sub(start) / time.Second)
		deep, rem, awake := all/5, all/5, 900+int(wave(10, n)*600)
		out = append(out, series{
			ID: n, Timezone: zoneName, Model: 32, Start: start.Unix(), End: end.Unix(), Date: day.Format(dayFormat), Created: made, Modified: made,
			Data: map[string]int{"deepsleepduration": deep, "remsleepduration": rem, "wakeupduration": awake, "lightsleepduration": all - deep - rem - awake,
				"hr_average": 58 + int(wave(11, n)*4), "hr_min": 49, "hr_max": 81, "rr_average": 14},
		})
	}
	return out
}

type recording struct {
	Device string         `json:"deviceid"`
	Model  int            `json:"model"`
	ECG    map[string]int `json:"ecg"`
	Heart  int            `json:"heart_rate"`
	At     int64          `json:"timestamp"`
}

// recordings are electrocardiograms: one every three weeks.
func (v *Vendor) recordings(account string, since int64) (out []recording) {
	if account != Anna {
		return nil
	}
	for back := 0; back <= v.cfg.Days; back++ { // newest first
		day := v.midnight(back)
		at := day.Add(20*time.Hour + 15*time.Minute).Unix()
		if dayNumber(day)%21 == 0 && at >= since && at <= v.cfg.Now().Unix() {
			out = append(out, recording{Model: 93, ECG: map[string]int{"signalid": int(dayNumber(day)), "afib": 0}, Heart: 71, At: at})
		}
	}
	return out
}

// curve is thirty seconds of a made-up heart, in microvolts, 300 a second.
func curve(id int64) []int32 {
	const n, beat = 30 * 300, 252
	out := make([]int32, n)
	for i := range out {
		p := float64(i%beat) / beat
		bump := func(at, width, high float64) float64 { return high * math.Exp(-(p-at)*(p-at)/(2*width*width)) }
		out[i] = int32(bump(0.18, 0.025, 110) - bump(0.305, 0.008, 120) + bump(0.32, 0.010, 1050) - bump(0.338, 0.009, 210) + bump(0.55, 0.045, 260) + 12*wave(id, int64(i)))
	}
	return out
}
