// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	samples "regie/internal/measure"
	"regie/internal/text"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
)

// A night is drawn as blocks in rows: one row for each stage that the source tells, the lightest above.
// Positions are per mille of the width, and whole rows of the height.

// nightView is one stretch of sleep.
type nightView struct {
	title, said string // "Zaterdag op zondag", and what it came to, in a sentence
	source      string
	facts       []fact
	rows        []nightRow
	ticks       []nightTick
	stages      [][]string // from, till, which: for the table
}

type nightRow struct {
	stage  int64
	name   string
	blocks []nightBlock
}

// nightBlock is how long one stage lasted, in per cent of the width.
type nightBlock struct{ from, wide float64 }

type nightTick struct {
	at    float64 // per cent
	label string
}

// stageRows is the order of the rows, from awake to deep.
var stageRows = []int64{samples.StageOut, samples.StageAwake, samples.StageREM, samples.StageLight, samples.StageAsleep, samples.StageDeep, samples.StageInBed}

// mostNights is how many stretches of sleep a day shows: a night, and naps.
const mostNights = 4

// nights says how somebody slept, from what the source says.
func (p Pages) nights(v *shelf.Visit, x view, out *kindView) error {
	all, err := p.Books.Nights(v.Context(), v.Session.Vault, x.to, x.to)
	if err != nil {
		return fmt.Errorf("showing a night: %w", err)
	}
	of, err := p.Books.Samples(v.Context(), v.Session.Vault, x.kind, x.to-1, x.to)
	if err != nil {
		return fmt.Errorf("showing a night: %w", err)
	}
	slices.SortStableFunc(all, func(a, b samples.Night) int { return cmp.Compare(b.Asleep(), a.Asleep()) })
	for _, n := range all[:min(len(all), mostNights)] {
		out.nights = append(out.nights, nightOf(v, n, of))
	}
	return nil
}

func nightOf(v *shelf.Visit, n samples.Night, of []samples.Of) nightView {
	from, till := clockOf(n.Start, n.Zone), clockOf(n.End, n.Zone)
	out := nightView{
		title: v.T("samples.night.title", "low", ui.Clock(v.Lang, from), "high", ui.Clock(v.Lang, till)),
		said:  v.T("samples.night.said", "asleep", hours(v.Lang, n.Asleep()/60_000)),
	}
	for _, f := range []struct {
		key string
		ms  int64
	}{
		{"asleep", n.Asleep()}, {"deep", n.Deep}, {"light", n.Light}, {"rem", n.REM}, {"awake", n.Awake}, {"inbed", n.InBed},
	} {
		if f.ms > 0 {
			out.facts = append(out.facts, fact{v.T("samples.night." + f.key), hours(v.Lang, f.ms/60_000)})
		}
	}
	src, best := teller(n, of)
	if len(best) == 0 {
		return out
	}
	out.source = sourceName(v.Lang, src)
	long := float64(n.End - n.Start)
	for _, stage := range stageRows {
		row := nightRow{stage: stage, name: stageName(v.Lang, stage)}
		for _, s := range best {
			if s.Value/samples.Scale == stage {
				row.blocks = append(row.blocks, nightBlock{float64(s.Start-n.Start) / long * 100, float64(s.End-s.Start) / long * 100})
			}
		}
		if len(row.blocks) > 0 {
			out.rows = append(out.rows, row)
		}
	}
	for _, s := range best {
		out.stages = append(out.stages, []string{
			v.T("samples.from.to", "low", ui.Clock(v.Lang, clockOf(s.Start, n.Zone)), "high", ui.Clock(v.Lang, clockOf(s.End, n.Zone))),
			stageName(v.Lang, s.Value/samples.Scale), hours(v.Lang, (s.End-s.Start+30_000)/60_000),
		})
	}
	step := time.Hour
	if till.Sub(from) > 5*time.Hour {
		step = 2 * time.Hour
	}
	for at := from.Truncate(step).Add(step); at.Before(till); at = at.Add(step) {
		out.ticks = append(out.ticks, nightTick{float64(at.Sub(from)) / float64(till.Sub(from)) * 100, ui.Clock(v.Lang, at)})
	}
	return out
}

// teller is the source that tells most of a night, with what it tells, in the order of time.
func teller(n samples.Night, of []samples.Of) (src samples.Source, best []samples.Sample) {
	most := int64(-1)
	for _, o := range of {
		var here []samples.Sample
		stages := map[int64]bool{}
		covered := int64(0)
		for _, s := range o.Samples {
			if s.End > n.Start && s.Start < n.End && s.End > s.Start {
				s.Start, s.End = max(s.Start, n.Start), min(s.End, n.End)
				here = append(here, s)
				stages[s.Value] = true
				if s.Value != samples.StageInBed*samples.Scale {
					covered += s.End - s.Start
				}
			}
		}
		// As in the sums: the source with most stages, then the one that covers most.
		if score := int64(len(stages))<<40 + covered; len(here) > 0 && score > most {
			most, src, best = score, o.Source, here
		}
	}
	slices.SortStableFunc(best, func(a, b samples.Sample) int { return cmp.Compare(a.Start, b.Start) })
	return src, best
}

func stageName(l text.Lang, stage int64) string {
	return l.T("samples.stage." + strconv.FormatInt(stage, 10))
}

func nightColumns(ctx context.Context) []ui.Column {
	return []ui.Column{{Title: ui.T(ctx, "samples.night.when")}, {Title: ui.T(ctx, "samples.night.stage")}, {Title: ui.T(ctx, "samples.event.long"), Numeric: true}}
}

func pct(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) + "%" }

func tickAnchor(at float64) string {
	switch {
	case at < 6:
		return "start"
	case at > 94:
		return "end"
	}
	return "middle"
}
