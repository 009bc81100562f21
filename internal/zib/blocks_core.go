// SPDX-License-Identifier: EUPL-1.2

package zib

// coreBlocks are what is no care by itself: wrappers and messages.
func coreBlocks() []Block {
	return []Block{
		{Name: "Bundle", Part: true, Type: "Bundle", Match: always, Read: readBundle},
		{Name: "Binary", Part: true, Type: "Binary", Match: always, Read: readBinary},
		{Name: "OperationOutcome", Part: true, Type: "OperationOutcome", Match: always, Read: readOutcome},
	}
}

func readBundle(b *B) {
	n := 0
	for range b.Res.Entries() {
		n++
	}
	b.Titled(T("zib.block.Bundle"))
	b.Say("zib.count", Num(itoa(n)))
}

func readBinary(b *B) {
	d := Document{ContentType: b.Root.Str("contentType"), Inline: true}
	data := b.Root.Str("data")
	if data == "" {
		data = b.Root.Str("content") // STU3
	}
	d.Size = int64(len(data) / 4 * 3)
	b.Skip(b.Root.Get("contentType"), b.Root.Get("data"), b.Root.Get("content"), b.Root.Get("securityContext")) // the document itself
	b.Titled(T("zib.block.Binary"))
	b.Put(T("zib.document"), Value{Document: &d})
}

func readOutcome(b *B) {
	b.Titled(T("zib.block.OperationOutcome"))
	for i := range b.Root.Each("issue") {
		b.Add("zib.severity", i.Get("severity"))
		b.Add("zib.message", i.Get("details"), i.Get("diagnostics"))
		b.Skip(i) // code and expression are for software
	}
}
