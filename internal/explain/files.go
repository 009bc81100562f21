// SPDX-License-Identifier: EUPL-1.2

package explain

import _ "embed"

// Each file is a string of its own, so that entries can point into it: nothing is copied.
var (
	//go:embed data/lab-blood.txt
	labBlood string
	//go:embed data/lab-chemistry.txt
	labChemistry string
	//go:embed data/lab-organs.txt
	labOrgans string
	//go:embed data/lab-hormones.txt
	labHormones string
	//go:embed data/lab-urine.txt
	labUrine string
	//go:embed data/lab-defence.txt
	labDefence string
	//go:embed data/measure-body.txt
	measureBody string
	//go:embed data/measure-scales.txt
	measureScales string
	//go:embed data/measure-birth.txt
	measureBirth string
	//go:embed data/words-letters.txt
	wordsLetters string
	//go:embed data/words-medicines.txt
	wordsMedicines string
	//go:embed data/words-diseases.txt
	wordsDiseases string
	//go:embed data/words-care.txt
	wordsCare string
	//go:embed data/medicines-heart.txt
	medicinesHeart string
	//go:embed data/medicines-hormones.txt
	medicinesHormones string
	//go:embed data/medicines-brain.txt
	medicinesBrain string
	//go:embed data/medicines-digestion.txt
	medicinesDigestion string
	//go:embed data/conditions-heart.txt
	conditionsHeart string
	//go:embed data/conditions-lungs.txt
	conditionsLungs string
	//go:embed data/conditions-senses.txt
	conditionsSenses string
	//go:embed data/conditions-hormones.txt
	conditionsHormones string
	//go:embed data/conditions-belly.txt
	conditionsBelly string
	//go:embed data/conditions-skin.txt
	conditionsSkin string
	//go:embed data/conditions-joints.txt
	conditionsJoints string
	//go:embed data/conditions-brain.txt
	conditionsBrain string
	//go:embed data/conditions-mind.txt
	conditionsMind string
	//go:embed data/conditions-birth.txt
	conditionsBirth string
	//go:embed data/conditions-blood.txt
	conditionsBlood string
	//go:embed data/conditions-infections.txt
	conditionsInfections string
	//go:embed data/procedures-examinations.txt
	proceduresExaminations string
	//go:embed data/procedures-operations.txt
	proceduresOperations string
	//go:embed data/conditions-general.txt
	conditionsGeneral string
	//go:embed data/procedures-care.txt
	proceduresCare string
)

// files is every file of explanations; a test holds it against the folder.
var files = []source{
	{"lab-blood.txt", Test, labBlood},
	{"lab-chemistry.txt", Test, labChemistry},
	{"lab-organs.txt", Test, labOrgans},
	{"lab-hormones.txt", Test, labHormones},
	{"lab-urine.txt", Test, labUrine},
	{"lab-defence.txt", Test, labDefence},
	{"measure-body.txt", Measure, measureBody},
	{"measure-scales.txt", Measure, measureScales},
	{"measure-birth.txt", Measure, measureBirth},
	{"words-letters.txt", Word, wordsLetters},
	{"words-medicines.txt", Word, wordsMedicines},
	{"words-diseases.txt", Word, wordsDiseases},
	{"words-care.txt", Word, wordsCare},
	{"medicines-heart.txt", Medicine, medicinesHeart},
	{"medicines-hormones.txt", Medicine, medicinesHormones},
	{"medicines-brain.txt", Medicine, medicinesBrain},
	{"medicines-digestion.txt", Medicine, medicinesDigestion},
	{"conditions-heart.txt", Condition, conditionsHeart},
	{"conditions-lungs.txt", Condition, conditionsLungs},
	{"conditions-senses.txt", Condition, conditionsSenses},
	{"conditions-hormones.txt", Condition, conditionsHormones},
	{"conditions-belly.txt", Condition, conditionsBelly},
	{"conditions-skin.txt", Condition, conditionsSkin},
	{"conditions-joints.txt", Condition, conditionsJoints},
	{"conditions-brain.txt", Condition, conditionsBrain},
	{"conditions-mind.txt", Condition, conditionsMind},
	{"conditions-birth.txt", Condition, conditionsBirth},
	{"conditions-blood.txt", Condition, conditionsBlood},
	{"conditions-infections.txt", Condition, conditionsInfections},
	{"procedures-examinations.txt", Procedure, proceduresExaminations},
	{"procedures-operations.txt", Procedure, proceduresOperations},
	{"conditions-general.txt", Condition, conditionsGeneral},
	{"procedures-care.txt", Procedure, proceduresCare},
}

type source struct {
	name string
	kind Kind // of its entries, unless an entry says another
	text string
}
