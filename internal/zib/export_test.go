// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"encoding/json"
	"reflect"
	"runtime"
	"strings"

	"regie/internal/fhir"
)

// BlockLine is one line of the registry, for the coverage board, which also knows the data services.
type BlockLine struct {
	Name, Type, Category, Reader string
	Part, ByContent              bool
	Profiles                     []string
}

// Registry lists the building blocks in the order of the registry.
func Registry() []BlockLine {
	var out []BlockLine
	for _, b := range registry() {
		name := runtime.FuncForPC(reflect.ValueOf(b.Read).Pointer()).Name()
		out = append(out, BlockLine{b.Name, b.Type, b.Category.String(), name[strings.LastIndexByte(name, '.')+1:], b.Part, b.Match != nil, b.Profiles})
	}
	return out
}

// BlockOf names the block of a resource of a type with one code in an element ("" for none).
func BlockOf(typ, element, system, code string) string {
	r := map[string]any{"resourceType": typ}
	if element != "" {
		r[element] = []any{map[string]any{"coding": []any{map[string]any{"system": system, "code": code}}}}
	}
	raw, err := json.Marshal(r)
	if err != nil {
		return ""
	}
	res, err := fhir.ParseResource(raw, fhir.STU3)
	if err != nil {
		return ""
	}
	if b := find(res); b != nil {
		return b.Name
	}
	return ""
}
