// SPDX-License-Identifier: EUPL-1.2

package images_test

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"regie/internal/dicom"
	"regie/internal/practice/dossier"
	"regie/internal/practice/pictures"
)

func willem() dossier.Study { return dossier.Studies()[0] }

// TestStudyPage: the image with what it is, when and from whom in words; the report; the other image.
func TestStudyPage(t *testing.T) {
	s := newSite(t)
	s.fill("els", "willem", nil)
	at := s.study("els")
	got := s.get("els", at)
	if got.status != http.StatusOK {
		t.Fatal(got.status)
	}
	for _, want := range []string{
		"Dit beeld is niet om zelf te beoordelen", `src="` + at + `/1/plaatje"`, "Beeld 1 van 2", "Volgend beeld",
		`href="` + at + `?beeld=2"`, "Lichter", "Bewaar het bestand", "Verslag Röntgenfoto voet links", "<iframe", "<title>Beelden",
	} {
		if !strings.Contains(got.body, want) {
			t.Errorf("no %q", want)
		}
	}
	alt := regexp.MustCompile(`alt="([^"]+)"`).FindStringSubmatch(got.body)
	if alt == nil || !strings.Contains(alt[1], "Röntgenfoto voet links") || !strings.Contains(alt[1], "2025") || !strings.Contains(alt[1], "Ziekenhuis Eikenstad") {
		t.Errorf("alt is %q", alt)
	}
	for _, uid := range append([]string{willem().UID, willem().Series, willem().KOS}, willem().Instances...) {
		if strings.Contains(got.body, uid) {
			t.Errorf("the page has the name %s", uid)
		}
	}
	second := s.get("els", at+"?beeld=2&licht=1&contrast=-2")
	for _, want := range []string{`src="` + at + `/2/plaatje?contrast=-2&amp;licht=1"`, "Vorig beeld", "Nu: licht +1, contrast −2", "Zoals het was", `href="` + at + `?contrast=-2&amp;licht=1"`} {
		if !strings.Contains(second.body, want) {
			t.Errorf("second: no %q", want)
		}
	}
	// As far as it goes, and not further; what is no step is none.
	if end := s.get("els", at+"?licht=4"); strings.Contains(end.body, "licht=5") || !strings.Contains(end.body, "licht=3") {
		t.Error("goes further than there is")
	}
	for _, odd := range []string{"?licht=99", "?licht=x", "?beeld=-3", "?beeld=99999999999"} {
		if got := s.get("els", at+odd); got.status != http.StatusOK {
			t.Errorf("%s: %d", odd, got.status)
		}
	}
}

// TestPicture: a PNG of the size of the screen, lighter when asked, only of one's own.
func TestPicture(t *testing.T) {
	s := newSite(t)
	s.fill("els", "willem", nil)
	s.fill("bob", "greet", nil)
	at := s.study("els")
	light := func(path string) (mean int, size image.Rectangle) {
		t.Helper()
		got := s.get("els", path)
		if got.status != http.StatusOK {
			t.Fatalf("%s: %d", path, got.status)
		}
		want := []string{"image/png", "no-store", "inline", "nosniff"}
		have := []string{got.header.Get("Content-Type"), got.header.Get("Cache-Control"), got.header.Get("Content-Disposition"), got.header.Get("X-Content-Type-Options")}
		if d := cmp.Diff(want, have); d != "" {
			t.Error(d)
		}
		if csp := got.header.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "sandbox") {
			t.Errorf("policy %q", csp)
		}
		img, err := png.Decode(strings.NewReader(got.body))
		if err != nil {
			t.Fatal(err)
		}
		g := img.(*image.Gray)
		for _, v := range g.Pix {
			mean += int(v)
		}
		return mean / len(g.Pix), g.Bounds()
	}
	plain, size := light(at + "/1/plaatje")
	if size != image.Rect(0, 0, pictures.Width, pictures.Height) {
		t.Error(size)
	}
	lighter, _ := light(at + "/1/plaatje?licht=2")
	darker, _ := light(at + "/1/plaatje?licht=-2&groot=ja")
	if darker >= plain || plain >= lighter {
		t.Errorf("dark %d, plain %d, light %d", darker, plain, lighter)
	}
	if other, _ := light(at + "/2/plaatje"); other > 128 {
		t.Errorf("an image with light and dark the other way round is light: %d", other)
	}
	file := s.get("els", at+"/1/bestand")
	want, err := pictures.Instance(willem(), 0, now)
	if err != nil {
		t.Fatal(err)
	}
	if file.body != string(want) || file.header.Get("Content-Type") != "application/dicom" || !strings.HasPrefix(file.header.Get("Content-Disposition"), "attachment") {
		t.Errorf("the file: %d bytes, %v", len(file.body), file.header)
	}
	for _, tail := range []string{"", "/1/plaatje", "/1/bestand"} {
		if got := s.get("bob", at+tail); got.status != http.StatusNotFound {
			t.Errorf("somebody else: %s is %d", tail, got.status)
		}
		if got := s.get("", at+tail); got.status == http.StatusOK {
			t.Errorf("nobody: %s is %d", tail, got.status)
		}
	}
	for _, tail := range []string{"/0/plaatje", "/3/plaatje", "/x/plaatje", "/-1/bestand", "/1/anders"} {
		if got := s.get("els", at+tail); got.status != http.StatusNotFound {
			t.Errorf("%s is %d", tail, got.status)
		}
	}
	report := s.Open("els").SameStudy(s.Open("els").Studies()[0])
	if len(report) != 1 {
		t.Fatalf("%d reports", len(report))
	}
	if got := s.get("els", "/beelden/"+report[0].Key.String()); got.status != http.StatusNotFound {
		t.Errorf("the images of a report: %d", got.status)
	}
}

// TestWhatIsNotShown names what can't be shown, what is damaged and what did not come.
func TestWhatIsNotShown(t *testing.T) {
	packed := func(syntax string) []byte {
		w := dicom.NewWriter(syntax, dicom.ClassCT, "1.2.3")
		w.Number(dicom.TagRows, 8)
		w.Number(dicom.TagColumns, 8)
		w.Packed([]byte("iets"))
		return w.Bytes()
	}
	first := pictures.List(willem()).Images[0].Path()
	for name, c := range map[string]struct {
		file []byte
		want string
		keep bool // the file can be had
	}{
		"JPEG 2000":    {packed(dicom.J2K), "nog niet kan laten zien. U kunt het bestand wel bewaren", true},
		"a film":       {packed("1.2.840.10008.1.2.4.102"), "Dit is een film", true},
		"no image":     {dicom.NewWriter(dicom.ExplicitLittle, dicom.ClassKOS, "1.2.3").Bytes(), "zit geen beeld", true},
		"damaged":      {[]byte("<script>alert(1)</script>"), "beschadigd", true},
		"did not come": {nil, "nog niet opgehaald", false},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			s.fill("els", "willem", func(url string, body []byte) []byte {
				if url == first {
					return c.file
				}
				return body
			})
			at := s.study("els")
			got := s.get("els", at)
			if got.status != http.StatusOK || !strings.Contains(got.body, c.want) {
				t.Errorf("%d, no %q", got.status, c.want)
			}
			if strings.Contains(got.body, "/plaatje") || strings.Contains(got.body, at+"/1/bestand") != c.keep {
				t.Error("an image, or the file, that can't be had")
			}
			if got := s.get("els", at+"/1/plaatje"); got.status != http.StatusNotFound {
				t.Errorf("the picture: %d", got.status)
			}
			if file := s.get("els", at+"/1/bestand"); c.keep != (file.status == http.StatusOK) {
				t.Errorf("the file: %d", file.status)
			}
			if got := s.get("els", at+"?beeld=2"); !strings.Contains(got.body, "/2/plaatje") {
				t.Error("the other image is not shown")
			}
		})
	}
	t.Run("the list did not come", func(t *testing.T) {
		s := newSite(t)
		s.fill("els", "willem", func(string, []byte) []byte { return nil })
		if got := s.get("els", s.study("els")); got.status != http.StatusOK || !strings.Contains(got.body, "nog niet opgehaald") {
			t.Errorf("%d", got.status)
		}
	})
	t.Run("the image itself in place of a list", func(t *testing.T) {
		s := newSite(t)
		image, err := pictures.Instance(willem(), 0, now)
		if err != nil {
			t.Fatal(err)
		}
		s.fill("els", "willem", func(url string, body []byte) []byte {
			if url == willem().Path() {
				return bytes.Clone(image)
			}
			return nil
		})
		at := s.study("els")
		if got := s.get("els", at); !strings.Contains(got.body, at+"/1/plaatje") || strings.Contains(got.body, "Volgend beeld") {
			t.Error("it is not shown")
		}
		if got := s.get("els", at+"/1/plaatje"); got.status != http.StatusOK {
			t.Errorf("the picture: %d", got.status)
		}
	})
}

// TestWays: from the documents and the item to the images and to the report, and back.
func TestWays(t *testing.T) {
	s := newSite(t)
	s.fill("els", "willem", nil)
	at := s.study("els")
	it := s.Open("els").Studies()[0]
	report := s.Open("els").SameStudy(it)[0]
	for path, want := range map[string]string{
		"/documenten": `href="/beelden"`, "/beelden": `href="` + at + `"`, "/dossier/item/" + it.Key.String(): `href="` + at + `"`,
		"/dossier/item/" + report.Key.String(): `href="` + at + `"`, at: "/dossier/item/" + report.Key.String() + "/document/",
	} {
		if got := s.get("els", path); got.status != http.StatusOK || !strings.Contains(got.body, want) {
			t.Errorf("%s (%d) has no %s", path, got.status, want)
		}
	}
	if got := s.get("els", "/dossier/item/"+it.Key.String()); !strings.Contains(got.body, "/dossier/item/"+report.Key.String()) {
		t.Error("from the item there is no way to the report")
	}
	if got := s.get("bob", "/beelden"); got.status != http.StatusOK || !strings.Contains(got.body, "Er zijn geen beelden") {
		t.Errorf("nobody's images: %d", got.status)
	}
	if got := s.get("bob", "/documenten"); strings.Contains(got.body, "/beelden") {
		t.Error("leads to images where there are none")
	}
}
