// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"testing"

	"regie/internal/fhir"
	"regie/internal/text"
)

// Plans, goals, tasks, forms, messages, images, referrals and where data came from, in both versions.
func TestPlansAndMessages(t *testing.T) {
	for _, c := range []struct{ name, json, want string }{
		{"STU3 goal", `{"resourceType":"Goal","status":"accepted","description":{"text":"Weer zelf wassen"},"startDate":"2026-04","target":{"measure":{"text":"Wassen"},"detailCodeableConcept":{"text":"lichte beperking"},"dueDate":"2026-09-01"},"addresses":[{"display":"Reuma"}],"expressedBy":{"display":"K. de Boer"}}`,
			`Weer zelf wassen | april 2026 | Geaccepteerd | K. de Boer
Wat u wilt bereiken: Wassen: lichte beperking
Uiterlijk: 1 september 2026
Begonnen: april 2026
Vanwege: Reuma
Doel van: K. de Boer`},
		{"R4 goal that was called off", `{"resourceType":"Goal","lifecycleStatus":"cancelled","description":{"text":"Hardlopen"},"statusReason":"Knie geblesseerd","note":[{"text":"later weer"}]}`,
			`Hardlopen | Gaat niet door | Afgezegd of ingetrokken
Waarom: Knie geblesseerd
Opmerking: Later weer`},
		{"care plan with two activities, one not to be done", `{"resourceType":"CarePlan","status":"active","intent":"plan","title":"Na de operatie","period":{"start":"2026-05-01"},"activity":[
			{"detail":{"code":{"text":"Wond verzorgen"},"status":"in-progress","scheduledTiming":{"repeat":{"frequency":1,"period":1,"periodUnit":"d"}},"performer":[{"display":"Thuiszorg Oefendorp"}]},"progress":[{"text":"Ziet er goed uit"}]},
			{"detail":{"code":{"text":"Tillen"},"status":"not-started","doNotPerform":true}}]}`,
			`Na de operatie | vanaf 1 mei 2026 | Actief | Thuiszorg Oefendorp
Wat er gebeurt: Wond verzorgen; Tillen
[Wond verzorgen]
Hoe vaak: 1 keer per dag
Wie het gaat doen: Thuiszorg Oefendorp
Stand van zaken: Bezig
Hoe het gaat: Ziet er goed uit
[Tillen]
Tillen: stand van zaken: Nog niet begonnen
Dit juist niet doen: Ja
[]
Periode: vanaf 1 mei 2026`},
		{"a form to fill in", `{"resourceType":"Task","status":"requested","intent":"order","code":{"coding":[{"system":"http://loinc.org","code":"74468-0"}]},"description":"Vragenlijst voor uw bezoek","authoredOn":"2026-05-01","requester":{"agent":{"display":"K. de Boer"}},"for":{"reference":"Patient/1"},"input":[{"type":{"text":"Questionnaire"},"valueReference":{"reference":"Questionnaire/1","display":"Intake"}},{"type":{"text":"Subject"},"valueReference":{"reference":"https://example.org/fhir/Patient/1","display":"De persoon"}}]}`,
			`Vragenlijst voor uw bezoek | 1 mei 2026 | Aangevraagd | K. de Boer | Gepland
Soort: Vragenlijst
Nodig voor deze taak: Intake
Aangevraagd door: K. de Boer
Aangevraagd op: 1 mei 2026`},
		{"a message", `{"resourceType":"Communication","status":"completed","topic":{"text":"Adres klopt niet"},"sent":"2026-05-01T10:00:00+02:00","sender":{"display":"J. Vink"},"recipient":[{"display":"Praktijk Zuid"}],"payload":[{"contentString":"Ik ben verhuisd."}]}`,
			`Adres klopt niet | 1 mei 2026, 10:00 | Afgerond | J. Vink
Bericht: Ik ben verhuisd.
Van: J. Vink
Aan: Praktijk Zuid
Verstuurd op: 1 mei 2026, 10:00`},
		{"family history with an age and a death", `{"resourceType":"FamilyMemberHistory","status":"completed","relationship":{"text":"Vader"},"deceasedAge":{"value":60,"unit":"jaar","system":"http://unitsofmeasure.org","code":"a"},"condition":[{"code":{"text":"Hartinfarct"},"onsetAge":{"value":58,"unit":"jaar","system":"http://unitsofmeasure.org","code":"a"},"contributedToDeath":true}]}`,
			`Ziekte in de familie: vader | Afgerond
Ziekte: Hartinfarct (begon bij 58 jaar), droeg bij aan het overlijden
Relatie: Vader
Overleden: 60 jaar`},
		{"a referral", `{"resourceType":"ReferralRequest","status":"active","intent":"order","specialty":{"text":"Cardiologie"},"requester":{"agent":{"display":"K. de Boer"}},"reasonCode":[{"text":"pijn op de borst"}],"authoredOn":"2026-05-01"}`,
			`Verwijzing: cardiologie | 1 mei 2026 | Aangevraagd | K. de Boer | Gepland
Waarvoor: Pijn op de borst
Specialisme: Cardiologie
Aangevraagd door: K. de Boer
Aangevraagd op: 1 mei 2026`},
		{"an impression", `{"resourceType":"ClinicalImpression","status":"completed","effectiveDateTime":"2026-05-01","summary":"Waarschijnlijk bronchitis","finding":[{"itemCodeableConcept":{"text":"Bronchitis"}}],"prognosisCodeableConcept":[{"text":"Gaat over"}]}`,
			`Oordeel van de zorgverlener | 1 mei 2026 | Afgerond
Conclusie: Waarschijnlijk bronchitis
Bevinding: Bronchitis
Verwachting: Gaat over
Wanneer: 1 mei 2026`},
		{"a study with images", `{"resourceType":"ImagingStudy","status":"available","description":"Foto van de pols","started":"2026-05-01","numberOfInstances":3,"series":[{"uid":"1.2.3","modality":{"system":"http://dicom.nema.org/resources/ontology/DCM","code":"DX","display":"röntgenfoto"},"bodySite":{"display":"pols"},"instance":[{"uid":"1.2.3.4"}]}]}`,
			`Foto van de pols | 1 mei 2026 | Beschikbaar
Soort beeld: Röntgenfoto
Plaats op het lichaam: Pols
Aantal beelden: 3
Wanneer: 1 mei 2026`},
		{"a picture", `{"resourceType":"Media","status":"completed","content":{"contentType":"image/png","title":"Moedervlek"},"createdDateTime":"2026-05-01","bodySite":{"text":"rug"}}`,
			`Moedervlek | 1 mei 2026 | Afgerond
Document: Moedervlek
Plaats op het lichaam: Rug
Wanneer: 1 mei 2026`},
		{"where it came from", `{"resourceType":"Provenance","target":[{"display":"Penicilline"}],"recorded":"2026-05-01T10:00:00+02:00","agent":[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/provenance-participant-type","code":"informant"}]},"who":{"display":"J. Vink"}},{"who":{"display":"K. de Boer"}}]}`,
			`Wie dit vastlegde: Penicilline | 1 mei 2026, 10:00 | J. Vink
Gaat over: Penicilline
Verteld door: J. Vink
Vastgelegd door: K. de Boer
Vastgelegd op: 1 mei 2026, 10:00`},
		{"a claim", `{"resourceType":"Claim","status":"active","created":"2026-05-01","provider":{"display":"Praktijk Zuid"},"total":{"value":45.20,"currency":"EUR"},"item":[{"productOrService":{"text":"Consult"}}]}`,
			`Declaratie: consult | 1 mei 2026 | Actief | Praktijk Zuid
Welke zorg: Consult
Bedrag: 45,20 euro
Gegeven door: Praktijk Zuid
Gemaakt op: 1 mei 2026`},
		{"a list that is empty on purpose", `{"resourceType":"List","status":"current","mode":"snapshot","title":"Allergieën","date":"2026-05-01","emptyReason":{"text":"geen bekend"},"entry":[{"deleted":true,"item":{"display":"Noten"}}]}`,
			`Allergieën | 1 mei 2026 | Geldig
Van de lijst gehaald: Noten
Waarom de lijst leeg is: Geen bekend`},
	} {
		if got := shown(t, c.json); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

// Answers that come without the questions find them in the form, named as a resource or by its own URL.
func TestAnswersFindTheirQuestions(t *testing.T) {
	form := `{"resourceType":"Questionnaire","id":"q","url":"http://example.org/form","title":"Intake","status":"active","item":[{"linkId":"a","text":"Algemeen","type":"group","item":[
		{"linkId":"roken","prefix":"1.","text":"Rookt u?","type":"boolean"},{"linkId":"soort","text":"Wat doet u aan sport?","type":"choice","answerOption":[{"valueCoding":{"code":"SCH","display":"Schaken"}}]}]}]}`
	answers := func(named string) string {
		return `{"resourceType":"QuestionnaireResponse","questionnaire":` + named + `,"status":"completed","authored":"2026-05-01","item":[{"linkId":"a","item":[{"linkId":"roken","answer":[{"valueBoolean":false}]},
			{"linkId":"soort","answer":[{"valueCoding":{"code":"SCH"}}]},{"linkId":"x","answer":[{"valueDecimal":89.50}]}]}]}`
	}
	set := &fhir.Set{}
	q, err := fhir.ParseResource([]byte(form), fhir.R4)
	if err != nil {
		t.Fatal(err)
	}
	set.Add(q)
	for name, json := range map[string]string{"canonical": answers(`"http://example.org/form|2"`), "reference": answers(`{"reference":"Questionnaire/q"}`), "unknown": answers(`"http://example.org/other"`)} {
		res, err := fhir.ParseResource([]byte(json), fhir.Unknown)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		v := Read(res, set).View(text.NL)
		for _, f := range v.Facts {
			got[f.Label] = f.Text
		}
		want := map[string]string{"Rookt u?": "Nee", "Wat doet u aan sport?": "Schaken", "Vraag 3": "89,50", "Ingevuld op": "1 mei 2026"}
		title := "Intake"
		if name == "unknown" {
			want = map[string]string{"Vraag 1": "Nee", "Vraag 3": "89,50", "Ingevuld op": "1 mei 2026"}
			title = "Ingevulde vragenlijst"
		}
		for label, text := range want {
			if got[label] != text {
				t.Errorf("%s: %q is %q in %v", name, label, got[label], got)
			}
		}
		if v.Title != title {
			t.Errorf("%s: title %q", name, v.Title)
		}
	}
	if got, want := shown(t, form), `Intake | Actief
Algemeen: 1. Rookt u?; Wat doet u aan sport? (Schaken)`; got != want {
		t.Errorf("the form:\n got %s\nwant %s", got, want)
	}
}
