// SPDX-License-Identifier: EUPL-1.2

package practice

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"regie/internal/text"
)

// FolderReport says, in whole sentences for whoever started the network, what
// the folder gave: how much, which files could not be used, and what no search of
// a data service finds.
func (n *Network) FolderReport(l text.Lang) []string {
	f := n.cfg.Folder
	if f == nil {
		return nil
	}
	out := []string{l.T("practice.folder.read", "files", f.Files, "n", f.Resources, "provider", f.provider().Name)}
	if len(f.people) > 1 {
		out = append(out, l.T("practice.folder.people", "n", len(f.people)-1))
	}
	out = append(out, f.troubles(l)...)
	if len(n.data.left) > 0 {
		key := "practice.folder.left"
		if n.cfg.Generous {
			key = "practice.folder.leftgiven"
		}
		var parts []string
		for _, t := range slices.Sorted(maps.Keys(n.data.left)) {
			parts = append(parts, fmt.Sprintf("%s %d", t, n.data.left[t]))
		}
		out = append(out, l.T(key, "list", strings.Join(parts, ", ")))
	}
	return out
}

// maxTroubles is how many files of one kind of trouble are named; those that can't
// be read are all named.
const maxTroubles = 8

func (f *Folder) troubles(l text.Lang) []string {
	var out []string
	for _, kind := range []TroubleKind{TroubleUnreadable, TroubleTooLarge, TroubleDouble, TroubleNoID} {
		count := map[string]int{}
		var files []string
		for _, t := range f.Troubles {
			if t.What != kind {
				continue
			}
			if count[t.File]++; count[t.File] == 1 {
				files = append(files, t.File)
			}
			if kind == TroubleUnreadable || kind == TroubleTooLarge {
				out = append(out, l.T("practice.folder."+string(kind), "file", t.File, "more", t.More))
			}
		}
		if kind == TroubleUnreadable || kind == TroubleTooLarge {
			continue
		}
		for i, file := range files {
			if i == maxTroubles {
				out = append(out, l.T("practice.folder.more", "n", len(files)-i))
				break
			}
			out = append(out, l.T("practice.folder."+string(kind), "file", file, "n", count[file]))
		}
	}
	return out
}
