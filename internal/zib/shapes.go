// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"strings"

	"regie/internal/fhir"
)

// shape is a FHIR data type, told by the members of an object: the tree has no schema.
type shape uint8

const (
	shapeNone shape = iota // a part with members of its own (BackboneElement)
	shapeConcept
	shapeCoding
	shapeQuantity
	shapeRange
	shapeRatio
	shapePeriod
	shapeReference
	shapeIdentifier
	shapeTelecom
	shapeName
	shapeAddress
	shapeAttachment
	shapeAnnotation
	shapeTiming
	shapeDosage
	shapeSampled
	shapeEmpty // nothing but extensions
)

// shapeOf tells the data type of an object by its members.
func shapeOf(n fhir.Node) shape {
	var has struct {
		coding, text, system, code, value, reference, display, start, end, low, high, numerator, denominator, repeat, event,
		contentType, data, url, title, family, given, line, city, postal, country, origin, time, author, unit, use, other, timing, dose, route, resource, identifier, comparator, currency, kind, rank, assigner, prefix bool
	}
	for c := range n.Children() {
		switch name := c.Name(); name {
		case "coding":
			has.coding = true
		case "text":
			has.text = c.Kind() == fhir.String
			has.other = has.other || !has.text
		case "system":
			has.system = c.Kind() == fhir.String
		case "code":
			has.code = true
			has.other = has.other || c.Kind() == fhir.Object && has.system
		case "value":
			has.value = c.Kind() != fhir.Object
		case "reference":
			has.reference = c.Kind() == fhir.String
			has.other = has.other || !has.reference
		case "display":
			has.display = true
		case "start":
			has.start = c.Kind() == fhir.String
		case "end":
			has.end = c.Kind() == fhir.String
		case "low":
			has.low = c.Kind() == fhir.Object
		case "high":
			has.high = c.Kind() == fhir.Object
		case "numerator":
			has.numerator = true
		case "denominator":
			has.denominator = true
		case "repeat":
			has.repeat = true
		case "event":
			has.event = true
		case "contentType":
			has.contentType = true
		case "data":
			has.data = true
		case "url":
			has.url = true
		case "title":
			has.title = true
		case "family":
			has.family = true
		case "given":
			has.given = true
		case "prefix", "suffix":
			has.prefix = true
		case "line":
			has.line = true
		case "city", "district", "state":
			has.city = true
		case "postalCode":
			has.postal = true
		case "country":
			has.country = true
		case "origin":
			has.origin = true
		case "time":
			has.time = true
		case "authorString", "authorReference":
			has.author = true
		case "unit":
			has.unit = true
		case "comparator":
			has.comparator = true
		case "currency":
			has.currency = true
		case "timing":
			has.timing = true
		case "dose", "doseQuantity", "doseRange", "doseAndRate":
			has.dose = true
		case "route", "asNeededBoolean", "asNeededCodeableConcept", "patientInstruction", "additionalInstruction":
			has.route = true
		case "identifier":
			has.identifier = true
		case "assigner":
			has.assigner = true
		case "use":
			has.use = true
		case "type":
			has.kind = true
		case "rank":
			has.rank = true
		case "period", "id", "extension", "version", "userSelected", "language", "size", "hash", "creation", "sequence", "factor", "lowerLimit", "upperLimit", "dimensions":
		default:
			if name != "" && name[0] != '_' {
				has.other = true
			}
		}
	}
	name := n.Name()
	switch {
	case has.timing && (has.dose || has.route || has.text), has.dose && (has.text || has.route), strings.HasPrefix(name, "dosage") && !has.code:
		return shapeDosage
	case has.repeat || has.event && !has.other:
		return shapeTiming
	case has.other:
		return shapeNone
	case has.coding:
		return shapeConcept
	case has.reference, has.display && (has.identifier || !has.code && !has.system), has.identifier && has.kind && !has.code && !has.value:
		return shapeReference
	case has.numerator || has.denominator:
		return shapeRatio
	case has.low || has.high:
		return shapeRange
	case has.origin && has.data:
		return shapeSampled
	case has.start || has.end:
		return shapePeriod
	case has.family || has.given || has.prefix, has.text && strings.HasSuffix(strings.ToLower(name), "name"):
		return shapeName
	case has.line || has.city || has.postal || has.country:
		return shapeAddress
	case has.contentType || has.data || has.url && has.title || strings.HasSuffix(name, "ttachment"):
		return shapeAttachment
	case has.value && (has.unit || has.comparator || has.currency || n.Get("value").Kind() == fhir.Number), has.unit && has.code && has.system:
		return shapeQuantity
	case has.value && isTelecom(n.Str("system")):
		return shapeTelecom
	case has.value && (has.system || has.use || has.kind || has.assigner), strings.HasSuffix(strings.ToLower(name), "identifier"):
		return shapeIdentifier
	case has.code && n.Get("code").Kind() == fhir.String && (has.system || has.display):
		return shapeCoding
	case has.text && (has.time || has.author || name == "note"):
		return shapeAnnotation
	case has.text:
		return shapeConcept
	case onlyExtensions(n):
		return shapeEmpty
	}
	return shapeNone
}

func onlyExtensions(n fhir.Node) bool {
	for c := range n.Children() {
		if name := c.Name(); name != "extension" && name != "id" {
			return false
		}
	}
	return n.Get("extension").Ok()
}

func isTelecom(system string) bool {
	switch system {
	case "phone", "fax", "email", "pager", "url", "sms", "other":
		return true
	}
	return false
}

// values appends what a node says, and marks it as read. A part with members of its own says
// nothing here: finish walks it, or its reader.
func (b *B) values(dst []Value, n fhir.Node) []Value {
	switch n.Kind() {
	case fhir.None, fhir.Null:
		return dst
	case fhir.Array:
		for x := range n.All() {
			dst = b.values(dst, x)
		}
		return dst
	case fhir.Object:
		return b.object(dst, n)
	}
	if v, ok := b.primitive(n); ok {
		dst = append(dst, v)
	}
	return dst
}

func (b *B) object(dst []Value, n fhir.Node) []Value {
	switch shapeOf(n) {
	case shapeConcept, shapeCoding:
		if p := b.Concept(n); !p.Zero() {
			dst = append(dst, Value{Phrase: &p})
		}
	case shapeQuantity:
		b.take(n)
		if q, ok := readQuantity(n); ok {
			b.checkUnit(q)
			dst = append(dst, Value{Quantity: q})
		} else if p := b.absent(n); !p.Zero() {
			dst = append(dst, Value{Phrase: &p})
		}
	case shapeRange:
		b.take(n)
		if p := mixedRange(n); !p.Zero() {
			dst = append(dst, Value{Phrase: &p})
		} else if q, ok := readRange(n); ok {
			b.checkUnit(q)
			dst = append(dst, Value{Quantity: q})
		}
	case shapeRatio:
		b.take(n)
		if p := ratio(n); !p.Zero() {
			dst = append(dst, Value{Phrase: &p})
		}
	case shapePeriod:
		b.take(n)
		if w := (When{Start: n.Str("start"), End: n.Str("end"), Open: n.Str("end") == ""}); validWhen(w) {
			dst = append(dst, Value{When: &w})
		}
	case shapeReference:
		if p, ref := b.reference(n); !p.Zero() {
			dst = append(dst, Value{Phrase: &p, Ref: ref})
		}
	case shapeIdentifier:
		b.take(n) // a person does not need it; a reader that shows one uses Identifier
	case shapeTelecom, shapeName, shapeAddress, shapeAnnotation:
		if p := b.contact(n); !p.Zero() {
			dst = append(dst, Value{Phrase: &p})
		}
	case shapeAttachment:
		if d, ok := b.attachment(n); ok {
			dst = append(dst, Value{Document: &d})
		}
	case shapeTiming:
		if p := b.Timing(n); !p.Zero() {
			dst = append(dst, Value{Phrase: &p})
		}
	case shapeDosage:
		if p := b.Dosage(n); !p.Zero() {
			dst = append(dst, Value{Phrase: &p})
		}
	case shapeSampled:
		b.take(n)
		p := T("zib.sampled", Num(itoa(len(strings.Fields(n.Str("data"))))))
		dst = append(dst, Value{Phrase: &p})
	case shapeEmpty:
		if p := b.absent(n); !p.Zero() {
			dst = append(dst, Value{Phrase: &p})
		}
	}
	return dst
}

func ratio(n fhir.Node) Phrase {
	top, okTop := readQuantity(n.Get("numerator"))
	under, okUnder := readQuantity(n.Get("denominator"))
	switch {
	case okTop && okUnder && top.Unit == "" && top.UnitCode == "" && under.Unit == "" && under.UnitCode == "":
		return List(" : ", Amount(top), Amount(under))
	case okTop && okUnder && under.Number == "1":
		return T("zib.per", Amount(top), Phrase{Key: formUnit, Code: under.UnitCode, Text: under.Unit, System: under.UnitSystem})
	case okTop && okUnder:
		return T("zib.per", Amount(top), Amount(under))
	case okTop:
		return Amount(top)
	}
	return Phrase{}
}

// primitive says a primitive: yes or no, a number, a date, a word for a code, or the text itself.
func (b *B) primitive(n fhir.Node) (Value, bool) {
	b.take(n)
	if spec := codeSpecification(n); spec.Ok() && n.Kind() == fhir.String {
		// The Dutch profiles hang the real concept on a FHIR code as an extension.
		if p := b.Concept(spec); !p.Zero() && p.Readable() {
			return Value{Phrase: &p}, true
		}
	}
	s := n.Value()
	var p Phrase
	switch n.Kind() {
	case fhir.Bool:
		p = T("zib.no")
		if s == "true" {
			p = T("zib.yes")
		}
	case fhir.Number:
		p = Num(s)
	default:
		name := n.Name()
		if isDateName(name) || len(s) >= 10 && !isTextName(name) {
			if w := (When{Start: s}); validWhen(w) {
				return Value{When: &w}, true
			}
		}
		if p = b.code(n); !p.Zero() {
			break
		}
		s = cleanText(s)
		switch {
		case isFiller(s), silent("fhir/"+b.Res.Type+"."+name, s):
			return Value{}, false
		case isMachine(s):
			return Value{}, false
		case isDateName(name) && !strings.Contains(s, " "):
			b.lost = true // no date, and no words
			return Value{}, false
		case isCodeName(name) || !isTextName(name) && isBareCode(s):
			b.lost = true // a code without a word: the original has it
			return Value{}, false
		}
		p = Say(s)
	}
	return Value{Phrase: &p}, !p.Zero()
}

// isDateName tells by its name that a string element is a date.
func isDateName(name string) bool {
	switch name {
	case "start", "end", "authoredOn", "recorded", "issued", "date", "sent", "received", "created", "event", "timeOfDay", "lastModified", "whenPrepared", "whenHandedOver", "onset", "lastOccurrence":
		return true
	}
	for _, tail := range [...]string{"Date", "DateTime", "Instant", "Time", "date"} {
		if strings.HasSuffix(name, tail) {
			return true
		}
	}
	return false
}

// isTextName tells by its name that a string element is free text.
func isTextName(name string) bool {
	switch name {
	case "text", "display", "comment", "description", "title", "note", "name", "valueString", "valueMarkdown", "patientInstruction", "conclusion", "lotNumber",
		"answer", "details", "explanation", "instructions", "prefix", "suffix", "family", "given", "alias", "summary", "info", "clinicalImpression", "textEquivalent":
		return true
	}
	return strings.HasSuffix(name, "String") || strings.HasSuffix(name, "Text")
}

// isCodeName tells by its name that a string element is a FHIR code.
func isCodeName(name string) bool {
	switch name {
	case "status", "intent", "use", "mode", "gender", "criticality", "severity", "priority", "code", "valueCode", "clinicalStatus", "verificationStatus", "category", "lifecycleStatus", "when", "dayOfWeek", "relationship", "language":
		return true
	}
	return strings.HasSuffix(name, "Status") || strings.HasSuffix(name, "Code")
}
