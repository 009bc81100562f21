// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-json-experiment/json"

	"regie/internal/medmij"
)

// Kind is what sort of care provider it is.
type Kind string

// The kinds that Regie has a word and an icon for.
const (
	KindGP       Kind = "gp"
	KindHospital Kind = "hospital"
	KindPharmacy Kind = "pharmacy"
	KindPhysio   Kind = "physio"
	KindYouth    Kind = "youth"
	KindMental   Kind = "mental"
	KindDental   Kind = "dental"
	KindHome     Kind = "home" // nursing home, home care
	KindLab      Kind = "lab"
	KindMidwife  Kind = "midwife"
	KindOwn      Kind = "own" // test data of one's own, in the practice network
	KindOther    Kind = "other"
)

// Kinds lists them in the order in which they are offered.
var Kinds = []Kind{KindGP, KindHospital, KindPharmacy, KindPhysio, KindYouth, KindMental, KindDental, KindHome, KindLab, KindMidwife, KindOwn, KindOther}

// Key is the catalogue key of the word for the kind.
func (k Kind) Key() string { return "collect.kind." + string(k) }

// kindWords: a part of a word that tells the kind, in the order in which they are tried,
// and the words by which people look for it.
var kindWords = []struct {
	kind  Kind
	parts []string
	names string
}{
	{KindOwn, []string{"eigentest", "testgegevens"}, "test gegevens oefenen"},
	{KindPharmacy, []string{"apothe", "pharmac", "farmac"}, "apotheek pharmacy medicijnen"},
	{KindPhysio, []string{"fysio", "physio"}, "fysiotherapie fysiotherapeut fysio physiotherapist"},
	{KindMental, []string{"ggz", "psych", "geestelijk", "mental"}, "ggz psycholoog psychiater mental health"},
	{KindDental, []string{"tandart", "mondzorg", "orthodont", "dental"}, "tandarts mondzorg dentist"},
	{KindMidwife, []string{"verlosk", "midwi", "kraam"}, "verloskundige midwife"},
	{KindYouth, []string{"jeugd", "vaccin", "ggd", "rivm", "consultatie"}, "jeugdgezondheid vaccinaties inentingen consultatiebureau ggd youth vaccination"},
	{KindHome, []string{"verpleeg", "thuiszorg", "ouderen", "verzorging", "wijkverpl", "nursing"}, "verpleeghuis thuiszorg nursing home care"},
	{KindLab, []string{"laborator", "diagnost", "medlon", "prikpost"}, "laboratorium diagnostiek lab bloedprikken"},
	{KindGP, []string{"huisart", "huisdokter", "generalpract", "dokterspost"}, "huisarts huisartsenpraktijk dokter praktijk gp doctor"},
	{KindHospital, []string{"ziekenhuis", "hospital", "umc", "medischcentrum", "medischspectrum", "kliniek", "gasthuis"}, "ziekenhuis hospital medisch centrum kliniek"},
}

// kindOf tells the kind from a word of the address book, or else from a name.
func kindOf(texts ...string) Kind {
	for _, t := range texts {
		whole := strings.Join(fold(t), "")
		for _, k := range kindWords {
			for _, p := range k.parts {
				if strings.Contains(whole, p) {
					return k.kind
				}
			}
		}
	}
	return KindOther
}

// kindNames are the words by which people look for a kind.
func kindNames(kind Kind) string {
	for _, k := range kindWords {
		if k.kind == kind {
			return k.names
		}
	}
	return ""
}

// Listed is a provider as people know it.
type Listed struct {
	Provider string // MedMij name
	Name     string
	City     string
	Postcode string
	Address  string
	Kind     Kind
	Known    bool // the address book has it; else Name is made of the MedMij name
}

// bookEntry is an entry of the address book, in the shape of a public localisation service.
type bookEntry struct {
	MedMijID string `json:"medmij_id"`
	Name     string `json:"name"`
	CareType string `json:"care_type"`
	Address  string `json:"address"`
	Postcode string `json:"postal_code"`
	City     string `json:"city"`
}

const (
	maxBook        = 64 << 20
	maxBookEntries = 200_000
)

// Book is an address book: what the network's own list lacks.
type Book map[string]Listed

// ReadBook reads an address book: a JSON array of objects with medmij_id (with or without
// @medmij), name, care_type, city, postal_code and address. Other members are passed over,
// as are entries without a name.
func ReadBook(raw []byte) (Book, error) {
	if len(raw) > maxBook {
		return nil, errors.New("address book is too large")
	}
	var entries []bookEntry
	if err := json.Unmarshal(raw, &entries); err != nil {
		return nil, fmt.Errorf("reading the address book: %w", err)
	}
	if len(entries) > maxBookEntries {
		return nil, errors.New("address book has too many entries")
	}
	book := make(Book, len(entries))
	for _, e := range entries {
		id := strings.ToLower(strings.TrimSpace(e.MedMijID))
		if id == "" || strings.TrimSpace(e.Name) == "" {
			continue
		}
		if !strings.HasSuffix(id, medmij.ProviderSuffix) {
			id += medmij.ProviderSuffix
		}
		if _, double := book[id]; double {
			continue
		}
		name, city := line(e.Name, 120), cityCase(line(e.City, 80))
		book[id] = Listed{
			Provider: id, Name: name, City: city, Postcode: line(e.Postcode, 12),
			Address: line(e.Address, 160), Kind: kindOf(e.CareType, name, id), Known: true,
		}
	}
	return book, nil
}

// line makes a foreign text one line without control characters, bounded in length.
func line(s string, most int) string {
	s = strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == utf8.RuneError || unicode.Is(unicode.Cf, r) {
			return ' '
		}
		return r
	}, s)), " ")
	if utf8.RuneCountInString(s) > most {
		s = string([]rune(s)[:most])
	}
	return s
}

// cityCase writes "UTRECHT" as "Utrecht": address books like capitals, readers don't.
func cityCase(s string) string {
	if s != strings.ToUpper(s) {
		return s
	}
	words := strings.Fields(strings.ToLower(s))
	for i, w := range words {
		switch {
		case i > 0 && (w == "aan" || w == "den" || w == "de" || w == "op" || w == "bij" || w == "en" || w == "van"):
		case strings.HasPrefix(w, "ij"):
			words[i] = "IJ" + w[2:]
		default:
			words[i] = capital(w)
		}
	}
	return strings.Join(words, " ")
}

func capital(w string) string {
	r, n := utf8.DecodeRuneInString(w)
	return string(unicode.ToUpper(r)) + w[n:]
}

// listed is how people know a provider of the list: by the address book, or by a name made
// of its MedMij name: "huisarts.de-duinrand@medmij" gives "Huisarts De Duinrand".
func (b Book) listed(provider string) Listed {
	if l, ok := b[provider]; ok {
		return l
	}
	parts := strings.FieldsFunc(strings.TrimSuffix(provider, medmij.ProviderSuffix), func(r rune) bool { return r == '.' || r == '-' })
	for i, p := range parts {
		parts[i] = capital(p)
	}
	name := strings.Join(parts, " ")
	return Listed{Provider: provider, Name: name, Kind: kindOf(name)}
}
