// SPDX-License-Identifier: EUPL-1.2

package record

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"

	"regie/internal/zib"
)

// TestGroup is a heading under which people look for a test.
type TestGroup string

// The groups, in the order in which they are shown.
const (
	GroupBlood       TestGroup = "bloed"
	GroupKidneys     TestGroup = "nieren"
	GroupLiver       TestGroup = "lever"
	GroupSugar       TestGroup = "suiker"
	GroupFats        TestGroup = "vetten"
	GroupThyroid     TestGroup = "schildklier"
	GroupSalts       TestGroup = "zouten"
	GroupVitamins    TestGroup = "vitamines"
	GroupDefence     TestGroup = "ontsteking"
	GroupClotting    TestGroup = "stolling"
	GroupUrine       TestGroup = "urine"
	GroupHeart       TestGroup = "hart"
	GroupHormones    TestGroup = "hormonen"
	GroupGases       TestGroup = "bloedgas"
	GroupAllergy     TestGroup = "allergie"
	GroupInfection   TestGroup = "infectie"
	GroupBody        TestGroup = "lichaam"
	GroupOther       TestGroup = "overig"
	GroupCollections TestGroup = "bundels" // panels: results that belong together
)

// TestGroups are all groups in order.
var TestGroups = []TestGroup{
	GroupBlood, GroupKidneys, GroupLiver, GroupSugar, GroupFats, GroupThyroid, GroupSalts, GroupVitamins, GroupDefence, GroupClotting,
	GroupUrine, GroupHeart, GroupHormones, GroupGases, GroupAllergy, GroupInfection, GroupBody, GroupOther, GroupCollections,
}

// testLine is one line of the table: a test, whatever it is called and however it is coded.
type testLine struct {
	key       string // "loinc|14682-9": what results of this test have in common
	group     TestGroup
	substance string // in the table of substances; "" for none
	unit      string // as Dutch laboratories print it; "" where there is none, or more than one
	decimals  int    // that are usual in that unit
}

// codeLine is a code of the table.
type codeLine struct {
	test *testLine
	// counts is the kind of unit that the code itself prescribes: amount (moles) or mass; "" for
	// codes that leave it open.
	counts string
}

type testTable struct {
	codes map[string]codeLine  // "loinc|14682-9"
	names map[string]*testLine // folded
	keys  map[string]*testLine
}

//go:embed series_tests.tsv
var testLines string

// knownTests is the table of tests, read at first use.
var knownTests = sync.OnceValue(func() *testTable { return readTests(testLines) })

func readTests(lines string) *testTable {
	t := &testTable{codes: map[string]codeLine{}, names: map[string]*testLine{}, keys: map[string]*testLine{}}
	for l := range strings.Lines(lines) {
		f := strings.Split(strings.TrimRight(l, "\n"), "\t")
		if strings.HasPrefix(l, "#") || len(f) != 7 {
			continue
		}
		decimals, err := strconv.Atoi(f[4])
		if err != nil {
			continue
		}
		test := &testLine{group: TestGroup(f[0]), substance: dash(f[2]), unit: dash(f[3]), decimals: decimals}
		var own codeLine
		test.key, own = t.code(f[1], test)
		t.keys[test.key] = test
		t.codes[test.key] = own
		for c := range strings.FieldsSeq(dash(f[5])) {
			key, line := t.code(c, test)
			t.codes[key] = line
		}
		for name := range strings.SplitSeq(dash(f[6]), "; ") {
			if name = fold(strings.TrimSpace(name)); name != "" {
				t.names[name] = test
			}
		}
	}
	return t
}

func (t *testTable) code(s string, test *testLine) (key string, line codeLine) {
	if strings.HasPrefix(s, "=") {
		return s, codeLine{test: test}
	}
	s, counts, _ := strings.Cut(s, "=")
	system := "loinc"
	switch {
	case strings.HasPrefix(s, "n:"):
		system, s = "nhg/45", s[2:]
	case strings.HasPrefix(s, "s:"):
		system, s = "snomed", s[2:]
	}
	return system + "|" + s, codeLine{test: test, counts: counts}
}

func dash(s string) string {
	if s == "-" {
		return ""
	}
	return s
}

// codeKey is what results with the same concept have in common.
func codeKey(p zib.Phrase) string {
	key := p.System + "|" + p.Code
	if c, ok := knownTests().codes[key]; ok {
		return c.test.key
	}
	return key
}
