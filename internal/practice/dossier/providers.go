// SPDX-License-Identifier: EUPL-1.2

package dossier

// Kinds of care provider.
const (
	KindGP       = "huisarts"
	KindHospital = "ziekenhuis"
	KindPharmacy = "apotheek"
	KindYouth    = "jeugd-en-vaccinatie"
	KindPhysio   = "fysiotherapeut"
	KindOwn      = "eigen-testgegevens"
)

// Keys of the care providers of the practice network.
const (
	Oefenhoek = "huisarts-oefenhoek"    // GP practice
	Linde     = "ziekenhuis-linde"      // hospital; its two services run at two service providers
	Eikenstad = "ziekenhuis-eikenstad"  // hospital
	Vijzel    = "apotheek-vijzel"       // pharmacy
	Zonnetje  = "jeugdzorg-zonnetje"    // youth health care and vaccinations
	Stap      = "fysiotherapie-stap"    // physiotherapist
	OwnData   = "uw-eigen-testgegevens" // only with a data folder
)

// Provider is a care provider of the practice network.
type Provider struct {
	Key        string
	MedMijName string // "huisarts.oefenhoek@medmij"
	Name       string // for people
	Kind       string // one of the Kind constants
	Street     string
	Postcode   string
	City       string
	Services   []string // ids of data services, rising
}

// Providers gives the care providers that always exist, in a fixed order.
// Each call gives a new slice.
//
// The pharmacy offers service 48 because service 48 has the medication queries
// that a person can collect today (use, agreement, administration agreement) in
// the same version as the hospitals; it keeps nothing but medication and the
// allergies it must know, so the other queries of 48 find nothing there.
func Providers() []Provider {
	return []Provider{
		{Key: Oefenhoek, MedMijName: "huisarts.oefenhoek@medmij", Name: "Huisartsenpraktijk De Oefenhoek", Kind: KindGP,
			Street: "Oefenlaan 12", Postcode: "0000 AA", City: "Oefendorp", Services: []string{"49", "51"}},
		{Key: Linde, MedMijName: "ziekenhuis.delinde@medmij", Name: "Ziekenhuis De Linde (oefen)", Kind: KindHospital,
			Street: "Lindeplein 1", Postcode: "0000 AB", City: "Lindestad", Services: []string{"48", "51"}},
		{Key: Eikenstad, MedMijName: "ziekenhuis.eikenstad@medmij", Name: "Medisch Centrum Eikenstad (oefen)", Kind: KindHospital,
			Street: "Eikenweg 100", Postcode: "0000 AC", City: "Eikenstad", Services: []string{"48", "51"}},
		{Key: Vijzel, MedMijName: "apotheek.devijzel@medmij", Name: "Oefenapotheek De Vijzel", Kind: KindPharmacy,
			Street: "Dorpsstraat 8", Postcode: "0000 AD", City: "Oefendorp", Services: []string{"48"}},
		{Key: Zonnetje, MedMijName: "jeugd.hetzonnetje@medmij", Name: "Jeugdgezondheid en Vaccinaties Het Zonnetje (oefen)", Kind: KindYouth,
			Street: "Schoolstraat 3", Postcode: "0000 AE", City: "Lindestad", Services: []string{"63"}},
		{Key: Stap, MedMijName: "fysiotherapie.stap@medmij", Name: "Fysiotherapie Stap voor Stap (oefen)", Kind: KindPhysio,
			Street: "Beweegpad 5", Postcode: "0000 AF", City: "Oefendorp", Services: []string{"48", "51"}},
	}
}
