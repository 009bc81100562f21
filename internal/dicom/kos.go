// SPDX-License-Identifier: EUPL-1.2

package dicom

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// Study is what a list of images (KOS, key object selection) names.
type Study struct {
	UID    string
	Images []Reference
}

// Reference is one object of a study.
type Reference struct {
	Study, Series, Instance string // UIDs
	Class                   string // of the object
	From                    string // where the hospital says it can be had, "" where it does not
}

// Path is where the object is below the address of an image service: "studies/…/series/…/instances/…".
func (r Reference) Path() string {
	return "studies/" + r.Study + "/series/" + r.Series + "/instances/" + r.Instance
}

var uidForm = regexp.MustCompile(`^[0-9]+(\.[0-9]+)*$`)

// IsUID tells whether a text has the form of a UID: only numbers and points, at most 64 of them.
func IsUID(s string) bool { return len(s) <= longestName && uidForm.MatchString(s) }

// ReadStudy reads a list of images: a file, or DICOM JSON, whichever it is by its own bytes.
func ReadStudy(b []byte) (Study, error) {
	if len(b) > MaxBytes {
		return Study{}, &Unsupported{TooLarge}
	}
	if first := strings.TrimLeft(string(b[:min(len(b), 64)]), " \t\r\n\ufeff"); first != "" && (first[0] == '[' || first[0] == '{') {
		return studyJSON(b)
	}
	f, err := Parse(b)
	if err != nil {
		return Study{}, err
	}
	return studyOf(f.Set)
}

func studyOf(s *Set) (Study, error) {
	out := Study{UID: s.Text(TagStudy)}
	seen := map[string]bool{}
	for _, study := range s.Items(TagEvidence) {
		uid := study.Text(TagStudy)
		for _, series := range study.Items(TagRefSeries) {
			for _, image := range series.Items(TagRefImages) {
				r := Reference{Study: uid, Series: series.Text(TagSeries), Instance: image.Text(TagRefInstance), Class: image.Text(TagRefClass), From: series.Text(TagRetrieveURL)}
				if !IsUID(r.Study) || !IsUID(r.Series) || !IsUID(r.Instance) {
					return Study{}, damaged("an image without a proper name")
				}
				if seen[r.Path()] {
					continue
				}
				seen[r.Path()] = true
				if len(out.Images) == MaxImages {
					return Study{}, &Unsupported{TooLarge}
				}
				out.Images = append(out.Images, r)
			}
		}
	}
	if out.UID == "" && len(out.Images) > 0 {
		out.UID = out.Images[0].Study
	}
	if !IsUID(out.UID) {
		return Study{}, damaged("not a list of images")
	}
	return out, nil
}

// studyJSON reads DICOM JSON: one object, or a list with one.
func studyJSON(b []byte) (Study, error) {
	type element struct {
		Value []json.RawMessage `json:"Value"`
	}
	type object map[string]element
	elements := 0
	var set func(raw []byte, depth int) (*Set, error)
	set = func(raw []byte, depth int) (*Set, error) {
		if depth > maxDepth {
			return nil, &Unsupported{TooLarge}
		}
		var o object
		if err := json.Unmarshal(raw, &o); err != nil {
			return nil, fmt.Errorf("%w: reading DICOM JSON: %v", ErrDamaged, err)
		}
		s := &Set{elements: map[Tag]Element{}}
		for _, tag := range []Tag{TagStudy, TagSeries, TagRefClass, TagRefInstance, TagRetrieveURL} {
			e, ok := o[tag.hex()]
			var text string
			if ok && len(e.Value) > 0 && json.Unmarshal(e.Value[0], &text) == nil {
				s.elements[tag] = Element{Value: []byte(text)}
			}
		}
		for _, tag := range []Tag{TagEvidence, TagRefSeries, TagRefImages} {
			var items []*Set
			for _, v := range o[tag.hex()].Value {
				if elements++; elements > maxItems {
					return nil, &Unsupported{TooLarge}
				}
				item, err := set(v, depth+1)
				if err != nil {
					return nil, err
				}
				items = append(items, item)
			}
			s.elements[tag] = Element{VR: "SQ", Items: items}
		}
		return s, nil
	}
	var list []json.RawMessage
	if err := json.Unmarshal(b, &list); err != nil {
		list = []json.RawMessage{b}
	}
	if len(list) == 0 {
		return Study{}, damaged("an empty list")
	}
	out := Study{}
	for _, raw := range list {
		s, err := set(raw, 0)
		if err != nil {
			return Study{}, err
		}
		one, err := studyOf(s)
		if err != nil {
			return Study{}, err
		}
		if out.UID != "" && one.UID != out.UID {
			return Study{}, damaged("lists of several studies")
		}
		out.UID = one.UID
		if out.Images = append(out.Images, one.Images...); len(out.Images) > MaxImages {
			return Study{}, &Unsupported{TooLarge}
		}
	}
	return out, nil
}

func (t Tag) hex() string { return fmt.Sprintf("%08X", uint32(t)) }
