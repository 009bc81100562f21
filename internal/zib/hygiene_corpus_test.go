// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"testing"

	"regie/internal/fhir"
)

// reading is one resource with what Regie made of it, and the raw JSON beside it: the tests of
// hygiene read the JSON by themselves, so that they do not believe the readers.
type reading struct {
	File string // below its root: "STU3/bgz/x.json"
	At   string // JSON pointer of the resource in the file
	Raw  map[string]any
	Item *Item
}

// corpusRoot is the folder with other people's test data, or "" where there is none.
func corpusRoot() string {
	root := os.Getenv("REGIE_CORPUS")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared")
	}
	root = filepath.Join(root, "corpus", "fhir")
	if _, err := os.Stat(root); err != nil {
		return ""
	}
	return root
}

// samples reads every FHIR file below root as `regie read` does: the files of one folder know
// each other, those with the same beginning of their name ("set--") best.
func samples(t testing.TB, root string) []reading {
	t.Helper()
	folders := map[string][]string{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == "xml":
			return filepath.SkipDir
		case filepath.Ext(path) == ".json" && filepath.Dir(path) != root || d.Type().IsRegular() && strings.HasPrefix(root, "testdata"):
			folders[filepath.Dir(path)] = append(folders[filepath.Dir(path)], path)
		}
		return nil
	})
	if err != nil {
		t.Fatalf("listing %s: %v", root, err)
	}
	names := make([]string, 0, len(folders))
	for dir := range folders {
		names = append(names, dir)
	}
	sort.Strings(names)
	var all []reading
	for _, dir := range names {
		all = append(all, folderSamples(t, root, folders[dir])...)
	}
	return all
}

func folderSamples(t testing.TB, root string, paths []string) []reading {
	t.Helper()
	type file struct {
		name string
		raw  any
		res  *fhir.Resource
		set  *fhir.Set
	}
	var files []file
	folder, sets := &fhir.Set{}, map[string]*fhir.Set{}
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		res, err := fhir.ParseResource(b, fhir.Unknown)
		if err != nil {
			t.Logf("%s can not be read: %v", path, err)
			continue
		}
		name, _ := filepath.Rel(root, path)
		version := fhir.STU3
		if strings.HasPrefix(name, "R4") || strings.Contains(name, ".r4.") {
			version = fhir.R4
		}
		res.Assume(version)
		prefix, _, cut := strings.Cut(filepath.Base(path), "--")
		if !cut {
			prefix = ""
		}
		set := sets[prefix]
		if set == nil {
			set = &fhir.Set{Next: folder}
			if strings.HasPrefix(root, "testdata") { // our own know nobody but themselves
				set = &fhir.Set{}
			} else {
				sets[prefix] = set
			}
		}
		own := &fhir.Set{Next: set}
		for _, s := range [...]*fhir.Set{own, set, folder} {
			s.Add(res)
		}
		files = append(files, file{name, rawJSON(t, b), res, own})
	}
	var all []reading
	for _, f := range files {
		rd := NewReader(f.set)
		for r := range f.res.All() {
			raw, ok := pointed(f.raw, r.At()).(map[string]any)
			if !ok {
				t.Fatalf("%s: no object at %q", f.name, r.At())
			}
			if r.Type == "Bundle" {
				continue
			}
			all = append(all, reading{f.name, r.At(), raw, rd.Read(r)})
		}
	}
	return all
}

func rawJSON(t testing.TB, b []byte) any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber() // 7.20 stays 7.20
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// pointed follows a JSON pointer.
func pointed(v any, at string) any {
	for _, step := range strings.Split(strings.TrimPrefix(at, "/"), "/") {
		if step == "" {
			continue
		}
		switch x := v.(type) {
		case map[string]any:
			v = x[step]
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(x) {
				return nil
			}
			v = x[i]
		}
	}
	return v
}
