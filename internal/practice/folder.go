// SPDX-License-Identifier: EUPL-1.2

package practice

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"regie/internal/fhir"
	"regie/internal/practice/dossier"
	"regie/internal/practice/search"
)

// Folder is what LoadDir found: the FHIR files of one or more patients, which an
// extra provider of the network serves byte for byte.
type Folder struct {
	Dir       string
	Files     int       // files that were read
	Troubles  []Trouble // files and resources that could not be used, or not as they are
	Resources int       // that are served
	aliases   search.Aliases
	people    []dossier.Person // with At filled
	services  []string         // that its provider offers
	apart     []apart          // more providers with a part of it
}

// Trouble names one file, or a resource in it, and what is the matter.
type Trouble struct {
	File string // relative to the folder
	At   string // JSON pointer in the file; empty is the whole file
	What TroubleKind
	More string // the other file, or what the parser says
}

// TroubleKind is what is the matter with a file.
type TroubleKind string

// What can be the matter.
const (
	TroubleUnreadable TroubleKind = "unreadable" // not served
	TroubleTooLarge   TroubleKind = "too-large"  // not served
	TroubleDouble     TroubleKind = "double"     // another file has this id too: the longest is served
	TroubleNoID       TroubleKind = "no-id"      // served with an id of our own
)

// The largest file that is read, and how much together.
const (
	maxFile   = 64 << 20
	maxFolder = 1 << 30
)

// ErrNoData says that a folder holds no FHIR resource at all.
var ErrNoData = errors.New("no FHIR resources in the folder")

// found is a resource with its place, before doubles are weighed.
type found struct {
	dossier.Resource
	file, at string
	fullURL  string
	refs     []string // literal references in it
}

// LoadDir reads every .json file below dir, in the order of their names: single
// resources of STU3 and R4, and Bundles of which the entries are taken. What a
// file does not say about its version, its neighbours in the same folder say.
// Only a folder that can't be read at all, or holds nothing, is an error.
func LoadDir(dir string) (*Folder, error) {
	f := &Folder{Dir: dir, aliases: search.Aliases{}}
	root := os.DirFS(dir)
	byDir := map[string][]*fhir.Resource{}
	type document struct {
		file string
		res  *fhir.Resource
	}
	var docs []document
	total := int64(0)
	err := fs.WalkDir(root, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			if p == "." {
				return err
			}
			f.trouble(p, "", TroubleUnreadable, err.Error())
			return nil
		}
		if d.IsDir() || !strings.EqualFold(path.Ext(p), ".json") {
			return nil
		}
		info, err := fs.Stat(root, p) // follows a link
		if err != nil || !info.Mode().IsRegular() {
			f.trouble(p, "", TroubleUnreadable, "not a file")
			return nil
		}
		if total += info.Size(); info.Size() > maxFile || total > maxFolder {
			f.trouble(p, "", TroubleTooLarge, "")
			return nil
		}
		raw, err := fs.ReadFile(root, p)
		if err != nil {
			f.trouble(p, "", TroubleUnreadable, err.Error())
			return nil
		}
		raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
		res, err := fhir.ParseResource(raw, fhir.Unknown)
		if err != nil {
			f.trouble(p, "", TroubleUnreadable, err.Error())
			return nil
		}
		f.Files++
		docs = append(docs, document{p, res})
		byDir[path.Dir(p)] = append(byDir[path.Dir(p)], res)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading the folder: %w", err)
	}
	everywhere := common(slices.Concat(slices.Collect(maps.Values(byDir))...), fhir.STU3)
	var all []found
	for _, doc := range docs {
		doc.res.Assume(common(byDir[path.Dir(doc.file)], everywhere))
		for r := range doc.res.Entries() {
			if r.Type != "OperationOutcome" && r.Type != "Parameters" {
				all = append(all, f.take(doc.file, r))
			}
		}
	}
	kept := f.settle(all)
	if len(kept) == 0 {
		return f, fmt.Errorf("reading %s: %w", filepath.Base(dir), ErrNoData)
	}
	f.divide(kept)
	return f, nil
}

func (f *Folder) trouble(file, at string, what TroubleKind, more string) {
	f.Troubles = append(f.Troubles, Trouble{file, at, what, more})
}

// common is the version that most resources have, or otherwise what is given.
func common(docs []*fhir.Resource, otherwise fhir.Version) fhir.Version {
	count := map[fhir.Version]int{}
	for _, d := range docs {
		for r := range d.Entries() {
			count[r.Version]++
		}
	}
	switch {
	case count[fhir.R4] > count[fhir.STU3]:
		return fhir.R4
	case count[fhir.STU3] > count[fhir.R4]:
		return fhir.STU3
	}
	return otherwise
}

// take makes a resource of an entry. One without an id gets one, since it can't
// be found or read otherwise; that is the only change to any bytes.
func (f *Folder) take(file string, r *fhir.Resource) found {
	out := found{file: file, at: r.At(), fullURL: r.FullURL, refs: referencesIn(r.Root, nil)}
	out.FHIR, out.Type, out.ID, out.JSON = int(r.Version), r.Type, r.ID, r.Raw()
	if out.ID != "" {
		return out
	}
	if id, ok := strings.CutPrefix(r.FullURL, "urn:uuid:"); ok && id != "" {
		out.ID = id
	} else if ref := fhir.ParseReference(r.FullURL); ref.Kind == fhir.RefResource && ref.Type == r.Type {
		out.ID = ref.ID
	} else {
		out.ID = fmt.Sprintf("%x", sha256.Sum256(out.JSON))[:32]
	}
	rest := bytes.TrimLeft(out.JSON, " \t\r\n")
	out.JSON = append(fmt.Appendf(nil, `{"id":%s,`, quoted(out.ID)), rest[1:]...)
	f.trouble(file, out.at, TroubleNoID, "")
	return out
}

// settle keeps one of those with the same type and id: the one that says most,
// or the first of equals.
func (f *Folder) settle(all []found) []found {
	type key struct {
		version int
		name    string
	}
	at := map[key]int{}
	var kept []found
	for _, x := range all {
		k := key{x.FHIR, x.Type + "/" + x.ID}
		i, double := at[k]
		switch {
		case !double:
			at[k] = len(kept)
			kept = append(kept, x)
		case bytes.Equal(kept[i].JSON, x.JSON):
		case len(x.JSON) > len(kept[i].JSON):
			f.trouble(kept[i].file, kept[i].at, TroubleDouble, x.file)
			kept[i] = x
		default:
			f.trouble(x.file, x.at, TroubleDouble, kept[i].file)
		}
		if x.fullURL != "" {
			f.aliases[x.fullURL] = x.Type + "/" + x.ID
		}
	}
	return kept
}

// references gives every literal reference in a resource.
func references(raw []byte) []string {
	root, err := fhir.Parse(raw, fhir.Standard)
	if err != nil {
		return nil
	}
	return referencesIn(root, nil)
}

func referencesIn(n fhir.Node, out []string) []string {
	for c := range n.Children() {
		if c.Kind() == fhir.String {
			if c.Name() == "reference" {
				out = append(out, c.Value())
			}
			continue
		}
		out = referencesIn(c, out)
	}
	return out
}
