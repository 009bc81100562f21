// SPDX-License-Identifier: EUPL-1.2

// Package assets holds what a page needs besides its HTML: the stylesheet, the scripts, the
// font and the icons. They are files in this folder. At the first use they are put together
// in memory (one stylesheet, minified), and each is served below a path that holds a digest
// of all of them, so that a browser may keep it for ever.
package assets

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed css/*.css js/*.js font/*.woff2 icon/*.svg
var files embed.FS

// layers are the style files in the order in which they win from each other.
var layers = []string{"tokens", "reset", "base", "layout", "form", "component", "record", "page", "account", "dossier", "lab", "care", "tools", "providers", "medicines", "images", "measure", "diary", "device", "narrow", "print"}

type file struct {
	body []byte
	mime string
	once sync.Once
	gzip []byte
}

// Set is a complete set of assets, ready to be served.
type Set struct {
	digest string
	files  map[string]*file
}

// Load puts the embedded assets together, once.
var Load = sync.OnceValues(Build)

// Build does that anew. Only the benchmark needs it: everybody else shares one Set.
func Build() (*Set, error) { return build(files) }

var mimes = map[string]string{
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".svg":   "image/svg+xml",
	".woff2": "font/woff2",
}

func build(from fs.FS) (*Set, error) {
	s := &Set{files: map[string]*file{}}
	var sheet strings.Builder
	for i, l := range layers {
		if i > 0 {
			sheet.WriteByte(',')
		} else {
			sheet.WriteString("@layer ")
		}
		sheet.WriteString(l)
	}
	sheet.WriteByte(';')
	for _, l := range layers {
		b, err := fs.ReadFile(from, "css/"+l+".css")
		if err != nil {
			return nil, fmt.Errorf("reading style layer %s: %w", l, err)
		}
		css, err := expand(string(b))
		if err != nil {
			return nil, fmt.Errorf("style layer %s: %w", l, err)
		}
		sheet.WriteString(hoist(l, minify(css)))
	}
	s.files["regie.css"] = &file{body: []byte(sheet.String()), mime: mimes[".css"]}
	for _, dir := range []string{"js", "font", "icon"} {
		entries, err := fs.ReadDir(from, dir)
		if err != nil {
			return nil, fmt.Errorf("listing %s: %w", dir, err)
		}
		for _, e := range entries {
			b, err := fs.ReadFile(from, dir+"/"+e.Name())
			if err != nil {
				return nil, fmt.Errorf("reading %s: %w", e.Name(), err)
			}
			s.files[e.Name()] = &file{body: b, mime: mimes[path.Ext(e.Name())]}
		}
	}
	sum := sha256.New()
	for _, name := range s.Names() {
		fmt.Fprintf(sum, "%s %d\n", name, len(s.files[name].body))
		sum.Write(s.files[name].body)
	}
	s.digest = hex.EncodeToString(sum.Sum(nil)[:6])
	return s, nil
}

// Names lists the files, sorted.
func (s *Set) Names() []string {
	out := make([]string, 0, len(s.files))
	for n := range s.files {
		out = append(out, n)
	}
	slices.Sort(out)
	return out
}

// Prefix is the path below which the files live, "/assets/3f9c0a1b2c3d/".
func (s *Set) Prefix() string { return "/assets/" + s.digest + "/" }

// ServeHTTP serves GET and HEAD of {digest} and {name} as the route table binds them. A page
// that was opened before an upgrade asks for an older digest: it gets today's file, not kept.
func (s *Set) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f, ok := s.files[r.PathValue("name")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", f.mime)
	if r.PathValue("digest") == s.digest {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		h.Set("Cache-Control", "no-cache")
	}
	body := f.body
	if compressible(f.mime) {
		h.Add("Vary", "Accept-Encoding")
		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			h.Set("Content-Encoding", "gzip")
			body = f.compressed()
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method != http.MethodHead {
		w.Write(body) //nolint:errcheck // the browser went away
	}
}

// Size returns how many bytes the file costs on the wire, compressed where it compresses.
func (s *Set) Size(name string) int {
	f, ok := s.files[name]
	if !ok {
		return 0
	}
	if compressible(f.mime) {
		return len(f.compressed())
	}
	return len(f.body)
}

func compressible(mime string) bool { return mime != mimes[".woff2"] }

// compressed is made at the first request for it, so that starting costs nothing.
func (f *file) compressed() []byte {
	f.once.Do(func() {
		var b bytes.Buffer
		z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
		if err != nil {
			panic(err) // the level is a constant
		}
		z.Write(f.body) //nolint:errcheck // a buffer does not fail
		z.Close()       //nolint:errcheck
		f.gzip = b.Bytes()
	})
	return f.gzip
}

// Has tells whether there is a file of that name.
func (s *Set) Has(name string) bool { _, ok := s.files[name]; return ok }
