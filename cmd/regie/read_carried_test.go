// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"archive/zip"
	"bufio"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestReadingAnArchiveOfFHIR prints items and measurements of one archive, and what was left out.
func TestReadingAnArchiveOfFHIR(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, body := range map[string]string{
		"a.json": `{"resourceType":"Condition","id":"k","code":{"text":"Hooikoorts"}}`,
		"b.ndjson": `{"resourceType":"Observation","id":"w","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"29463-7"}]},"subject":{"reference":"Patient/1"},` +
			`"performer":[{"reference":"Patient/1"}],"effectiveDateTime":"2026-10-30T08:00:00+01:00","valueQuantity":{"value":80.5,"unit":"kg","system":"http://unitsofmeasure.org","code":"kg"}}` + "\n",
		"c.xml": `<Patient xmlns="http://hl7.org/fhir"/>`,
	} {
		f, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(f, body)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "dossier.zip")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := &readWriter{out: bufio.NewWriter(&out), json: true}
	if failed, err := readPaths([]string{path}, w); failed || err != nil {
		t.Fatal(failed, err)
	}
	w.out.Flush()
	for _, want := range []string{
		`"resource":"Condition/k","fhir":"R4"`, `"title":"Hooikoorts"`, `"format":"fhir","kind":"weight"`, `"count":1,"doubles":0,"first":"2026-10-30T08:00:00+01:00"`, `"unused":"c.xml","why":"xml","count":1`,
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %s in\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), `"resource":"Observation/w"`) {
		t.Error("a measurement is an item too")
	}
}
