// SPDX-License-Identifier: EUPL-1.2

package dossier

// Kinds of care provider.
const (
	KindGP       = "huisarts"
	KindHospital = "ziekenhuis"
	KindPharmacy = "apotheek"
	KindYouth    = "jeugd-en-vaccinatie"
	KindPhysio   = "fysiotherapeut"
	KindMental   = "geestelijke-gezondheidszorg"
	KindCare     = "langdurige-zorg"
	KindDentist  = "tandarts"
	KindMidwife  = "verloskundige"
	KindLab      = "laboratorium"
	KindOwn      = "eigen-testgegevens"
)

// Keys of the care providers of the practice network.
const (
	Oefenhoek = "huisarts-oefenhoek"   // GP practice
	Linde     = "ziekenhuis-linde"     // hospital; its two services run at two service providers
	Eikenstad = "ziekenhuis-eikenstad" // hospital
	Vijzel    = "apotheek-vijzel"      // pharmacy
	Zonnetje  = "jeugdzorg-zonnetje"   // youth health care and vaccinations
	Stap      = "fysiotherapie-stap"   // physiotherapist
	Luwte     = "ggz-de-luwte"         // mental health care
	Heidehof  = "zorg-heidehof"        // long-term care and nursing at home
	Kies      = "tandarts-gave-kies"   // dentist
	Ooievaar  = "verloskunde-ooievaar" // midwives
	Proefbuis = "lab-proefbuis"        // laboratory of the GP

	OwnData     = "uw-eigen-testgegevens"   // only with a data folder
	OwnPharmacy = "uw-eigen-testapotheek"   // only with a data folder that holds medication of more than one provider
	OwnHospital = "uw-eigen-testziekenhuis" // the same
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
			Street: "Oefenlaan 12", Postcode: "0000 AA", City: "Oefendorp", Services: []string{"301", "31", "47", "49", "51", "52", "54", "58", Referral, Corrections}},
		{Key: Linde, MedMijName: "ziekenhuis.delinde@medmij", Name: "Ziekenhuis De Linde (oefen)", Kind: KindHospital,
			Street: "Lindeplein 1", Postcode: "0000 AB", City: "Lindestad", Services: append([]string{"31", "46", "47", "48", "51", "52", "54", "59"}, GranularSTU3()...)},
		{Key: Eikenstad, MedMijName: "ziekenhuis.eikenstad@medmij", Name: "Medisch Centrum Eikenstad (oefen)", Kind: KindHospital,
			Street: "Eikenweg 100", Postcode: "0000 AC", City: "Eikenstad", Services: []string{"46", "47", "48", "51", "59", MedicationR4, LabR4, Images, Pathology}},
		{Key: Vijzel, MedMijName: "apotheek.devijzel@medmij", Name: "Oefenapotheek De Vijzel", Kind: KindPharmacy,
			Street: "Dorpsstraat 8", Postcode: "0000 AD", City: "Oefendorp", Services: []string{"31", "35", "48", "58", MedicationR4}},
		{Key: Zonnetje, MedMijName: "jeugd.hetzonnetje@medmij", Name: "Jeugdgezondheid en Vaccinaties Het Zonnetje (oefen)", Kind: KindYouth,
			Street: "Schoolstraat 3", Postcode: "0000 AE", City: "Lindestad", Services: []string{"63"}},
		{Key: Stap, MedMijName: "fysiotherapie.stap@medmij", Name: "Fysiotherapie Stap voor Stap (oefen)", Kind: KindPhysio,
			Street: "Beweegpad 5", Postcode: "0000 AF", City: "Oefendorp", Services: []string{"47", "48", "51"}},
		{Key: Luwte, MedMijName: "ggz.deluwte@medmij", Name: "GGZ De Luwte (oefen)", Kind: KindMental,
			Street: "Rustpad 20", Postcode: "0000 AG", City: "Lindestad", Services: []string{"47", "50"}},
		{Key: Heidehof, MedMijName: "zorg.heidehof@medmij", Name: "Thuiszorg De Heidehof (oefen)", Kind: KindCare,
			Street: "Heidelaan 44", Postcode: "0000 AH", City: "Oefendorp", Services: []string{"52", "61"}},
		{Key: Kies, MedMijName: "tandarts.gavekies@medmij", Name: "Tandartspraktijk De Gave Kies (oefen)", Kind: KindDentist,
			Street: "Kiezelstraat 32", Postcode: "0000 AJ", City: "Oefendorp", Services: Dental()},
		{Key: Ooievaar, MedMijName: "verloskunde.ooievaar@medmij", Name: "Verloskundigenpraktijk De Ooievaar (oefen)", Kind: KindMidwife,
			Street: "Nestlaan 9", Postcode: "0000 AK", City: "Lindestad", Services: []string{"65"}},
		{Key: Proefbuis, MedMijName: "lab.proefbuis@medmij", Name: "Medisch Laboratorium De Proefbuis (oefen)", Kind: KindLab,
			Street: "Reageerkade 2", Postcode: "0000 AL", City: "Lindestad", Services: []string{"46", LabR4}},
	}
}
