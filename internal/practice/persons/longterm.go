// SPDX-License-Identifier: EUPL-1.2

package persons

import "time"

// task is one thing that care at home does, with the goal behind it and how it goes.
type task struct {
	what     code
	words    string
	problem  ref
	goal     ref
	status   string
	times    int
	period   string
	text     string // when, in words
	by       ref
	outcome  string
	measured []ref
	progress string
	device   ref
}

func (t task) json(on time.Time) obj {
	var outcomes, shown, goals, problems, performers, progress, devices list
	if t.outcome != "" {
		outcomes = list{obj{"text", t.outcome}}
	}
	for _, r := range t.measured {
		shown = append(shown, r)
	}
	if t.goal.to != "" {
		goals = list{t.goal}
	}
	if t.problem.to != "" {
		problems = list{t.problem}
	}
	if t.by.to != "" {
		performers = list{t.by}
	}
	if t.progress != "" {
		progress = list{obj{"time", day(on), "text", t.progress}}
	}
	if t.device.to != "" {
		devices = list{ext(nictiz+"extension-medicaldevice", "valueReference", t.device)}
	}
	var timing obj
	if t.times > 0 {
		timing = obj{"repeat", obj{"frequency", t.times, "period", 1, "periodUnit", t.period}}
	}
	return obj{"outcomeCodeableConcept", outcomes, "outcomeReference", shown, "progress", progress, "detail", obj{
		"extension", devices,
		"category", concept(sct("9632001", "verpleegkundige verrichting")),
		"code", worded(t.words, t.what),
		"reasonReference", problems, "goal", goals, "status", t.status,
		"scheduledTiming", timing, "scheduledString", t.text, "performer", performers}}
}

func (s *shelf) goal(name, words, status, since, due string, about ref, note string) ref {
	var problems list
	if about.to != "" {
		problems = list{about}
	}
	return s.put("Goal", name, words,
		"meta", profile(nictiz+"zib-TreatmentObjective"),
		"identifier", s.identifier("Goal", name),
		"status", status,
		"description", obj{"text", words},
		"subject", s.patient,
		"startDate", since,
		"target", obj{"dueDate", due},
		"addresses", problems,
		"note", notes(note),
	)
}

// greetAtHeidehof is nursing at home: problems, goals, what is done about them and how that goes.
func greetAtHeidehof(s *shelf) {
	s.serve("61")
	nurse, carer := s.staff("wijkverpleegkundige"), s.staff("verzorgende")
	daughter := s.relative()
	start, last := s.ago(2, 1, 0), s.ago(0, 0, 9)
	problem := func(name, words string, c code, note string) ref {
		return s.problem(diagnosis{name: name, what: c, text: words, kind: complaint, since: month(start), doctor: "wijkverpleegkundige", note: note})
	}
	wash := problem("wassen", "Kan zich niet helemaal zelf wassen", sct("284790007", "moeite met zich wassen"), "")
	fall := problem("vallen", "Groot risico om te vallen", sct("129839007", "valrisico"), "Duizelig bij opstaan.")
	drugs := problem("medicijnen", "Hulp nodig bij medicijnen", sct("285036002", "moeite met medicatie zelfstandig gebruiken"), "")
	wet := problem("vocht", "Vocht vasthouden door hartfalen", sct("43498006", "vochtretentie"), "")
	alone := problem("alleen", "Voelt zich soms alleen", sct("267076002", "eenzaamheid"), "Sinds het overlijden van haar man.")
	skin := s.problem(diagnosis{name: "huid", text: "Wond aan het linkerscheenbeen", what: sct("416462003", "wond"), since: day(s.ago(0, 2, 6)), until: day(s.ago(0, 0, 12)), doctor: "wijkverpleegkundige", note: "Gestoten aan de rollator. Genezen."})
	due := day(s.ahead(3, 0))
	goals := []ref{
		s.goal("wassen", "Wast haar gezicht en bovenlichaam zelf", "achieved", day(start), day(s.ago(1, 6, 0)), wash, "Gelukt na twee maanden oefenen."),
		s.goal("vallen", "Valt niet", "on-target", day(start), due, fall, "Laatste val: zes maanden geleden, zonder letsel."),
		s.goal("medicijnen", "Neemt medicijnen op de juiste tijd", "achieved", day(start), due, drugs, ""),
		s.goal("gewicht", "Gewicht blijft tussen 64 en 67 kilo", "on-target", day(s.ago(0, 7, 12)), due, wet, ""),
		s.goal("mensen", "Twee keer per week onder de mensen", "accepted", day(s.ago(0, 3, 2)), due, alone, ""),
	}
	weights := []ref{}
	for i, v := range []string{"65.3", "65.9", "66.2"} {
		on := s.ago(0, 0, 23-7*i)
		weights = append(weights, s.seen(seen{name: "gewicht-" + string(rune('a'+i)), profile: "zib-BodyWeight", category: catVitals, what: weight.hospital, value: quantity(v, "kg", "kg"), on: clockTime(on, 8, 0), by: carer}))
	}
	rising := s.seen(seen{name: "opstaan", profile: "zib-FunctionalOrMentalStatus", category: sct("118228005", "bevinding betreffende functioneren"), what: sct("282097004", "vermogen om te lopen"),
		value: sct("228158008", "probleem met lopen"), on: day(last), by: nurse, remark: "Staat in 16 seconden op en loopt drie meter met rollator."})
	alarm := s.wears(aid{name: "alarm", text: "Personenalarm om de hals", since: month(start), why: fall, by: "wijkverpleegkundige"})
	s.wears(aid{name: "weekdoos", text: "Medicijnbox met alarm", since: month(start), why: drugs})
	use := ref{}
	for _, r := range s.out {
		if r.Type == "DeviceUseStatement" {
			use = ref{to: "DeviceUseStatement/" + r.ID, display: alarm.display}
			break
		}
	}
	activities := list{}
	for _, t := range []task{
		{what: sct("386420003", "ondersteunen bij wassen en/of persoonlijke hygiëne"), words: "Helpen met douchen", problem: wash, goal: goals[0], status: "in-progress", times: 3, period: "wk", by: carer, outcome: "Wast bovenlichaam zelf, hulp bij rug en voeten."},
		{what: sct("313332003", "ondersteunen bij aankleden"), words: "Steunkousen aan- en uittrekken", problem: wet, status: "in-progress", times: 2, period: "d", by: carer},
		{what: sct("225958004", "toezicht op valrisico"), words: "Valgevaar in huis nalopen, oefeningen voor balans", problem: fall, goal: goals[1], status: "in-progress", times: 1, period: "wk", by: nurse, measured: []ref{rising}, device: use, progress: "Drempels weg, nachtlampje geplaatst."},
		{what: sct("18629005", "toediening van medicatie"), words: "Controleren of de medicijnbox leeg is", problem: drugs, goal: goals[2], status: "in-progress", times: 1, period: "d", by: carer, outcome: "Geen vergeten medicijnen in de laatste maand."},
		{what: sct("39857003", "wegen van patiënt"), words: "Wegen en enkels bekijken", problem: wet, goal: goals[3], status: "in-progress", times: 1, period: "wk", by: carer, measured: weights},
		{what: sct("182531007", "aanleggen van verband op wond"), words: "Wond aan het scheenbeen verbinden", problem: skin, status: "completed", times: 3, period: "wk", by: nurse, outcome: "Wond dicht na zeven weken."},
		{what: sct("410155007", "beroepsmatige begeleiding"), words: "Meegaan naar de koffieochtend in Oefenhof", problem: alone, goal: goals[4], status: "scheduled", text: "Op dinsdagochtend, met een vrijwilliger", by: daughter},
	} {
		activities = append(activities, t.json(last))
	}
	s.put("CarePlan", "zorgplan", "Zorgplan thuis",
		"meta", profile(nlCore+"nl-core-careplan"),
		"identifier", s.identifier("CarePlan", "zorgplan"),
		"status", "active", "intent", "order",
		"title", "Zorgplan thuis",
		"subject", s.patient,
		"period", obj{"start", day(start), "end", due},
		"activity", activities,
	)
	s.operation(surgery{name: "wond", what: sct("182531007", "aanleggen van verband op wond"), text: "Wondverzorging scheenbeen", on: day(s.ago(0, 2, 6)), until: day(s.ago(0, 0, 12)), doctor: "wijkverpleegkundige", why: skin})
	s.operation(surgery{name: "griepprik", what: sct("86198006", "toediening van influenzavaccin"), text: "Griepprik thuis gegeven", on: day(s.last(0, time.November, 9)), doctor: "wijkverpleegkundige"})
	s.telling("uitkomst", loinc("27574-3", "Verpleegkundig verslag over behaalde doelen"), clockTime(last, 14, 0), nurse, ref{}, "Mevrouw redt zich goed met drie keer per week hulp. Twee doelen gehaald. Over drie maanden opnieuw bespreken met dochter.")
	s.team3("team", "Zorg thuis", ref{}, day(start), member{nurse, inCharge, s.org}, member{carer, code{}, s.org}, member{s.staff("specialist"), code{}, s.org},
		member{s.familyDoctor(), referrer, ref{}}, member{daughter, helper, ref{}})
	s.allergic(allergy{name: "pleister", what: sct("111088007", "latex"), category: "environment", severe: "low", since: year(s.ago(5, 0, 0)), reaction: []code{itch, rash}, grade: "mild", by: "wijkverpleegkundige", note: "Gebruik handschoenen zonder latex."})
	s.hospitalLab(sample{name: "vingerprik", on: last, hour: 9, by: "wijkverpleegkundige", of: []reading{{glucoseRandom, "6.90"}}, remark: "Vingerprik aan huis."})
	s.directive(directive{name: "reanimeren", treatment: sct("89666000", "reanimatie"), allowed: "NEE", since: day(s.ago(1, 3, 0)), with: sct("116154003", "patiënt"), checked: day(last)})
	s.will(will{name: "verklaring", kind: willKind("NR", "Niet reanimeren verklaring"), on: day(s.ago(1, 3, 0)), note: "Penning hangt aan de sleutelbos en om de hals."})
	s.serve("52")
	for i, v := range [][2]string{{"126", "72"}, {"118", "66"}, {"134", "74"}} {
		s.pressure("thuis-"+string(rune('a'+i)), s.ago(0, 0, 23-7*i), 8, v[0], v[1], "verzorgende")
	}
	s.breathing("verpleging", last, 9, "17", deepBreath, false, nurse, "")
}
