// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"regie/internal/fhir"
	"regie/internal/text"
	"regie/internal/zib"
)

// readCmd prints what Regie makes of FHIR files: for people, or one JSON object a line.
type readCmd struct {
	JSON  bool     `name:"json" help:"One JSON object a line, one line for every resource."`
	Lang  string   `enum:"nl,en" default:"nl" help:"Language: nl or en."`
	Paths []string `arg:"" name:"path" help:"FHIR JSON files (also Bundles and NDJSON), files of apps and devices (export.zip of Apple Health, Health Connect, FIT, TCX, GPX), and folders."`
}

// Run reads everything it can; what it can not read gets a line of its own and the exit status 3.
func (c readCmd) Run() error {
	lang, _ := text.ParseLang(c.Lang)
	out := bufio.NewWriterSize(os.Stdout, 1<<16)
	w := &readWriter{out: out, lang: lang, json: c.JSON}
	failed, err := readPaths(c.Paths, w)
	if flush := out.Flush(); err == nil {
		err = flush
	}
	if err == nil && failed {
		err = exitError{3}
	}
	return err
}

// readPaths reads files and folders in order. The files of one folder are one world, in which
// they refer to each other: those of the same set (the name before "--") first.
func readPaths(paths []string, w *readWriter) (failed bool, err error) {
	var files []string
	for _, p := range paths {
		more, err := readable(p)
		if err != nil {
			failed = true
			if err := w.failure(p, "", err); err != nil {
				return failed, err
			}
		}
		files = append(files, more...)
	}
	measured, carried := make(map[string]bool, len(files)), make(map[string]bool, len(files))
	for _, f := range files {
		carried[f] = isCarried(f)
		measured[f] = carried[f] || isMeasured(f)
	}
	for len(files) > 0 {
		if measured[files[0]] {
			read := readMeasured
			if carried[files[0]] {
				read = readCarried
			}
			bad, err := read(files[0], w)
			failed = failed || bad
			if err != nil {
				return failed, err
			}
			files = files[1:]
			continue
		}
		dir, n := filepath.Dir(files[0]), 1
		for n < len(files) && filepath.Dir(files[n]) == dir && !measured[files[n]] {
			n++
		}
		bad, err := readFolder(files[:n], w)
		failed = failed || bad
		if err != nil {
			return failed, err
		}
		files = files[n:]
	}
	return failed, nil
}

// readable lists the files of a path: itself, or the JSON files below it, sorted, folder by folder.
func readable(path string) ([]string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return []string{path}, nil
	}
	var files []string
	err = filepath.WalkDir(path, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		switch strings.ToLower(filepath.Ext(p)) {
		case ".json", ".ndjson":
			if d.Type().IsRegular() {
				files = append(files, p)
			}
		default:
			if d.Type().IsRegular() && (isMeasured(p) || isCarried(p)) {
				files = append(files, p)
			}
		}
		return nil
	})
	sort.Slice(files, func(i, k int) bool {
		a, b := filepath.Dir(files[i]), filepath.Dir(files[k])
		if a != b {
			return a < b
		}
		return files[i] < files[k]
	})
	return files, err
}

// readFile is one file with what was found in it.
type readFile struct {
	path string
	docs []readDoc
	set  *fhir.Set // the file's own resources, then those of its set, then the folder
}

type readDoc struct {
	at  string // JSON pointer before the resource's own: the line of an NDJSON file
	res *fhir.Resource
	err error
}

func readFolder(paths []string, w *readWriter) (failed bool, err error) {
	folder := &fhir.Set{}
	sets := map[string]*fhir.Set{}
	files := make([]*readFile, 0, len(paths))
	for _, p := range paths {
		f := &readFile{path: p}
		files = append(files, f)
		raw, err := os.ReadFile(p)
		if err != nil {
			f.docs = []readDoc{{err: err}}
			continue
		}
		f.docs = parseFile(p, raw)
		prefix, _, cut := strings.Cut(filepath.Base(p), "--")
		if !cut {
			prefix = ""
		}
		set := sets[prefix]
		if set == nil {
			set = &fhir.Set{Next: folder}
			sets[prefix] = set
		}
		f.set = &fhir.Set{Next: set}
		for _, d := range f.docs {
			if d.res != nil {
				f.set.Add(d.res)
				set.Add(d.res)
				folder.Add(d.res)
			}
		}
	}
	settle(files, paths)
	for _, f := range files {
		rd := zib.NewReader(f.set)
		for _, d := range f.docs {
			if d.err != nil {
				failed = true
				if err := w.failure(f.path, d.at, d.err); err != nil {
					return failed, err
				}
				continue
			}
			for r := range d.res.All() {
				if err := w.item(f.path, d.at+r.At(), r, rd.Read(r)); err != nil {
					return failed, err
				}
			}
		}
	}
	return failed, nil
}

func parseFile(path string, raw []byte) []readDoc {
	res, err := fhir.ParseResource(raw, fhir.Unknown)
	if err == nil {
		return []readDoc{{res: res}}
	}
	if !strings.EqualFold(filepath.Ext(path), ".ndjson") && !errors.Is(err, fhir.ErrTrailing) {
		return []readDoc{{err: err}}
	}
	var docs []readDoc
	for i, line := range fhir.Lines(raw) {
		res, err := fhir.ParseResource(line, fhir.Unknown)
		docs = append(docs, readDoc{at: fmt.Sprintf("/%d", i), res: res, err: err})
	}
	if len(docs) == 0 {
		return []readDoc{{err: io.ErrUnexpectedEOF}}
	}
	return docs
}

// settle gives a version to what could not be told by itself: what the folder's name says, else
// what most of the folder is, else STU3, in which most data services are.
func settle(files []*readFile, paths []string) {
	count := map[fhir.Version]int{}
	for _, f := range files {
		for _, d := range f.docs {
			if d.res != nil {
				for r := range d.res.Entries() {
					count[r.Version]++
				}
			}
		}
	}
	common := fhir.STU3
	if count[fhir.R4] > count[fhir.STU3] {
		common = fhir.R4
	}
	abs, err := filepath.Abs(paths[0])
	if err != nil {
		abs = paths[0]
	}
	for _, step := range strings.Split(filepath.ToSlash(abs), "/") {
		switch strings.ToUpper(step) {
		case "STU3":
			common = fhir.STU3
		case "R4":
			common = fhir.R4
		}
	}
	for _, f := range files {
		for _, d := range f.docs {
			if d.res != nil {
				d.res.Assume(common)
			}
		}
	}
}

// readWriter prints items and failures.
type readWriter struct {
	out  *bufio.Writer
	lang text.Lang
	json bool
	line []byte
}

func (w *readWriter) failure(file, at string, cause error) error {
	if !w.json {
		_, err := fmt.Fprintf(w.out, "%s%s\n  %s: %v\n\n", file, at, w.lang.T("read.failed"), cause)
		return err
	}
	o := w.open()
	o.str("file", file)
	o.str("at", at)
	o.str("error", cause.Error())
	return w.close(o)
}

func (w *readWriter) item(file, at string, r *fhir.Resource, it *zib.Item) error {
	v := it.View(w.lang)
	if !w.json {
		return w.human(file, at, it, &v)
	}
	o := w.open()
	o.str("file", file)
	o.str("at", at)
	name := r.Type
	if r.ID != "" {
		name += "/" + r.ID
	}
	o.str("resource", name)
	o.str("fhir", r.Version.String())
	o.str("block", it.Block)
	o.flag("generic", it.Generic)
	o.flag("part", it.Part)
	o.str("category", it.Category.String())
	o.str("title", v.Title)
	date := it.When.Start
	if date == "" {
		date = it.When.End
	}
	o.str("date", date)
	o.str("status", v.Status)
	o.key("facts")
	o.b = append(o.b, '[')
	for i := range v.Facts {
		f := &v.Facts[i]
		if i > 0 {
			o.b = append(o.b, ',')
		}
		o.b = append(o.b, '{')
		o.str("label", f.Label)
		o.str("text", f.Text)
		for _, m := range [...][2]string{{"value", f.Value}, {"comparator", f.Comparator}, {"unit", f.Unit}, {"low", f.Low}, {"high", f.High}, {"flag", f.Flag}} {
			if m[1] != "" {
				o.str(m[0], m[1])
			}
		}
		o.b = append(o.b, '}')
	}
	o.b = append(o.b, ']')
	o.str("source", v.Source)
	if len(v.Marks) > 0 {
		o.key("marks")
		o.b = append(o.b, '[')
		for i, m := range v.Marks {
			if i > 0 {
				o.b = append(o.b, ',')
			}
			o.quote(m.Text)
		}
		o.b = append(o.b, ']')
	}
	return w.close(o)
}

// human prints an item for reading: title, what is special, and the facts under their headings.
func (w *readWriter) human(file, at string, it *zib.Item, v *zib.View) error {
	if it.Part && it.Category == zib.CategoryNone && len(v.Facts) == 0 {
		return nil
	}
	fmt.Fprintf(w.out, "%s\n", v.Title)
	var under []string
	for _, s := range []string{v.Date, v.Status, v.Source} {
		if s != "" {
			under = append(under, s)
		}
	}
	for _, m := range v.Marks {
		if m.Text != v.Status {
			under = append(under, "["+m.Text+"]")
		}
	}
	if len(under) > 0 {
		fmt.Fprintf(w.out, "  %s\n", strings.Join(under, " · "))
	}
	group := ""
	for i := range v.Facts {
		f := &v.Facts[i]
		if f.Group != group && f.Group != "" {
			fmt.Fprintf(w.out, "  %s\n", f.Group)
		}
		group = f.Group
		indent := "  "
		if group != "" {
			indent = "    "
		}
		line := f.Label + ": " + strings.ReplaceAll(f.Text, "\n", "\n"+indent+"  ")
		if f.Low != "" || f.High != "" {
			line += " (" + f.Range(w.lang) + ")"
		}
		if f.Flag != "" {
			line += " — " + f.Flag
		}
		fmt.Fprintf(w.out, "%s%s\n", indent, line)
	}
	_, err := fmt.Fprintf(w.out, "  %s: %s%s\n\n", w.lang.T("read.from"), file, at)
	return err
}
