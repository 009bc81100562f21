// SPDX-License-Identifier: EUPL-1.2

package persons

import (
	"fmt"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// obj is a JSON object whose members keep their order: name, value, name, value.
// A member whose value is empty ("", nil, an object or list without members) is
// left out, because FHIR has no empty elements.
type obj []any

// list is a JSON array.
type list []any

// num is a JSON number that is written exactly as it stands, so that 7.20 stays 7.20.
type num string

// appendJSON writes v as compact JSON.
func appendJSON(b []byte, v any) []byte {
	switch v := v.(type) {
	case obj:
		b = append(b, '{')
		first := true
		for i := 0; i+1 < len(v); i += 2 {
			if isEmpty(v[i+1]) {
				continue
			}
			if !first {
				b = append(b, ',')
			}
			first = false
			b = appendText(b, v[i].(string))
			b = append(b, ':')
			b = appendJSON(b, v[i+1])
		}
		return append(b, '}')
	case list:
		b = append(b, '[')
		first := true
		for _, e := range v {
			// A hole in an array of primitives is null in FHIR; other empties are left out.
			if isEmpty(e) && e != nil {
				continue
			}
			if !first {
				b = append(b, ',')
			}
			first = false
			b = appendJSON(b, e)
		}
		return append(b, ']')
	case nil:
		return append(b, "null"...)
	case num:
		return append(b, v...)
	case string:
		return appendText(b, v)
	case bool:
		return strconv.AppendBool(b, v)
	case int:
		return strconv.AppendInt(b, int64(v), 10)
	case ref:
		return appendJSON(b, v.json())
	case code:
		return appendJSON(b, v.coding())
	default:
		panic(fmt.Sprintf("persons: %T in a resource", v))
	}
}

func appendText(b []byte, s string) []byte {
	b, err := jsontext.AppendQuote(b, s)
	if err != nil {
		panic(err) // only for bad UTF-8, and these are our own words
	}
	return b
}

func isEmpty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case num:
		return v == ""
	case ref:
		return v.to == "" && v.display == ""
	case code:
		return v == code{}
	case obj:
		for i := 1; i < len(v); i += 2 {
			if !isEmpty(v[i]) {
				return false
			}
		}
		return true
	case list:
		for _, e := range v {
			if !isEmpty(e) {
				return false
			}
		}
		return true
	}
	return false
}
