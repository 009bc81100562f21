// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"math/rand"
	"testing"

	"regie/internal/fhir"
	"regie/internal/store"
	"regie/internal/store/storetest"
	"regie/internal/vault"
	"regie/internal/zib"
)

func TestOriginalsAndDocumentsComeBackExactly(t *testing.T) {
	random := make([]byte, 900_000) // several segments, and it does not compress
	rand.New(rand.NewSource(1)).Read(random)
	small := []byte("%PDF-1.4 small")
	b64 := base64.StdEncoding.EncodeToString
	reference := func(id, url string, size int) Incoming {
		return Incoming{FHIR: fhir.STU3, Raw: fmt.Appendf(nil, `{"resourceType":"DocumentReference","id":%q,"status":"current","indexed":"2026-01-02T10:00:00Z",
			"type":{"text":"Brief"},"content":[{"attachment":{"contentType":"application/pdf","url":%q,"size":%d,"title":"Brief aan de huisarts"}}]}`, id, url, size)}
	}
	in := []Incoming{
		{FHIR: fhir.STU3, Raw: fmt.Appendf(nil, "{ \"resourceType\": \"Binary\",\n \"id\":\"big\", \"contentType\":\"application/pdf\", \"content\": %q }", b64(random))},
		{FHIR: fhir.STU3, Raw: fmt.Appendf(nil, `{"resourceType":"Binary","id":"small","contentType":"application/pdf","content":%q}`, b64(small))},
		{FHIR: fhir.R4, Raw: fmt.Appendf(nil, `{"resourceType":"Binary","id":"r4","contentType":"application/pdf","data":%q}`, b64(random[:100_000]))},
		// Not how base64 is written today: it must come back as it was all the same.
		{FHIR: fhir.STU3, Raw: fmt.Appendf(nil, `{"resourceType":"Binary","id":"odd","contentType":"application/pdf","content":"%s\n%s"}`, b64(random[:60_000]), b64(random[60_000:90_000]))},
		{FHIR: fhir.STU3, Raw: fmt.Appendf(nil, `{"resourceType":"Basic","id":"long","code":{"text":%q}}`, bytes.Repeat([]byte("woord "), 9000))},
		{FHIR: fhir.STU3, Raw: fmt.Appendf(nil, `{"resourceType":"DocumentReference","id":"inline","status":"current","type":{"text":"Foto"},
			"content":[{"attachment":{"contentType":"image/png","data":%q,"title":"Foto"}}]}`, b64(random[:70_000]))},
		reference("d1", "Binary/big", len(random)), reference("d2", "https://een.example/fhir/Binary/small", 0),
		reference("d3", "https://een.example/files/7.pdf", 0), reference("d4", "Binary/missing", 0), reference("d5", "Binary/odd", 0),
	}
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		k, v := New(db, Options{}), someone()
		b := Batch{
			Provider: "een@medmij", Service: "51", At: moment(1), Complete: true, Resources: in,
			Files: []File{{URL: "https://een.example/files/7.pdf", ContentType: "application/pdf", Body: random[:300_000]}},
		}
		applyAll(t, k, v, []Batch{b})
		b.At, b.Files, b.Resources = moment(2), nil, in[4:] // the documents themselves are not fetched again
		if c := applyAll(t, k, v, []Batch{b}); c.New+c.Changed+c.Gone > 0 {
			t.Errorf("again: %+v", c)
		}
		d, err := k.Open(t.Context(), v)
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		items := map[string]*Item{}
		for i := range d.all {
			items[d.all[i].Type+"/"+d.all[i].ID] = &d.all[i]
		}
		for _, want := range in {
			r, err := fhir.ParseResource(want.Raw, want.FHIR)
			if err != nil {
				t.Fatal(err)
			}
			got, err := k.Original(t.Context(), v, items[r.Key()], 0)
			if err != nil || !bytes.Equal(got.Raw, want.Raw) || got.FHIR != want.FHIR {
				t.Errorf("%s: %v, %d bytes of %d", r.Key(), err, len(got.Raw), len(want.Raw))
			}
			if _, err := k.Original(t.Context(), v, items[r.Key()], 1); !errors.Is(err, ErrNotFound) {
				t.Errorf("%s has a second content: %v", r.Key(), err)
			}
		}
		for id, want := range map[string][]byte{
			"d1": random, "d2": small, "d3": random[:300_000], "d5": random[:90_000], "inline": random[:70_000],
		} {
			it := items["DocumentReference/"+id]
			care, err := it.Care()
			if err != nil {
				t.Fatal(err)
			}
			files := Files(care)
			if len(files) != 1 || !d.HasFile(it, files[0]) {
				t.Errorf("%s: files %+v", id, files)
				continue
			}
			f, err := k.Document(t.Context(), v, it, 0)
			if err != nil {
				t.Errorf("%s: %v", id, err)
				continue
			}
			got, err := io.ReadAll(f)
			if err != nil || !bytes.Equal(got, want) || f.Size != int64(len(want)) || f.ContentType == "" || f.Title == "" {
				t.Errorf("%s: %v, %d bytes of %d, size %d, %q %q", id, err, len(got), len(want), f.Size, f.ContentType, f.Title)
			}
			if _, err := k.Document(t.Context(), v, it, 1); !errors.Is(err, ErrNotFound) {
				t.Errorf("%s has a second file: %v", id, err)
			}
		}
		missing := items["DocumentReference/d4"]
		care, _ := missing.Care()
		if d.HasFile(missing, Files(care)[0]) {
			t.Error("a document that was not collected is there")
		}
		if _, err := k.Document(t.Context(), v, missing, 0); !errors.Is(err, ErrNotFound) {
			t.Errorf("missing document: %v", err)
		}
		if it := items["Binary/big"]; !it.Part && it.Category != zib.CategoryNone {
			t.Error("a Binary is shown by itself")
		}
	})
}

func TestEarlierContentsAreKept(t *testing.T) {
	k, v := New(storetest.SQLite(t), Options{}), someone()
	for n, value := range []string{"7.1", "7.2", "7.1", "7.3"} {
		applyAll(t, k, v, []Batch{{Provider: "een@medmij", Service: "48", At: moment(n), Complete: true, Resources: []Incoming{observation("a", "718-7", value)}}})
	}
	d, err := k.Open(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	it := &d.all[d.shown[0]]
	if it.Versions != 3 || len(it.Moments()) != 3 {
		t.Fatalf("%d contents, %v", it.Versions, it.Moments())
	}
	for n, want := range []string{"7.3", "7.2", "7.1"} {
		o, err := k.Original(t.Context(), v, it, n)
		if err != nil || !bytes.Contains(o.Raw, []byte(`"value":`+want)) {
			t.Errorf("content %d: %v %s", n, err, o.Raw)
		}
	}
}

func TestNoCitizenServiceNumberIsKept(t *testing.T) {
	const canary = "999911120"
	in := []Incoming{
		{FHIR: fhir.STU3, Raw: []byte(`{"resourceType":"Patient","id":"p","identifier":[{"system":"http://fhir.nl/fhir/NamingSystem/bsn","value":"` + canary + `"}],
			"text":{"status":"generated","div":"<div>Patient ` + canary + `</div>"}}`)},
		{FHIR: fhir.STU3, Raw: []byte(`{"resourceType":"Observation","id":"o","code":{"text":"Hb"},"comment":"zie ` + canary + `","subject":{"reference":"Patient/p","display":"` + canary + `"}}`)},
		{FHIR: fhir.STU3, Raw: []byte(`nonsense "identifier":[{"system":"http://fhir.nl/fhir/NamingSystem/bsn","value":"` + canary + `"}]`)},
	}
	db := storetest.SQLite(t)
	k, v := New(db, Options{}), someone()
	applyAll(t, k, v, []Batch{{Provider: "een@medmij", Service: "48", At: moment(1), Complete: true, Resources: in}})
	err := db.View(t.Context(), v.Scope(), func(tx *store.Tx) error {
		for _, c := range []vault.Collection{vault.Items, vault.Originals, vault.Index, vault.Documents} {
			for e, err := range v.List(tx, c) {
				if err != nil {
					return err
				}
				if bytes.Contains(e.Plain, []byte(canary)) {
					t.Errorf("the number is in collection %d", c)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
