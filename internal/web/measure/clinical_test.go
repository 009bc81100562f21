// SPDX-License-Identifier: EUPL-1.2

package measure_test

import "testing"

// An export of an iPhone may have documents of care providers beside what it measured: the page says
// how these come in.
func TestRecordsInAnExportAreNamed(t *testing.T) {
	s := newSite(t, "anna")
	c := s.As("anna")
	up := c.Upload("/metingen/bestand", "export.xml", []byte(`<?xml version="1.0"?><HealthData locale="nl_NL"><ExportDate value="2026-03-01 10:00:00 +0100"/>`+
		`<Record type="HKQuantityTypeIdentifierBodyMass" sourceName="Weegschaal" unit="kg" startDate="2026-03-01 09:00:00 +0100" endDate="2026-03-01 09:00:00 +0100" value="80"/>`+
		`<ClinicalRecord type="HKClinicalTypeIdentifierLabResultRecord" resourceFilePath="/clinical-records/x.json"/></HealthData>`))
	a := settled(c, up.To)
	a.Has(say("samples.file.news", "n", 1), say("upload.odd.clinical"), "clinical-records")
	a.Lacks("ClinicalRecord")
}
