// SPDX-License-Identifier: EUPL-1.2

package zib

// readLaboratoryTestResult reads zib-LaboratoryTestResult (STU3), nl-core-LaboratoryTestResult (R4)
// and gp-LaboratoryResult: one test, or a panel with its tests.
func readLaboratoryTestResult(b *B) {
	r := b.Root
	b.Titled(b.About(r.Get("code")))
	b.result()
	b.Add("zib.labresult.state", r.ExtValue("zib-LaboratoryTestResult-ResultStatus"))
	r.Ext("zib-LaboratoryTestResult-ResultStatus").UseAll()
	b.observed()
}

// readDiagnosticResult reads gp-DiagnosticResult: what the GP measured or had measured, under a
// name of NHG table 45. What a laboratory found lies with the laboratory results.
func readDiagnosticResult(b *B) {
	r := b.Root
	b.Titled(b.About(r.Get("code")))
	if shelfOf(r) == CategoryLab || r.Get("specimen").Ok() {
		b.Category = CategoryLab
	}
	b.result()
	b.observed()
}
