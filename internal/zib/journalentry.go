// SPDX-License-Identifier: EUPL-1.2

package zib

// readJournalEntry reads gp-JournalEntry: one line of what the GP wrote, by its kind (what you
// told, what was seen, what the GP thinks, the plan).
func readJournalEntry(b *B) {
	r := b.Root
	b.Titled(b.About(r.Get("code")))
	b.Titled(T("zib.block.GPJournalEntry"))
	if b.Measured(T("zib.journal.text"), r) {
		b.Summary = b.find(T("zib.journal.text"))
	}
	b.components()
	b.observed()
}
