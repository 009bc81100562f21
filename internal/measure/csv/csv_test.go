// SPDX-License-Identifier: EUPL-1.2

package csv_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"regie/internal/measure"
	"regie/internal/measure/clock"
	"regie/internal/measure/csv"
)

// told says what was read, a word or two for each thing.
func told(in *measure.Intake) string {
	var out []string
	for _, d := range in.Daily() {
		for _, s := range d.Days {
			y, m, dom := s.Day.Date()
			out = append(out, fmt.Sprintf("%s %d×%v/%v %d-%d-%d", d.Kind, s.N, float64(s.Value)/measure.Scale, float64(s.Second)/measure.Scale, dom, m, y))
		}
	}
	for _, o := range in.Odd() {
		out = append(out, fmt.Sprintf("!%s %s %d", o.What, o.Why.Key(), o.N))
	}
	return strings.Join(out, "; ")
}

func read(t testing.TB, text string) (*measure.Intake, error) {
	place, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	in := &measure.Intake{}
	g, ok := csv.Look([]byte(text))
	if !ok {
		return in, csv.ErrNoTable
	}
	return in, csv.Read(strings.NewReader(text), g, place, csv.Source, in)
}

func TestTables(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"Dutch, a decimal comma", "Datum;Tijd;Gewicht (kg)\n1-3-2026;8:05;80,5\n2-3-2026;8:10;80,1\n", "weight 1×80.5/0 1-3-2026; weight 1×80.1/0 2-3-2026"},
		{"English, month first", "Date,Time,Weight (lb)\n03/13/2026,8:05 AM,200\n03/14/2026,8:05 PM,199.5\n", "weight 1×90.7185/0 13-3-2026; weight 1×90.4917/0 14-3-2026"},
		{"a cuff", "Datum en tijd;Bovendruk;Onderdruk;Polsslag;Opmerking\n01-03-2026 07:30;135;88;72;na het ontbijt\n01-03-2026 21:30;128;81;;\n", "blood-pressure 2×263/169 1-3-2026; heart-rate 1×72/0 1-3-2026"},
		{"an Omron table", "Date,Time,Systolic (mmHg),Diastolic (mmHg),Pulse (bpm),Device\nMar 1 2026,07:30,135,88,72,M7\n", "blood-pressure 1×135/88 1-3-2026; heart-rate 1×72/0 1-3-2026"},
		{"a pair in one cell, from the clipboard", "datum\tbloeddruk\tpols\n1 maart 2026\t135/88\t72\n2 maart 2026\t130/ 85\t70\n", "blood-pressure 1×135/88 1-3-2026; blood-pressure 1×130/85 2-3-2026; heart-rate 1×72/0 1-3-2026; heart-rate 1×70/0 2-3-2026"},
		{"no headings", "1-3-2026;7:30;135;88;72\n2-3-2026;7:30;131;84;70\n", "blood-pressure 1×135/88 1-3-2026; blood-pressure 1×131/84 2-3-2026; heart-rate 1×72/0 1-3-2026; heart-rate 1×70/0 2-3-2026"},
		{"steps of days, thousands", "Dag,Stappen\n2026-03-01,\"10.123\"\n2026-03-02,987\n", "steps 1×10123/0 1-3-2026; steps 1×987/0 2-3-2026"},
		{"glucose in mg/dL by its size", "tijdstip,glucose\n2026-03-01 08:00,110\n2026-03-01 12:00,145\n", "glucose 2×14.1544/0 1-3-2026"},
		{"with units in the cells", "datum;temperatuur;saturatie\n1-3-2026;36,6 °C;97%\n", "temperature 1×36.6/0 1-3-2026; oxygen 1×97/0 1-3-2026"},
		{"a row for each", "Datum;Soort;Waarde;Eenheid\n1-3-2026;Gewicht;80,5;kg\n1-3-2026;Buikomvang;96;cm\n1-3-2026;Schoenmaat;43;\n", "weight 1×80.5/0 1-3-2026; waist 1×96/0 1-3-2026; !Schoenmaat unknown 1"},
		{"nights", "datum;geslapen (uur)\n1-3-2026;7,5\n", "sleep 1×450/0 1-3-2026"},
		{"pain and mood", "Datum;Pijn;Stemming\n1-3-2026;7;4\n", "pain 1×7/0 1-3-2026; mood 1×4/0 1-3-2026"},
		{"a row that does not fit", "Datum;Gewicht\n1-3-2026;80,5\nmorgen;80\n3-3-2026;veel\n4-3-2026;8000\n5-3-2026;\n6-3-2026;80\n7-3-2026;80\n8-3-2026;81\n9-3-2026;81\n", "weight 1×80.5/0 1-3-2026; weight 1×80/0 6-3-2026; weight 1×80/0 7-3-2026; weight 1×81/0 8-3-2026; weight 1×81/0 9-3-2026; !morgen time 1; !veel number 1; !weight unlikely 1"},
		{"headings of one word", "Datum;Tijd;Boven;Onder\n1 maart 2024;8u30;132;85\n2-3-24;8.15;128;80\nooit;;1;1\n", "blood-pressure 1×132/85 1-3-2024; blood-pressure 1×128/80 2-3-2024; !ooit time 1"},
		{"Windows letters", "Datum;Lengte (cm);Opm\n1-3-2026;180;\xe9\xe9n\n", "height 1×180/0 1-3-2026"},
	} {
		in, err := read(t, c.text)
		if got := told(in); err != nil || got != c.want {
			t.Errorf("%s: %v\n got %s\nwant %s", c.name, err, got, c.want)
		}
	}
}

func TestNoTables(t *testing.T) {
	for _, text := range []string{"", "hello", "a,b\n1,2\n", "Naam;Plaats\nJan;Utrecht\n", "\x00\x01\x02", "Datum;Naam\n1-3-2026;Jan\n", `{"a":1,"b":2}`, "<xml a='1,2'/>"} {
		if in, err := read(t, text); !errors.Is(err, csv.ErrNoTable) || !in.Empty() {
			t.Errorf("%q: %v, %s", text, err, told(in))
		}
	}
}

// What the person says goes before the guess.
func TestAChangedGuess(t *testing.T) {
	text := "Wanneer,A,B\n03/04/2026,7,x\n"
	g, ok := csv.Look([]byte(text))
	if !ok || g.Ready() || g.Columns[0].Role != csv.Date || len(g.Columns[1].Examples) != 1 {
		t.Fatalf("%+v", g)
	}
	g.Order = clock.MonthFirst
	g.Columns[1].Role, g.Columns[1].Kind = csv.Value, "pain"
	in := &measure.Intake{}
	if err := csv.Read(strings.NewReader(text), g, nil, csv.Source, in); err != nil || told(in) != "pain 1×7/0 4-3-2026" {
		t.Errorf("%v %s", err, told(in))
	}
}

// Every kind that people measure by hand has a word in both languages.
func TestEveryKindHasAWord(t *testing.T) {
	for kind, heads := range map[measure.Kind][2]string{
		"weight": {"Gewicht", "Weight"}, "heart-rate": {"Hartslag", "Heart rate"}, "glucose": {"Bloedsuiker", "Glucose"}, "temperature": {"Temperatuur", "Temperature"},
		"oxygen": {"Zuurstofsaturatie", "Oxygen saturation"}, "steps": {"Aantal stappen", "Steps"}, "sleep": {"Slaap", "Sleep"}, "pain": {"Pijnscore", "Pain"}, "mood": {"Stemming", "Mood"},
		"waist": {"Buikomvang", "Waist circumference"}, "peak-flow": {"Piekstroom", "Peak flow"}, "height": {"Lengte", "Height"}, "body-fat": {"Vetpercentage", "Body fat"}, "respiration": {"Ademhaling", "Respiratory rate"},
		"bmi": {"BMI", "BMI"}, "tired": {"Moeheid", "Fatigue"}, "distance": {"Afstand", "Distance"}, "insulin": {"Insuline", "Insulin"}, "water": {"Gedronken", "Water"},
	} {
		for _, head := range heads {
			g, ok := csv.Look([]byte("Datum;" + head + "\n1-3-2026;20\n2-3-2026;21\n"))
			if !ok || g.Columns[1].Role != csv.Value || g.Columns[1].Kind != kind {
				t.Errorf("%s is %+v", head, g.Columns)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("Datum;Tijd;Gewicht (kg)\n1-3-2026;8:05;80,5\n")
	f.Add("1-3-2026;7:30;135;88;72\n")
	f.Add("Datum;Soort;Waarde;Eenheid\n1-3-2026;Gewicht;80,5;kg\n")
	f.Fuzz(func(t *testing.T, s string) {
		if g, ok := csv.Look([]byte(s)); ok {
			in := &measure.Intake{}
			_ = csv.Read(strings.NewReader(s), g, nil, csv.Source, in)
			in.Daily()
		}
	})
}
