// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"regie/internal/medmij"
	"regie/internal/record"
)

// A run is bounded in time and size; what did not come within it is said to be missing.
const (
	runTime         = 10 * time.Minute
	serviceBytes    = 64 << 20
	deliverTime     = 30 * time.Second
	questionWorkers = 4 // of one service; the host bounds them further
	documentWorkers = 2
)

// runner does one run: it asks what a session gives access to, holds what comes against
// the person it should be about, and delivers it service by service.
type runner struct {
	session  *medmij.Session
	provider Listed
	services []*serviceTask
	sink     sink
	now      func() time.Time
	zone     *time.Location
	// unchecked lets everything pass, whomever it is about.
	unchecked bool
	log       *slog.Logger

	mu      sync.Mutex // of run and everything in it, and of subject
	run     *Run
	subject *Subject
	changed bool // run was changed since it was saved
}

// serviceTask is one data service of a run.
type serviceTask struct {
	svc       *DataService
	base      string // FHIR address for questions
	documents string // and for documents
	before    *ServiceState
	only      map[string]bool // questions to ask; nil is all
	out       *RunService

	mu        sync.Mutex
	resources []record.Incoming
	glances   []glance
	left      int64 // bytes that may still come
	notes     Notes
	whole     bool // every question was answered to its last page, and nothing was odd
	files     []record.File
	fetched   map[string]bool   // prints
	found     map[Each][]string // ids that a question found, for the questions that are asked for each
	failed    []Attachment
	images    []Attachment // that the lists of this run name
	space     int64        // bytes of images that may still come
}

// sink takes what a run delivers.
type sink interface {
	deliver(ctx context.Context, d delivery) (record.Change, error)
}

// delivery is what a run brought for a service. Only the last one of a service has Result.
type delivery struct {
	Batch   record.Batch
	Result  *ServiceResult
	Subject *Subject
}

// ServiceResult is what a run found out about a service, for the connection.
type ServiceResult struct {
	Started   time.Time        `json:"started"`
	Completed bool             `json:"completed"` // this run, with the one before where it finishes that, is whole
	Questions []*QuestionState `json:"questions"`
	Notes     Notes            `json:"notes,omitzero"`
	Files     []string         `json:"files,omitempty"` // prints of all documents that are here now
	Failed    []Attachment     `json:"failed,omitempty"`
	Again     bool             `json:"again,omitempty"` // only asked what failed before
}

func newTask(svc *DataService, offer medmij.Service, before *ServiceState, again bool) (*serviceTask, bool) {
	t := &serviceTask{svc: svc, before: before, left: serviceBytes, space: imageBytes, whole: true, fetched: map[string]bool{}, found: map[Each][]string{}}
	var ok bool
	if t.base, ok = base(offer, svc.Role); !ok {
		return nil, false
	}
	if svc.Documents != "" {
		if t.documents, ok = base(offer, svc.Documents); !ok {
			t.documents = t.base
		}
	}
	t.out = &RunService{ID: svc.ID}
	if again && before != nil && len(before.Questions) > 0 {
		t.only = map[string]bool{}
		for _, q := range before.Questions {
			if q.State == Failed || q.State == Partly || q.State == Waiting || q.State == Asking {
				t.only[q.Key] = true
			}
		}
		for _, q := range svc.Questions {
			if q.Each != nil && t.only[q.Key] {
				t.only[q.Each.Question] = true
			}
		}
	}
	for _, q := range svc.Questions {
		if q.Each != nil {
			t.found[*q.Each] = nil
		}
	}
	for _, q := range svc.Questions {
		if t.asks(q.Key) {
			t.out.Questions = append(t.out.Questions, &QuestionState{Key: q.Key, State: Waiting})
		}
	}
	if svc.Documents != "" && t.asks(filesKey) {
		t.out.Questions = append(t.out.Questions, &QuestionState{Key: filesKey, State: Waiting})
	}
	return t, true
}

func (t *serviceTask) asks(key string) bool { return t.only == nil || t.only[key] }

// do runs to the end. It returns when everything was delivered or is known to have failed.
func (r *runner) do(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, runTime)
	defer cancel()
	// Whose data it is comes first, of all services together: nothing is taken in before.
	r.parallel(len(r.services), func(i int) {
		t := r.services[i]
		for _, q := range t.svc.Questions {
			if q.Person && t.asks(q.Key) {
				r.ask(ctx, t, q)
			}
		}
	})
	refused := r.wrongPersons()
	r.parallel(len(r.services), func(i int) {
		t := r.services[i]
		if refused[t] {
			r.refuse(t)
			return
		}
		var first, then []Question
		for _, q := range t.svc.Questions {
			switch {
			case q.Person || !t.asks(q.Key):
			case q.Each != nil:
				then = append(then, q)
			default:
				first = append(first, q)
			}
		}
		for _, round := range [][]Question{first, then} {
			limit := make(chan struct{}, questionWorkers)
			r.parallel(len(round), func(j int) {
				limit <- struct{}{}
				defer func() { <-limit }()
				r.ask(ctx, t, round[j])
			})
		}
		r.finish(ctx, t)
	})
	r.update(func() { r.run.Finished = r.now() })
}

func (r *runner) parallel(n int, each func(i int)) {
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { each(i) })
	}
	wg.Wait()
}

// update changes the run under its lock.
func (r *runner) update(change func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	change()
	r.changed = true
}

// refuse ends a service that is about somebody else: nothing of it is kept.
func (r *runner) refuse(t *serviceTask) {
	t.mu.Lock()
	t.resources, t.glances, t.files = nil, nil, nil
	t.mu.Unlock()
	r.update(func() {
		t.out.Reason = medmij.ReasonOther
		for _, q := range t.out.Questions {
			q.State, q.Reason, q.Count = Failed, medmij.ReasonOther, 0
		}
	})
	r.log.Warn("service refused: it is about another person", "service", t.svc.ID)
	r.result(t)
}

// finish checks whom the answers are about, gets what they refer to, and delivers.
func (r *runner) finish(ctx context.Context, t *serviceTask) {
	if !r.verify(ctx, t) {
		r.refuse(t)
		return
	}
	if t.svc.Follow {
		r.follow(ctx, t)
	}
	if t.svc.Documents != "" {
		r.fetchDocuments(ctx, t)
	}
	r.result(t)
}

// result delivers what is left of a service, with how it ended.
func (r *runner) result(t *serviceTask) {
	// What came is kept, also when the run was told to stop.
	ctx, cancel := context.WithTimeout(context.Background(), deliverTime)
	defer cancel()
	r.mu.Lock()
	res := &ServiceResult{
		Started: r.run.Started, Questions: copyStates(t.out.Questions), Notes: t.notes,
		Files: slices.Sorted(maps.Keys(t.fetched)), Failed: t.failed, Again: t.only != nil,
	}
	refused := t.out.Reason != ""
	t.out.Notes = t.notes
	subject := r.subject
	r.mu.Unlock()
	d := delivery{Result: res, Subject: subject}
	d.Batch = r.batch(t)
	d.Batch.Complete, d.Batch.Since = t.complete(r.run.Started)
	res.Completed = d.Batch.Complete
	if refused {
		d.Batch.Resources, d.Batch.Files, d.Batch.Complete = nil, nil, false
	}
	change, err := r.sink.deliver(ctx, d)
	r.update(func() {
		t.out.Change = t.out.Change.Add(change)
		if err == nil {
			t.out.Applied = true
			return
		}
		t.out.Reason = medmij.ReasonInterrupted
		if medmij.ReasonOf(err) == medmij.ReasonOther {
			t.out.Reason = medmij.ReasonOther
		}
	})
	if err != nil {
		r.log.Error("what came could not be kept", "service", t.svc.ID, "err", err.Error())
	}
}

func (r *runner) batch(t *serviceTask) record.Batch {
	return record.Batch{
		Provider: r.provider.Provider, ProviderName: r.provider.Name, Service: t.svc.ID,
		At: r.run.Started, Since: r.run.Started, Resources: t.resources, Files: t.files,
	}
}

// repairFor is how long after a run that failed in part its missing answers still complete it.
const repairFor = 24 * time.Hour

// complete tells whether the service is now whole, and since when. A run that asks only what
// failed before completes the run before it, if that was not too long ago.
func (t *serviceTask) complete(started time.Time) (bool, time.Time) {
	if !t.whole {
		return false, started
	}
	if t.only == nil {
		return true, started
	}
	b := t.before
	if b == nil || b.Begun.IsZero() || started.Sub(b.Begun) > repairFor || b.Notes.Unreadable > 0 || b.Notes.Withheld > 0 {
		return false, started
	}
	for _, q := range b.Questions {
		if q.State == NotThere {
			return false, started
		}
	}
	return true, b.Begun
}

func copyStates(in []*QuestionState) []*QuestionState {
	out := make([]*QuestionState, len(in))
	for i, q := range in {
		c := *q
		out[i] = &c
	}
	return out
}
