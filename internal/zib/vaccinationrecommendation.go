// SPDX-License-Identifier: EUPL-1.2

package zib

// readVaccinationRecommendation reads zib-VaccinationRecommendation (STU3) and every other
// ImmunizationRecommendation: a vaccination that somebody should get.
func readVaccinationRecommendation(b *B) {
	r := b.Root
	several := r.Get("recommendation").Len() > 1
	var titles []Phrase
	for x := range r.Each("recommendation") {
		x.Use()
		vaccine := b.Concept(x.Get("vaccineCode"))
		if b.Code.Zero() {
			b.Code = vaccine
		}
		disease := And(b.Concept(x.Get("targetDisease")))
		switch {
		case vaccine.Zero():
			vaccine = disease
		case !disease.Zero():
			if several {
				b.Under(vaccine)
			}
			b.Say("zib.vaccine.against", disease)
		}
		if several {
			b.Under(vaccine)
		}
		titles = append(titles, vaccine)
		for c := range x.Each("dateCriterion") {
			c.Use()
			if w, ok := b.moment(c.Get("value")); ok {
				b.Put(b.criterion(c.Get("code").Get("coding").Str("code")), Value{When: &w})
				b.Top()
			}
			b.On(c.Get("value"))
			b.Skip(c.Get("code")) // the label says it
		}
		b.Add("zib.vaccine.forecast", x.Get("forecastStatus"))
		b.Add("zib.vaccine.why", x.Get("forecastReason"))
		b.Add("zib.vaccine.number", x.Get("doseNumber"), x.Pick("doseNumber"))
		b.Add("zib.vaccine.series", x.Get("series"), x.Get("description"), x.Path("protocol", "description"), x.Path("protocol", "series"))
		b.Add("zib.cond.writtenon", x.Get("date")) // STU3
		b.On(x.Get("date"))
		b.Relate("zib.vaccine.given", x.Get("supportingImmunization"))
		b.Relate("zib.request.info", x.Get("supportingPatientInformation"))
		b.Add("zib.vaccine.not", x.Get("contraindicatedVaccineCode"))
		b.Under(Phrase{})
	}
	b.Titled(And(titles...))
	b.State(extValue(r, "orderstatus"))
	b.Flag(MarkPlanned)
	b.Add("zib.cond.writtenon", r.Get("date"))
	b.By("zib.vaccine.adviser", r.Get("authority"))
}

// criterion is the label of a date in a recommendation.
func (b *B) criterion(code string) Phrase {
	switch code {
	case "earliest", "30981-5":
		return T("zib.vaccine.earliest")
	case "overdue", "59778-1":
		return T("zib.vaccine.overdue")
	case "latest", "59777-3":
		return T("zib.vaccine.latest")
	}
	return T("zib.vaccine.advised")
}
