// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"errors"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"regie/internal/medmij"
	"regie/internal/practice"
	"regie/internal/practice/practicetest"
	"regie/internal/store"
)

// depart begins a journey to the GP and comes back from the pages there.
func depart(t *testing.T, w *world) (id store.ID, tag, query string) {
	t.Helper()
	j, err := w.Begin(t.Context(), w.v, []Choice{{gpName, []string{"49"}}})
	if err != nil {
		t.Fatal(err)
	}
	tag, query = w.away(will(w), j.ID, 0)
	return j.ID, tag, query
}

func TestAnswersThatAreNotTaken(t *testing.T) {
	with := func(query, name, value string) string {
		q, _ := url.ParseQuery(query)
		q.Set(name, value)
		return q.Encode()
	}
	other := medmij.ServerTag("https://elders.test/authorize")
	for name, c := range map[string]struct {
		change func(w *world, tag, query string) (session store.ID, newTag, newQuery string)
		want   medmij.Reason
		spent  bool // the flow can't be used any more
	}{
		"another state": {func(w *world, tag, q string) (store.ID, string, string) {
			return w.session, tag, with(q, "state", strings.Repeat("x", 43))
		}, medmij.ReasonForeign, false},
		"state of another case":  {func(w *world, tag, q string) (store.ID, string, string) { return w.session, tag, strings.ToUpper(q) }, medmij.ReasonForeign, false},
		"no state":               {func(w *world, tag, _ string) (store.ID, string, string) { return w.session, tag, "code=x" }, medmij.ReasonForeign, false},
		"error without state":    {func(w *world, tag, _ string) (store.ID, string, string) { return w.session, tag, "error=access_denied" }, medmij.ReasonForeign, false},
		"code and error":         {func(w *world, tag, q string) (store.ID, string, string) { return w.session, tag, q + "&error=x" }, medmij.ReasonForeign, false},
		"state twice":            {func(w *world, tag, q string) (store.ID, string, string) { return w.session, tag, q + "&state=y" }, medmij.ReasonForeign, false},
		"code twice":             {func(w *world, tag, q string) (store.ID, string, string) { return w.session, tag, q + "&code=y" }, medmij.ReasonForeign, false},
		"nothing":                {func(w *world, tag, _ string) (store.ID, string, string) { return w.session, tag, "" }, medmij.ReasonForeign, false},
		"another browser":        {func(w *world, tag, q string) (store.ID, string, string) { return store.NewID(nil), tag, q }, medmij.ReasonForeign, false},
		"path of another server": {func(w *world, _, q string) (store.ID, string, string) { return w.session, other, q }, medmij.ReasonForeign, false},
		"bare path":              {func(w *world, _, q string) (store.ID, string, string) { return w.session, "", q }, medmij.ReasonForeign, false},
		"another issuer": {func(w *world, tag, q string) (store.ID, string, string) {
			return w.session, tag, q + "&iss=https%3A%2F%2Felders.test"
		}, medmij.ReasonForeign, false},
		"issuer that is no URL": {func(w *world, tag, q string) (store.ID, string, string) { return w.session, tag, q + "&iss=%25%25" }, medmij.ReasonForeign, false},
		"too late": {func(w *world, tag, q string) (store.ID, string, string) {
			w.clock.add(16 * time.Minute)
			return w.session, tag, q
		}, medmij.ReasonNotFinished, true},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, light)
			id, tag, query := depart(t, w)
			w.seen.take()
			session, newTag, newQuery := c.change(w, tag, query)
			_, err := w.Return(t.Context(), w.v, session, newTag, newQuery)
			if medmij.ReasonOf(err) != c.want {
				t.Errorf("got %v, want %s", err, c.want)
			}
			w.Wait()
			if asked := w.seen.take(); len(asked) != 0 {
				t.Errorf("the provider was called: %+v", asked)
			}
			if all, err := w.Connections(t.Context(), w.v); err != nil || len(all) != 0 {
				t.Errorf("%d connections, %v", len(all), err)
			}
			// What somebody else tried does not spoil it for who it belongs to.
			_, err = w.Return(t.Context(), w.v, w.session, tag, query)
			if c.spent != (err != nil) {
				t.Errorf("the right answer after it: %v", err)
			}
			w.Wait()
			_ = id
		})
	}
}

func TestAnswerOfAnotherPerson(t *testing.T) {
	w := newWorld(t, light)
	_, tag, query := depart(t, w)
	if _, err := w.Return(t.Context(), w.person(), w.session, tag, query); medmij.ReasonOf(err) != medmij.ReasonForeign {
		t.Errorf("got %v", err)
	}
}

func TestAnswerIsTakenOnce(t *testing.T) {
	w := newWorld(t, light)
	id, tag, query := depart(t, w)
	w.seen.take()
	replica := w.replica()
	var mu sync.Mutex
	taken, used := 0, 0
	var wg sync.WaitGroup
	for i := range 12 {
		c := w.Collector
		if i%2 == 1 {
			c = replica
		}
		wg.Go(func() {
			j, err := c.Return(t.Context(), w.v, w.session, tag, query)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				taken++
			case medmij.ReasonOf(err) == medmij.ReasonUsed:
				used++
			default:
				t.Errorf("got %v", err)
			}
			if j != id {
				t.Errorf("leads to journey %s", j)
			}
		})
	}
	wg.Wait()
	w.Wait()
	replica.Wait()
	if taken != 1 || used != 11 {
		t.Errorf("taken %d times, used %d times", taken, used)
	}
	codes := 0
	for _, x := range w.seen.take() {
		if strings.HasSuffix(x.Path, "/token") {
			codes++
		}
	}
	if codes != 1 {
		t.Errorf("the code was handed in %d times", codes)
	}
}

func TestRefusalsAtTheProvider(t *testing.T) {
	for name, c := range map[string]struct {
		visitor func(practicetest.Visitor) practicetest.Visitor
		want    medmij.Reason
	}{
		"refused":     {func(v practicetest.Visitor) practicetest.Visitor { v.Refuse = true; return v }, medmij.ReasonDenied},
		"stopped":     {func(v practicetest.Visitor) practicetest.Visitor { v.Stop = true; return v }, medmij.ReasonDenied},
		"cancelled":   {func(v practicetest.Visitor) practicetest.Visitor { v.Cancel = true; return v }, medmij.ReasonDenied},
		"DigiD fails": {func(v practicetest.Visitor) practicetest.Visitor { v.Fail = true; return v }, medmij.ReasonFault},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, light)
			j := w.visit(c.visitor(will(w)), Choice{gpName, []string{"49"}})
			if j.Legs[0].State != LegStopped || j.Legs[0].Reason != c.want {
				t.Errorf("%s %s", j.Legs[0].State, j.Legs[0].Reason)
			}
			if all, _ := w.Connections(t.Context(), w.v); len(all) != 0 {
				t.Error("there is a connection")
			}
			// The person may try again at once.
			tag, query := w.away(will(w), j.ID, 0)
			if _, err := w.Return(t.Context(), w.v, w.session, tag, query); err != nil {
				t.Error(err)
			}
			w.Wait()
			if w.connection(gpName).State() != Done {
				t.Error("the second time does not work")
			}
		})
	}
}

func TestFaultsOnTheWayBack(t *testing.T) {
	for name, c := range map[string]struct {
		fault practice.Fault
		want  medmij.Reason // of Return
		leg   LegState
	}{
		"no state":      {practice.Fault{Kind: practice.FaultNoState}, medmij.ReasonForeign, LegAway},
		"other state":   {practice.Fault{Kind: practice.FaultOtherState}, medmij.ReasonForeign, LegAway},
		"both":          {practice.Fault{Kind: practice.FaultBoth}, medmij.ReasonForeign, LegAway},
		"a number":      {practice.Fault{Kind: practice.FaultReturnError, Value: "401"}, "", LegStopped},
		"script":        {practice.Fault{Kind: practice.FaultReturnError, Value: "<script>alert(1)</script>"}, "", LegStopped},
		"invalid_scope": {practice.Fault{Kind: practice.FaultReturnError, Value: "invalid_scope"}, "", LegStopped},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, light)
			c.fault.Where = practice.AtReturn
			w.net.Inject(c.fault)
			id, tag, query := depart(t, w)
			_, err := w.Return(t.Context(), w.v, w.session, tag, query)
			if medmij.ReasonOf(err) != c.want {
				t.Errorf("got %v, want %q", err, c.want)
			}
			j, err := w.Journey(t.Context(), w.v, id)
			if err != nil || j.Legs[0].State != c.leg {
				t.Errorf("%v, %v", j.Legs[0].State, err)
			}
			if j.Legs[0].Reason != "" && strings.Contains(string(j.Legs[0].Reason), "<") {
				t.Errorf("the provider's words are kept: %s", j.Legs[0].Reason)
			}
		})
	}
}

func TestTokenFaultsEndTheRunWithAReason(t *testing.T) {
	for name, c := range map[string]struct {
		fault practice.Fault
		want  medmij.Reason // of the run; "" where it goes well
	}{
		"lower case":        {practice.Fault{Kind: practice.FaultLowerBearer}, ""},
		"no scope":          {practice.Fault{Kind: practice.FaultNoScope}, ""},
		"named scope":       {practice.Fault{Kind: practice.FaultNamedScope}, ""},
		"no expiry":         {practice.Fault{Kind: practice.FaultNoExpiry}, ""},
		"expiry as text":    {practice.Fault{Kind: practice.FaultTextExpiry}, ""},
		"always refresh":    {practice.Fault{Kind: practice.FaultAlwaysRefresh}, ""},
		"invalid_grant":     {practice.Fault{Kind: practice.FaultError, Value: "invalid_grant"}, medmij.ReasonLoginAgain},
		"invalid_client":    {practice.Fault{Kind: practice.FaultError, Value: "invalid_client"}, medmij.ReasonOurs},
		"error as a number": {practice.Fault{Kind: practice.FaultIntegerError}, medmij.ReasonOurs},
		"html":              {practice.Fault{Kind: practice.FaultHTML}, medmij.ReasonUnreadable},
		"500":               {practice.Fault{Kind: practice.FaultStatus, Status: 500}, medmij.ReasonFault},
		"redirect":          {practice.Fault{Kind: practice.FaultRedirect, Value: "https://elders.test/"}, medmij.ReasonUnsafe},
		"drop":              {practice.Fault{Kind: practice.FaultDrop}, medmij.ReasonNoAnswer},
		"huge":              {practice.Fault{Kind: practice.FaultHuge}, medmij.ReasonTooLarge},
		"bomb":              {practice.Fault{Kind: practice.FaultBomb}, medmij.ReasonTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, light)
			c.fault.Where = practice.AtToken
			w.net.Inject(c.fault)
			j := w.visit(will(w), Choice{gpName, []string{"49"}})
			r := w.run(j.Legs[0].Run)
			if r.Reason != c.want || (c.want == "") != (r.State(w.now()) == Done) {
				t.Errorf("%s %q, want %q", r.State(w.now()), r.Reason, c.want)
			}
			if c.want != "" && w.connection(gpName).State() == Done {
				t.Error("the connection says that all is well")
			}
		})
	}
}

func TestServiceThatIsNotReleased(t *testing.T) {
	w := newWorld(t, light)
	w.net.Inject(practice.Fault{Where: practice.AtToken, Kind: practice.FaultScope, Value: "49"})
	j := w.visit(will(w), Choice{gpName, []string{"49", "51"}})
	r := w.run(j.Legs[0].Run)
	if r.State(w.now()) != Done || r.Services[0].State() != Done || r.Services[1].State() != NotGiven {
		t.Errorf("%s, %s, %s", r.State(w.now()), r.Services[0].State(), r.Services[1].State())
	}
	conn := w.connection(gpName)
	if conn.Service("51").Granted || !conn.Service("49").Granted {
		t.Error("the connection does not tell")
	}
	// Whether there is anything to be had the provider does not say: nothing is missing.
	if conn.State() != Done || len(conn.FailedServices()) != 0 {
		t.Errorf("%s, failed %v", conn.State(), conn.FailedServices())
	}
	// Asking for it once more needs another consent.
	again, err := w.Again(t.Context(), w.v, conn.ID, []string{"51"}, true)
	if !errors.Is(err, ErrNothing) {
		t.Errorf("again: %+v, %v", again, err)
	}
}

func TestOnlyWhatWasChosenIsAsked(t *testing.T) {
	w := newWorld(t, light)
	w.visit(will(w), Choice{gpName, []string{"51"}}) // the token is good for 49 too
	for _, x := range w.seen.take() {
		if strings.Contains(x.Path, "/49/") {
			t.Errorf("asked %s", x.Path)
		}
	}
}

func TestJourneysThatCanNotBegin(t *testing.T) {
	w := newWorld(t, light)
	for name, choices := range map[string][]Choice{
		"nobody":           nil,
		"unknown provider": {{"niemand@medmij", []string{"49"}}},
		"nothing chosen":   {{gpName, nil}},
		"not offered":      {{gpName, []string{"48", "63", "<script>"}}},
	} {
		if _, err := w.Begin(t.Context(), w.v, choices); !errors.Is(err, ErrNothing) {
			t.Errorf("%s: %v", name, err)
		}
	}
	w.clock.add(9 * time.Hour)
	if _, err := w.Begin(t.Context(), w.v, []Choice{{gpName, []string{"49"}}}); medmij.ReasonOf(err) != medmij.ReasonListsOld {
		t.Errorf("with old lists: %v", err)
	}
}

func TestProviderThatLeavesTheListHalfway(t *testing.T) {
	w := newWorld(t, light)
	_, tag, query := depart(t, w)
	w.net.Hide(gpName, true)
	if err := w.cfg.Network.Lists.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Return(t.Context(), w.v, w.session, tag, query); err != nil {
		t.Fatal(err)
	}
	w.Wait()
	runs, err := w.Runs(t.Context(), w.v)
	if err != nil || len(runs) != 1 || runs[0].Reason != medmij.ReasonNotOffered {
		t.Errorf("%+v, %v", runs[0], err)
	}
}

func TestSkipAndLookBack(t *testing.T) {
	w := newWorld(t, light)
	j, err := w.Begin(t.Context(), w.v, []Choice{{gpName, []string{"49"}}, {lindeName, []string{"48"}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Skip(t.Context(), w.v, j.ID, 0); err != nil {
		t.Fatal(err)
	}
	j, _ = w.Journey(t.Context(), w.v, j.ID)
	if j.Next(w.now()) != 1 {
		t.Errorf("next is %d", j.Next(w.now()))
	}
	if err := w.Skip(t.Context(), w.v, j.ID, 7); !errors.Is(err, ErrNotFound) {
		t.Errorf("leg that is not there: %v", err)
	}
	if _, err := w.Depart(t.Context(), w.v, w.session, j.ID, -1); !errors.Is(err, ErrNotFound) {
		t.Errorf("leg that is not there: %v", err)
	}
	if _, err := w.Depart(t.Context(), w.v, w.session, j.ID, 1); err != nil {
		t.Fatal(err)
	}
	w.clock.add(16 * time.Minute)
	j, _ = w.Journey(t.Context(), w.v, j.ID)
	if j.Legs[1].Failure(w.now()) != medmij.ReasonNotFinished || j.Next(w.now()) != -1 {
		t.Errorf("never came back: %q", j.Legs[1].Failure(w.now()))
	}
	w.clock.add(72 * time.Hour)
	if err := w.cfg.Network.Lists.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Begin(t.Context(), w.v, []Choice{{gpName, []string{"49"}}}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Journey(t.Context(), w.v, j.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("an old journey: %v", err)
	}
}
