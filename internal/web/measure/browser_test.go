// SPDX-License-Identifier: EUPL-1.2

package measure_test

import (
	"encoding/base64"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"regie/internal/diary"
	"regie/internal/e2e/browser"
	"regie/internal/measure"
	"regie/internal/text"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// busy is Regie with somebody who has a dossier, and measures a lot.
func busy(t testing.TB) *rooms {
	t.Helper()
	s := newSite(t, "anna")
	s.Fill("anna", "greet")
	watch := measure.Source{Name: "Horloge van Anna", Class: measure.ClassWatch}
	in := &measure.Intake{}
	from := in.Source(watch)
	heart, steps, sleep, weight, press := in.Kind("heart-rate"), in.Kind("steps"), in.Kind("sleep"), in.Kind("weight"), in.Kind("blood-pressure")
	add := func(k int, at time.Time, long time.Duration, v, second float64) {
		in.Add(k, from, measure.Sample{Start: at.UnixMilli(), End: at.Add(long).UnixMilli(), Zone: 60, Value: int64(v * measure.Scale), Second: int64(second * measure.Scale)})
	}
	for d := range 400 {
		day := anchor.AddDate(0, 0, -d).Truncate(24 * time.Hour)
		for h := 7; h < 22; h++ {
			add(heart, day.Add(time.Duration(h)*time.Hour), 0, math.Round(68+12*math.Sin(float64(d*h))), 0)
		}
		add(steps, day.Add(9*time.Hour), time.Hour, float64(4000+(d*977)%6000), 0)
		for i, stage := range []float64{measure.StageLight, measure.StageDeep, measure.StageLight, measure.StageREM, measure.StageLight, measure.StageAwake, measure.StageLight, measure.StageDeep, measure.StageREM, measure.StageLight} {
			add(sleep, day.Add(-time.Hour+time.Duration(i*45)*time.Minute), 45*time.Minute, stage, 0)
		}
		if d%6 == 0 {
			add(weight, day.Add(7*time.Hour), 0, 78.5+float64(d)/80+math.Sin(float64(d)), 0)
			add(press, day.Add(8*time.Hour), 0, float64(132+d%17), float64(82+d%9))
		}
	}
	wave := &measure.Wave{Lead: "I", Said: "Sinusritme", Hz: 512}
	for i := range 512 * 30 {
		x := math.Mod(float64(i)/512, 0.85)
		wave.UV = append(wave.UV, int32(10000*math.Exp(-math.Pow((x-0.3)/0.012, 2))+1500*math.Exp(-math.Pow((x-0.55)/0.04, 2))))
	}
	at := anchor.AddDate(0, 0, -2)
	in.Event(measure.Event{Kind: measure.EventECG, Source: from, Start: at.UnixMilli(), End: at.UnixMilli() + 30_000, Zone: 60, Wave: wave,
		Amounts: []measure.Amount{{Kind: "heart-rate", What: measure.WhatMean, Value: 71 * measure.Scale}}})
	run := measure.Event{Kind: measure.EventWorkout, Source: from, Start: at.UnixMilli() + 1, End: at.UnixMilli() + 2_400_000, Zone: 60, Name: "running",
		Amounts: []measure.Amount{{Kind: "distance", What: measure.WhatTotal, Value: 5200 * measure.Scale}, {Kind: "heart-rate", What: measure.WhatHigh, Value: 164 * measure.Scale}}}
	for i := range 200 {
		a := float64(i) / 200 * 2 * math.Pi
		add(heart, at.Add(time.Duration(i*12)*time.Second), 0, float64(110+i/5), 0)
		run.Track = append(run.Track, measure.Fix{At: at.UnixMilli() + int64(i)*12_000, Lat: 521_000_000 + int32(60_000*math.Sin(a)), Lon: 51_000_000 + int32(90_000*math.Sin(2*a)), Up: int32(1200 + 800*math.Sin(3*a))})
	}
	in.Event(run)
	if _, err := s.books.Add(t.Context(), s.Vaults["anna"], in, measure.About{Format: "apple", Name: "export.zip"}); err != nil {
		t.Fatal(err)
	}
	s.As("anna").Post("/metingen/zelf/"+s.keyOf("anna", "weight")+"/doel", "van", "74", "tot", "79")
	for _, e := range []diary.Entry{
		{Sort: diary.Note, Day: "2026-11-12", Time: "09:00", Text: "Slecht geslapen en de hele dag moe"},
		{Sort: diary.Symptom, Day: "2026-11-03", Complaints: []diary.Complaint{{Word: "Hoofdpijn", Strength: 6}}},
	} {
		if _, err := s.diaries.Put(t.Context(), s.Vaults["anna"], e); err != nil {
			t.Fatal(err)
		}
	}
	for d := 16; d < 20; d++ {
		s.As("anna").Post("/metingen/toevoegen/"+s.keyOf("anna", "weight"), "waarde", "78,4", "dag", "2026-11-"+strconv.Itoa(d), "tijd", "07:30")
		s.As("anna").Post("/metingen/toevoegen/"+s.keyOf("anna", "pain"), "waarde", strconv.Itoa(d%4+2), "dag", "2026-11-"+strconv.Itoa(d), "tijd", "20:30")
	}
	s.As("anna").Post("/metingen/week", "deel", "ochtend", "dag", "2026-11-19", "tijd", "08:00", "boven1", "141", "onder1", "88", "boven2", "138", "onder2", "86")
	s.As("anna").Post("/metingen/week", "deel", "avond", "dag", "2026-11-19", "tijd", "20:00", "boven1", "136", "onder1", "84", "boven2", "134", "onder2", "83")
	return s
}

// looks are the pages to look at.
func looks(t testing.TB, s *rooms) map[string]string {
	t.Helper()
	kind := func(k measure.Kind) string { return "/metingen/zelf/" + s.keyOf("anna", k) }
	out := map[string]string{
		"toevoegen": "/metingen/toevoegen", "bloeddruk-invullen": "/metingen/toevoegen/" + s.keyOf("anna", "blood-pressure"), "pijn": "/metingen/toevoegen/" + s.keyOf("anna", "pain"),
		"slaap-invullen": "/metingen/toevoegen/" + s.keyOf("anna", "sleep"), "eigen": "/metingen/toevoegen/eigen", "week": "/metingen/week", "zelf": "/metingen/zelf",
		"bloeddruk-jaar": kind("blood-pressure") + "?periode=jaar", "hartslag-jaar": kind("heart-rate") + "?periode=jaar", "hartslag-dag": kind("heart-rate") + "?periode=dag",
		"stappen-maand": kind("steps") + "?periode=maand", "stappen-jaar": kind("steps") + "?periode=jaar", "slaap-week": kind("sleep") + "?periode=week", "slaap-dag": kind("sleep") + "?periode=dag",
		"gewicht-alles": kind("weight") + "?periode=alles", "lijst": kind("blood-pressure") + "/lijst?dag=2026-11-19", "doel": kind("weight") + "/doel",
		"bestand": "/metingen/bestand", "bronnen": "/metingen/bronnen", "opnamen": "/metingen/opnamen", "overzicht": "/overzicht",
	}
	out["vergelijken"] = kind("steps") + "?periode=maand&naast=" + s.keyOf("anna", "weight")
	out["wijzigen"] = regexp.MustCompile(`/metingen/zelf/[0-9a-f]+/waarde/[0-9a-z]+`).FindString(s.As("anna").Get(kind("weight") + "/lijst?dag=2026-11-19").Body)
	out["tabel"] = "/metingen/tabel"
	out["tabel-kolommen"] = s.As("anna").Post("/metingen/tabel", "tabel", "Datum;Tijd;Boven;Onder;Gewicht (kg);Opmerking\n1 maart 2024;8u30;132;85;80,5;na het ontbijt\n2-3-24;8.15;128;80;80,1;\nooit;;1;1;1;\n").To
	out["lab-gewicht"] = regexp.MustCompile(`/lab/[0-9a-f]+`).FindString(s.As("anna").Get(kind("weight") + "?periode=alles").Body)
	all, err := s.books.Events(t.Context(), s.Vaults["anna"])
	if err != nil || len(all) != 2 {
		t.Fatalf("%d recordings, %v", len(all), err)
	}
	for i, name := range []string{"hartfilmpje", "training"} {
		out[name] = "/metingen/opnamen/" + strconv.FormatUint(all[i].Import, 10) + "/" + strconv.Itoa(all[i].Place)
	}
	return out
}

// Every page passes axe: on a phone in Dutch and light, and on a wide screen in English and dark.
func TestAxe(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: a browser takes some seconds")
	}
	s := busy(t)
	pages := looks(t, s)
	p := browser.Open(t, s.Base)
	for _, look := range []struct {
		width int
		dark  bool
		lang  text.Lang
	}{{360, false, text.NL}, {1280, true, text.EN}} {
		p.Width(look.width)
		p.Dark(look.dark)
		p.Cookie("weergave", route.FormatPrefs(ui.Prefs{Lang: look.lang, LangSet: true}))
		p.Cookie("regie", "anna")
		for name, path := range pages {
			p.Goto(path)
			p.Axe()
			if dir := os.Getenv("REGIE_LOOK"); dir != "" { // pictures for the eyes
				p.Screenshot(filepath.Join(dir, name+"-"+strconv.Itoa(look.width)+".png"))
			}
		}
	}
}

// A person types a blood pressure, sees it beside the doctor's, adds a file and undoes it.
func TestWalk(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: a browser takes some seconds")
	}
	s := newSite(t, "anna")
	s.Fill("anna", "greet")
	p := browser.Open(t, s.Base)
	p.Width(360)
	p.Cookie("weergave", route.FormatPrefs(ui.Prefs{Lang: text.NL, LangSet: true}))
	p.Cookie("regie", "anna")
	p.Goto("/toevoegen")
	p.Click(say("samples.add.title"))
	p.Click("Bloeddruk")
	p.Fill(say("samples.upper"), "1280")
	p.Fill(say("samples.lower"), "79")
	p.Allow("status of 422")
	p.Click(say("samples.save"))
	p.See(say("samples.doubt.value", "value", "1280"))
	p.Axe()
	p.Fill(say("samples.upper"), "128")
	p.Click(say("samples.save"))
	p.See(say("samples.saved.title"))
	p.Axe()
	p.Click(say("samples.saved.see"))
	p.See("128 / 79")
	p.Click(say("samples.period.all"))
	p.See(say("samples.theirs"))
	p.See(say("chart.own"))
	p.Axe()
	if n := browser.Eval[float64](p, `document.querySelectorAll('.rg-chart__point:not(.rg-chart__point--own)').length`); n < 2 {
		t.Errorf("%v values of providers in the chart", n)
	}
	if n := browser.Eval[float64](p, `document.querySelectorAll('.rg-chart__svg .rg-chart__point--own').length`); n < 1 {
		t.Errorf("%v own values in the chart", n)
	}

	p.Goto("/metingen/bestand")
	p.Eval0(`(() => {
		const b = Uint8Array.from(atob('` + base64.StdEncoding.EncodeToString(appleZip(t)) + `'), (c) => c.charCodeAt(0));
		const d = new DataTransfer();
		d.items.add(new File([b], 'export.zip'));
		document.getElementById('bestand').files = d.files;
	})()`)
	p.Click(say("samples.file.send"))
	p.See(say("samples.file.news", "n", 9))
	p.Axe()
	p.Click(say("samples.file.yes"))
	p.See(say("samples.file.added", "n", 9))
	p.Axe()
	p.Goto("/metingen/zelf")
	p.See("Stappen")
	p.Goto("/metingen/bestand")
	p.Click(say("samples.file.undo"))
	p.See(say("samples.file.undone"))
	p.Goto("/metingen/zelf")
	p.NotSee("Stappen")
	p.See("128 / 79")

	// Without script a person gets as far.
	p.NoScript(true)
	p.Goto("/metingen/toevoegen")
	p.Click("Pijn")
	p.Choose("4")
	p.Click(say("samples.save"))
	p.See(say("samples.saved.title"))
	if strings.Contains(p.URL(), "pijn") || strings.Contains(p.URL(), "pain") {
		t.Errorf("the address is %s", p.URL())
	}
}
