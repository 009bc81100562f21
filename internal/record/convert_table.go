// SPDX-License-Identifier: EUPL-1.2

package record

// substance is what makes it exact to go from one kind of quantity to another.
type substance struct {
	molar  float64 // grams in a mole
	charge float64 // equivalents in a mole
	hba1c  bool    // the master equation of HbA1c
}

// substances by the name in the table of tests. Molar masses follow from the formula with the
// atomic weights of IUPAC (2021, rounded); the usual factor beside each is the one of the SI
// conversion table of the AMA Manual of Style and of the NVKC. A substance of which the mass differs by
// assay (insulin, prolactin, lipoprotein(a), D-dimer in FEU and DDU, troponin) is not here: it is
// not converted.
var substances = map[string]substance{
	// The tetramer counted as its four parts, as ICSH and Dutch laboratories do: 1 mmol/l = 1.6114 g/dl.
	"hemoglobin": {molar: 16114},
	// NGSP/IFCC master equation (Hoelzel, Clin Chem 2004;50:166-74): NGSP % = 0.09148 × IFCC mmol/mol + 2.152.
	"hba1c": {hba1c: true},
	// C6H12O6; 1 mmol/l = 18.016 mg/dl.
	"glucose": {molar: 180.16},
	// C4H7N3O; 1 mg/dl = 88.42 µmol/l.
	"creatinine": {molar: 113.097},
	// CH4N2O; 1 mmol/l = 6.006 mg/dl.
	"urea": {molar: 60.06},
	// N2 of urea; 1 mmol/l = 2.8014 mg/dl.
	"ureanitrogen": {molar: 28.014},
	// C5H4N4O3; 1 mg/dl = 59.48 µmol/l.
	"uricacid": {molar: 168.11},
	// C33H36N4O6; 1 mg/dl = 17.104 µmol/l.
	"bilirubin": {molar: 584.67},
	// C27H46O; 1 mmol/l = 38.67 mg/dl.
	"cholesterol": {molar: 386.65},
	// Counted as triolein, C57H104O6; 1 mmol/l = 88.54 mg/dl.
	"triglycerides": {molar: 885.4},
	// Ca; 1 mmol/l = 4.0078 mg/dl = 2 mEq/l.
	"calcium": {molar: 40.078, charge: 2},
	// Mg; 1 mmol/l = 2.4305 mg/dl = 2 mEq/l.
	"magnesium": {molar: 24.305, charge: 2},
	// Counted as P; 1 mmol/l = 3.0974 mg/dl. Its charge depends on the acidity: no mEq.
	"phosphorus": {molar: 30.974},
	// Na+, K+, Cl-, HCO3-: 1 mEq/l = 1 mmol/l.
	"monovalent": {charge: 1},
	// Fe; 1 µg/dl = 0.1791 µmol/l.
	"iron": {molar: 55.845},
	// Zn, Cu.
	"zinc": {molar: 65.38}, "copper": {molar: 63.546},
	// C63H88CoN14O14P; 1 pg/ml = 0.7378 pmol/l.
	"cobalamin": {molar: 1355.4},
	// C19H19N7O6; 1 ng/ml = 2.266 nmol/l.
	"folate": {molar: 441.4},
	// 25-hydroxyvitamin D3, C27H44O2; 1 ng/ml = 2.496 nmol/l.
	"calcidiol": {molar: 400.64},
	// C15H11I4NO4; 1 ng/dl = 12.87 pmol/l.
	"thyroxine": {molar: 776.87},
	// C15H12I3NO4; 1 pg/ml = 1.536 pmol/l.
	"triiodothyronine": {molar: 650.97},
	// C18H24O2; 1 pg/ml = 3.671 pmol/l.
	"estradiol": {molar: 272.38},
	// C19H28O2; 1 ng/dl = 0.03467 nmol/l.
	"testosterone": {molar: 288.42},
	// C21H30O2; 1 ng/ml = 3.180 nmol/l.
	"progesterone": {molar: 314.46},
	// C21H30O5; 1 µg/dl = 27.59 nmol/l.
	"cortisol": {molar: 362.46},
	// The whole hormone of 84 amino acids; 1 pg/ml = 0.1061 pmol/l.
	"parathyrin": {molar: 9425},
	// The 76 amino acids; 1 pmol/l = 8.457 pg/ml.
	"ntprobnp": {molar: 8457},
	// The 32 amino acids; 1 pmol/l = 3.464 pg/ml.
	"bnp": {molar: 3464},
	// C41H64O14; 1 ng/ml = 1.281 nmol/l.
	"digoxin": {molar: 780.94},
	// C3H6O3; 1 mmol/l = 9.008 mg/dl.
	"lactate": {molar: 90.08},
	// NH3; 1 µg/dl = 0.5872 µmol/l.
	"ammonia": {molar: 17.031},
}

// The NGSP/IFCC master equation.
const (
	hba1cSlope  = 0.09148
	hba1cOffset = 2.152
)
