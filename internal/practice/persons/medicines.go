// SPDX-License-Identifier: EUPL-1.2

package persons

// product is a medicine as the Dutch medicine table prints it.
type product struct {
	key   string
	name  string
	codes []code
	route code
	unit  code // of a dose
}

var (
	oral        = code{sysRoute, "9", "oraal"}
	nasal       = code{sysRoute, "6", "nasaal"}
	inhaled     = code{sysRoute, "62", "inhalatie"}
	onSkin      = code{sysRoute, "53", "cutaan"}
	veinRoute   = code{sysRoute, "5", "intraveneus"}
	unitPiece   = code{sysDoseUnit, "245", "stuk"}
	unitDose    = code{sysDoseUnit, "208", "dosis"}
	unitGram    = code{sysDoseUnit, "215", "gram"}
	unitML      = code{sysDoseUnit, "233", "milliliter"}
	stopForEver = code{"urn:oid:2.16.840.1.113883.2.4.3.11.60.20.77.5.2.1", "2", "Definitief"}
	stopForNow  = code{"urn:oid:2.16.840.1.113883.2.4.3.11.60.20.77.5.2.1", "1", "Tijdelijk"}

	whyStart      = sct("266709005", "medicatie gestart")
	whyDose       = sct("395067002", "optimaliseren van dosering van medicatie")
	whyTooStrong  = sct("112251000146103", "te sterk effect van medicatie")
	whyChanged    = sct("112751000146109", "medicatiebeleid veranderd")
	whySideEffect = code{"urn:oid:2.16.840.1.113883.2.4.3.11.60.20.77.5.2.2", "16", "Allergie of non-allergische overgevoeligheid of bijwerking"}
	whyNoEffect   = code{"urn:oid:2.16.840.1.113883.2.4.3.11.60.20.77.5.2.2", "5", "Geen of onvoldoende effect"}
)

func tablet(key, name string, codes ...code) product {
	return product{key: key, name: name, codes: codes, route: oral, unit: unitPiece}
}

func prk(id, display string) code { return code{sysPRK, id, display} }

var (
	metformin     = tablet("metformine", "METFORMINE TABLET 500MG", prk("1090", "METFORMINE TABLET 500MG"), atc("A10BA02", "metformine"))
	gliclazide    = tablet("gliclazide", "GLICLAZIDE TABLET MGA 80MG", prk("2992", "GLICLAZIDE TABLET MGA 80MG"))
	empagliflozin = tablet("empagliflozine", "EMPAGLIFLOZINE TABLET FO 10MG", atc("A10BK03", "empagliflozine"))
	lisinopril    = tablet("lisinopril", "LISINOPRIL TABLET 10MG", prk("26638", "LISINOPRIL TABLET 10MG"))
	losartan      = tablet("losartan", "LOSARTAN TABLET 50MG", atc("C09CA01", "losartan"))
	losartan100   = tablet("losartan-100", "LOSARTAN TABLET 100MG", atc("C09CA01", "losartan"))
	hct           = tablet("hct", "HYDROCHLOORTHIAZIDE TABLET 12,5MG", prk("76333", "HYDROCHLOORTHIAZIDE TABLET 12,5MG"))
	amlodipine    = tablet("amlodipine", "AMLODIPINE TABLET 5MG", prk("123315", "AMLODIPINE TABLET 5MG"))
	simvastatin   = tablet("simvastatine", "SIMVASTATINE TABLET FO 20MG", prk("67814", "SIMVASTATINE TABLET FO 20MG"))
	atorvastatin  = tablet("atorvastatine", "ATORVASTATINE TABLET FO 10MG", prk("98604", "ATORVASTATINE TABLET FO 10MG"))
	atorvastatin2 = tablet("atorvastatine-20", "ATORVASTATINE TABLET FO 20MG", atc("C10AA05", "atorvastatine"))
	pantoprazole  = tablet("pantoprazol", "PANTOPRAZOL TABLET MSR 20MG", prk("52272", "PANTOPRAZOL TABLET MSR 20MG"))
	paracetamol   = tablet("paracetamol", "PARACETAMOL TABLET 500MG", prk("67903", "PARACETAMOL TABLET 500MG"))
	ibuprofen     = tablet("ibuprofen", "IBUPROFEN TABLET 400MG", prk("27278", "IBUPROFEN TABLET 400MG"))
	naproxen      = tablet("naproxen", "NAPROXEN TABLET 500MG", prk("20850", "NAPROXEN TABLET 500MG"))
	loratadine    = tablet("loratadine", "LORATADINE TABLET 10MG", prk("27367", "LORATADINE TABLET 10MG"))
	furosemide    = tablet("furosemide", "FUROSEMIDE TABLET 40MG", prk("5967", "FUROSEMIDE TABLET 40MG"))
	metoprolol    = tablet("metoprolol", "METOPROLOL TABLET MGA 100MG (SUCCINAAT)", prk("26190", "METOPROLOL TABLET MGA 100MG (SUCCINAAT)"))
	apixaban      = tablet("apixaban", "APIXABAN TABLET 5MG", prk("105678", "APIXABAN TABLET 5MG"))
	apixabanLow   = tablet("apixaban-laag", "APIXABAN TABLET 2,5MG", atc("B01AF02", "apixaban"))
	acenocoumarol = tablet("acenocoumarol", "ACENOCOUMAROL TABLET 1MG", prk("7323", "ACENOCOUMAROL TABLET 1MG"))
	spironolacton = tablet("spironolacton", "SPIRONOLACTON TABLET 25MG", atc("C03DA01", "spironolacton"))
	enalapril     = tablet("enalapril", "ENALAPRIL TABLET 5MG", atc("C09AA02", "enalapril"))
	digoxinPill   = tablet("digoxine", "DIGOXINE TABLET 0,0625MG", atc("C01AA05", "digoxine"))
	alendronate   = tablet("alendroninezuur", "ALENDRONINEZUUR TABLET 70MG", atc("M05BA04", "alendroninezuur"))
	calciumD      = tablet("calcium", "CALCIUMCARB/COLECALC KAUWTB 1,25G/400IE (500MG CA)", prk("58807", "CALCIUMCARB/COLECALC KAUWTB 1,25G/400IE (500MG CA)"))
	oxazepam      = tablet("oxazepam", "OXAZEPAM TABLET 10MG", prk("353", "OXAZEPAM TABLET 10MG"))
	tramadol      = tablet("tramadol", "TRAMADOL CAPSULE 50MG", prk("35475", "TRAMADOL CAPSULE 50MG"))
	iron          = tablet("ferrofumaraat", "FERROFUMARAAT TABLET 200MG", prk("42293", "FERROFUMARAAT TABLET 200MG"))
	levothyroxine = tablet("levothyroxine", "LEVOTHYROXINE TABLET 75UG", atc("H03AA01", "levothyroxine"))
	sumatriptan   = tablet("sumatriptan", "SUMATRIPTAN TABLET 50MG", atc("N02CC01", "sumatriptan"))
	pill          = tablet("anticonceptie", "ETHINYLESTRADIOL/LEVONORGESTREL TABLET 30/150UG", atc("G03AA07", "levonorgestrel en ethinylestradiol"))
	montelukast   = tablet("montelukast", "MONTELUKAST TABLET FO 10MG", atc("R03DC03", "montelukast"))
	macrogol      = product{"macrogol", "MACROGOL/ZOUTEN POEDER VOOR DRANK", []code{atc("A06AD65", "macrogol, combinatiepreparaten")}, oral, unitPiece}
	beclometasone = product{"beclometason", "BECLOMETASON NEUSSPRAY 50UG/DO", []code{prk("21865", "BECLOMETASON NEUSSPRAY 50UG/DO")}, nasal, unitDose}
	salbutamol    = product{"salbutamol", "SALBUTAMOL AEROSOL 100UG/DO 200DO AUTOH", []code{prk("43281", "SALBUTAMOL AEROSOL 100UG/DO 200DO AUTOH")}, inhaled, unitDose}
	fluticasone   = product{"fluticason", "FLUTICASON INHALATIEPOEDER 100UG/DO 60DO DISKUS", []code{prk("45624", "FLUTICASON INHALATIEPOEDER 100UG/DO 60DO DISKUS")}, inhaled, unitDose}
	clindamycin   = product{"clindamycine", "CLINDAMYCINE INFUSIEVLOEISTOF", []code{atc("J01FF01", "clindamycine")}, veinRoute, unitML}
	hydrocortison = product{"hydrocortison", "HYDROCORTISON CREME 10MG/G", []code{atc("D07AA02", "hydrocortison")}, onSkin, unitGram}
	furosemideIV  = product{"furosemide-iv", "FUROSEMIDE INJECTIEVLOEISTOF 10MG/ML", []code{atc("C03CA01", "furosemide")}, veinRoute, unitML}
)
