// SPDX-License-Identifier: EUPL-1.2

package carry

import (
	"strings"
	"time"

	"regie/internal/agenda"
	"regie/internal/fhir"
	"regie/internal/measure"
	"regie/internal/record"
	"regie/internal/zib"
)

// Found is what is in a file, and what of it a person does not have yet.
type Found struct {
	Format  string   // FormatExport, …
	Title   string   // of the document, of the organisation; "" where the file does not say
	Sources []Source // where what is in it came from
	People  []Person // whose it is, as the file says
	Mine    Person   // whose dossier it is, as that says
	Other   bool     // none of People looks like Mine

	Counts  []Count // of items of the record, by category
	Parts   int     // resources that only serve others
	Report  *measure.Report
	Typed   Tally // measurements that were typed
	Own     Tally // medicines, vaccinations and more that the person added
	Diary   Tally
	Doses   Tally // medicines taken or skipped
	Visits  Tally // appointments
	Goals   Tally
	Targets Tally
	Odd     []Odd
	Partly  bool // the file is damaged or too large; what was good is here

	New   int // of everything
	Known int

	in       *measure.Intake
	typed    []measure.Typed
	own      []record.Own
	entries  []diaryEntry
	visits   []appointmentEntry
	goals    []agenda.Goal
	targets  map[measure.Kind]measure.Target
	order    []measure.Source
	looker   *record.Looker
	version  fhir.Version
	made     time.Time
	prefix   string
	newItems int
}

// Source is where something in a file came from.
type Source struct {
	N     int
	Name  string // MedMij name where the file tells it
	Title string
}

// Tally counts things of a sort.
type Tally struct{ Read, New int }

// Count is what there is of a category.
type Count struct {
	Category    zib.Category
	Read, New   int
	First, Last string // days, "" where nothing has one
	KnownFrom   string // who told some of it already
}

// Odd is something that was not used, or not as it should be.
type Odd struct {
	What string // in words of the file itself
	Why  Why
	N    int
}

// Why is the reason, a key of the catalogue: carry.why.…
type Why string

// The reasons.
const (
	WhyXML     Why = "xml"     // FHIR in XML
	WhyNoFHIR  Why = "nofhir"  // JSON, and no FHIR; it is not kept
	WhyBroken  Why = "broken"  // a part that cannot be read; it is not kept
	WhyNames   Why = "names"   // a name stands twice in it: nobody can tell which one holds
	WhyDeep    Why = "deep"    // nested too deeply
	WhyLarge   Why = "large"   // too large
	WhyMany    Why = "many"    // more than Regie reads of one file
	WhyFile    Why = "file"    // a file of another kind in an archive
	WhyMissing Why = "missing" // the list of contents names it, and it is not there
	WhyChanged Why = "changed" // it is not what it was when the export was made
	WhyGeneric Why = "generic" // kept and shown, without Regie knowing what it is
	WhyLine    Why = "line"    // a line that cannot be read
	WhyLink    Why = "link"    // a link to something that is not there
	WhyFull    Why = "full"    // no room for it
)

func (f *Found) odd(what string, why Why, n int) {
	for i := range f.Odd {
		if f.Odd[i].What == what && f.Odd[i].Why == why {
			f.Odd[i].N += n
			return
		}
	}
	if len(f.Odd) >= mostOdd {
		what = ""
		for i := range f.Odd {
			if f.Odd[i].What == "" && f.Odd[i].Why == why {
				f.Odd[i].N += n
				return
			}
		}
	}
	f.Odd = append(f.Odd, Odd{strings.Clone(what), why, n})
}

func (f *Found) count(it *zib.Item, known string) {
	i := 0
	for i < len(f.Counts) && f.Counts[i].Category != it.Category {
		i++
	}
	if i == len(f.Counts) {
		f.Counts = append(f.Counts, Count{Category: it.Category})
	}
	c := &f.Counts[i]
	c.Read++
	if known == "" {
		c.New++
		f.newItems++
	} else {
		c.KnownFrom = known
	}
	day := it.When.Start
	if day == "" {
		day = it.When.End
	}
	if len(day) >= 10 {
		day = day[:10]
		if c.First == "" || day < c.First {
			c.First = strings.Clone(day) // and not the whole resource
		}
		if day > c.Last {
			c.Last = strings.Clone(day)
		}
	}
}

// Items is how many items of the record the file has, and how many of them are new.
func (f *Found) Items() (t Tally) {
	for _, c := range f.Counts {
		t.Read, t.New = t.Read+c.Read, t.New+c.New
	}
	return t
}

// Intake is what the file has of measurements, for whoever keeps nothing.
func (f *Found) Intake() *measure.Intake { return f.in }

// TypedSamples are the measurements that were typed.
func (f *Found) TypedSamples() []measure.Typed { return f.typed }

// Made is when an export was made; zero for other files.
func (f *Found) Made() time.Time { return f.made }
