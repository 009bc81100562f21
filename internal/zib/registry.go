// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"strings"
	"sync"

	"regie/internal/fhir"
)

// Block is one line of the registry: a building block, how it is recognised, and its reader.
type Block struct {
	Name     string   // the zib as Nictiz publishes it in English, or the name of the profile
	Category Category // unless the reader chooses another
	Part     bool     // it only serves other items
	Type     string   // FHIR type, "" where profiles alone decide
	Profiles []string // last steps of profile URLs, in lower case, of any version
	// Match recognises the block in a resource of Type without a known profile; nil: it never
	// does. The first line that matches wins, so the special ones come first.
	Match func(*fhir.Resource) bool
	Read  func(*B)
}

// always is the Match of the block that reads every resource of its type.
func always(*fhir.Resource) bool { return true }

// registry joins the tables of the areas, one file each.
func registry() []*Block {
	var all []*Block
	for _, table := range [][]Block{coreBlocks(), medicationBlocks(), conditionBlocks(), personBlocks(), visitBlocks(), observationBlocks(), planBlocks(), technicalBlocks(), lastBlocks()} {
		for i := range table {
			all = append(all, &table[i])
		}
	}
	return all
}

type blockIndex struct {
	byProfile map[string][]*Block
	byType    map[string][]*Block
}

// The index has no initializer that names the readers: they name it.
var (
	indexOnce sync.Once
	theIndex  blockIndex
)

func index() *blockIndex {
	indexOnce.Do(func() {
		theIndex = blockIndex{byProfile: map[string][]*Block{}, byType: map[string][]*Block{}}
		for _, b := range registry() {
			for _, p := range b.Profiles {
				theIndex.byProfile[p] = append(theIndex.byProfile[p], b)
			}
			if b.Match != nil {
				theIndex.byType[b.Type] = append(theIndex.byType[b.Type], b)
			}
		}
	})
	return &theIndex
}

// find returns the block of a resource: by the profiles it claims (in whatever case, version or
// place), else by its type and content; nil means the generic reader.
func find(r *fhir.Resource) *Block {
	ix := index()
	for p := range r.Profiles() {
		for _, b := range ix.byProfile[fhir.ProfileName(p)] {
			if b.Type == "" || b.Type == r.Type {
				return b
			}
		}
	}
	for _, b := range ix.byType[r.Type] {
		if b.Match(r) {
			return b
		}
	}
	return nil
}

// hasCode returns a Match: the resource's code (or category) holds one of the codes, written
// as "snomed 365508006" with the short name of the system.
func hasCode(element string, codes ...string) func(*fhir.Resource) bool {
	set := make(map[codeKey]bool, len(codes))
	for _, c := range codes {
		system, code, _ := strings.Cut(c, " ")
		set[codeKey{system, code}] = true
	}
	return func(r *fhir.Resource) bool {
		for concept := range r.Root.Each(element) {
			for c := range concept.Each("coding") {
				if set[codeKey{systemName(c.Str("system")), c.Str("code")}] {
					return true
				}
			}
		}
		return false
	}
}
