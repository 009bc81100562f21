// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"context"
	"maps"
	"mime"
	"slices"
	"strings"

	"regie/internal/fhir"
	"regie/internal/medmij"
	"regie/internal/record"
)

// documentsFlush is how many bytes of documents are kept in memory before they are delivered.
const documentsFlush = 8 << 20

// fetchDocuments reads the descriptions that manifests point at, and then the documents
// themselves: those that are new, that changed, or that failed before.
func (r *runner) fetchDocuments(ctx context.Context, t *serviceTask) {
	state := t.out.question(filesKey)
	if state == nil { // nothing failed there before
		t.keepFiles()
		return
	}
	r.readManifests(ctx, t)
	list := t.wantedFiles()
	r.update(func() { state.State, t.out.Files = Asking, len(list) })
	reasons := map[medmij.Reason]int{}
	r.each(t, state, list, reasons, func(a Attachment) error { return r.document(ctx, t, a) })
	images := t.wantedImages() // of the lists that came
	r.update(func() { t.out.Files += len(images) })
	r.each(t, state, images, reasons, func(a Attachment) error { return r.image(ctx, t, a) })
	r.update(func() {
		if len(reasons) == 0 {
			r.end(t, state, nil)
			return
		}
		// A document that is gone while its description is there is no answer.
		state.At, state.State, state.Reason = r.now(), Failed, worst(reasons)
		if state.Count > 0 {
			state.State = Partly
		}
		t.mu.Lock()
		t.whole = false
		t.mu.Unlock()
	})
}

// each fetches what is on a list, a few at a time, and notes what came and what did not.
func (r *runner) each(t *serviceTask, state *QuestionState, list []Attachment, reasons map[medmij.Reason]int, fetch func(Attachment) error) {
	limit := make(chan struct{}, documentWorkers)
	r.parallel(len(list), func(i int) {
		limit <- struct{}{}
		defer func() { <-limit }()
		err := fetch(list[i])
		if err != nil {
			r.log.Info("document not fetched", "service", t.svc.ID, "reason", string(medmij.ReasonOf(err)), "err", err.Error())
		}
		r.update(func() {
			if err != nil {
				reasons[medmij.ReasonOf(err)]++
				t.failed = append(t.failed, list[i])
				return
			}
			state.Count++
			t.out.FilesDone++
			t.fetched[list[i].Print] = true
		})
		r.flush(t)
	})
}

// worst gives the reason that occurred most.
func worst(reasons map[medmij.Reason]int) medmij.Reason {
	var most medmij.Reason
	for _, reason := range slices.Sorted(maps.Keys(reasons)) {
		if most == "" || reasons[reason] > reasons[most] {
			most = reason
		}
	}
	return most
}

// readManifests reads the DocumentReferences that a manifest names and the list did not have.
func (r *runner) readManifests(ctx context.Context, t *serviceTask) {
	t.mu.Lock()
	have, wanted := map[string]bool{}, []string{}
	for _, g := range t.glances {
		have[g.kind+"/"+g.id] = true
	}
	for _, g := range t.glances {
		for _, ref := range g.documents {
			if !have[ref] && readable(ref) && len(wanted) < maxFollowed {
				have[ref] = true
				wanted = append(wanted, ref)
			}
		}
	}
	t.mu.Unlock()
	for _, ref := range wanted {
		in, err := r.read(ctx, t, ref)
		if err != nil {
			r.update(func() {
				t.mu.Lock()
				t.whole = false
				t.mu.Unlock()
			})
			continue
		}
		t.add(*in, look(*in))
	}
}

const maxDocuments = 2000

// wantedFiles lists the documents to fetch, each once. What was fetched before and is
// described in the same way is not fetched again.
func (t *serviceTask) wantedFiles() []Attachment {
	t.mu.Lock()
	defer t.mu.Unlock()
	before := map[string]bool{}
	var failed []Attachment
	if t.before != nil {
		for _, print := range t.before.Files {
			before[print] = true
		}
		failed = t.before.Failed
	}
	seen := map[string]bool{}
	var out []Attachment
	want := func(a Attachment) {
		switch {
		case before[a.Print]:
			t.fetched[a.Print] = true
		case !seen[a.URL] && len(out) < maxDocuments:
			seen[a.URL] = true
			out = append(out, a)
		}
	}
	for _, g := range t.glances {
		for _, a := range g.attachments {
			want(a)
		}
	}
	if t.only != nil { // the descriptions were not all asked for: go by what is remembered
		for _, a := range failed {
			if a.Of == "" { // images have their own turn
				want(a)
			}
		}
		maps.Copy(t.fetched, before)
	}
	return out
}

// keepFiles remembers what was fetched before.
func (t *serviceTask) keepFiles() {
	if t.before == nil {
		return
	}
	for _, print := range t.before.Files {
		t.fetched[print] = true
	}
	t.failed = t.before.Failed
}

// document fetches one document: as a FHIR Binary where it is one, else as itself.
func (r *runner) document(ctx context.Context, t *serviceTask, a Attachment) error {
	address, binary := t.address(a.URL)
	plain := a.Type
	if media, _, err := mime.ParseMediaType(plain); err != nil || strings.ContainsAny(media, " ,;") {
		plain = "application/pdf"
	}
	get := medmij.Get{URL: address, Service: t.svc.ID, Accept: plain, Limit: medmij.MaxDocument, Secret: true}
	if binary {
		get.Accept = medmij.FHIRAccept(t.svc.mime())
	}
	res, err := r.session.Fetch(ctx, get)
	if reason := medmij.ReasonOf(err); binary && (reason == medmij.ReasonVersion || reason == medmij.ReasonRefused) {
		get.Accept = plain // some give the document only as itself
		res, err = r.session.Fetch(ctx, get)
	}
	if reason := medmij.ReasonOf(err); isImages(a.Type) && reason == medmij.ReasonVersion {
		get.Accept = listKinds
		res, err = r.session.Fetch(ctx, get)
	}
	if err != nil {
		return err
	}
	return t.keepDocument(a, address, res)
}

// address resolves the address of a document: relative ones lie at the document role's base.
func (t *serviceTask) address(url string) (address string, binary bool) {
	ref := fhir.ParseReference(url)
	binary = ref.Kind == fhir.RefResource && ref.Type == "Binary"
	if !strings.Contains(url, "://") && !strings.HasPrefix(url, "//") {
		url = medmij.Below(t.documents, strings.TrimLeft(url, "/"))
	}
	return url, binary
}

func (t *serviceTask) keepDocument(a Attachment, address string, res *medmij.Reply) error {
	media, body, err := contentOf(res)
	if err != nil {
		return err
	}
	if media == "application/dicom+json" || !strings.HasSuffix(media, "json") && !strings.HasSuffix(media, "json+fhir") && !strings.HasSuffix(media, "fhir+json") {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.files = append(t.files, record.File{URL: a.URL, ContentType: media, Body: body})
		if isImages(media) || isImages(a.Type) {
			t.list(a, body)
		}
		return nil
	}
	got, err := fhir.ParseResourceLimits(res.Body, t.svc.FHIR(), documentLimits)
	if err != nil || got.Type != "Binary" {
		return unreadable("not a document")
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.resources = append(t.resources, record.Incoming{FHIR: t.svc.FHIR(), FullURL: address, Raw: res.Body})
	t.glances = append(t.glances, glance{kind: "Binary", id: got.ID})
	return nil
}

// flush delivers documents that fill the memory; they join the rest of the run by Since.
func (r *runner) flush(t *serviceTask) {
	t.mu.Lock()
	size := 0
	for _, f := range t.files {
		size += len(f.Body)
	}
	for _, in := range t.resources {
		size += len(in.Raw)
	}
	if size < documentsFlush {
		t.mu.Unlock()
		return
	}
	d := delivery{Batch: r.batch(t)}
	t.resources, t.glances, t.files = nil, nil, nil
	t.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), deliverTime)
	defer cancel()
	change, err := r.sink.deliver(ctx, d)
	r.update(func() {
		t.out.Change = t.out.Change.Add(change)
		if err != nil {
			t.out.Reason = medmij.ReasonInterrupted
		}
	})
	if err != nil {
		r.log.Error("documents could not be kept", "service", t.svc.ID, "err", err.Error())
	}
}
