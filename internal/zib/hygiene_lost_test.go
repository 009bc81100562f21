// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"encoding/json"
	"regexp"
	"strings"
	"time"
	"unicode"

	"regie/internal/text"
)

// unsaid are the members that say nothing to a person, wherever they stand.
var unsaid = map[string]bool{
	"resourceType": true, "id": true, "meta": true, "implicitRules": true, "language": true, "contained": true, "identifier": true, "masterIdentifier": true,
	"groupIdentifier": true, "requisition": true, "url": true, "system": true, "reference": true, "fullUrl": true, "data": true, "hash": true, "size": true,
	"version": true, "linkId": true, "subject": true, "patient": true, "beneficiary": true, "setId": true, "definition": true, "instantiates": true,
}

// machineExtensions are the ends of extension URLs that only serve software.
var machineExtensions = regexp.MustCompile(`(?i)(data-absent-reason|nullFlavor|pq-translation|EN-qualifier|humanname-|adxp-|assembly-order|address-official|itemOrder|ordinalValue|rendering|TimeZone|tz-|itemControl)`)

// checkLost walks the raw resource and looks for everything that must be readable.
func (h *hygiene) checkLost() { h.need(h.Raw, h.Item.Type) }

func (h *hygiene) need(v any, path string) {
	switch x := v.(type) {
	case []any:
		for _, c := range x {
			h.need(c, path)
		}
	case map[string]any:
		h.needObject(x, path)
	case string:
		h.needString(x, path)
	case json.Number:
		if last(path) != "sequence" && last(path) != "rank" {
			h.needNumber(x.String(), path)
		}
	}
}

func (h *hygiene) needObject(x map[string]any, path string) {
	if _, narrative := x["div"]; narrative {
		return
	}
	if _, sampled := x["origin"]; sampled && x["dimensions"] != nil {
		return // a series of numbers is shown as such
	}
	if n, ok := x["value"].(json.Number); ok {
		h.needQuantity(n.String(), x, path)
		return
	}
	name := last(path)
	_, codings := x["coding"].([]any)
	written, _ := x["text"].(string)
	_, isCode := x["code"].(string)
	display, _ := x["display"].(string)
	switch {
	case codings:
		h.needConcept(x, written, path)
	case isCode && (x["system"] != nil || display != "") && x["value"] == nil:
		h.needConcept(map[string]any{"coding": []any{x}}, "", path)
	}
	if name == "referenceRange" {
		if written != "" && !saysNothing(written) && !h.says(written) {
			h.fault("lost range text", path, written)
		}
	}
	if value, ok := x["value"].(string); ok && isTelecomOf(x) && !h.says(value) {
		h.fault("lost text", path, value)
	}
	for k, c := range x {
		switch {
		case unsaid[k], k == "coding", codings && k == "text", isCode && (k == "code" || k == "display"), k == "value" && x["system"] != nil:
			continue
		case k == "extension" || k == "modifierExtension":
			h.needExtensions(c, path)
		case strings.HasPrefix(k, "_"):
			h.need(c, path)
		default:
			h.need(c, path+"."+k)
		}
	}
}

func (h *hygiene) needExtensions(v any, path string) {
	list, _ := v.([]any)
	for _, e := range list {
		x, _ := e.(map[string]any)
		url, _ := x["url"].(string)
		if machineExtensions.MatchString(url) {
			continue
		}
		h.need(x, path+"["+url[strings.LastIndexByte(url, '/')+1:]+"]")
	}
}

// isTelecomOf tells a ContactPoint from an Identifier.
func isTelecomOf(x map[string]any) bool {
	system, _ := x["system"].(string)
	return system == "phone" || system == "email" || system == "fax" || system == "pager" || system == "sms"
}

func last(path string) string { return path[strings.LastIndexAny(path, ".]")+1:] }

// written is a literal number as the language writes it.
func (h *hygiene) written(number string) string {
	if h.lang == text.NL {
		return strings.Replace(number, ".", ",", 1)
	}
	return number
}

// hasNumber tells whether a number stands in the text as a number of its own.
func hasNumber(all, number string) bool {
	for from := 0; ; {
		i := strings.Index(all[from:], number)
		if i < 0 {
			return false
		}
		i += from
		end := i + len(number)
		before := i == 0 || !isDigit(all[i-1]) && !(i > 1 && (all[i-1] == ',' || all[i-1] == '.') && isDigit(all[i-2]))
		after := end == len(all) || !isDigit(all[end]) && !(end+1 < len(all) && (all[end] == ',' || all[end] == '.') && isDigit(all[end+1]))
		if before && after {
			return true
		}
		from = i + 1
	}
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func (h *hygiene) needNumber(number, path string) {
	if !hasNumber(h.all, strings.ToLower(h.written(number))) {
		h.fault("lost number", path, number)
	}
}

var signs = map[string]string{"<": "<", "<=": "≤", ">": ">", ">=": "≥"}

// needQuantity wants the number, its comparator right before it, and its unit.
func (h *hygiene) needQuantity(number string, x map[string]any, path string) {
	comparator, _ := x["comparator"].(string)
	if comparator == "" {
		if number == "1" && last(path) == "denominator" {
			return // "50 mg per ml"
		}
		if strings.HasSuffix(path, "referenceRange.low") || strings.HasSuffix(path, "referenceRange.high") {
			h.needEnd(number, path)
			return
		}
		h.needNumber(number, path)
		h.needUnit(number, x, path)
		return
	}
	h.needUnit(number, x, path)
	sign := signs[comparator]
	if !hasNumber(h.all, sign+" "+strings.ToLower(h.written(number))) {
		h.fault("lost comparator", path, comparator+" "+number)
	}
	for i := range h.view.Facts { // for charts and software it must be there too, where the number is
		f := &h.view.Facts[i]
		if f.Value == number && f.Comparator != comparator && len(f.Values) == 1 && strings.HasSuffix(path, "valueQuantity") && !strings.Contains(path, "component") {
			h.fault("lost comparator", path, comparator+" "+number+" beside the value")
		}
	}
}

// needEnd wants an end of a reference range, as a literal number or in the text.
func (h *hygiene) needEnd(number, path string) {
	for i := range h.view.Facts {
		if f := &h.view.Facts[i]; f.Low == number || f.High == number {
			return
		}
	}
	if !hasNumber(h.all, strings.ToLower(h.written(number))) {
		h.fault("lost range", path, number)
	}
}

// needUnit wants something behind the number where a unit was printed.
func (h *hygiene) needUnit(number string, x map[string]any, path string) {
	q := &Quantity{Number: number}
	q.Unit, _ = x["unit"].(string)
	q.UnitCode, _ = x["code"].(string)
	system, _ := x["system"].(string)
	q.UnitSystem = systemName(system)
	want := strings.ToLower(q.unitText(h.lang))
	if want == "" {
		if letters := strings.IndexFunc(q.Unit, unicode.IsLetter); letters >= 0 && unitOf(q) == nil {
			h.fault("lost unit", path, q.Unit)
		}
		return
	}
	if !strings.Contains(h.all, want) && !strings.Contains(h.all, strings.TrimSuffix(want, "s")) {
		h.fault("lost unit", path, number+" "+want)
	}
}

var isTag = regexp.MustCompile(`</?[A-Za-z][^>]*>`)

var isDate = regexp.MustCompile(`^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?$`)

// needString wants dates, and what a person wrote.
func (h *hygiene) needString(s, path string) {
	name := last(path)
	if isDate.MatchString(s) && !(len(s) == 4 && isTextName(name)) {
		h.needDate(s, path)
		return
	}
	if isTextName(name) && name != "display" || name == "city" || name == "line" || name == "postalCode" || name == "availabilityExceptions" {
		if !saysNothing(s) && !h.says(s) {
			h.fault("lost text", path, s)
		}
	}
}

// needDate wants a moment as precise as it was sent: the day, the month, and the time of day.
func (h *hygiene) needDate(s, path string) {
	for _, w := range h.dateWords(s) {
		if strings.Contains(h.all, strings.ToLower(w)) {
			return
		}
	}
	h.fault("lost date", path, s)
}

// dateWords are the ways in which a moment may be written. It does its own sums.
func (h *hygiene) dateWords(s string) []string {
	name := func(m time.Month) string { return months[h.lang][m-1] }
	switch len(s) {
	case 4:
		return []string{s}
	case 7:
		d, _ := time.Parse("2006-01", s)
		return []string{name(d.Month()) + " " + d.Format("2006")}
	case 10:
		d, _ := time.Parse("2006-01-02", s)
		return []string{d.Format("2 ") + name(d.Month()) + d.Format(" 2006")}
	}
	for _, layout := range [...]string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02T15:04"} {
		d, err := time.Parse(layout, s)
		if err != nil {
			continue
		}
		if isUTC(s) {
			zone, err := time.LoadLocation("Europe/Amsterdam")
			if err != nil {
				return []string{""} // no time zones on this machine: nothing to say
			}
			d = d.In(zone)
		}
		day := d.Format("2 ") + name(d.Month()) + d.Format(" 2006")
		if clock := d.Format("15:04"); clock != "00:00" && clock != "23:59" {
			// "19 augustus 2026, 10:00", or the end of "19 augustus 2026, 10:00–10:30"
			return []string{day + ", " + clock, "–" + clock}
		}
		return []string{day}
	}
	return nil
}

// saysNothing is for texts that need not be shown.
func saysNothing(s string) bool {
	s = strings.TrimSpace(s)
	return s == "" || seenFiller.MatchString(s) || seenURL.MatchString(s) || seenUUID.MatchString(s) || seenOID.MatchString(s) || strings.Trim(s, " .,-_/") == ""
}

// says tells whether everything in a text can be read, whatever the spacing and capitals.
func (h *hygiene) says(s string) bool {
	if strings.Contains(s, "</") || strings.Contains(s, "/>") {
		s = isTag.ReplaceAllString(s, " ")
	}
	if w := word(h.lang, "name", strings.ToLower(s)); w != "" && strings.Contains(h.all, w) {
		return true // a name that means one thing, in our words
	}
	folded := foldLoose(s)
	if len(folded) < 4 {
		return strings.Contains(h.all, strings.ToLower(strings.TrimSpace(s)))
	}
	return strings.Contains(h.folded, folded)
}

// foldLoose keeps letters and digits.
func foldLoose(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// needConcept wants one of the names of a concept, and the text that somebody wrote beside it.
func (h *hygiene) needConcept(x map[string]any, written, path string) {
	list, _ := x["coding"].([]any)
	known, shown, coded := false, false, ""
	for _, c := range list {
		coding, _ := c.(map[string]any)
		uri, _ := coding["system"].(string)
		system := systemName(uri)
		code, _ := coding["code"].(string)
		display, _ := coding["display"].(string)
		code = strings.TrimSpace(code)
		if silent(system, code) || system == "v3/NullFlavor" || system == "hl7/data-absent-reason" {
			continue
		}
		names := []string{word(h.lang, system, code), named(h.lang, system, loincName(cleanDisplay(display))), loincName(cleanDisplay(display)), medicineName(cleanDisplay(display))}
		for _, n := range names {
			if saysNothing(n) || looksLikeCode(n) && strings.EqualFold(n, code) {
				continue
			}
			known = true
			coded = n
			if isWord(system, code, written) {
				written = "" // our word, in whatever language
			}
			shown = shown || h.says(n)
			if strings.EqualFold(foldLoose(n), foldLoose(written)) || strings.EqualFold(foldLoose(display), foldLoose(written)) {
				written = "" // the same in other words
			}
		}
	}
	if !saysNothing(written) {
		if !h.says(written) && !h.says(cleanDisplay(written)) && !h.says(medicineName(written)) {
			h.fault("lost text", path+".text", written)
		}
		return
	}
	if known && !shown {
		h.fault("lost concept", path, coded)
	}
}
