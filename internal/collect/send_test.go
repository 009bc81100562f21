// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"errors"
	"strings"
	"testing"

	"regie/internal/collect/form"
	"regie/internal/medmij"
	"regie/internal/practice"
	"regie/internal/practice/dossier"
	"regie/internal/practice/practicetest"
	"regie/internal/store"
)

// asked finds somebody who has a questionnaire at a provider.
func asked(t *testing.T, w *world) (person string, p dossier.Provider) {
	t.Helper()
	for _, who := range w.net.Persons() {
		for _, p := range w.net.Providers() {
			for _, r := range who.At[p.Key] {
				if r.Type == "Task" && r.FHIR == dossier.STU3 && strings.Contains(string(r.JSON), `"requested"`) {
					return who.Key, p
				}
			}
		}
	}
	t.Fatal("nobody has a questionnaire")
	return "", dossier.Provider{}
}

// filled answers every question that is asked with something that fits.
func filled(f *form.Form) form.Values {
	v := form.Values{}
	f.Each(func(it *form.Item) {
		switch it.Type {
		case "boolean":
			v[it.LinkID] = []string{"false"}
		case "integer", "decimal", "quantity":
			v[it.LinkID] = []string{max(it.Min, "1")}
		case "choice", "open-choice":
			v[it.LinkID] = []string{"1"}
		case "date":
			v[it.LinkID] = []string{"2026-09-30"}
		case "dateTime":
			v[it.LinkID] = []string{"2026-09-30T10:00"}
		case "time":
			v[it.LinkID] = []string{"10:00"}
		case "string", "text":
			v[it.LinkID] = []string{"Gaat wel"}
		}
	})
	return v
}

func TestAnswerAQuestionnaire(t *testing.T) {
	w := newWorld(t)
	person, p := asked(t, w)
	me := practicetest.Visitor{Person: person}
	w.visit(me, Choice{p.MedMijName, []string{"59"}})
	all, err := w.Answers(t.Context(), w.v)
	if err != nil || len(all) == 0 {
		t.Fatalf("%v, %v", all, err)
	}
	a := all[0]
	f, err := a.Questions()
	if err != nil || a.State != AnswerWaiting {
		t.Fatalf("%s: %v", a.State, err)
	}
	if a, err = w.Draft(t.Context(), w.v, a.ID, filled(f)); err != nil || a.State != AnswerDraft {
		t.Fatal(err)
	}
	if bad := f.Check(a.Values, w.zone); len(bad) > 0 {
		t.Fatalf("%+v", bad)
	}
	w.visit(me, Choice{p.MedMijName, []string{"59"}}) // collecting again leaves the draft alone
	send := func() *Answer {
		t.Helper()
		j, err := w.SendAnswer(t.Context(), w.v, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		w.travel(me, j.ID)
		if a, err = w.Answer(t.Context(), w.v, a.ID); err != nil {
			t.Fatal(err)
		}
		return a
	}
	// The person says no: nothing happened.
	j, err := w.SendAnswer(t.Context(), w.v, a.ID)
	if err != nil {
		t.Fatal(err)
	}
	w.travel(practicetest.Visitor{Person: person, Refuse: true}, j.ID)
	if a, _ = w.Answer(t.Context(), w.v, a.ID); a.State != AnswerDraft || len(w.net.Received()) != 0 {
		t.Fatalf("refused: %s, %d", a.State, len(w.net.Received()))
	}
	// The answer to the answers gets lost: they may have arrived.
	w.net.Inject(practice.Fault{Where: practice.AtResource, Provider: p.Key, Kind: practice.FaultDrop, After: 1, Times: 1})
	if send(); a.State != AnswerSent || a.Reason == "" {
		t.Fatalf("lost: %s %q", a.State, a.Reason)
	}
	if _, err := w.Draft(t.Context(), w.v, a.ID, nil); !errors.Is(err, ErrClosed) {
		t.Errorf("what left can be changed: %v", err)
	}
	key := a.Key
	if send(); a.State != AnswerReceived || a.Receipt == "" || a.Received.IsZero() || a.Key != key || a.Reason != "" {
		t.Fatalf("again: %+v", a)
	}
	if _, err := w.SendAnswer(t.Context(), w.v, a.ID); !errors.Is(err, ErrClosed) {
		t.Errorf("it can be sent a third time: %v", err)
	}
	count := map[string]int{}
	for _, r := range w.net.Received() {
		count[r.Resource.Type]++
		if r.Resource.Type == "QuestionnaireResponse" && (r.Person != person || r.Provider != p.Key || !strings.Contains(string(r.Resource.JSON), key)) {
			t.Errorf("%+v", r)
		}
	}
	if count["QuestionnaireResponse"] != 1 || count["Task"] != 2 { // accepted, completed
		t.Errorf("the provider has %v", count)
	}
}

func TestAskForACorrection(t *testing.T) {
	w := newWorld(t)
	person := w.net.Persons()[0].Key
	me := practicetest.Visitor{Person: person}
	if service, name := w.Corrects(t.Context(), gpName); service != dossier.Corrections || name == "" {
		t.Fatalf("%s %s", service, name)
	}
	if _, err := w.Correct(t.Context(), w.v, store.ID{}, childName, "x", "y"); !errors.Is(err, ErrNotFound) {
		t.Errorf("a provider that takes none: %v", err)
	}
	a, err := w.Correct(t.Context(), w.v, store.ID{}, gpName, "Telefoonnummer", "Mijn nummer is veranderd.")
	if err != nil {
		t.Fatal(err)
	}
	if a, err = w.Correct(t.Context(), w.v, a.ID, gpName, "Telefoonnummer", "Mijn nummer is 06-00000000."); err != nil {
		t.Fatal(err)
	}
	// A provider that refuses leaves it to the person.
	w.net.Inject(practice.Fault{Where: practice.AtResource, Kind: practice.FaultStatus, Status: 422, Times: 1})
	for _, want := range []AnswerState{AnswerDraft, AnswerReceived} {
		j, err := w.SendAnswer(t.Context(), w.v, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		w.travel(me, j.ID)
		if a, err = w.Answer(t.Context(), w.v, a.ID); err != nil || a.State != want || (a.Reason == medmij.ReasonRefused) != (want == AnswerDraft) {
			t.Fatalf("%s %q, want %s; %v", a.State, a.Reason, want, err)
		}
	}
	got := w.net.Received()
	if len(got) != 1 || !strings.Contains(string(got[0].Resource.JSON), "06-00000000") || got[0].Person != person {
		t.Errorf("%+v", got)
	}
	if err := w.DropAnswer(t.Context(), w.v, a.ID); !errors.Is(err, ErrClosed) {
		t.Errorf("what was received is dropped: %v", err)
	}
}
