// SPDX-License-Identifier: EUPL-1.2

package zib

import (
	"regexp"
	"strings"
)

// chip is what status or marks must say, in either language.
type chip struct {
	why  string
	says *regexp.Regexp
}

var (
	chipError     = chip{"entered in error", regexp.MustCompile(`vergissing|mistake`)}
	chipRefuted   = chip{"refuted", regexp.MustCompile(`weerlegd|uitgesloten|refuted|ruled out`)}
	chipUncertain = chip{"not certain", regexp.MustCompile(`niet zeker|not certain|not sure|uncertain`)}
	chipStopped   = chip{"stopped", regexp.MustCompile(`gestopt|gestaakt|afgebroken|stopped|discontinued|abandoned`)}
	chipCancelled = chip{"cancelled", regexp.MustCompile(`afgezegd|ingetrokken|geannuleerd|afgewezen|beëindigd|cancel|withdrawn|rejected|declined|ended`)}
	chipNotDone   = chip{"not done", regexp.MustCompile(`\bniet\b|\bnot\b`)}
	chipPaused    = chip{"paused", regexp.MustCompile(`onderbroken|tijdelijk|on hold|suspended|paused|for a while`)}
	chipDraft     = chip{"draft", regexp.MustCompile(`concept|draft`)}
	chipPlanned   = chip{"planned", regexp.MustCompile(`gepland|voorgesteld|van plan|afwachting|voorbereiding|aangevraagd|planned|proposed|intended|pending|preparation|requested`)}
)

// chipsOf tells which codes of a status must be seen at once.
var chipsOf = map[string]chip{
	"entered-in-error": chipError, "nullified": chipError, "refuted": chipRefuted, "410516002": chipRefuted, "723511001": chipRefuted,
	"provisional": chipUncertain, "differential": chipUncertain, "unconfirmed": chipUncertain, "preliminary": chipUncertain,
	"415684004": chipUncertain, "410590009": chipUncertain, "410592001": chipUncertain, "410593006": chipUncertain,
	"stopped": chipStopped, "aborted": chipStopped, "abandoned": chipStopped,
	"cancelled": chipCancelled, "rejected": chipCancelled, "revoked": chipCancelled,
	"not-done": chipNotDone, "not-taken": chipNotDone, "on-hold": chipPaused, "suspended": chipPaused, "draft": chipDraft, "planned": chipPlanned,
	"proposed": chipPlanned, "intended": chipPlanned,
}

var statusElements = [...]string{"status", "clinicalStatus", "verificationStatus", "lifecycleStatus", "docStatus"}

// checkMarks wants what turns a meaning round, or makes it less sure, in the status or as a mark;
// and what the source says about a value beside the value.
func (h *hygiene) checkMarks() {
	for _, name := range statusElements {
		for _, code := range codesOf(h.Raw[name]) {
			if c, ok := chipsOf[code]; ok && !c.says.MatchString(h.chips) {
				h.fault("lost mark", name, c.why)
			}
		}
		if s, ok := h.Raw[name].(string); ok && s != "unknown" && name == "status" && h.view.Status == "" && !h.Item.Part {
			h.fault("lost status", name, s)
		}
		for _, code := range codesOf(specification(h.Raw["_"+name])) {
			if c, ok := chipsOf[code]; ok && !c.says.MatchString(h.chips) {
				h.fault("lost mark", name, c.why)
			}
		}
	}
	for _, name := range [...]string{"notGiven", "notDone", "wasNotGiven", "wasNotTaken", "doNotPerform"} {
		if yes, _ := h.Raw[name].(bool); yes && !chipNotDone.says.MatchString(h.chips) {
			h.fault("lost negation", name, h.chips)
		}
	}
	if taken, _ := h.Raw["taken"].(string); taken == "n" && !strings.Contains(h.all, "niet gebruikt") && !strings.Contains(h.all, "not in use") && !strings.Contains(h.all, "not used") && !strings.Contains(h.all, "not taken") {
		h.fault("lost negation", "taken", h.chips)
	}
	h.needFlags(h.Raw, h.Item.Type)
	h.needModifiers(h.Raw)
}

// needFlags wants every interpretation, of the whole and of the parts.
func (h *hygiene) needFlags(x map[string]any, path string) {
	var concepts []any
	switch v := x["interpretation"].(type) {
	case map[string]any:
		concepts = []any{v}
	case []any:
		concepts = v
	}
	for _, c := range concepts {
		for _, coding := range list(c, "coding") {
			uri, _ := coding["system"].(string)
			code, _ := coding["code"].(string)
			display, _ := coding["display"].(string)
			w := word(h.lang, systemName(uri), code)
			if w == "" {
				w = cleanDisplay(display)
			}
			if silent(systemName(uri), code) || saysNothing(w) {
				continue
			}
			if !h.says(w) {
				h.fault("lost flag", path+".interpretation", w)
			}
		}
	}
	for _, c := range list(x, "component") {
		h.needFlags(c, path+".component")
	}
}

// needModifiers wants the value of every modifierExtension of the resource itself.
func (h *hygiene) needModifiers(x map[string]any) {
	for _, e := range list(x, "modifierExtension") {
		url, _ := e["url"].(string)
		for _, code := range codesOf(e["valueCodeableConcept"]) {
			switch code {
			case "NEE":
				if !regexp.MustCompile(`\bnee\b|\bniet\b|\bno\b|\bnot\b`).MatchString(h.all) {
					h.fault("lost negation", url, code)
				}
			case "JA_MAAR":
				if !regexp.MustCompile(`ja, maar|yes, but|beperking|limit`).MatchString(h.all) {
					h.fault("lost negation", url, code)
				}
			case "410546004", "385655000", "1", "2": // ways to stop
				if strings.Contains(strings.ToLower(url), "stoptype") && !chipStopped.says.MatchString(h.chips) && !chipPaused.says.MatchString(h.chips) {
					h.fault("lost mark", url, "stopped")
				}
			}
		}
	}
}

// codesOf lists the codes of a code, a CodeableConcept or several.
func codesOf(v any) []string {
	switch x := v.(type) {
	case string:
		return []string{x}
	case []any:
		var all []string
		for _, c := range x {
			all = append(all, codesOf(c)...)
		}
		return all
	case map[string]any:
		var all []string
		for _, c := range list(x, "coding") {
			if code, ok := c["code"].(string); ok {
				all = append(all, code)
			}
		}
		return all
	}
	return nil
}

// specification is the concept that the Dutch profiles hang on a FHIR code.
func specification(v any) any {
	for _, e := range list(v, "extension") {
		if url, _ := e["url"].(string); strings.HasSuffix(strings.ToLower(url), "code-specification") || strings.HasSuffix(url, "ext-CodeSpecification") {
			return e["valueCodeableConcept"]
		}
	}
	return nil
}

// list returns the objects of a member, one or many.
func list(v any, member string) []map[string]any {
	x, _ := v.(map[string]any)
	var all []map[string]any
	switch m := x[member].(type) {
	case map[string]any:
		all = append(all, m)
	case []any:
		for _, c := range m {
			if o, ok := c.(map[string]any); ok {
				all = append(all, o)
			}
		}
	}
	return all
}
