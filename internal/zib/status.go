// SPDX-License-Identifier: EUPL-1.2

package zib

import "regie/internal/fhir"

// statusMarks are the codes that must never be overlooked, in whatever status element they stand.
var statusMarks = map[string]Mark{
	"entered-in-error": MarkEnteredInError,
	"nullified":        MarkEnteredInError,
	"refuted":          MarkRefuted,
	"stopped":          MarkStopped,
	"aborted":          MarkStopped,
	"abandoned":        MarkStopped,
	"discontinued":     MarkStopped,
	"cancelled":        MarkCancelled,
	"revoked":          MarkCancelled,
	"rejected":         MarkCancelled,
	"noshow":           MarkCancelled,
	"failed":           MarkCancelled,
	"draft":            MarkDraft,
	"planned":          MarkPlanned,
	"proposed":         MarkPlanned,
	"pending":          MarkPlanned,
	"intended":         MarkPlanned,
	"scheduled":        MarkPlanned,
	"not-done":         MarkNotDone,
	"not-taken":        MarkNotUsed,
	"not-started":      MarkPlanned,
	"provisional":      MarkUncertain,
	"differential":     MarkUncertain,
	"unconfirmed":      MarkUncertain,
	"preliminary":      MarkUncertain,
	"registered":       MarkUncertain,
	"partial":          MarkUncertain,
	"resolved":         MarkResolved,
	"remission":        MarkResolved,
	"inactive":         MarkResolved,
	"on-hold":          MarkPaused,
	"suspended":        MarkPaused,
	"preparation":      MarkPlanned,
	"obsolete":         MarkResolved,
	// SNOMED concepts with which Dutch profiles say the same more exactly
	"410516002": MarkRefuted,   // known absent
	"723511001": MarkRefuted,   // refuted
	"415684004": MarkUncertain, // suspected
	"410590009": MarkUncertain, // known possible
	"410592001": MarkUncertain, // probably present
	"410593006": MarkUncertain, // probably not present
	"73425007":  MarkResolved,  // inactive
	"410546004": MarkStopped,
	"385655000": MarkPaused,
	"89925002":  MarkCancelled,
}

// State says the status of the item from the first node that has one, and marks what must not
// be overlooked, from every node. Several statuses (clinical and verification) are said together.
func (b *B) State(nodes ...fhir.Node) {
	said := []Phrase{b.Status}
	for _, n := range nodes {
		for x := range n.All() {
			p := b.statusPhrase(x)
			b.markBy(x)
			if p.Zero() || !p.Readable() {
				continue
			}
			said = append(said, inside(p))
		}
	}
	b.Status = List(", ", said...)
}

// statusPhrase says a status and takes it, also where it says nothing ("unknown").
func (b *B) statusPhrase(n fhir.Node) Phrase {
	if n.Kind() == fhir.String {
		if spec := codeSpecification(n); spec.Ok() {
			if p := b.Concept(spec); !p.Zero() && p.Readable() {
				b.take(n)
				return p
			}
		}
		p := b.code(n)
		b.take(n)
		return p
	}
	return b.Concept(n)
}

// markBy marks the item by the codes of a status node.
func (b *B) markBy(n fhir.Node) {
	if n.Kind() == fhir.String {
		if m, ok := statusMarks[n.Value()]; ok {
			b.Flag(m)
		}
		return
	}
	for c := range n.Each("coding") {
		if m, ok := statusMarks[c.Str("code")]; ok {
			b.Flag(m)
		}
	}
}

// Interpretation reads what the source says about a value. Words of its own come back apart.
func (b *B) Interpretation(nodes ...fhir.Node) (flag Phrase, code Flag, remarks []Phrase) {
	for _, n := range nodes {
		for x := range n.All() {
			b.take(x)
			best := Phrase{}
			kind := FlagNone
			for c := range x.Each("coding") {
				system, v := systemName(c.Str("system")), c.Str("code")
				p := Coded(system, v, display(system, v, c.Str("display")))
				if !p.Readable() {
					if v != "" {
						b.lost = true
					}
					continue
				}
				if v == "AA" {
					b.Flag(MarkCritical) // abnormal, and dangerous
				}
				if f := flagOf(system, v); kind == FlagNone || kind == FlagOther && f != FlagOther {
					best, kind = p, f
				}
			}
			if flag.Zero() {
				flag, code = best, kind
			} else if !best.Zero() && !best.Equal(flag) {
				remarks = append(remarks, best)
			}
			if s := cleanText(x.Str("text")); s != "" && !isFiller(s) {
				if flag.Zero() && len(s) <= 20 {
					flag, code = Say(s), FlagOther
				} else if !isWord(flag.System, flag.Code, s) && s != flag.Text {
					remarks = append(remarks, Say(s))
				}
			}
		}
	}
	if code != FlagNone && code != FlagNormal && code != FlagOther {
		b.Flag(MarkAbnormal)
	}
	if code == FlagCriticalHigh || code == FlagCriticalLow {
		b.Flag(MarkCritical)
	}
	return flag, code, remarks
}
