// SPDX-License-Identifier: EUPL-1.2

package apple

import (
	"bytes"
	"html"
	"strings"

	"regie/internal/measure"
)

// sources turns names and devices of records into numbers of the intake. HealthKit writes the
// address in memory of a device into its description, so that one telephone looked like dozens;
// what counts is the name, the model and the hardware.
type sources struct {
	in   *measure.Intake
	seen map[string]int // by name and rest of the device, as they stand in the file
	name []byte         // of the last record
	rest []byte
	last int
}

// most bounds how many spellings are remembered.
const most = 20_000

func (s *sources) of(name, device []byte) int {
	rest := device
	if i := bytes.Index(device, []byte("HKDevice")); i >= 0 {
		// <<HKDevice: 0x28131c5f0>, name:…: what comes behind the address
		if j := bytes.IndexByte(device[i:], ','); j >= 0 {
			rest = device[i+j:]
		} else {
			rest = nil
		}
	}
	if s.seen != nil && bytes.Equal(name, s.name) && bytes.Equal(rest, s.rest) {
		return s.last
	}
	s.name, s.rest = append(s.name[:0], name...), append(s.rest[:0], rest...)
	key := string(name) + "\x1f" + string(rest)
	n, ok := s.seen[key]
	if !ok {
		if s.seen == nil || len(s.seen) > most {
			s.seen = map[string]int{}
		}
		n = s.in.Source(sourceOf(plain(name), plain(rest)))
		s.seen[key] = n
	}
	s.last = n
	return n
}

// sourceOf reads a device: ", name:Apple Watch, manufacturer:Apple Inc., model:Watch, hardware:Watch6,2, software:8.5>".
func sourceOf(name, device string) measure.Source {
	model, hardware, maker := field(device, "model"), field(device, "hardware"), field(device, "manufacturer")
	s := measure.Source{Name: name, Model: hardware}
	if s.Model == "" {
		s.Model = model
	}
	all := strings.ToLower(model + " " + hardware + " " + field(device, "name"))
	low := strings.ToLower(name)
	switch {
	case strings.Contains(all, "watch") || strings.Contains(low, "watch"):
		s.Class = measure.ClassWatch
	case strings.Contains(all, "iphone") || strings.Contains(all, "ipad") || strings.Contains(low, "iphone"):
		s.Class = measure.ClassPhone
	case maker != "" && !strings.Contains(strings.ToLower(maker), "apple"):
		s.Class = measure.ClassWatch // of another maker
		for _, word := range oneThing {
			if strings.Contains(all+low, word) {
				s.Class = measure.ClassCuff
			}
		}
	case device == "":
		s.Class = measure.ClassApp
	default:
		s.Class = measure.ClassOther
	}
	return s
}

// oneThing are words in the names of devices that measure one thing.
var oneThing = []string{"scale", "weegschaal", "bpm", "pressure", "cuff", "thermo", "gluco", "contour", "body", "oxi", "meter"}

// field reads one of the fields of a device. A value may have commas in it, so that it ends where
// the next field begins.
func field(device, key string) string {
	i := strings.Index(device, ", "+key+":")
	if i < 0 {
		return ""
	}
	v := device[i+len(key)+3:]
	end := len(v)
	for _, next := range []string{"name", "manufacturer", "model", "hardware", "firmware", "software", "localIdentifier", "UDI", "creation date"} {
		if j := strings.Index(v, ", "+next+":"); j >= 0 && j < end {
			end = j
		}
	}
	return strings.TrimSpace(strings.TrimRight(v[:end], ">"))
}

// plain turns the text of an attribute into words as a parser of XML does: entities become what
// they stand for, tabs and ends of lines become spaces. Control characters go, as do spaces around it.
func plain(b []byte) string {
	clean := true
	for _, c := range b {
		if c < ' ' || c == '&' || c >= 0x7f {
			clean = false
			break
		}
	}
	if clean {
		return strings.TrimSpace(string(b))
	}
	s := string(b)
	if strings.IndexByte(s, '&') >= 0 {
		s = html.UnescapeString(s)
	}
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return ' '
		case r < ' ' || r >= 0x7f && r < 0xa0:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "")))
}
