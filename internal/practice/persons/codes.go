// SPDX-License-Identifier: EUPL-1.2

package persons

// Code systems as Dutch providers name them in FHIR.
const (
	sysSNOMED     = "http://snomed.info/sct"
	sysLOINC      = "http://loinc.org"
	sysUCUM       = "http://unitsofmeasure.org"
	sysATC        = "http://www.whocc.no/atc"
	sysICPC       = "http://hl7.org/fhir/sid/icpc-1-nl"
	sysNHG14      = "https://referentiemodel.nhg.org/tabellen/nhg-tabel-14-contactwijze"
	sysNHG25      = "https://referentiemodel.nhg.org/tabellen/nhg-tabel-25-gebruiksvoorschrift#aanvullend-numeriek"
	sysNHG45      = "https://referentiemodel.nhg.org/tabellen/nhg-tabel-45-diagnostische-bepalingen"
	sysNHG45Value = "https://referentiemodel.nhg.org/tabellen/nhg-tabel-45-diagnostische-bepalingen#resultaten"
	sysPRK        = "urn:oid:2.16.840.1.113883.2.4.4.10"
	sysHPK        = "urn:oid:2.16.840.1.113883.2.4.4.7"
	sysRoute      = "urn:oid:2.16.840.1.113883.2.4.4.9"
	sysDoseUnit   = "urn:oid:2.16.840.1.113883.2.4.4.1.900.2"
	sysSpecialty  = "urn:oid:2.16.840.1.113883.2.4.6.7"
	sysZib        = "urn:oid:2.16.840.1.113883.2.4.3.11.60.40.4"
	sysActCode    = "http://hl7.org/fhir/v3/ActCode"
	sysActStatus  = "http://hl7.org/fhir/v3/ActStatus"
	sysNullFlavor = "http://hl7.org/fhir/v3/NullFlavor"
)

// Where profiles and extensions live.
const (
	nictiz = "http://nictiz.nl/fhir/StructureDefinition/"
	nlCore = "http://fhir.nl/fhir/StructureDefinition/"
	hl7    = "http://hl7.org/fhir/StructureDefinition/"
)

// code is one code of a system with the words that the provider sends along.
type code struct{ system, code, display string }

func (c code) coding() obj {
	return obj{"system", c.system, "code", c.code, "display", c.display}
}

func sct(id, display string) code   { return code{sysSNOMED, id, display} }
func loinc(id, display string) code { return code{sysLOINC, id, display} }
func icpc(id, display string) code  { return code{sysICPC, id, display} }
func nhg(id, display string) code   { return code{sysNHG45, id, display} }
func atc(id, display string) code   { return code{sysATC, id, display} }

// concept is a CodeableConcept with these codings.
func concept(codes ...code) obj {
	l := make(list, 0, len(codes))
	for _, c := range codes {
		l = append(l, c.coding())
	}
	return obj{"coding", l}
}

// worded is a CodeableConcept with words of its own, and codings if any.
func worded(text string, codes ...code) obj {
	return append(concept(codes...), "text", text)
}

// ext is an extension; kind is its value[x], such as "valueString".
func ext(url, kind string, value any) obj {
	return obj{"url", url, kind, value}
}

// spec is the zib2017 way to give the Dutch code behind a FHIR code.
func spec(c code) obj {
	return obj{"extension", list{ext(nictiz+"code-specification", "valueCodeableConcept", concept(c))}}
}

func profile(urls ...string) obj {
	l := list{}
	for _, u := range urls {
		l = append(l, u)
	}
	return obj{"profile", l}
}

// story is a narrative: what a system shows that understands nothing else.
func story(html string) obj {
	return obj{"status", "generated", "div", `<div xmlns="http://www.w3.org/1999/xhtml">` + html + `</div>`}
}

// ref points at a resource of the same provider, with the role of a practitioner where there is one.
type ref struct {
	to, display       string // "Practitioner/…", "M.J. Oefenaar"
	role, roleDisplay string // "PractitionerRole/…", "Huisarts"
	kind              string // R4 only: the type that is pointed at
}

func (r ref) json() obj {
	o := obj{}
	if r.role != "" {
		o = obj{"extension", list{ext(nictiz+"practitionerrole-reference", "valueReference",
			obj{"reference", r.role, "display", r.roleDisplay})}}
	}
	return append(o, "reference", r.to, "type", r.kind, "display", r.display)
}

// as gives the same reference with other words.
func (r ref) as(display string) ref {
	r.display = display
	return r
}
