// SPDX-License-Identifier: EUPL-1.2

package paper

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

func sample(rows int) Doc {
	d := Doc{
		Title: "Een overzicht: Ïdéeën ≤ 5 µmol/m²", Lang: "nl", Whose: []string{"Naam: Zoë Müller-Łukasz", "Geboren: 3 mei 1948"}, Foot: "Gemaakt op 22 november 2026",
		Made: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC),
		Page: func(p, of int) string { return fmt.Sprintf("Pagina %d van %d", p, of) },
		Blocks: []Block{
			Heading{2, "Eerste deel"}, Para{Text: strings.Repeat("Dit is een zin die lang genoeg is om door te lopen. ", 12)},
			List{[]string{"een", "twee", strings.Repeat("lang ", 60)}},
			Heading{3, "Kleiner"}, Para{Text: "α-receptor → Ω", Small: true},
			Figure{Alt: "De lijn gaat omhoog.", Width: 300, Height: 80, Strokes: []Stroke{{Points: [][2]float64{{0, 80}, {150, 40}, {300, 0}}}}, Labels: []Label{{2, 12, "hoog"}}},
		},
	}
	t := Table{Caption: "Waarden", Head: []string{"Wat", "Waarde", "Datum"}, Widths: []float64{3, 2, 2}}
	for i := range rows {
		t.Rows = append(t.Rows, []string{fmt.Sprintf("Meting %d", i), fmt.Sprintf("≥ %d,50 mmol/l", i), "1 januari 2026"})
	}
	if rows > 3 {
		t.Rows[3][1] = strings.Repeat("Een cel die langer is dan een bladzijde. ", 300)
	}
	d.Blocks = append(d.Blocks, t)
	return d
}

func write(t testing.TB, d Doc) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var element = regexp.MustCompile(`^<</Type /StructElem /S /(\w+) /P (\d+) 0 R`)

// The structure is read back by the objects of the file, and by nothing of the writer but how
// objects are told apart.
func TestStructure(t *testing.T) {
	pdf := write(t, sample(120))
	objects, trailer, err := objectsOf(pdf)
	if err != nil {
		t.Fatal(err)
	}
	var catalog string
	tags := map[string]int{}
	scopes := map[string]int{}
	marks := 0
	for _, o := range objects[1:] {
		s := string(o)
		if strings.Contains(s[:min(40, len(s))], "/Type /Catalog") {
			catalog = s
		}
		if m := element.FindStringSubmatch(s); m != nil {
			tags[m[1]]++
			marks += strings.Count(s, "/MCID")
			for _, scope := range []string{"Row", "Column"} {
				scopes[scope] += strings.Count(s, "/Scope /"+scope)
			}
			if m[1] == "Figure" && (!strings.Contains(s, "/Alt "+words("De lijn gaat omhoog.")) || !strings.Contains(s, "/BBox")) {
				t.Errorf("figure: %s", s)
			}
		}
	}
	for _, want := range []string{"/MarkInfo <</Marked true>>", "/StructTreeRoot", "/DisplayDocTitle true", "/Lang (nl)", "/Metadata"} {
		if !strings.Contains(catalog, want) {
			t.Errorf("the catalog misses %s: %s", want, catalog)
		}
	}
	for tag, n := range map[string]int{"Document": 1, "H1": 1, "H2": 1, "H3": 1, "L": 1, "LI": 3, "Lbl": 3, "LBody": 3, "Table": 1, "Caption": 1, "THead": 1, "TBody": 1, "TR": 121, "TH": 123, "TD": 240, "Figure": 1, "P": 4} {
		if tags[tag] != n {
			t.Errorf("%s: %d, want %d", tag, tags[tag], n)
		}
	}
	if scopes["Column"] != 3 || scopes["Row"] != 120 {
		t.Errorf("scopes: %v", scopes)
	}
	if !strings.Contains(trailer, "/Root") || !strings.Contains(trailer, "/Info") {
		t.Errorf("trailer: %s", trailer)
	}
	// Everything that is drawn is either an element or furniture, and each mark stands once.
	drawn, pages := 0, 0
	for _, o := range objects[1:] {
		if !bytes.Contains(o[:min(60, len(o))], []byte("/FlateDecode")) {
			continue
		}
		_, body, _ := bytes.Cut(o, []byte("\nstream\n"))
		z, err := zlib.NewReader(bytes.NewReader(body))
		if err != nil {
			continue
		}
		content, _ := io.ReadAll(z)
		if !bytes.Contains(content, []byte("BDC")) {
			continue
		}
		pages++
		drawn += bytes.Count(content, []byte("/MCID"))
		depth := 0
		for _, l := range strings.Split(string(content), "\n") {
			switch {
			case strings.HasSuffix(l, " BDC") || strings.HasSuffix(l, " BMC"):
				depth++
			case l == "EMC":
				depth--
			case strings.Contains(l, " Tj ET") && depth != 1:
				t.Fatalf("text outside a mark: %q", l)
			}
			if depth < 0 || depth > 1 {
				t.Fatalf("marks in marks: %q", l)
			}
		}
	}
	if drawn != marks || pages < 5 {
		t.Errorf("%d marks on %d pages, %d in the tree", drawn, pages, marks)
	}
}

// What is on the paper, read by programs of others where they are there.
func TestReadByOthers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(path, write(t, sample(60)), 0o600); err != nil {
		t.Fatal(err)
	}
	run := func(name string, args ...string) (string, bool) {
		if _, err := exec.LookPath(name); err != nil {
			t.Logf("%s is not there", name)
			return "", false
		}
		out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput()
		if err != nil {
			t.Errorf("%s: %v: %.500s", name, err, out)
		}
		return string(out), true
	}
	if out, ok := run("pdfinfo", "-struct-text", path); ok {
		for _, want := range []string{"H1", "Table", "TH", "Ïdéeën ≤ 5", "Zoë Müller-Łukasz"} {
			if !strings.Contains(out, want) {
				t.Errorf("pdfinfo misses %q in %.300s", want, out)
			}
		}
	}
	run("qpdf", "--check", path)
	if out, ok := run("pdftotext", path, "-"); ok && !strings.Contains(out, "Pagina 2 van") {
		t.Errorf("no page numbers in %.300s", out)
	}
}

func TestSameEveryTime(t *testing.T) {
	if !bytes.Equal(write(t, sample(10)), write(t, sample(10))) {
		t.Error("two writings of one document differ")
	}
}

func TestShown(t *testing.T) {
	for in, want := range map[string]string{
		"≤ 5 µg/m²": "≤ 5 μg/m²", "α": "alfa", "nbsp\u00a0x": "nbsp\u00a0x", "e\u0301": "é", "漢": "?", "a\tb\x00": "a b ", "ḿ": "m", "Ł ő ș ž": "Ł ő ș ž", "\xff": "?",
	} {
		if got := shown(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestEmptyAndOdd(t *testing.T) {
	for name, d := range map[string]Doc{
		"empty": {Title: "", Lang: "nl"},
		"odd":   {Title: "x", Blocks: []Block{Table{}, Table{Head: []string{"a"}, Rows: [][]string{nil, {"1", "2"}}}, List{}, Para{}, Figure{}, Para{Text: strings.Repeat("x", 5000)}}},
	} {
		if _, _, err := objectsOf(write(t, d)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzWrite(f *testing.F) {
	f.Add("Een titel", "Een zin\nmet een \u202eregel")
	f.Fuzz(func(t *testing.T, title, text string) {
		if len(text) > 4000 || len(title) > 1000 {
			return
		}
		d := Doc{Title: title, Lang: "nl", Blocks: []Block{Heading{2, text}, Para{Text: text}, Table{Head: []string{title}, Rows: [][]string{{text}}}}}
		if _, _, err := objectsOf(write(t, d)); err != nil {
			t.Error(err)
		}
	})
}

func BenchmarkWrite(b *testing.B) {
	d := sample(1000)
	for b.Loop() {
		if err := Write(io.Discard, d); err != nil {
			b.Fatal(err)
		}
	}
}
