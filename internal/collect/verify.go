// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"regie/internal/fhir"
	"regie/internal/medmij"
	"regie/internal/record"
)

// wrongPersons gives the services whose Patient is not who it should be, after the questions
// that tell. Where this provider was collected from before, it should be the same person as
// then. Else the services must agree among each other; if they don't, none is believed.
func (r *runner) wrongPersons() map[*serviceTask]bool {
	r.mu.Lock()
	before := r.subject != nil
	r.mu.Unlock()
	wrong := map[*serviceTask]bool{}
	if r.unchecked {
		return wrong
	}
	for _, t := range r.services {
		if r.wrongPerson(t) {
			wrong[t] = true
		}
	}
	if len(wrong) > 0 && !before {
		for _, t := range r.services {
			wrong[t] = true
		}
		r.mu.Lock()
		r.subject = nil
		r.mu.Unlock()
	}
	return wrong
}

// wrongPerson holds the Patients that came for a service against who it should be.
func (r *runner) wrongPerson(t *serviceTask) bool {
	for _, s := range t.patients() {
		if !r.agrees(s) {
			return true
		}
	}
	return false
}

// agrees takes a description of the person up, unless it is of somebody else.
func (r *runner) agrees(s Subject) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if s.empty() {
		return true
	}
	if r.subject == nil {
		r.subject = &s
		return true
	}
	if !r.subject.same(s) {
		return false
	}
	m := r.subject.merge(s)
	r.subject = &m
	return true
}

// patients gives the Patients among the answers that the answers are about, by id. Another
// Patient may come along as the policyholder of an insurance; that one is left alone.
func (t *serviceTask) patients() map[string]Subject {
	t.mu.Lock()
	defer t.mu.Unlock()
	about := t.subjects()
	person := t.asksPerson()
	out := map[string]Subject{}
	for _, g := range t.glances {
		if g.patient != nil && (person && len(about) == 0 || about[g.id]) {
			out[g.id] = *g.patient
		}
	}
	if t.svc.Key == "pregnancy" {
		withoutChildren(out)
	}
	return out
}

// withoutChildren leaves out who was born long after another: on a pregnancy card the child
// is a Patient too.
func withoutChildren(all map[string]Subject) {
	for id, child := range all {
		for _, mother := range all {
			if len(child.Birth) >= 4 && len(mother.Birth) >= 4 && yearOf(child) >= yearOf(mother)+youngestMother {
				delete(all, id)
				break
			}
		}
	}
}

// youngestMother is in whole years.
const youngestMother = 12

// yearOf is the year of birth, 0 where there is none.
func yearOf(s Subject) int {
	year, err := strconv.Atoi(s.Birth[:4])
	if err != nil {
		return 0
	}
	return year
}

// subjects are the ids of the Patients that resources say they are about.
func (t *serviceTask) subjects() map[string]bool {
	about := map[string]bool{}
	for _, g := range t.glances {
		if g.subject != "" {
			about[g.subject] = true
		}
	}
	return about
}

func (t *serviceTask) asksPerson() bool {
	return slices.ContainsFunc(t.svc.Questions, func(q Question) bool { return q.Person })
}

// verify checks, when all questions of a service were answered, that everything is about one
// and the same person. Whoever is referred to but did not come is read. Resources of which
// that does not tell are left out; false means that the whole service is about somebody else.
func (r *runner) verify(ctx context.Context, t *serviceTask) bool {
	if r.unchecked {
		return true
	}
	if r.wrongPerson(t) {
		return false
	}
	t.mu.Lock()
	about, known := t.subjects(), map[string]bool{}
	for _, g := range t.glances {
		if g.patient != nil {
			known[g.id] = true
		}
	}
	t.mu.Unlock()
	var unknown []string
	for _, id := range slices.Sorted(maps.Keys(about)) {
		if !known[id] {
			unknown = append(unknown, id)
		}
	}
	// One patient that nothing contradicts: the token was for one person.
	if len(unknown) == 0 || len(about) == 1 {
		return true
	}
	var lost []string
	for _, id := range unknown {
		res, err := r.read(ctx, t, "Patient/"+id)
		if err != nil {
			lost = append(lost, id)
			continue
		}
		g := look(*res)
		if g.patient == nil || !r.agrees(*g.patient) {
			return false
		}
		t.add(*res, g)
	}
	if len(lost) == len(about) {
		return false // several patients, and of none it can be told who that is
	}
	t.withhold(lost)
	return true
}

// withhold leaves out the resources about these patients.
func (t *serviceTask) withhold(ids []string) {
	if len(ids) == 0 {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	kept, glances := t.resources[:0:0], t.glances[:0:0]
	for i, g := range t.glances {
		if slices.Contains(ids, g.subject) {
			t.notes.Withheld++
			t.whole = false
			continue
		}
		kept, glances = append(kept, t.resources[i]), append(glances, g)
	}
	t.resources, t.glances = kept, glances
}

func (t *serviceTask) add(in record.Incoming, g glance) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.resources, t.glances = append(t.resources, in), append(t.glances, g)
	t.left -= int64(len(in.Raw))
	t.note(g)
}

// read gets one resource by its type and id.
func (r *runner) read(ctx context.Context, t *serviceTask, ref string) (*record.Incoming, error) {
	address := medmij.Below(t.base, ref)
	res, err := r.session.Fetch(ctx, medmij.Get{
		URL: address, Service: t.svc.ID, Accept: medmij.FHIRAccept(t.svc.mime()), Limit: int64(resourceLimits.Bytes),
	})
	if err != nil {
		return nil, err
	}
	if err := medmij.CheckFHIR(res, t.svc.mime()); err != nil {
		return nil, err
	}
	in := record.Incoming{FHIR: t.svc.FHIR(), FullURL: address, Raw: res.Body}
	got, err := fhir.ParseResourceLimits(in.Raw, t.svc.FHIR(), resourceLimits)
	if err != nil || got.Key() != ref {
		return nil, unreadable("another resource than asked")
	}
	return &in, nil
}

const (
	maxFollowed = 80
	// followTries is how many of a type are tried before it is taken that the server does not
	// give that type one by one.
	followTries = 3
)

// follow reads what the answers refer to and did not bring: who wrote it, where it was. It is
// an extra: that something can't be read makes nothing incomplete. The order is fixed, so that
// collecting twice gives the same.
func (r *runner) follow(ctx context.Context, t *serviceTask) {
	done := map[string]bool{}
	for range 2 { // a role refers to a person and an organization
		byType := t.missing(done)
		types := slices.Sorted(maps.Keys(byType))
		r.parallel(len(types), func(i int) { r.followType(ctx, t, byType[types[i]]) })
	}
}

// missing lists what is referred to and is not there, by type, at most as much as is still
// allowed; done remembers what was listed.
func (t *serviceTask) missing(done map[string]bool) map[string][]string {
	t.mu.Lock()
	defer t.mu.Unlock()
	have := make(map[string]bool, len(t.glances))
	for _, g := range t.glances {
		have[g.kind+"/"+g.id] = true
	}
	var wanted []string
	for _, g := range t.glances {
		for _, ref := range g.refs {
			if !have[ref] && !done[ref] && readable(ref) {
				have[ref] = true
				wanted = append(wanted, ref)
			}
		}
	}
	slices.Sort(wanted) // answers come in any order
	out := map[string][]string{}
	for _, ref := range wanted {
		if len(done) >= maxFollowed {
			break
		}
		done[ref] = true
		kind, _, _ := strings.Cut(ref, "/")
		out[kind] = append(out[kind], ref)
	}
	return out
}

func (r *runner) followType(ctx context.Context, t *serviceTask, refs []string) {
	get := func(ref string) bool {
		in, err := r.read(ctx, t, ref)
		if err != nil {
			return false
		}
		g := look(*in)
		t.mu.Lock()
		about := t.subjects()
		t.mu.Unlock()
		if g.subject == "" || about[g.subject] { // not the family of somebody else
			t.add(*in, g)
		}
		return true
	}
	tried := 0
	for tried < len(refs) && ctx.Err() == nil {
		tried++
		if get(refs[tried-1]) {
			break
		}
		if tried == followTries {
			return
		}
	}
	rest := refs[tried:]
	limit := make(chan struct{}, questionWorkers)
	r.parallel(len(rest), func(i int) {
		limit <- struct{}{}
		defer func() { <-limit }()
		t.mu.Lock()
		full := t.left <= 0
		t.mu.Unlock()
		if !full && ctx.Err() == nil {
			get(rest[i])
		}
	})
}

// readable tells whether Type/id can be put in an address as it is.
func readable(ref string) bool {
	for i := range len(ref) {
		c := ref[i]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '.' && c != '/' {
			return false
		}
	}
	return len(ref) <= 100
}
