// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"strings"
	"unicode"
)

// english are words that tell that a Dutch reader is shown English: none of them is Dutch.
var english = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(`
ability able abnormal about above absence absent access according active acute address administered administration admission adult adverse affected after
age ago alert alive all allergic allergy allergies ambulatory amount anatomical and ankle answer anterior any appetite appointment appropriate area
armpit artery assessment assigned at automated auscultation axillary
baby back bad because bed before behavior behaviour below between bilateral birth bladder bleeding blood bodily body bone both bowel brain breast breath breathing brother by
calculated calmness capillary carbon care caregiver carrier cell cells chest child childhood children clear clinical clothing clotted coagulation code
color colour comment complaint complete completed condition confirmed confimed contact controlled coping count counseling crying current currently cuff
daily date daughter day days daytime dead death declined defecation deficiency delivery dental department dependent depth descending details device diagnosed diapers diet
difficulty difficult disability discharge discharged disease disorder disorders distal divorced document dose dosing draft dressed dressing drinker drinking drinks drug drugs due duration during
each ear early eating elderly elevated emergency employer encounter end entered entire error estimated evaluation every evidence examination excellent exercise
expiratory exposure eye eyes
face failed failure family father female fetal fetus fever few finding findings first flow fluid follow follow-up following food for former found fracture frequency from full function functional
gender general given good grimace growth
had half hand has have head healing healthcare health hearing heart height help her high his history home hospital household housing how husband
if illness image imaging impaired improved incoming independent infant infection injury inpatient insurance intake intervention interval
is issued item
joint
kidney kind knee known
laboratory large last laterality left leg length less level life light limb lip list liver living location loss low lower lung lying
made main male management married maternal maximum mean measure measured measurement medical medication medications mental method mild minimal missing moderate month months more morning mother mouth movement muscle
nature nausea neck needed needs negative neighbor never newborn night no-one nose not note number nurse nursing nutrition
observation observed obtained occasional often oral order organism other outcome outpatient over oxygen
pain pack-years parent parents part patient's peanut peanuts pending performed performer peripheral person phone physical physician place plan plasma-based position positive postpartum practice practitioner
pregnancy pregnancies pregnant prescription present pressure previous primary prior problem procedure product proximal pulse
quantity questionnaire
radiology rate ratio reaction reason received recommended record recorded referral referred refused regular related relationship removal repair reported request requested resolved respiratory responsible restriction result results right risk room
same sample sampling screening second secondary see self-care severe severity sex shoulder side signs sister sitting skilled skin sleep smoker smoking social some son source speech spoken stage standing start started state stool stopped
strong structure subject substance sudden suffering suicidal supine support surface surgery surgical suspected swab symptom symptoms systemic
taken temperature tertiary test tested testing than the their therapy third throat thumb time tissue tobacco toe tone tooth treatment treated twin type-specific
ultrasound unable under understanding unemployed unit units unknown upper urinary usage use used using usual
vaccine value very vessel vision visit vital voice vomiting
waist walk walking was water weak week weeks weight well wheelchair when which whole widow widowed wife with within without work wound wounds written
year years yes young`) {
		m[w] = true
	}
	// words that are Dutch too, or that Dutch doctors write
	for w := range strings.FieldsSeq(`all area are back bad baby bed by code contact diet dose draft had half hand has hart height help her if is item kind last level light lip list made man mean
not over plan problem ratio rate room second see side sex skin stage start state suspected test the ten third time tone unit units use used value very water week well was were when
product product's person position document drug drugs toe care alert acute intake taken screening setting swab structure substance voice order note at day`) {
		delete(m, w)
	}
	for w := range strings.FieldsSeq(`the at day when very height not note side used value time second skin units unit position structure substance suspected are`) {
		m[w] = true
	}
	return m
}()

// checkEnglish looks for English in what a Dutch reader sees.
func (h *hygiene) checkEnglish() {
	h.englishIn("title", h.view.Title)
	h.englishIn("status", h.view.Status)
	h.englishIn("source", h.view.Source)
	for i := range h.view.Facts {
		f := &h.view.Facts[i]
		h.englishIn("label", f.Label)
		h.englishIn("flag of "+f.Label, f.Flag)
		h.englishIn("unit of "+f.Label, f.Unit)
		for _, v := range f.Values {
			h.englishIn(f.Label, v.Text)
		}
	}
}

func (h *hygiene) englishIn(where, s string) {
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && r != '-' && r != '\'' }) {
		if english[strings.Trim(w, "-'")] {
			h.fault("English", where, s)
			return
		}
	}
}
