// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"context"
	"errors"
	"slices"
	"strings"

	"regie/internal/medmij"
)

// ask puts one question and follows its pages; one that is asked for each of what another found
// is put as often as that found something.
func (r *runner) ask(ctx context.Context, t *serviceTask, q Question) {
	state := t.out.question(q.Key)
	r.update(func() { state.State = Asking })
	if q.Each == nil {
		err := r.put(ctx, t, q, q.Query, state)
		r.update(func() { r.end(t, state, err) })
		return
	}
	var err error
	r.mu.Lock()
	if before := t.out.question(q.Each.Question); before != nil && before.Reason != "" {
		err = &medmij.Failure{Reason: before.Reason, Err: errors.New("what it is asked for is not known")}
	}
	r.mu.Unlock()
	t.mu.Lock()
	ids := t.found[*q.Each]
	t.mu.Unlock()
	for _, id := range ids {
		if e := r.put(ctx, t, q, strings.ReplaceAll(q.Query, "{id}", id), state); e != nil {
			err = e
			if medmij.ReasonOf(e) == medmij.ReasonNotThere {
				break
			}
		}
	}
	r.update(func() { r.end(t, state, err) })
}

// put sends one query and follows its pages.
func (r *runner) put(ctx context.Context, t *serviceTask, q Question, query string, state *QuestionState) error {
	t.mu.Lock()
	left := t.left
	t.mu.Unlock()
	trouble := false
	err := error(&medmij.Failure{Reason: medmij.ReasonTooLarge})
	if left > 0 {
		err = r.session.Pages(ctx, medmij.Search{
			Base: t.base, Query: fill(query, r.now(), r.zone), FHIR: t.svc.mime(), Service: t.svc.ID, MaxSize: left,
		}, func(body []byte) (string, error) {
			p, err := splitPage(body, t.svc.FHIR())
			bad, full := t.take(q.Key, p, len(body))
			trouble = trouble || bad
			r.update(func() { state.Count += len(p.resources) })
			if err == nil && full && p.next != "" {
				err = &medmij.Failure{Reason: medmij.ReasonTooLarge}
			}
			return p.next, err
		})
	}
	if ctx.Err() != nil && err != nil {
		err = &medmij.Failure{Reason: medmij.ReasonInterrupted, Err: ctx.Err()}
	}
	if err == nil && trouble {
		err = &medmij.Failure{Reason: medmij.ReasonFault, Err: errors.New("server says that its answer is not whole")}
	}
	return err
}

// end gives a question its final state.
func (r *runner) end(t *serviceTask, state *QuestionState, err error) {
	state.At = r.now()
	reason := medmij.ReasonOf(err)
	switch {
	case err == nil:
		state.State = Done
		return
	case reason == medmij.ReasonNotThere:
		state.State = NotThere
	case state.Count > 0:
		state.State, state.Reason = Partly, reason
	default:
		state.State, state.Reason = Failed, reason
	}
	t.mu.Lock()
	t.whole = false
	t.mu.Unlock()
	r.log.Info("question not answered", "service", t.svc.ID, "question", state.Key, "reason", string(reason), "err", err.Error())
}

// maxEach is for how many resources a question is asked at most: so many pregnancies nobody has.
const maxEach = 40

// take puts a page with the rest. It tells whether the server says that its answer is not
// whole, and whether the service has brought as much as we take.
func (t *serviceTask) take(question string, p page, size int) (trouble, full bool) {
	glances := make([]glance, len(p.resources))
	for i, in := range p.resources {
		glances[i] = look(in)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.left -= int64(size)
	t.resources = append(t.resources, p.resources...)
	t.glances = append(t.glances, glances...)
	for _, g := range glances {
		t.note(g)
		e := Each{question, g.kind}
		if ids, wanted := t.found[e]; wanted && readable(g.id) && g.id != "" && len(ids) < maxEach && !slices.Contains(ids, g.id) {
			t.found[e] = append(ids, g.id)
		}
	}
	for _, o := range p.outcomes {
		if severe(o) {
			trouble = true
		} else {
			t.notes.Warnings++
		}
	}
	return trouble, t.left <= 0
}

func (t *serviceTask) note(g glance) {
	if g.unreadable {
		t.notes.Unreadable++
		t.whole = false // what it is can't be known, so neither what is missing
	}
	if g.other {
		t.notes.Version++
	}
	t.notes.BSN = t.notes.BSN || g.bsn
}
