// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"archive/zip"
	"bufio"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const appleExport = `<?xml version="1.0"?><HealthData locale="nl_NL">
<Record type="HKQuantityTypeIdentifierStepCount" sourceName="Horloge" unit="count" startDate="2026-03-01 09:00:00 +0100" endDate="2026-03-01 09:10:00 +0100" value="120"/>
<Record type="HKQuantityTypeIdentifierStepCount" sourceName="iPhone" unit="count" startDate="2026-03-01 09:00:00 +0100" endDate="2026-03-01 09:10:00 +0100" value="100"/>
<Record type="HKQuantityTypeIdentifierStepCount" sourceName="iPhone" unit="count" startDate="2026-03-01 09:00:00 +0100" endDate="2026-03-01 09:10:00 +0100" value="100"/>
</HealthData>`

func TestReadingAnExportOfATelephone(t *testing.T) {
	dir := t.TempDir()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	f, _ := z.Create("apple_health_export/eksport.xml")
	_, _ = f.Write([]byte(appleExport))
	_ = z.Close()
	for name, body := range map[string][]byte{"export.zip": b.Bytes(), "foto.jpg": []byte("no"), "x.json": []byte(`{"resourceType":"Patient"}`)} {
		if err := os.WriteFile(filepath.Join(dir, name), body, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	w := &readWriter{out: bufio.NewWriter(&out), json: true}
	if failed, err := readPaths([]string{dir}, w); failed || err != nil {
		t.Fatal(failed, err)
	}
	w.out.Flush()
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	for i, want := range []string{
		`"kind":"steps","name":"Stappen","unit":"{steps}","source":"Horloge","count":1,"doubles":0,"first":"2026-03-01T09:00:00+01:00","last":"2026-03-01T09:10:00+01:00","days":[{"day":"2026-03-01","count":1,"total":120}]}`,
		`"source":"iPhone","count":2,"doubles":1,`, `"source":"*","count":3,"doubles":1,"first":"2026-03-01T09:00:00+01:00","last":"2026-03-01T09:10:00+01:00","days":[{"day":"2026-03-01","count":2,"total":120}]}`,
		`"resource":"Patient"`,
	} {
		if i >= len(lines) || !strings.Contains(lines[i], want) {
			t.Errorf("line %d lacks %s:\n%s", i, want, out.String())
		}
	}
}
