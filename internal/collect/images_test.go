// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"bytes"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"regie/internal/dicom"
	"regie/internal/medmij"
	"regie/internal/practice"
	"regie/internal/practice/dossier"
	"regie/internal/practice/pictures"
	"regie/internal/practice/practicetest"
	"regie/internal/record"
)

// withImages is a world with the person of a study; the world's person is to visit as that one.
func withImages(t *testing.T) (*world, dossier.Study) {
	study := dossier.Studies()[0]
	w := newWorld(t, func(c *practice.Config) {
		c.Persons = slices.DeleteFunc(slices.Clone(everyone()), func(p dossier.Person) bool { return p.Key != study.Person })
	})
	return w, study
}

// images lists the paths that were asked since the last call and name an object of a study.
func (w *world) images() (asked []string) {
	for _, x := range w.seen.take() {
		if i := strings.Index(x.Path, "/instances/"); i >= 0 {
			asked = append(asked, x.Path[i+len("/instances/"):])
		}
	}
	slices.Sort(asked)
	return asked
}

// kept returns the images that are in the dossier, by instance.
func (w *world) kept(study dossier.Study) map[string][]byte {
	w.t.Helper()
	d, err := w.cfg.Keeper.Open(w.t.Context(), w.v)
	if err != nil {
		w.t.Fatal(err)
	}
	defer d.Close()
	out := map[string][]byte{}
	it := d.List(record.Filter{}, 1, 1).Items[0]
	for _, ref := range pictures.List(study).Images {
		if !d.HasPart(it, ref.Path()) {
			continue
		}
		doc, err := w.cfg.Keeper.Part(w.t.Context(), w.v, it, ref.Path())
		if err != nil {
			w.t.Fatal(err)
		}
		if out[ref.Instance], err = io.ReadAll(doc); err != nil {
			w.t.Fatal(err)
		}
		if doc.ContentType != dicomFile {
			w.t.Errorf("kept as %s", doc.ContentType)
		}
	}
	return out
}

// TestStudy collects a study with its images, byte for byte, and asks nothing of it again. An
// image that fails is named, and comes the next time by itself.
func TestStudy(t *testing.T) {
	w, study := withImages(t)
	w.net.Inject(practice.Fault{Where: practice.AtResource, Provider: dossier.Eikenstad, Service: dossier.Images,
		Match: study.Instances[1], Kind: practice.FaultStatus, Status: http.StatusNotFound, Times: 1})
	choice := Choice{eikenName, []string{dossier.Images}}
	j := w.visit(practicetest.Visitor{Person: study.Person}, choice)
	s := w.run(j.Legs[0].Run).Services[0]
	files := s.question(filesKey)
	if d := cmp.Diff([]any{4, 3, Partly, medmij.ReasonNotThere}, []any{s.Files, s.FilesDone, files.State, files.Reason}); d != "" {
		t.Fatal(d)
	}
	all := slices.Sorted(slices.Values(append(slices.Clone(study.Instances), study.KOS)))
	if d := cmp.Diff(all, w.images()); d != "" {
		t.Error(d)
	}
	if got := w.kept(study); len(got) != 1 || got[study.Instances[0]] == nil {
		t.Fatalf("%d images kept", len(got))
	}

	j = w.visit(practicetest.Visitor{Person: study.Person}, choice)
	complain(t, "the second time", w.run(j.Legs[0].Run))
	if d := cmp.Diff([]string{study.Instances[1]}, w.images()); d != "" {
		t.Errorf("asked again: %s", d)
	}
	got := w.kept(study)
	for n, uid := range study.Instances {
		want, err := pictures.Instance(study, n, w.clock.Now().AddDate(-study.Years, -study.Months, 0))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(want, got[uid]) {
			t.Errorf("image %d is not as it was sent", n)
		}
	}

	j = w.visit(practicetest.Visitor{Person: study.Person}, choice)
	complain(t, "the third time", w.run(j.Legs[0].Run))
	if asked := w.images(); asked != nil {
		t.Errorf("asked a third time: %v", asked)
	}
}

// TestWhatIsNoImage: what comes in place of an image is not kept.
func TestWhatIsNoImage(t *testing.T) {
	for name, f := range map[string]struct {
		fault practice.Fault
		want  medmij.Reason
	}{
		"a page":      {practice.Fault{Kind: practice.FaultHTML}, medmij.ReasonUnreadable},
		"no such way": {practice.Fault{Kind: practice.FaultStatus, Status: http.StatusNotAcceptable}, medmij.ReasonVersion},
		"without end": {practice.Fault{Kind: practice.FaultHuge, Size: 80 << 20}, medmij.ReasonTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			w, study := withImages(t)
			f.fault.Where, f.fault.Provider, f.fault.Service, f.fault.Match = practice.AtResource, dossier.Eikenstad, dossier.Images, study.Instances[0]
			f.fault.Times = 9
			w.net.Inject(f.fault)
			j := w.visit(practicetest.Visitor{Person: study.Person}, Choice{eikenName, []string{dossier.Images}})
			files := w.run(j.Legs[0].Run).Services[0].question(filesKey)
			if files.State != Partly || files.Reason != f.want {
				t.Errorf("%s %s", files.State, files.Reason)
			}
			if got := w.kept(study); len(got) != 1 || got[study.Instances[0]] != nil {
				t.Errorf("%d images kept", len(got))
			}
		})
	}
}

// TestParts takes the image out of an answer in parts.
func TestParts(t *testing.T) {
	answer := func(kind, body string) *medmij.Reply {
		return &medmij.Reply{Header: http.Header{"Content-Type": {kind}}, Body: []byte(strings.ReplaceAll(body, "\n", "\r\n"))}
	}
	const related = `multipart/related; type="application/dicom"; boundary=x`
	for name, c := range map[string]struct {
		res         *medmij.Reply
		media, body string
		fails       bool
	}{
		"as itself":        {answer("application/dicom+json; charset=utf-8", "[]"), dicomJSON, "[]", false},
		"one part":         {answer(related, "--x\nContent-Type: application/dicom\n\nbeeld\n--x--\n"), dicomFile, "beeld", false},
		"its syntax told":  {answer(related, "--x\nContent-Type: application/dicom; transfer-syntax=1.2\n\nbeeld\n--x--\n"), dicomFile, "beeld", false},
		"a part before it": {answer(related, "--x\nContent-Type: text/plain\n\nhallo\n--x\nContent-Type: application/dicom\n\nbeeld\n--x--\n"), dicomFile, "beeld", false},
		"untold":           {answer(related, "--x\n\nbeeld\n--x--\n"), dicomFile, "beeld", false},
		"no parts":         {answer(related, "--x--\n"), "", "", true},
		"broken off":       {answer(related, "--x\nContent-Type: application/dicom\n\nbee"), "", "", true},
		"no boundary":      {answer("multipart/related", "--x\n\nbeeld\n--x--\n"), "", "", true},
	} {
		media, body, err := contentOf(c.res)
		if media != c.media || string(body) != c.body || (err != nil) != c.fails {
			t.Errorf("%s: %q %q %v", name, media, body, err)
		}
	}
}

// TestWantedImages: not more than comes in one time; the rest is remembered.
func TestWantedImages(t *testing.T) {
	study := dicom.Study{UID: "1.2"}
	for i := range maxImages + 5 {
		study.Images = append(study.Images, dicom.Reference{Study: "1.2", Series: "1.3", Instance: "1.4." + strings.Repeat("1", 1+i%40) + "." + strings.Repeat("2", 1+i/40), Class: dicom.ClassCT})
	}
	raw, err := dicom.WriteStudy("1.5", "1.6", study)
	if err != nil {
		t.Fatal(err)
	}
	const at = "https://beelden.example/wado/studies/1.2/series/1.5/instances/1.6"
	first := &serviceTask{whole: true, fetched: map[string]bool{}}
	first.list(Attachment{URL: at, Print: "kos"}, raw)
	list := first.wantedImages()
	if len(list) != maxImages || len(first.failed) != 5 || first.whole {
		t.Fatalf("%d wanted, %d left", len(list), len(first.failed))
	}
	if a := list[0]; a.Begin != "https://beelden.example/wado/" || a.URL != study.Images[0].Path() {
		t.Errorf("%+v", a)
	}
	state := &ServiceState{Failed: first.failed, Files: []string{"kos"}}
	for _, a := range list {
		state.Files = append(state.Files, a.Print)
	}
	for name, attachments := range map[string][]Attachment{"the list is there": {{URL: at, Print: "kos"}}, "the list is gone": nil} {
		then := &serviceTask{whole: true, fetched: map[string]bool{}, before: state, glances: []glance{{attachments: attachments}}}
		if got := len(then.wantedImages()); got != 5*len(attachments) || len(then.fetched) != maxImages {
			t.Errorf("%s: %d wanted, %d remembered", name, got, len(then.fetched))
		}
	}
}
