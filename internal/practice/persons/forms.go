// SPDX-License-Identifier: EUPL-1.2

package persons

import (
	"strconv"
	"time"

	"regie/internal/practice/dossier"
)

// field is one question of a questionnaire, and what hangs below it.
type field struct {
	id, kind, text string
	required       bool
	repeats        bool
	unit           string   // UCUM
	low, high      int      // limits, where high is above low
	options        []string // "CODE words"
	when           string   // "question=true", "question=CODE" or "question>3"
	items          []field
}

func (f field) json() obj {
	var extensions, options, when, items list
	if f.unit != "" {
		extensions = append(extensions, ext(hl7+"questionnaire-unit", "valueCoding", obj{"system", sysUCUM, "code", f.unit}))
	}
	if f.high > f.low {
		extensions = append(extensions, ext(hl7+"minValue", "valueInteger", f.low), ext(hl7+"maxValue", "valueInteger", f.high))
	}
	for _, o := range f.options {
		options = append(options, obj{"valueCoding", option(o)})
	}
	if f.when != "" {
		when = list{condition(f.when)}
	}
	for _, i := range f.items {
		items = append(items, i.json())
	}
	var required, repeats any
	if f.required {
		required = true
	}
	if f.repeats {
		repeats = true
	}
	return obj{"extension", extensions, "linkId", f.id, "text", f.text, "type", f.kind, "enableWhen", when,
		"required", required, "repeats", repeats, "option", options, "item", items}
}

// option reads "PIJN Veel pijn".
func option(o string) obj {
	for i := range o {
		if o[i] == ' ' {
			return obj{"system", "https://oefennetwerk.example/antwoorden", "code", o[:i], "display", o[i+1:]}
		}
	}
	return obj{"code", o}
}

// condition reads "roken=true" and "soort=AND Anders".
func condition(w string) obj {
	for i := range w {
		if w[i] != '=' {
			continue
		}
		question, answer := w[:i], w[i+1:]
		switch {
		case answer == "true" || answer == "false":
			return obj{"question", question, "answerBoolean", answer == "true"}
		case answer == "*":
			return obj{"question", question, "hasAnswer", true}
		}
		if n, err := strconv.Atoi(answer); err == nil {
			return obj{"question", question, "answerInteger", n}
		}
		return obj{"question", question, "answerCoding", option(answer)}
	}
	return nil
}

// form is a questionnaire.
type form struct {
	name, title, purpose string
	items                []field
}

// asks puts a questionnaire and the task to fill it in.
func (s *shelf) asks(f form, on time.Time, by string, due time.Time) ref {
	s.serve("59")
	items := list{}
	for _, i := range f.items {
		items = append(items, i.json())
	}
	paper := s.put("Questionnaire", f.name, "Vragenlijst: "+f.title,
		"meta", profile(nictiz+"vl-Questionnaire"),
		"language", "nl-NL",
		"url", "https://oefennetwerk.example/Questionnaire/"+f.name,
		"version", "1", "name", f.name, "title", f.title, "status", "active", "date", day(s.ago(3, 0, 0)),
		"publisher", s.provider.Name, "purpose", f.purpose, "subjectType", list{"Patient"},
		"item", items,
	)
	return s.put("Task", f.name, f.title,
		"meta", profile(nictiz+"vl-QuestionnaireProvisioningTask"),
		"identifier", s.identifier("Task", f.name),
		"status", "requested", "intent", "order",
		"code", concept(loinc("74468-0", "Vragenlijst")),
		"description", "De vragenlijst ‘"+f.title+"’ staat klaar om in te vullen",
		"authoredOn", clockTime(on, 9, 0), "lastModified", clockTime(on, 9, 0),
		"requester", obj{"agent", s.staff(by)},
		"owner", s.patient,
		"restriction", obj{"period", obj{"end", day(due)}},
		"input", list{
			obj{"type", obj{"text", "Questionnaire"}, "valueReference", paper},
			obj{"type", obj{"text", "Subject"}, "valueReference", s.patient},
		},
	)
}

var (
	hindrance = []string{"GEEN Geen moeite", "WAT Een beetje moeite", "VEEL Veel moeite", "NIET Lukt niet"}

	painForm = form{"pijn-en-dagelijks-leven", "Pijn en dagelijks leven", "Helpt u en uw arts om het gesprek voor te bereiden.", []field{
		{id: "uitleg", kind: "display", text: "De vragen gaan over de afgelopen week. Er zijn geen goede of foute antwoorden."},
		{id: "pijn", kind: "group", text: "Pijn", items: []field{
			{id: "pijn.nu", kind: "integer", text: "Hoeveel pijn had u gemiddeld? 0 is geen pijn, 10 is de ergste pijn die u zich kunt voorstellen.", required: true, high: 10},
			{id: "pijn.ergst", kind: "integer", text: "Hoeveel pijn had u op het ergste moment?", required: true, high: 10},
			{id: "pijn.waar", kind: "choice", text: "Waar had u pijn?", repeats: true, options: []string{"VOET Voeten", "KNIE Knieën", "HEUP Heupen", "RUG Rug", "AND Ergens anders"}},
			{id: "pijn.waar.anders", kind: "string", text: "Waar dan?", when: "pijn.waar=AND Ergens anders"},
			{id: "pijn.nacht", kind: "boolean", text: "Werd u ’s nachts wakker van de pijn?", required: true},
			{id: "pijn.nachten", kind: "integer", text: "Hoeveel nachten?", when: "pijn.nacht=true", low: 1, high: 7, required: true},
		}},
		{id: "dag", kind: "group", text: "Dagelijks leven", items: []field{
			{id: "dag.lopen", kind: "choice", text: "Een kwartier lopen", required: true, options: hindrance},
			{id: "dag.trap", kind: "choice", text: "Een trap op lopen", required: true, options: hindrance},
			{id: "dag.huis", kind: "choice", text: "Werk in en om het huis", required: true, options: hindrance},
			{id: "dag.slapen", kind: "choice", text: "Doorslapen", options: hindrance},
		}},
		{id: "pil", kind: "boolean", text: "Gebruikte u pijnstillers?", required: true},
		{id: "pil.welke", kind: "text", text: "Welke, en hoe vaak?", when: "pil=true", required: true},
		{id: "belangrijk", kind: "text", text: "Wat wilt u in elk geval bespreken?"},
	}}
	intakeForm = form{"intake-darmonderzoek", "Intake voor uw darmonderzoek", "Met uw antwoorden bereiden wij het onderzoek veilig voor.", []field{
		{id: "welkom", kind: "display", text: "U krijgt binnenkort een darmonderzoek (coloscopie). Invullen duurt ongeveer tien minuten."},
		{id: "lichaam", kind: "group", text: "Over u", items: []field{
			{id: "gewicht", kind: "quantity", text: "Hoeveel weegt u?", required: true, unit: "kg"},
			{id: "lengte", kind: "integer", text: "Hoe lang bent u, in centimeters?", required: true, unit: "cm", low: 100, high: 230},
			{id: "temperatuur", kind: "decimal", text: "Als u koorts heeft: hoe hoog is die?", unit: "Cel"},
		}},
		{id: "gezondheid", kind: "group", text: "Uw gezondheid", items: []field{
			{id: "diabetes", kind: "boolean", text: "Heeft u diabetes?", required: true},
			{id: "diabetes.soort", kind: "choice", text: "Wat gebruikt u daarvoor?", when: "diabetes=true", required: true, repeats: true, options: []string{"TAB Tabletten", "INS Insuline", "SPUIT Andere injecties", "DIEET Alleen een dieet"}},
			{id: "bloedverdunner", kind: "boolean", text: "Gebruikt u bloedverdunners?", required: true},
			{id: "bloedverdunner.naam", kind: "open-choice", text: "Welke?", when: "bloedverdunner=true", required: true, options: []string{"APIX Apixaban", "RIVA Rivaroxaban", "ACEN Acenocoumarol", "CLOP Clopidogrel"}},
			{id: "operatie", kind: "boolean", text: "Bent u ooit aan uw buik geopereerd?", required: true},
			{id: "operatie.datum", kind: "date", text: "Wanneer? Het jaar is genoeg.", when: "operatie=true"},
			{id: "roesje", kind: "choice", text: "Wilt u een roesje?", required: true, options: []string{"JA Ja", "NEE Nee", "WEET Dat weet ik nog niet"}},
			{id: "vervoer", kind: "string", text: "Wie brengt u naar huis?", when: "roesje=JA Ja", required: true},
		}},
		{id: "bellen", kind: "group", text: "Wij bellen u", items: []field{
			{id: "bellen.tijd", kind: "time", text: "Vanaf hoe laat kunnen wij u bellen?"},
			{id: "bellen.dag", kind: "dateTime", text: "Is er een dag en tijd die u het liefst heeft?"},
			{id: "telefoon", kind: "string", text: "Op welk nummer?"},
		}},
		{id: "vragen", kind: "text", text: "Heeft u nog vragen?"},
	}}
)

// todo is a task of the GP that opens a module elsewhere (R4).
func (s *shelf) todo(name, title, what string, on, until time.Time, by string) ref {
	t := s.inR4(dossier.Tasks)
	door := t.putR4("Endpoint", name, "Adres van de module",
		"meta", profile("http://medmij.nl/fhir/StructureDefinition/MedMij-Endpoint"), "status", "active",
		"connectionType", code{"http://vzvz.nl/fhir/CodeSystem/koppeltaal-endpoint-connection-type", "hti-smart-on-fhir", "SMART on FHIR"},
		"managingOrganization", t.org,
		"payloadType", list{concept(code{"http://terminology.hl7.org/CodeSystem/endpoint-payload-type", "any", "Alle soorten"})},
		"address", "https://module.oefennetwerk.test/start/"+name)
	module := t.putR4("ActivityDefinition", name, title,
		"meta", profile("http://medmij.nl/fhir/StructureDefinition/MedMij-ActivityDefinition"), "language", "nl-NL",
		"extension", list{ext("http://koppeltaal.nl/fhir/StructureDefinition/KT2EndpointExtension", "valueReference", door)},
		"url", "https://module.oefennetwerk.test/"+name, "version", "1", "name", name, "title", title, "status", "active", "description", what)
	return t.putR4("Task", name, title,
		"meta", profile("http://medmij.nl/fhir/StructureDefinition/MedMij-Task"), "language", "nl-NL",
		"extension", list{ext("http://vzvz.nl/fhir/StructureDefinition/instantiates", "valueReference", module)},
		"identifier", t.identifier("Task", name),
		"status", "requested", "intent", "order", "priority", "routine",
		"code", concept(code{"http://hl7.org/fhir/smart-app-launch/CodeSystem/smart-codes", "launch-app-standalone", "Launch application using the SMART standalone launch"}),
		"description", title, "for", t.patient,
		"executionPeriod", obj{"start", clockTime(on, 9, 0), "end", clockTime(until, 17, 0)},
		"authoredOn", clockTime(on, 9, 0), "lastModified", clockTime(on, 9, 0),
		"requester", t.staff(by), "owner", t.patient,
	)
}
