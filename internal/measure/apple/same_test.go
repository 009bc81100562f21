// SPDX-License-Identifier: EUPL-1.2

package apple_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"regie/internal/measure"
	"regie/internal/measure/apple"
)

type dice uint64

func (d *dice) roll(n int) int {
	*d = *d*6364136223846793005 + 1442695040888963407
	return int(uint64(*d) >> 33 % uint64(n))
}

// export makes an export with all sorts of spellings.
func export(d *dice, n int) string {
	var b strings.Builder
	if d.roll(3) == 0 {
		b.WriteString("\ufeff")
	}
	b.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + ends(d))
	if d.roll(2) == 0 { // trap 1: what follows the name is no DTD
		b.WriteString("<!DOCTYPE HealthData [\n<!ATTLIST VisionPrescription type CDATA #REQUIRED\n<!ELEMENT Record (\"' <Record)>\n]>" + ends(d))
	}
	b.WriteString(`<HealthData locale="nl_NL">` + ends(d) + `<ExportDate value='2026-03-10 08:00:00 +0100'/><Me a="<>"/>` + ends(d))
	names := []string{"Horloge", "iPhone van A&amp;B", "Klok &lt;2&gt;", "Anna’s Apple\u00a0Watch", "A&#110;na&#x2019;s &quot;klok&quot;", "Hor\x0bloge\x01", "Klok > 3", "  twee  spaties", "日本 🚶"}
	for range n {
		at := time.Unix(1_700_000_000+int64(d.roll(5_000_000)), 0).In(time.FixedZone("", (d.roll(25)-12)*3600))
		attrs := []string{
			`type="HKQuantityTypeIdentifierStepCount"`, `sourceName="` + names[d.roll(len(names))] + `"`, `unit="count"`,
			`startDate="` + at.Format("2006-01-02 15:04:05 -0700") + `"`, `endDate="` + at.Add(time.Duration(d.roll(600))*time.Second).Format("2006-01-02 15:04:05 -0700") + `"`,
			fmt.Sprintf(`value="%d"`, d.roll(1000)), `device="&lt;&lt;HKDevice: 0x28&gt;, name:x, model:Watch&gt;"`,
		}
		for i := range attrs {
			j := d.roll(len(attrs))
			attrs[i], attrs[j] = attrs[j], attrs[i]
			if d.roll(3) == 0 && !strings.Contains(attrs[i], "'") {
				attrs[i] = strings.ReplaceAll(attrs[i], `"`, "'")
			}
		}
		space := []string{" ", "  ", "\n\t", "\r\n "}[d.roll(4)]
		switch d.roll(9) {
		case 0:
			b.WriteString("<Record" + space + strings.Join(attrs, space) + "><MetadataEntry key=\"a\" value=\"b > c\"/></Record>\n")
		case 2: // trap 6: the children of a correlation stand in the file once more
			b.WriteString("<Correlation type='HKCorrelationTypeIdentifierFood'><Record " + strings.Join(attrs, " ") + "/></Correlation>")
		case 3:
			b.WriteString("<![CDATA[<Record \"]]><?php <Record ' ?><Record" + space + strings.Join(attrs, space) + "></Record >\r\n")
		case 4:
			b.WriteString("<Workout workoutActivityType='HKWorkoutActivityTypeWalking' startDate='x'><WorkoutStatistics type=\"HKQuantityTypeIdentifierStepCount\" sum='5'/></Workout>")
		case 1:
			b.WriteString("<!-- <Record/> ' --><Record" + space + strings.Join(attrs, space) + " />")
		default:
			b.WriteString("<Record" + space + strings.Join(attrs, space) + "/>\n")
		}
	}
	b.WriteString("</HealthData>")
	return b.String()
}

func ends(d *dice) string { return []string{"\n", "\r\n", "", " \n\n"}[d.roll(4)] }

// cleaned is an export as a general parser can read it: without the DTD and control characters.
func cleaned(s string) string {
	if at := strings.Index(s, "<!DOCTYPE"); at >= 0 {
		s = s[at+strings.Index(s[at:], "]>")+2:]
	}
	s = strings.TrimPrefix(s, "\ufeff")
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\r' && r != '\t' {
			return -1
		}
		return r
	}, strings.Replace(s, `<Me a="<>"/>`, "", 1)) // a bare < within quotes is no XML either
}

// byLibrary reads the same with a general parser: steps by day and number of sources.
func byLibrary(t *testing.T, s string) (days map[string]int, n, sources int) {
	t.Helper()
	days = map[string]int{}
	names := map[string]bool{}
	d := xml.NewDecoder(strings.NewReader(cleaned(s)))
	within := false
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return days, n, len(names)
		}
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := tok.(xml.EndElement); ok && e.Name.Local == "Correlation" {
			within = false
		}
		e, ok := tok.(xml.StartElement)
		if ok && e.Name.Local == "Correlation" {
			within = true
		}
		if !ok || within || e.Name.Local != "Record" {
			continue
		}
		n++
		a := map[string]string{}
		for _, x := range e.Attr {
			a[x.Name.Local] = x.Value
		}
		v, _ := strconv.Atoi(a["value"])
		days[a["startDate"][:10]] += v
		names[strings.Join(strings.Fields(a["sourceName"]), " ")] = true
	}
}

func TestTheScannerReadsWhatAParserReads(t *testing.T) {
	d := dice(5)
	for i := range 60 {
		s := export(&d, 1+d.roll(400))
		for _, size := range []int{7, 100, 4096, len(s)} { // in pieces of any size
			if size == 7 && i > 5 {
				continue
			}
			in := &measure.Intake{}
			rest := s
			err := apple.ReadXML(t.Context(), func() ([]byte, error) {
				n := min(size, len(rest))
				b := []byte(rest[:n])
				rest = rest[n:]
				if n == 0 {
					return nil, io.EOF
				}
				return b, nil
			}, in)
			if err != nil {
				t.Fatal(err)
			}
			compare(t, s, in)
		}
	}
}

func compare(t *testing.T, s string, in *measure.Intake) {
	t.Helper()
	want, n, sources := byLibrary(t, s)
	daily := in.Daily()
	if n == 0 && len(daily) == 0 {
		return
	}
	if len(daily) != 1 {
		t.Fatalf("%d kinds", len(daily))
	}
	got := map[string]int{}
	read, doubles := 0, 0
	for _, l := range daily[0].Sources {
		read += l.Read
		for _, x := range l.Days {
			y, m, dom := x.Day.Date()
			got[fmt.Sprintf("%04d-%02d-%02d", y, m, dom)] += int(math.Round(float64(x.Value) / measure.Scale))
		}
		doubles += l.Doubles
	}
	if read != n || len(daily[0].Sources) != sources {
		t.Fatalf("%d records of %d sources, the parser reads %d of %d", read, len(daily[0].Sources), n, sources)
	}
	if doubles > 0 {
		return // sums leave doubles out
	}
	for day, v := range want {
		if got[day] != v {
			t.Fatalf("%s: %d, the parser reads %d", day, got[day], v)
		}
	}
}

func FuzzReadXML(f *testing.F) {
	d := dice(9)
	f.Add([]byte(export(&d, 5)))
	f.Add([]byte(head + `<Correlation type="HKCorrelationTypeIdentifierBloodPressure"><Record type="HKQuantityTypeIdentifierBloodPressureSystolic" startDate='2026-03-01 09:00:00 +0100'`))
	f.Fuzz(func(t *testing.T, b []byte) {
		in := &measure.Intake{}
		sent := false
		_ = apple.ReadXML(t.Context(), func() ([]byte, error) {
			if sent {
				return nil, io.EOF
			}
			sent = true
			return b, nil
		}, in)
		in.Daily()
	})
}
