// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"cmp"
	"slices"
	"strconv"

	"regie/internal/text"
	"regie/internal/zib"
)

// Test is one test or measurement over all providers and years.
type Test struct {
	Key      Key // for an address: it says nothing about what was tested
	Group    TestGroup
	Category zib.Category // of the newest result
	Code     zib.Phrase   // the concept, for its name and its explanation; zero where only a name is known
	Results  []Result     // oldest first; those without a date come before all others
	Pair     bool         // a blood pressure: two values in each result

	line *testLine // nil where the table does not know the test
}

// Result is one result of a test, as it was sent.
type Result struct {
	Item     *Item
	Lower    *Item         // of a blood pressure that came as two items: the lower one
	Quantity *zib.Quantity // nil for a result in words
	Second   *zib.Quantity // of a blood pressure: the lower value
	Remark   Remark        // why it is not in the chart
	Own      bool          // measured by the person; else by a provider

	value, second float64
	unit          string
}

// Remark says why a number is not drawn.
type Remark uint8

// The remarks.
const (
	RemarkNone      Remark = iota
	RemarkWords            // no number
	RemarkVoid             // entered in error, or refuted
	RemarkCancelled        // the test was not done
	RemarkUndated          // no date
	RemarkNoUnit           // the test has a unit, and this result none
	RemarkUnit             // the test is not counted in this unit
	RemarkCode             // the code of the result prescribes another kind of unit
	RemarkClash            // the printed and the coded unit are not the same
)

// Drawn tells whether the result is in a chart.
func (r *Result) Drawn() bool { return r.Remark == RemarkNone }

// Counts tells whether it is a result at all: it was not entered in error, and the test was done.
func (r *Result) Counts() bool { return r.Remark != RemarkVoid && r.Remark != RemarkCancelled }

// Newest returns the newest result that counts, nil if there is none.
func (t *Test) Newest() *Result {
	for i := len(t.Results) - 1; i >= 0; i-- {
		if r := &t.Results[i]; r.Counts() && r.Remark != RemarkUndated {
			return r
		}
	}
	return nil
}

// Name is what people call the test.
func (t *Test) Name(l text.Lang) string {
	if t.Code.Readable() {
		if s := t.Code.In(l); s != "" {
			return s
		}
	}
	for i := len(t.Results) - 1; i >= 0; i-- {
		if s := t.Results[i].Item.Title.In(l); s != "" && t.Results[i].Lower == nil {
			return s
		}
	}
	return ""
}

// tests are the tests of a dossier.
type tests struct {
	all    []*Test
	byKey  map[Key]*Test
	byName map[string]*Test // by testKey
}

// Tests lists the tests and measurements of a category, by group and then by name.
func (d *Dossier) Tests(c zib.Category) []*Test {
	var out []*Test
	for _, t := range d.tests().all {
		if t.Category == c {
			out = append(out, t)
		}
	}
	return out
}

// Test returns the test of a key, nil if there is none.
func (d *Dossier) Test(k Key) *Test { return d.tests().byKey[k] }

// TestOf returns the test that an item is a result of, nil if it is no result.
func (d *Dossier) TestOf(it *Item) *Test {
	if it.Category != zib.CategoryLab && it.Category != zib.CategoryMeasurements || it.Part || it.Has(zib.MarkOther) {
		return nil
	}
	return d.tests().byName[it.pageKey()]
}

// pageKey is the testKey of the page on which an item lies: both values of a blood pressure are on
// one page.
func (it *Item) pageKey() string {
	if it.Block == pressureBlock {
		return bloodPressure
	}
	key := it.testKey(it.quantity())
	if key == upperPressure || key == lowerPressure {
		return bloodPressure
	}
	return key
}

// quantity is the number of an item, nil where it has none.
func (it *Item) quantity() *zib.Quantity {
	if it.Summary == nil || len(it.Summary.Values) == 0 {
		return nil
	}
	return it.Summary.Values[0].Quantity
}

// newTests collects the results of all tests.
func (d *Dossier) newTests() *tests {
	out := &tests{byKey: map[Key]*Test{}, byName: map[string]*Test{}}
	keys := &keyMaker{secret: d.secret}
	halves := map[half]int{} // of a blood pressure in two items → place of its result
	for n := len(d.shown) - 1; n >= 0; n-- {
		it := &d.all[d.shown[n]]
		if it.Category != zib.CategoryLab && it.Category != zib.CategoryMeasurements || it.Has(zib.MarkOther) {
			continue
		}
		key := it.pageKey()
		if key == "" {
			continue
		}
		t := out.byName[key]
		if t == nil {
			t = newTest(keys.test(key), key, it)
			out.byName[key], out.byKey[t.Key] = t, t
			out.all = append(out.all, t)
		}
		t.Category = it.Category
		r := resultOf(it)
		if t.Pair {
			if it.Block != pressureBlock {
				lower := it.testKey(r.Quantity) == lowerPressure
				h := half{it.Provider, it.At, it.When.Start}
				if i, ok := halves[h]; ok && (t.Results[i].Quantity == nil) != lower && (t.Results[i].Second == nil) == lower {
					t.Results[i].join(r, lower)
					t.Results[i].check(t)
					continue
				}
				halves[h] = len(t.Results)
				if lower {
					r.Quantity, r.Second, r.value, r.second = nil, r.Quantity, 0, r.value
				}
			}
		}
		r.check(t)
		t.Results = append(t.Results, r)
	}
	names := map[*Test]string{}
	rank := map[TestGroup]int{}
	for i, g := range TestGroups {
		rank[g] = i
	}
	for _, t := range out.all {
		if t.Group == "" {
			t.Group = t.loose()
		}
		names[t] = fold(t.Name(text.NL))
	}
	slices.SortStableFunc(out.all, func(a, b *Test) int {
		return cmp.Or(cmp.Compare(rank[a.Group], rank[b.Group]), cmp.Compare(names[a], names[b]), cmp.Compare(a.Key, b.Key))
	})
	return out
}

// half is where the two values of a blood pressure meet that came as two items.
type half struct {
	provider *Provider
	at       int64
	when     string
}

func newTest(k Key, key string, it *Item) *Test {
	t := &Test{Key: k, line: knownTests().keys[key], Pair: key == bloodPressure, Code: it.Code}
	if t.line != nil {
		t.Group = t.line.group
	}
	if system, code, ok := cutKey(key); ok {
		t.Code = zib.Phrase{System: system, Code: code}
		if it.Code.System == system && it.Code.Code == code {
			t.Code = it.Code
		}
	}
	return t
}

// loose is the group of a test that the table does not know.
func (t *Test) loose() TestGroup {
	group := GroupCollections
	for i := range t.Results {
		if t.Category == zib.CategoryMeasurements && t.Results[i].Quantity != nil {
			return GroupBody
		}
		if t.Category == zib.CategoryMeasurements || t.Results[i].Item.Summary != nil {
			group = GroupOther
		}
	}
	return group
}

func cutKey(key string) (system, code string, ok bool) {
	for i := range len(key) {
		if key[i] == '|' && key[0] != '=' {
			return key[:i], key[i+1:], true
		}
	}
	return "", "", false
}

func resultOf(it *Item) Result {
	r := Result{Item: it, Quantity: it.quantity()}
	if it.Block == pressureBlock {
		r.Quantity = nil
		for _, m := range it.measured() {
			if m.key == lowerPressure {
				r.Second = m.quantity
			} else if m.key == upperPressure {
				r.Quantity = m.quantity
			}
		}
		return r
	}
	if r.Quantity != nil && r.Quantity.Number == "" {
		r.Quantity = nil
	}
	return r
}

// join puts the other half of a blood pressure in.
func (r *Result) join(o Result, lower bool) {
	if lower {
		r.Lower, r.Second = o.Item, o.Quantity
		return
	}
	r.Lower, r.Item, r.Quantity = r.Item, o.Item, o.Quantity
}

// check reads the numbers and finds out whether they can be drawn.
func (r *Result) check(t *Test) {
	r.Remark = RemarkNone
	switch {
	case r.Item.Void() || r.Lower != nil && r.Lower.Void():
		r.Remark = RemarkVoid
	case r.Item.Has(zib.MarkCancelled, zib.MarkNotDone):
		r.Remark = RemarkCancelled
	case r.Quantity == nil && r.Second == nil:
		r.Remark = RemarkWords
	case !r.Item.Dated():
		r.Remark = RemarkUndated
	}
	for i, q := range [...]*zib.Quantity{r.Quantity, r.Second} {
		if q == nil {
			continue
		}
		v, err := strconv.ParseFloat(q.Number, 64)
		if err != nil || q.NumberHigh != "" {
			if r.Remark == RemarkNone {
				r.Remark = RemarkWords
			}
			continue
		}
		if i == 0 {
			r.value = v
		} else {
			r.second = v
		}
		r.unit = unitName(q)
		if why := t.unitRemark(r.Item, q, r.unit); r.Remark == RemarkNone {
			r.Remark = why
		}
	}
}

// unitRemark tells what is wrong with the unit of a number, if anything.
func (t *Test) unitRemark(it *Item, q *zib.Quantity, unit string) Remark {
	switch {
	case q.Contradicts():
		return RemarkClash
	case t.line == nil || t.line.unit == "":
		return RemarkNone
	case unit == "" && t.line.unit == "INR": // a ratio: many laboratories print no unit
		return RemarkNone
	case unit == "":
		return RemarkNoUnit
	case !t.line.fits(unit):
		return RemarkUnit
	case !knownTests().codes[it.Code.System+"|"+it.Code.Code].agrees(unit):
		return RemarkCode
	}
	return RemarkNone
}

func (m *keyMaker) test(key string) Key {
	m.start('t')
	m.part(key)
	return m.end()
}
