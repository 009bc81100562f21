// SPDX-License-Identifier: EUPL-1.2

package persons

// directive is what was agreed about a treatment: yes, no, or yes with limits.
type directive struct {
	name      string
	treatment code
	text      string
	allowed   string // "JA", "NEE", "JA_MAAR"
	limits    string
	since     string
	with      code // who it was discussed with
	withText  string
	checked   string // date
	source    ref    // the will it rests on
	note      string
}

var permissions = map[string]string{
	"JA": "Ja", "NEE": "Nee", "JA_MAAR": "Ja, maar met beperkingen",
}

func (s *shelf) directive(d directive) ref {
	verification := list{ext("Verified", "valueBoolean", d.checked != "")}
	if d.checked != "" {
		with := concept(d.with)
		if d.withText != "" {
			with = worded(d.withText, d.with)
		}
		verification = append(verification,
			ext("VerifiedWith", "valueCodeableConcept", with),
			ext("VerificationDate", "valueDateTime", d.checked))
	}
	treatment := concept(d.treatment)
	display := d.treatment.display
	if d.text != "" {
		treatment, display = worded(d.text, d.treatment), d.text
	}
	extensions := list{
		obj{"url", nictiz + "zib-TreatmentDirective-Verification", "extension", verification},
		ext(nictiz+"zib-TreatmentDirective-Treatment", "valueCodeableConcept", treatment),
	}
	if d.note != "" {
		extensions = append(extensions, ext(nictiz+"Comment", "valueString", d.note))
	}
	var except list
	if d.limits != "" {
		except = list{obj{"extension", list{ext(nictiz+"zib-TreatmentDirective-Restrictions", "valueString", d.limits)}, "type", "deny"}}
	}
	return s.put("Consent", d.name, display,
		"meta", profile(nictiz+"zib-TreatmentDirective"),
		"extension", extensions,
		"modifierExtension", list{ext(nictiz+"zib-TreatmentDirective-TreatmentPermitted", "valueCodeableConcept",
			concept(code{sysZib, d.allowed, permissions[d.allowed]}))},
		"identifier", s.identifier("Consent", d.name)[0],
		"status", "active",
		"category", list{concept(sct("11291000146105", "behandelaanwijzing"))},
		"patient", s.patient,
		"period", obj{"start", d.since},
		"sourceReference", d.source,
		"policy", list{obj{"uri", "https://wetten.overheid.nl/"}},
		"except", except,
	)
}

// will is something that the person wrote down or said for later.
type will struct {
	name   string
	kind   code // of the list of living wills
	on     string
	note   string
	about  ref // disorder
	deputy ref // the representative
}

func willKind(id, display string) code {
	return code{sysZib + ".14.1", id, display}
}

func (s *shelf) will(w will) ref {
	extensions := list{}
	if w.about.to != "" {
		extensions = append(extensions, ext(nictiz+"zib-AdvanceDirective-Disorder", "valueReference", w.about))
	}
	if w.note != "" {
		extensions = append(extensions, ext(nictiz+"Comment", "valueString", w.note))
	}
	var parties list
	if w.deputy.to != "" {
		parties = list{w.deputy}
	}
	return s.put("Consent", w.name, w.kind.display,
		"meta", profile(nictiz+"zib-AdvanceDirective"),
		"extension", extensions,
		"identifier", s.identifier("Consent", w.name)[0],
		"status", "active",
		"category", list{
			concept(sct("11341000146107", "levenstestament en wilsverklaring in dossier")),
			concept(w.kind),
		},
		"patient", s.patient,
		"dateTime", w.on,
		"consentingParty", parties,
		"policy", list{obj{"uri", "https://wetten.overheid.nl/"}},
	)
}

// relative puts the contact of the person as a person of their own.
func (s *shelf) relative() ref {
	c := s.who.contact
	return s.put("RelatedPerson", "contact", c.given+" "+c.family,
		"meta", profile(nlCore+"nl-core-relatedperson"),
		"extension", list{ext(nlCore+"nl-core-relatedperson-role", "valueCodeableConcept", concept(c.role))},
		"identifier", s.identifier("RelatedPerson", "contact"),
		"active", true,
		"patient", s.patient,
		"relationship", concept(c.relation),
		"name", list{humanName(c.given+" "+c.family, c.given, c.initials, "", c.family, "")},
		"telecom", list{obj{"system", "phone", "value", c.phone, "use", "mobile"}},
	)
}
