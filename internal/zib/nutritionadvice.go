// SPDX-License-Identifier: EUPL-1.2

package zib

// readNutritionAdvice reads zib-NutritionAdvice: which diet, how the food should be, and why.
func readNutritionAdvice(b *B) {
	r := b.Root
	b.On(r.Get("dateTime"))
	b.State(r.Get("status"))
	d := r.Get("oralDiet")
	if diet := b.About(d.Get("type")); !diet.Zero() {
		b.Titled(T("zib.diet.title", diet))
		b.Add("zib.diet", d.Get("type"))
		b.Top()
	}
	b.Titled(T("zib.block.NutritionAdvice"))
	for t := range d.Each("texture") {
		t.Use()
		b.Add("zib.diet.texture", t.Get("modifier"), t.Get("foodType"))
	}
	b.Add("zib.diet.fluid", d.Get("fluidConsistencyType"))
	b.Add("zib.instructions", d.Get("instruction"))
	b.Add("zib.diet.schedule", d.Get("schedule"))
	for n := range d.Each("nutrient") {
		n.Use()
		label := b.Phrase(n.Get("modifier"))
		if label.Zero() {
			label = T("zib.amount")
		}
		b.AddAs(label, n.Get("amount"))
	}
	d.Use()
	b.Add("zib.diet.avoid", r.Get("excludeFoodModifier"))
	b.Add("zib.diet.prefer", r.Get("foodPreferenceModifier"))
	for _, url := range [...]string{"zib-NutritionAdvice-Explanation", "ext-NutritionAdvice.Explanation"} {
		b.Add("zib.explanation", r.ExtValue(url))
		r.Ext(url).UseAll()
	}
	b.Relate("zib.reason", r.ExtValue("zib-NutritionAdvice-Indication"), r.ExtValue("ext-NutritionAdvice.Indication"))
	for _, url := range [...]string{"zib-NutritionAdvice-Indication", "ext-NutritionAdvice.Indication"} {
		r.Ext(url).UseAll()
	}
	b.Relate("zib.about", r.Get("allergyIntolerance"))
	b.By("zib.performer", r.Get("orderer"))
	b.Relate("zib.visit", r.Get("encounter"))
	b.Add("zib.remark", r.Get("note"))
}
