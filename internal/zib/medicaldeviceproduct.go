// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"strings"

	"regie/internal/fhir"
	"regie/internal/text"
)

// readMedicalDeviceProduct reads zib-MedicalDeviceProduct (STU3) and nl-core-MedicalDevice.Product
// (R4): the thing itself, with the numbers by which it can be called back.
func readMedicalDeviceProduct(b *B) {
	r := b.Root
	p := b.plain(r.Get("type"))
	for x := range r.Each("deviceName") { // R4
		x.Use()
		name := b.Phrase(x.Get("name"))
		b.Skip(x.Get("type")) // what kind of name
		if p.Zero() {
			p = name
		} else {
			b.Say("zib.name", name)
		}
	}
	if p.Zero() {
		p = b.Phrase(r.Get("model"))
	}
	b.Titled(p)
	b.State(r.Get("status"))
	if r.Str("status") == "active" {
		b.Status = Phrase{} // the use says whether it is used
	}
	if note := b.Phrase(r.Get("note")); !says(b.Title, note.Text) || b.Title.In(text.EN) != b.Title.In(text.NL) && !note.Zero() {
		b.Say("zib.device.description", note)
	}
	b.Add("zib.device.manufacturer", r.Get("manufacturer"))
	for _, m := range [...]fhir.Node{r.Get("model"), r.Get("modelNumber")} {
		if isBareCode(m.Value()) {
			b.number("zib.device.model", m)
		} else {
			b.Add("zib.device.model", m)
		}
	}
	b.Add("zib.device.made", r.Get("manufactureDate"))
	b.Add("zib.expires", r.Get("expirationDate"))
	b.number("zib.batch", r.Get("lotNumber"))
	b.number("zib.device.serial", r.Get("serialNumber"))
	b.udi(r.Get("udi"))
	for x := range r.Each("udiCarrier") {
		b.udi(x)
	}
	for x := range r.Each("version") {
		x.Use()
		b.number("zib.device.version", x.Get("value"))
		b.number("zib.device.version", x)
		b.Skip(x.Get("type"))
	}
	b.Add("zib.device.safety", r.Get("safety"))
	b.By("zib.device.owner", r.Get("owner"))
	b.Add("zib.procedure.where", r.Get("location"))
}

// udi adds the number that is printed on a device, and what it says about batch and serial number.
func (b *B) udi(n fhir.Node) {
	for x := range n.All() {
		x.Use()
		b.Skip(x.Get("issuer"), x.Get("jurisdiction"), x.Get("entryType"), x.Get("carrierAIDC")) // for machines
		printed := cleanText(x.Str("carrierHRF"))
		if printed == "" {
			printed = cleanText(x.Str("deviceIdentifier"))
		}
		b.Skip(x.Get("carrierHRF"), x.Get("deviceIdentifier"))             // said here
		printed = strings.NewReplacer("{", "(", "}", ")").Replace(printed) // as it stands on the thing itself
		if printed != "" && !isMachine(printed) {
			b.Say("zib.device.udi", T("zib.number", Say(printed)))
		}
		if lot, serial := printedParts(printed); lot != "" || serial != "" {
			if lot != "" {
				b.Say("zib.batch", T("zib.number", Say(lot)))
			}
			if serial != "" {
				b.Say("zib.device.serial", T("zib.number", Say(serial)))
			}
		}
		b.Add("zib.name", x.Get("name"))
	}
}

// printedParts takes the batch (10) and the serial number (21) out of a number printed as GS1 does.
func printedParts(s string) (lot, serial string) {
	for part := range strings.SplitSeq(s, "(") {
		mark, value, ok := strings.Cut(part, ")")
		switch {
		case !ok:
		case mark == "10":
			lot = value
		case mark == "21":
			serial = value
		}
	}
	return lot, serial
}
