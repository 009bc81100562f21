// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"encoding/json"
	"runtime"
	"strings"
	"testing"
	"time"

	"regie/internal/medmij"
	"regie/internal/practice"
	"regie/internal/practice/dossier"
	"regie/internal/store"
	"regie/internal/vault"
)

// TestHostileResourceServer lets one question of the GP go wrong in every way that the
// practice network knows. That question is named with its reason, the rest is there.
func TestHostileResourceServer(t *testing.T) {
	for name, c := range map[string]struct {
		fault practice.Fault
		state State
		want  medmij.Reason
	}{
		"400":                {practice.Fault{Kind: practice.FaultStatus, Status: 400}, Failed, medmij.ReasonRefused},
		"401":                {practice.Fault{Kind: practice.FaultStatus, Status: 401}, Failed, medmij.ReasonLoginAgain},
		"403":                {practice.Fault{Kind: practice.FaultStatus, Status: 403}, Failed, medmij.ReasonNotGranted},
		"404":                {practice.Fault{Kind: practice.FaultStatus, Status: 404}, NotThere, ""},
		"410":                {practice.Fault{Kind: practice.FaultStatus, Status: 410}, NotThere, ""},
		"406":                {practice.Fault{Kind: practice.FaultStatus, Status: 406}, Failed, medmij.ReasonVersion},
		"429 for a second":   {practice.Fault{Kind: practice.FaultStatus, Status: 429, RetryAfter: "1", Times: 1}, Done, ""},
		"429 for an hour":    {practice.Fault{Kind: practice.FaultStatus, Status: 429, RetryAfter: "3600"}, Failed, medmij.ReasonBusy},
		"500 once":           {practice.Fault{Kind: practice.FaultStatus, Status: 500, Times: 1}, Done, ""},
		"500":                {practice.Fault{Kind: practice.FaultStatus, Status: 500}, Failed, medmij.ReasonFault},
		"503":                {practice.Fault{Kind: practice.FaultStatus, Status: 503}, Failed, medmij.ReasonBusy},
		"504":                {practice.Fault{Kind: practice.FaultStatus, Status: 504}, Failed, medmij.ReasonNoAnswer},
		"drop once":          {practice.Fault{Kind: practice.FaultDrop, Times: 1}, Done, ""},
		"drop":               {practice.Fault{Kind: practice.FaultDrop}, Failed, medmij.ReasonNoAnswer},
		"half once":          {practice.Fault{Kind: practice.FaultTruncate, Times: 1}, Done, ""},
		"half":               {practice.Fault{Kind: practice.FaultTruncate}, Failed, medmij.ReasonHalf},
		"html":               {practice.Fault{Kind: practice.FaultHTML}, Failed, medmij.ReasonUnreadable},
		"200 MB":             {practice.Fault{Kind: practice.FaultHuge}, Failed, medmij.ReasonTooLarge},
		"gzip bomb":          {practice.Fault{Kind: practice.FaultBomb}, Failed, medmij.ReasonTooLarge},
		"redirect":           {practice.Fault{Kind: practice.FaultRedirect, Value: "https://127.0.0.1/"}, Failed, medmij.ReasonUnsafe},
		"bad UTF-8":          {practice.Fault{Kind: practice.FaultGarbage}, Done, ""},
		"content type":       {practice.Fault{Kind: practice.FaultContentType, Value: "application/fhir+xml"}, Failed, medmij.ReasonUnreadable},
		"no content type":    {practice.Fault{Kind: practice.FaultContentType, Value: ""}, Failed, medmij.ReasonUnreadable},
		"foreign next":       {practice.Fault{Kind: practice.FaultForeignNext, Value: "https://elders.test/fhir?page=2"}, Partly, medmij.ReasonUnsafe},
		"next to loopback":   {practice.Fault{Kind: practice.FaultForeignNext, Value: "https://127.0.0.1:22/"}, Partly, medmij.ReasonUnsafe},
		"next to the lists":  {practice.Fault{Kind: practice.FaultForeignNext, Value: "https://" + practice.ListHost + "/x"}, Partly, medmij.ReasonUnsafe},
		"loop":               {practice.Fault{Kind: practice.FaultLoopNext}, Partly, medmij.ReasonUnreadable},
		"other version":      {practice.Fault{Kind: practice.FaultVersion}, Failed, medmij.ReasonVersion},
		"script":             {practice.Fault{Kind: practice.FaultScript}, Done, ""},
		"double ids":         {practice.Fault{Kind: practice.FaultDoubleIDs}, Done, ""},
		"outcome with 200":   {practice.Fault{Kind: practice.FaultOutcome}, Failed, medmij.ReasonFault},
		"empty":              {practice.Fault{Kind: practice.FaultEmpty}, Done, ""},
		"double names":       {practice.Fault{Kind: practice.FaultDoubleNames}, Done, ""},
		"100,000 deep":       {practice.Fault{Kind: practice.FaultDeep}, Failed, medmij.ReasonUnreadable},
		"a list":             {practice.Fault{Kind: practice.FaultNotBundle}, Failed, medmij.ReasonUnreadable},
		"second page is bad": {practice.Fault{Kind: practice.FaultStatus, Status: 500, After: 1}, Partly, medmij.ReasonFault},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, light)
			c.fault.Where, c.fault.Provider, c.fault.Service = practice.AtResource, "huisarts-oefenhoek", "49"
			c.fault.Match = "Composition" // more than one page
			if c.fault.After > 0 {
				c.fault.Match, c.fault.After = "_vervolg=", 0 // later pages have addresses of their own
			}
			w.net.Inject(c.fault)
			j := w.visit(will(w), Choice{gpName, []string{"49"}})
			r := w.run(j.Legs[0].Run)
			s := r.Services[0]
			q := s.question("journal")
			if q.State != c.state || q.Reason != c.want {
				t.Errorf("question is %s %q, want %s %q", q.State, q.Reason, c.state, c.want)
			}
			for _, other := range s.Questions {
				if other.Key != "journal" && other.State != Done {
					t.Errorf("%s suffers: %s %s", other.Key, other.State, other.Reason)
				}
			}
			if !s.Applied || s.Change.NewItems == 0 {
				t.Error("what came was lost")
			}
			if whole := c.state == Done || c.state == NotThere; whole != (w.connection(gpName).State() == Done) {
				t.Errorf("connection says %s", w.connection(gpName).State())
			}
		})
	}
}

// TestBrokenEntriesAreNamed: one bad resource does not take the others along.
func TestBrokenEntriesAreNamed(t *testing.T) {
	for _, fault := range []practice.Kind{practice.FaultGarbage, practice.FaultDoubleNames} {
		w := newWorld(t, light)
		w.net.Inject(practice.Fault{Where: practice.AtResource, Service: "49", Match: "EpisodeOfCare", Kind: fault})
		j := w.visit(will(w), Choice{gpName, []string{"49"}})
		s := w.run(j.Legs[0].Run).Services[0]
		if s.Notes.Unreadable == 0 || s.question("episodes").State != Done || s.question("episodes").Count == 0 {
			t.Errorf("%s: %+v %+v", fault, s.Notes, s.question("episodes"))
		}
		if st := w.connection(gpName).Service("49"); st.Notes.Unreadable == 0 {
			t.Errorf("%s: the connection does not tell", fault)
		}
	}
}

func TestNumberOfTheCitizenIsFlaggedAndGone(t *testing.T) {
	w := newWorld(t, light)
	w.net.Inject(practice.Fault{Where: practice.AtResource, Service: "49", Kind: practice.FaultBSN})
	j := w.visit(will(w), Choice{gpName, []string{"49"}})
	s := w.run(j.Legs[0].Run).Services[0]
	if !s.Notes.BSN || s.State() != Done {
		t.Errorf("notes %+v, %s", s.Notes, s.State())
	}
	if !w.connection(gpName).Service("49").Notes.BSN {
		t.Error("the connection does not tell")
	}
}

func TestForeignAttachment(t *testing.T) {
	for _, url := range []string{"https://elders.test/brief.pdf", "https://127.0.0.1/brief.pdf", "http://zorgbrug.oefennetwerk.test/brief.pdf", "file:///etc/passwd", "//elders.test/x"} {
		w := newWorld(t, light)
		w.net.Inject(practice.Fault{Where: practice.AtResource, Service: "51", Kind: practice.FaultForeignAttachment, Value: url})
		j := w.visit(will(w), Choice{gpName, []string{"51"}})
		s := w.run(j.Legs[0].Run).Services[0]
		q := s.question(filesKey)
		if q.State != Failed || q.Reason != medmij.ReasonUnsafe || s.question("references").State != Done {
			t.Errorf("%s: %+v", url, q)
		}
	}
}

func TestMissingDocumentIsTriedAgainAlone(t *testing.T) {
	w := newWorld(t, light)
	heal := w.net.Inject(practice.Fault{Where: practice.AtResource, Service: "51", Match: "Binary/", Kind: practice.FaultStatus, Status: 404, Times: 1})
	j := w.visit(will(w), Choice{gpName, []string{"51"}})
	s := w.run(j.Legs[0].Run).Services[0]
	q := s.question(filesKey)
	if q.State != Partly || q.Reason != medmij.ReasonNotThere || s.Files < 2 || s.FilesDone != s.Files-1 {
		t.Fatalf("%+v, %d of %d", q, s.FilesDone, s.Files)
	}
	heal()
	w.seen.take()
	again, err := w.Again(t.Context(), w.v, w.connection(gpName).ID, nil, true)
	if err != nil {
		t.Fatal(err)
	}
	w.Wait()
	asked := w.seen.take()
	if len(asked) != 1 || !strings.Contains(asked[0].Path, "/Binary/") {
		t.Errorf("asked %+v", asked)
	}
	if r := w.run(again.Runs[0]); r.State(w.now()) != Done || r.Services[0].Files != 1 {
		t.Errorf("%s, %d files", r.State(w.now()), r.Services[0].Files)
	}
	if st := w.connection(gpName).Service("51"); st.State() != Done || len(st.Failed) != 0 || len(st.Files) != s.Files {
		t.Errorf("%s, %d failed, %d files of %d", st.State(), len(st.Failed), len(st.Files), s.Files)
	}
}

// patient makes the practice network send another Patient for a provider.
func patient(id, birth, gender, family, given string) dossier.Resource {
	body, _ := json.Marshal(map[string]any{
		"resourceType": "Patient", "id": id, "birthDate": birth, "gender": gender,
		"name": []any{map[string]any{"family": family, "given": []string{given}}},
	})
	return dossier.Resource{FHIR: dossier.STU3, Type: "Patient", ID: id, JSON: body}
}

func condition(id, patient string) dossier.Resource {
	body, _ := json.Marshal(map[string]any{
		"resourceType": "Condition", "id": id, "clinicalStatus": "active", "subject": map[string]any{"reference": "Patient/" + patient},
		"code": map[string]any{"text": "Kanarie " + id},
	})
	return dossier.Resource{FHIR: dossier.STU3, Type: "Condition", ID: id, JSON: body}
}

// serve lets the pharmacy of the practice network know of the first person only what is given.
func serve(t *testing.T, w *world, resources ...dossier.Resource) {
	t.Helper()
	if err := w.net.Replace(w.net.Persons()[0].Key, "apotheek-vijzel", resources); err != nil {
		t.Fatal(err)
	}
}

func TestSomebodyElsesData(t *testing.T) {
	first := patient("p1", "1968-03-01", "male", "Jansen", "Wim")
	for name, c := range map[string]struct {
		then  []dossier.Resource
		state State
		held  int // withheld
	}{
		"the same person":                   {[]dossier.Resource{first, condition("c", "p1")}, Done, 0},
		"the same, with another id":         {[]dossier.Resource{patient("p9", "1968-03-01", "male", "Jansen", "W"), condition("c", "p9")}, Done, 0},
		"married":                           {[]dossier.Resource{patient("p1", "1968-03-01", "male", "De Vries", "Wim"), condition("c", "p1")}, Done, 0},
		"another birth date":                {[]dossier.Resource{patient("p1", "1986-03-01", "male", "Jansen", "Wim"), condition("c", "p1")}, Failed, 0},
		"another sex":                       {[]dossier.Resource{patient("p1", "1968-03-01", "female", "Jansen", "Wim"), condition("c", "p1")}, Failed, 0},
		"a twin":                            {[]dossier.Resource{patient("p1", "1968-03-01", "male", "Jansen", "Bram"), condition("c", "p1")}, Failed, 0},
		"a second Patient among it":         {[]dossier.Resource{first, patient("p2", "1990-01-01", "female", "Bakker", "Els"), condition("c", "p1"), condition("d", "p2")}, Failed, 0},
		"somebody who is not there":         {[]dossier.Resource{first, condition("c", "p1"), condition("d", "p7")}, Done, 1},
		"two who are not there":             {[]dossier.Resource{condition("c", "p6"), condition("d", "p7")}, Failed, 0},
		"one who is not there, and nothing": {[]dossier.Resource{condition("c", "p6")}, Done, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, light)
			serve(t, w, first, condition("a", "p1"))
			w.visit(will(w), Choice{vijzelName, []string{"48"}})
			before := w.items()
			if w.connection(vijzelName).State() != Done {
				t.Fatal("the first time does not work")
			}
			w.clock.add(time.Hour)
			serve(t, w, c.then...)
			j := w.visit(will(w), Choice{vijzelName, []string{"48"}})
			r := w.run(j.Legs[0].Run)
			s := r.Services[0]
			if s.State() != c.state || s.Notes.Withheld != c.held {
				t.Errorf("%s %q, notes %+v", s.State(), s.Reason, s.Notes)
			}
			if c.state == Failed {
				if s.Reason != medmij.ReasonOther || s.Change.NewItems != 0 || w.items() != before {
					t.Errorf("%q, %+v, %d items", s.Reason, s.Change, w.items())
				}
				d, err := w.cfg.Keeper.Open(t.Context(), w.v)
				if err != nil {
					t.Fatal(err)
				}
				defer d.Close()
				if found := d.Search("kanarie c"); len(found.Items) > 0 {
					for _, it := range found.Items {
						t.Errorf("it is in the dossier: %v", it)
					}
				}
			}
		})
	}
}

// TestServicesOfOneProviderAgree: at the first time nobody can say which of two persons is right.
func TestServicesOfOneProviderAgree(t *testing.T) {
	r := &runner{run: &Run{}, now: time.Now}
	make := func(s Subject) *serviceTask {
		svc, _ := BuiltIn().Service("48")
		return &serviceTask{svc: svc, glances: []glance{{kind: "Patient", id: "p", patient: &s}}}
	}
	a := make(Subject{Birth: "1968-03-01", Gender: "male", Initials: "w"})
	b := make(Subject{Birth: "1990-03-01", Gender: "male", Initials: "w"})
	r.services = []*serviceTask{a, b}
	if wrong := r.wrongPersons(); !wrong[a] || !wrong[b] || r.subject != nil {
		t.Errorf("%v, %v", wrong, r.subject)
	}
	r.subject = &Subject{Birth: "1968-03-01"}
	if wrong := r.wrongPersons(); wrong[a] || !wrong[b] {
		t.Errorf("known before: %v", wrong)
	}
}

func TestMemoryStaysBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("takes 200 MB over the line")
	}
	w := newWorld(t, light)
	w.net.Inject(practice.Fault{Where: practice.AtResource, Service: "49", Kind: practice.FaultHuge})
	var most uint64
	stop := make(chan struct{})
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			case <-time.After(5 * time.Millisecond):
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapInuse)
			}
		}
	}()
	var before runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	w.visit(will(w), Choice{gpName, []string{"49"}})
	close(stop)
	<-done
	// Four answers at a time of at most 20 MB, and the copies that a growing buffer makes.
	if grown := int64(most) - int64(before.HeapInuse); grown > 300<<20 {
		t.Errorf("the heap grew by %d MB", grown>>20)
	}
}

// TestNothingPlainInTheStore looks for what the person and the providers said in the rows of the database.
func TestNothingPlainInTheStore(t *testing.T) {
	w := newWorld(t, light)
	w.visit(long(w), Choice{gpName, []string{"49", "51"}})
	conn := w.connection(gpName)
	if err := w.SetAutomatic(t.Context(), w.v, conn.ID, true); err != nil {
		t.Fatal(err)
	}
	words := []string{"oefenhoek", "Oefenhoek", "huisarts", "\"49\"", "Patient", "Observation", conn.Doors[0].Token}
	check := func(what string, body []byte) {
		for _, word := range words {
			if strings.Contains(string(body), word) {
				t.Errorf("%s holds %q", what, word)
			}
		}
	}
	err := w.db.View(t.Context(), w.v.Scope(), func(tx *store.Tx) error {
		for _, c := range []vault.Collection{vault.Connections, vault.Runs, vault.Flows, vault.Index, vault.Originals, vault.Items, vault.Documents} {
			for s, err := range tx.ListSealed(uint16(c)) {
				if err != nil {
					return err
				}
				check("a sealed row", s.Body)
			}
		}
		j, err := tx.GetJob(conn.Job)
		check("a job", j.Body)
		return err
	})
	if err == nil {
		return
	}
	conn = w.connection(gpName)
	err = w.db.View(t.Context(), w.v.Scope(), func(tx *store.Tx) error {
		j, err := tx.GetJob(conn.Job)
		check("a job", j.Body)
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
