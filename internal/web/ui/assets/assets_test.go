// SPDX-License-Identifier: EUPL-1.2

package assets

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func load(t *testing.T) *Set {
	t.Helper()
	s, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func get(s *Set, digest, name, encoding string) *http.Response {
	mux := http.NewServeMux()
	mux.Handle("GET /assets/{digest}/{name}", s)
	r := httptest.NewRequest("GET", "/assets/"+digest+"/"+name, nil)
	r.Header.Set("Accept-Encoding", encoding)
	w := httptest.NewRecorder()
	mux.ServeHTTP(w, r)
	return w.Result()
}

func TestServing(t *testing.T) {
	s := load(t)
	for _, name := range s.Names() {
		fresh := get(s, s.digest, name, "gzip, br")
		if fresh.StatusCode != 200 || !strings.Contains(fresh.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %d, %q", name, fresh.StatusCode, fresh.Header.Get("Cache-Control"))
		}
		plain, err := io.ReadAll(get(s, s.digest, name, "").Body)
		if err != nil {
			t.Fatal(err)
		}
		if fresh.Header.Get("Content-Encoding") == "gzip" {
			z, err := gzip.NewReader(fresh.Body)
			if err != nil {
				t.Fatal(err)
			}
			unzipped, err := io.ReadAll(z)
			if err != nil || string(unzipped) != string(plain) {
				t.Errorf("%s: compressed and plain differ (%v)", name, err)
			}
		} else if strings.HasSuffix(name, ".css") || strings.HasSuffix(name, ".js") || strings.HasSuffix(name, ".svg") {
			t.Errorf("%s is not compressed", name)
		}
		if cc := get(s, "000000000000", name, "").Header.Get("Cache-Control"); cc != "no-cache" {
			t.Errorf("%s of another version: Cache-Control %q", name, cc)
		}
	}
	if res := get(s, s.digest, "nothing.css", ""); res.StatusCode != 404 {
		t.Errorf("what is not there: %d", res.StatusCode)
	}
}

func TestMinify(t *testing.T) {
	for in, want := range map[string]string{
		"a { color: red; }\n\n/* x */ b > c , d { margin: 0 auto; padding: calc(1px + 2px) }": "a{color:red}b>c,d{margin:0 auto;padding:calc(1px + 2px)}",
		`a::before { content: " ; } /* no */ "; }`:                                            `a::before{content:" ; } /* no */ "}`,
		"@media (a: b) and (c: d) { e f { g: h; i: j; } }":                                    "@media (a:b) and (c:d){e f{g:h;i:j}}",
		"a { --x: 1; --y: \"q\", 'r'; }":                                                      `a{--x:1;--y:"q",'r'}`,
		"a:not([b=\"c\"]):hover { d: e }":                                                     `a:not([b="c"]):hover{d:e}`,
		".a .b{c:d}":                                                                          ".a .b{c:d}",
		"/* never closed":                                                                     "",
	} {
		if got := minify(in); got != want {
			t.Errorf("minify(%q)\n got %q\nwant %q", in, got, want)
		}
	}
}

func TestStylesheet(t *testing.T) {
	s := load(t)
	css := string(s.files["regie.css"].body)
	if o, c := strings.Count(css, "{"), strings.Count(css, "}"); o != c {
		t.Errorf("%d braces open, %d close", o, c)
	}
	for _, left := range []string{"@dark", "@contrast", "/*", "http:", "https:"} {
		if strings.Contains(css, left) {
			t.Errorf("the stylesheet still has %q", left)
		}
	}
	for _, name := range regexp.MustCompile(`url\(([^)"]+)\)`).FindAllStringSubmatch(css, -1) {
		if !s.Has(name[1]) {
			t.Errorf("the stylesheet asks for %q, which is not there", name[1])
		}
	}
	defined := map[string]bool{}
	for _, m := range regexp.MustCompile(`[{;](--[a-z0-9-]+):`).FindAllStringSubmatch(css, -1) {
		defined[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`var\((--[a-z0-9-]+)`).FindAllStringSubmatch(css, -1) {
		if !defined[m[1]] {
			t.Errorf("the token %s is used and not defined", m[1])
		}
	}
	if _, err := expand("@dark { --a: b"); err == nil {
		t.Error("an open theme block is taken")
	}
}

// TestIconsExist looks for icons that pages use and the sprite lacks.
func TestIconsExist(t *testing.T) {
	sprite, err := os.ReadFile("icon/icons.svg")
	if err != nil {
		t.Fatal(err)
	}
	used := regexp.MustCompile(`(?:Icon:\s*|\bIcon\(|TintIcon\()"([a-z0-9-]+)"`)
	n := 0
	err = filepath.WalkDir("../..", func(p string, _ os.DirEntry, err error) error {
		if err != nil || !(strings.HasSuffix(p, ".templ") || strings.HasSuffix(p, ".go") && !strings.HasSuffix(p, "_templ.go")) {
			return err
		}
		b, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		for _, m := range used.FindAllStringSubmatch(string(b), -1) {
			n++
			if !strings.Contains(string(sprite), `id="`+m[1]+`"`) {
				t.Errorf("%s uses the icon %q, which is not in icon/icons.svg", p, m[1])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n < 30 {
		t.Errorf("found only %d uses of icons", n)
	}
}

// TestFirstPageIsSmall adds up what a first visit costs besides the HTML.
func TestFirstPageIsSmall(t *testing.T) {
	s := load(t)
	total := 0
	for _, name := range []string{"regie.css", "regie.js", "icons.svg", "mark.svg", "atkinson-latin.woff2"} {
		t.Logf("%-22s %6d bytes", name, s.Size(name))
		total += s.Size(name)
	}
	t.Logf("%-22s %6d bytes", "together", total)
	if total > 70<<10 {
		t.Errorf("%d bytes: the first page must stay below 100 KB with its HTML", total)
	}
}
