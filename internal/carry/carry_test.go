// SPDX-License-Identifier: EUPL-1.2

package carry_test

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"regie/internal/agenda"
	"regie/internal/carry"
	"regie/internal/diary"
	"regie/internal/fhir"
	"regie/internal/measure"
	"regie/internal/practice/dossier"
	"regie/internal/practice/persons"
	"regie/internal/record"
	"regie/internal/store"
	"regie/internal/store/storetest"
	"regie/internal/text"
	"regie/internal/vault"
)

var anchor = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

func now() time.Time { return anchor }

var words = carry.Words{Source: func(title string) string { return "Bestand: " + title }, Unnamed: "zonder naam"}

// world is a database with everything that is taken along.
type world struct {
	t   testing.TB
	kit *carry.Kit
}

func newWorld(t testing.TB, db *store.DB) world {
	t.Helper()
	agendas, err := agenda.New(db, agenda.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	return world{t, &carry.Kit{
		DB: db, Keeper: record.New(db, record.Options{Now: now}), Books: measure.New(db, measure.Options{Now: now}),
		Diaries: diary.New(db, diary.Options{Now: now}), Agendas: agendas, Now: now,
	}}
}

func newPerson() *vault.Opened { return vault.Open(storetest.Person(), vault.NewRootKey(nil)) }

// batches is what a practice person has, a run for each service of each provider.
func batches(t testing.TB, key string) (out []record.Batch) {
	t.Helper()
	for _, p := range persons.Build(anchor) {
		if p.Key != key {
			continue
		}
		for _, provider := range dossier.Providers() {
			for _, service := range provider.Services {
				b := record.Batch{Provider: provider.MedMijName, ProviderName: provider.Name, Service: service, At: anchor, Complete: true}
				version := dossier.VersionOf(service)
				for _, r := range p.At[provider.Key] {
					document := r.Type == "DocumentReference" || r.Type == "DocumentManifest" || r.Type == "Binary"
					if r.FHIR == version && (len(r.Services) == 0 || slices.Contains(r.Services, service)) && document == (service == "51" || service == dossier.Images) {
						b.Resources = append(b.Resources, record.Incoming{FHIR: fhir.Version(version), Raw: r.JSON})
					}
				}
				if len(b.Resources) > 0 {
					out = append(out, b)
				}
			}
		}
	}
	if len(out) == 0 {
		t.Fatalf("no practice person %q", key)
	}
	return out
}

// fill gives a person something of every kind.
func (w world) fill(v *vault.Opened) {
	w.t.Helper()
	ctx := w.t.Context()
	must := func(err error) {
		w.t.Helper()
		if err != nil {
			w.t.Fatal(err)
		}
	}
	for _, b := range batches(w.t, "willem") {
		_, err := w.kit.Keeper.Apply(ctx, v, b)
		must(err)
	}
	// A content that changed, and something that is no longer listed.
	for i, n := range []string{"70", "71"} {
		_, err := w.kit.Keeper.Apply(ctx, v, record.Batch{
			Provider: "sportarts@medmij", ProviderName: "De Sportarts", Service: "49", At: anchor.Add(time.Duration(i-2) * time.Hour), Complete: true,
			Resources: []record.Incoming{{FHIR: fhir.STU3, Raw: fmt.Appendf(nil, "{\n \"resourceType\":\"Observation\",\n\"id\":\"o%d\",\"status\":\"final\",\"code\":{\"text\":\"Test\"},\"effectiveDateTime\":\"2026-01-02\",\"valueQuantity\":{\"value\":%s.0,\"unit\":\"kg\"}}", 1, n)}, {FHIR: fhir.STU3, Raw: fmt.Appendf(nil, `{"resourceType":"Observation","id":"gone%d","status":"final","code":{"text":"Weg"},"effectiveDateTime":"2026-01-02"}`, i)}},
			Files:     []record.File{{URL: "https://plaatjes.example/1", ContentType: "image/png", Body: []byte("\x89PNG nagemaakt")}},
		})
		must(err)
	}
	in := &measure.Intake{Exported: anchor.UnixMilli()}
	watch := in.Source(measure.Source{Name: "Watch van Anna, \"nieuw\"; 2", Model: "Watch6,2", App: "com.apple.health", Class: measure.ClassWatch})
	phone := in.Source(measure.Source{Name: "=Telefoon", Class: measure.ClassPhone})
	start := time.Date(2026, 10, 20, 6, 0, 0, 0, time.UTC).UnixMilli()
	for i := range int64(3000) {
		zone := int16(120)
		if i > 1500 {
			zone = 60
		}
		at := start + i*613_127
		in.Add(in.Kind("heart-rate"), watch, measure.Sample{Start: at, End: at, Zone: zone, Value: (60 + i%40) * measure.Scale})
		in.Add(in.Kind("steps"), watch, measure.Sample{Start: at, End: at + 300_000, Zone: zone, Value: (i % 90) * measure.Scale})
		in.Add(in.Kind("steps"), phone, measure.Sample{Start: at + 60_000, End: at + 360_000, Zone: -210, Value: (i%50)*measure.Scale + 1234})
	}
	in.Add(in.Kind("sleep"), watch, measure.Sample{Start: start, End: start + 3_600_000, Zone: 120, Value: measure.StageDeep * measure.Scale})
	in.Add(in.Kind(measure.Kind("other/Iets (mg/dL)")), phone, measure.Sample{Start: start, End: start, Value: -52_500, Mark: measure.MarkIrregular})
	in.Event(measure.Event{Kind: measure.EventWorkout, Source: watch, Start: start, End: start + 1_800_000, Zone: 120, Name: "running",
		Amounts: []measure.Amount{{Kind: "distance", What: measure.WhatTotal, Value: 50_000_001}}, Track: []measure.Fix{{At: start, Lat: 520000001, Lon: -40000002, Up: measure.NoHeight}, {At: start + 1000, Lat: 520000002, Lon: -40000003, Up: 120}}})
	in.Event(measure.Event{Kind: measure.EventECG, Source: watch, Start: start + 5000, End: start + 35_000, Zone: 120, Wave: &measure.Wave{Lead: "I", Said: "sinusritme", Hz: 512.5, UV: []int32{1, -2, 300, 4}}})
	_, err := w.kit.Books.Add(ctx, v, in, measure.About{Format: "apple", Name: "export.zip"})
	must(err)
	low, high := int64(600_000), int64(800_000)
	must(w.kit.Books.SetTarget(ctx, v, "weight", measure.Target{Low: &low, High: &high}))
	own := measure.OwnKind("Buik|omtrek \\ liggend", "cm")
	_, err = w.kit.Books.Put(ctx, v,
		measure.Typed{Kind: "weight", Sample: measure.Sample{Start: start, End: start, Zone: 120, Value: 721_500}, Note: "na het \"ontbijt\";\nmet sokken"},
		measure.Typed{Kind: "blood-pressure", Sample: measure.Sample{Start: start + 1250, End: start + 1250, Zone: 60, Value: 1_310_000, Second: 845_000, Mark: measure.MarkProtocol | measure.MarkEvening}},
		measure.Typed{Kind: "glucose", Sample: measure.Sample{Start: start + 9000, End: start + 9000, Zone: 60, Value: 63_000, Mark: measure.MarkBeforeMeal}},
		measure.Typed{Kind: own, Sample: measure.Sample{Start: start, End: start, Zone: 60, Value: 900_001}, Note: "=1+1"},
	)
	must(err)
	must(w.kit.Books.Prefer(ctx, v, []measure.Source{{Name: "=Telefoon"}}))
	kept, err := w.kit.Keeper.PutOwn(ctx, v, record.Own{Kind: record.OwnMedicine, Name: "Paracetamol", Use: "2 per dag", From: "2026-01"})
	must(err)
	d, err := w.kit.Keeper.Open(ctx, v)
	must(err)
	var item string
	must(d.Every(func(it *record.Item) error {
		if item == "" && !it.Provider.Own() && !it.Part {
			item = it.Key.String()
		}
		return nil
	}))
	d.Close()
	e, err := w.kit.Diaries.Put(ctx, v, diary.Entry{Sort: diary.Note, Day: "2026-11-02", Time: "08:30", Text: "Goed geslapen.\nWel moe.", Mood: 4, Items: []string{item, kept.Key.String()}, Kinds: []string{"sleep"}})
	must(err)
	_, err = w.kit.Diaries.AddFile(ctx, v, e.Key, "mijn voet", photo(w.t))
	must(err)
	_, err = w.kit.Diaries.Put(ctx, v, diary.Entry{Sort: diary.Symptom, Day: "2026-11-03", Complaints: []diary.Complaint{{Word: "hoofdpijn", Strength: 6}}})
	must(err)
	_, err = w.kit.Diaries.Put(ctx, v, diary.Entry{Sort: diary.Medicine, Day: "2026-11-03", Time: "09:00", Dose: &diary.Dose{Medicine: kept.Key.String(), Name: "Paracetamol", Skipped: true}})
	must(err)
	_, err = w.kit.Agendas.Put(ctx, v, agenda.Appointment{Title: "Fysio", From: "2026-12-01T10:00", Until: "2026-12-01T10:30", Repeat: &agenda.Repeat{Freq: agenda.Weekly, Count: 6}, Reminders: []int{60}, Item: item})
	must(err)
	_, err = w.kit.Agendas.PutGoal(ctx, v, agenda.Goal{What: "Minder wegen", Kind: "weight", Aim: agenda.AtMost, High: "70.5", Unit: "kg", By: "2027-01-01", With: "dokter Jansen"})
	must(err)
}

// take takes everything along.
func (w world) take(v *vault.Opened) []byte {
	w.t.Helper()
	var b bytes.Buffer
	if err := w.kit.Take(w.t.Context(), v, text.NL, &b); err != nil {
		w.t.Fatal(err)
	}
	return b.Bytes()
}

func fileOf(name string, b []byte) *carry.File {
	return &carry.File{Name: name, ReaderAt: bytes.NewReader(b), Size: int64(len(b))}
}

// add looks at a file and adds what is new.
func (w world) add(v *vault.Opened, name string, b []byte) (*carry.Found, *carry.Import) {
	w.t.Helper()
	f := fileOf(name, b)
	found, err := w.kit.Look(w.t.Context(), v, f)
	if err != nil {
		w.t.Fatalf("%s: %v", name, err)
	}
	if found.New == 0 {
		return found, nil
	}
	i, err := w.kit.Add(w.t.Context(), v, fileOf(name, b), found, words) // opened anew, as after a while
	if err != nil {
		w.t.Fatalf("%s: %v", name, err)
	}
	return found, i
}

// state is all that a person has, apart from keys and from whom it is.
func (w world) state(v *vault.Opened) map[string][]string {
	w.t.Helper()
	ctx := w.t.Context()
	out := map[string][]string{}
	put := func(what, format string, a ...any) { out[what] = append(out[what], fmt.Sprintf(format, a...)) }
	must := func(err error) {
		w.t.Helper()
		if err != nil {
			w.t.Fatal(err)
		}
	}
	title := func(p string) string { return strings.TrimPrefix(p, "Bestand: ") }
	d, err := w.kit.Keeper.Open(ctx, v)
	must(err)
	defer d.Close()
	name := map[string]string{}
	must(d.Every(func(it *record.Item) error {
		care, err := it.Care()
		if err != nil {
			return err
		}
		view := care.View(text.NL)
		id := it.ID
		if it.Provider.Own() {
			id = "" // its key, which is new
		}
		name[it.Key.String()] = title(it.Provider.Title) + "/" + view.Title
		put("items", "%s %s %d %s %v %v %d gone=%v %q", title(it.Provider.Title), it.Type, it.FHIR, id, it.When, it.Category, it.Versions, it.Gone, view.Title)
		for _, f := range view.Facts {
			put("facts", "%s %s: %s %s", id, view.Title, f.Label, f.Text)
		}
		for n, doc := range record.Files(care) {
			if d.HasFile(it, doc) {
				b, err := w.kit.Keeper.Document(ctx, v, it, n)
				must(err)
				raw, err := io.ReadAll(b)
				must(err)
				put("documents", "%s %s %s %x", it.ID, b.ContentType, doc.Title, raw[:min(len(raw), 40)])
			}
		}
		return nil
	}))
	holdings, err := w.kit.Keeper.Holdings(ctx, v)
	must(err)
	for _, h := range holdings {
		for _, g := range h.Groups {
			must(h.Each(ctx, g, func(k record.Kept) error {
				put("originals", "%s %s %s %s %d %s %q", title(h.Title), k.FHIR, k.Type, k.ID, k.State, k.ContentType, strings.NewReplacer("\n", " ", "\r", " ").Replace(string(k.Raw)))
				return nil
			}))
		}
	}
	have, err := w.kit.Books.Have(ctx, v)
	must(err)
	for _, k := range have {
		must(w.kit.Books.EachMonth(ctx, v, k, func(m measure.MonthOf) error {
			for _, of := range m.Sources {
				for _, s := range of.Samples {
					put("samples", "%q %+v %+v %q", k, of.Source, s, m.Notes[s.Start])
				}
			}
			return nil
		}))
		sums, err := w.kit.Books.Sums(ctx, v, k)
		must(err)
		put("sums", "%q %+v", k, sums)
		band, err := w.kit.Books.Target(ctx, v, k)
		must(err)
		if band.Low != nil {
			put("targets", "%q %d %d", k, *band.Low, *band.High)
		}
	}
	events, err := w.kit.Books.Events(ctx, v)
	must(err)
	for _, l := range events {
		e, err := w.kit.Books.Event(ctx, v, l.Import, l.Place)
		must(err)
		wave := measure.Wave{}
		if e.Wave != nil {
			wave = *e.Wave
		}
		e.Source, e.Wave = 0, nil
		put("events", "%+v %+v %+v", e.Event, e.From, wave)
	}
	own, err := w.kit.Keeper.OwnItems(ctx, v)
	must(err)
	for _, o := range own {
		put("own", "%d %q %q %q", o.Kind, o.Name, o.Use, o.From)
	}
	months, err := w.kit.Diaries.Months(ctx, v)
	must(err)
	for _, m := range months {
		all, err := w.kit.Diaries.Month(ctx, v, m)
		must(err)
		for _, e := range all {
			links := ""
			for _, k := range e.Items {
				links += name[k] + ";"
			}
			for _, f := range e.Files {
				meta, b, err := w.kit.Diaries.File(ctx, v, e.Key, f.ID)
				must(err)
				links += fmt.Sprintf("%s %s %d", meta.Type, meta.Said, len(b))
			}
			dose := diary.Dose{}
			if e.Dose != nil {
				dose = *e.Dose
				dose.Medicine = name[dose.Medicine]
			}
			put("diary", "%d %s %s %q %d %v %v %v %s", e.Sort, e.Day, e.Time, e.Text, e.Mood, e.Complaints, e.Kinds, dose, links)
		}
	}
	visits, err := w.kit.Agendas.All(ctx, v)
	must(err)
	for _, a := range visits {
		put("visits", "%s %s %s %+v %v %s", a.Title, a.From, a.Until, *a.Repeat, a.Reminders, name[a.Item])
	}
	goals, err := w.kit.Agendas.Goals(ctx, v)
	must(err)
	for _, g := range goals {
		put("goals", "%s %s %s %s %s %s", g.What, g.Kind, g.High, g.Unit, g.By, g.With)
	}
	for k := range out {
		slices.Sort(out[k])
	}
	return out
}

func photo(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewRGBA(image.Rect(0, 0, 40, 30)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// same compares what two persons have.
func same(t testing.TB, want, got map[string][]string) {
	t.Helper()
	for what := range want {
		if diff := cmp.Diff(want[what], got[what]); diff != "" {
			t.Errorf("%s differ: %d and %d (-was +is)\n%s", what, len(want[what]), len(got[what]), diff[:min(len(diff), 3000)])
		}
	}
	for what := range got {
		if want[what] == nil {
			t.Errorf("%s came from nowhere: %q", what, got[what][0])
		}
	}
}
