// SPDX-License-Identifier: EUPL-1.2

package zib

// readPregnancy reads zib-Pregnancy (STU3) and nl-core-Pregnancy (R4) where it is a Condition: its
// code only says that something about a pregnancy was found.
func readPregnancy(b *B) {
	b.Titled(T("zib.pregnancy"))
	readProblem(b)
}
