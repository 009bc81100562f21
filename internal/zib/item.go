// SPDX-License-Identifier: EUPL-1.2

package zib

// Category is the shelf of the record on which an item lies.
type Category uint8

// The categories, in the order in which the record shows them.
const (
	CategoryNone Category = iota // parts: what only serves other items
	CategoryProblems
	CategoryMedication
	CategoryAllergies
	CategoryAlerts
	CategoryLab
	CategoryMeasurements
	CategoryVaccinations
	CategoryTreatments // procedures, operations
	CategoryVisits     // encounters, admissions, episodes, journal entries of the GP
	CategoryAppointments
	CategoryDocuments
	CategoryAgreements // treatment directives, advance directives, care plans and goals
	CategoryLifestyle  // living situation, tobacco, alcohol, drugs, nutrition
	CategoryFunction   // functional and mental status
	CategoryDevices
	CategoryPerson // the person's own particulars, insurance, contacts
	CategoryCareTeam
	CategoryOther
)

// Phrase is something to read. It is one of these kinds (see phrase.go for their makers):
//   - Key (and Args): a text of the catalogue; Args fill {0}, {1}, …
//   - Key with "#": a form that differs by language: a number, a date, an amount, a list
//   - System and Code: a coded concept; our own word for the code if there is one in the
//     language, else Text, the provider's words, cleaned
//   - Text alone: words of the provider, shown as they are
//
// System is the short name of a code system where Regie knows it ("snomed", "loinc", "nhg/45",
// "fhir/Observation.status"; see systems.go), else the URI as it was sent.
type Phrase struct {
	Key    string
	Args   []Phrase
	System string
	Code   string
	Text   string
}

// Quantity is a number as it was sent.
type Quantity struct {
	Comparator string // "<", "<=", ">=", ">" or ""
	Number     string // literal: 7.20 stays 7.20
	NumberHigh string // literal upper end where the value itself is a range
	Unit       string // as the provider printed it
	UnitCode   string // UCUM or other code of the unit
	UnitSystem string
	Low, High  string // literal ends of the reference range, in the same unit
	RangeText  string // the provider's words for the range, where there are no numbers (or besides)
	Flag       Phrase // interpretation in words: "hoger dan de grens van dit lab"
	FlagCode   Flag
}

// Flag is what the source itself said about a value. Regie never judges.
type Flag uint8

// The interpretations that are told apart for shape and colour.
const (
	FlagNone Flag = iota
	FlagNormal
	FlagLow
	FlagHigh
	FlagCriticalLow
	FlagCriticalHigh
	FlagAbnormal
	FlagOther
)

// When is a moment or a stretch of time, in literal FHIR date, dateTime, instant or time text, as precise as it was sent.
type When struct {
	Start, End string
	Open       bool // a period that was sent without an end
}

// Ref points at another resource of the same provider.
type Ref struct {
	Type, ID string
}

// Value is one value of a fact. Exactly one of its fields is set, but Ref may go with Phrase (the
// name of what is pointed at), and Quantity without Number may go with Phrase (a result in words
// with its interpretation or range).
type Value struct {
	Phrase   *Phrase
	Quantity *Quantity
	When     *When
	Ref      *Ref
	Document *Document
}

// Document is a file that belongs to an item: a letter, an image, a form.
type Document struct {
	Title       string
	ContentType string
	URL         string // where the provider keeps it; never shown
	Size        int64  // bytes, 0 if not told
	Inline      bool   // the bytes are in the original itself
}

// Fact is a label with its values, in the order in which a person wants to read them.
type Fact struct {
	Group  Phrase // heading under which it stands, zero for the first, unnamed group
	Label  Phrase
	Values []Value
}

// Mark is what is unusual about an item and must never be overlooked.
type Mark uint8

// The marks. Each has a chip with a word, on the card and on the page.
const (
	MarkStopped Mark = iota + 1
	MarkRefuted
	MarkEnteredInError
	MarkPlanned
	MarkNotDone
	MarkUncertain
	MarkAbnormal
	MarkResolved
	MarkCancelled
	MarkDraft
	MarkCritical
	MarkIncomplete // a part of the source could not be understood; the original has it
	MarkPaused
	MarkHighRisk // an allergy that can be dangerous
	MarkNotUsed  // a medicine that is not used
	MarkOther    // about somebody else than the person whose record it is
)

// Link is a relation to another item ("belongs to this episode", "replaces").
type Link struct {
	Label Phrase
	To    Ref
}

// Item is a care item.
type Item struct {
	Block    string // the zib as Nictiz publishes it in English ("BloodPressure"); the FHIR type for a generic item
	Generic  bool   // read by the generic reader
	Part     bool   // only serves other items (a practitioner, a medication)
	Category Category
	FHIR     uint8  // 3 for STU3, 4 for R4
	Type, ID string // of the FHIR resource; not shown
	Title    Phrase
	Summary  int  // index in Facts of the one fact that matters on a card, -1 for none
	When     When // the moment that matters: measured, began, happened
	Status   Phrase
	Marks    []Mark
	Who      []Phrase // the people and organizations that did or wrote it, most important first
	Source   Phrase   // one line: who says so
	Facts    []Fact
	Links    []Link
	Code     Phrase // main concept, for series, search and explanation
	// Group is the number that ties items of one thing together at whatever provider: the
	// pharmaceutical treatment (medicamenteuze behandeling) of Medicatieproces 9, as
	// "system|value". Only for comparing; never shown. "" for none.
	Group string
}
