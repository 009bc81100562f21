// SPDX-License-Identifier: EUPL-1.2

package practice

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"regie/internal/practice/dossier"
)

// patterns by which good answers are made bad. They work on text, so that what
// isn't touched keeps its bytes.
var (
	attachmentURL = regexp.MustCompile(`"url"\s*:\s*"(Binary/[^"]*|[^"]*/Binary/[^"]*)"`)
	divStart      = regexp.MustCompile(`("div"\s*:\s*"<div[^>]*>)`)
	resourceStart = regexp.MustCompile(`("resourceType"\s*:\s*"[A-Za-z]+"\s*,)`)
	patientStart  = regexp.MustCompile(`("resourceType"\s*:\s*"Patient"\s*,)`)
	nextLink      = regexp.MustCompile(`,\{"relation":"next","url":"[^"]*"\}`)
	selfURL       = regexp.MustCompile(`"relation":"self","url":("(?:[^"\\]|\\.)*")`)
)

// A citizen service number that passes the check on its digits and was never given out.
const practiceBSN = "999900006"

// spoil applies the faults of a resource server to a good answer.
func spoil(e *endpoint, out *reply, fs []Fault) {
	if out.status != http.StatusOK {
		return
	}
	for _, f := range fs {
		switch f.Kind {
		case FaultContentType:
			out.header.Set("Content-Type", f.Value)
		case FaultForeignNext:
			setNext(out, string(quoted(f.Value)))
		case FaultLoopNext:
			if m := selfURL.FindSubmatch(out.body); m != nil {
				setNext(out, string(m[1]))
			}
		case FaultForeignAttachment:
			out.body = attachmentURL.ReplaceAllLiteral(out.body, fmt.Appendf(nil, `"url":%s`, quoted(f.Value)))
		case FaultVersion:
			wrongVersion(e, out)
		case FaultBSN:
			out.body = patientStart.ReplaceAll(out.body,
				[]byte(`$1"extension":[{"url":"http://example.org/extra","valueIdentifier":{"system":"http://fhir.nl/fhir/NamingSystem/bsn","value":"`+practiceBSN+`"}}],`))
		case FaultScript:
			bad := `<script>fetch('https://kwaad.example/')</script><img src='x' onerror='alert(1)'/><a href='javascript:alert(1)'>lees</a>`
			out.body = divStart.ReplaceAll(out.body, []byte("${1}"+bad))
		case FaultDoubleIDs:
			doubleEntries(out)
		case FaultOutcome:
			out.body = []byte(`{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"processing","diagnostics":"injected"}]}`)
		case FaultEmpty:
			out.body = []byte(`{"resourceType":"Bundle","type":"searchset","total":0}`)
		case FaultDoubleNames:
			out.body = resourceStart.ReplaceAll(out.body, []byte(`$1"language":"nl","language":"en",`))
		case FaultGarbage:
			out.body = resourceStart.ReplaceAll(out.body, append([]byte(`$1"implicitRules":"`), 0xff, 0xfe, '"', ','))
		case FaultDeep:
			out.body = []byte(`{"resourceType":"Bundle","type":"searchset","entry":` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + "}")
		case FaultNotBundle:
			out.body = []byte(`[1,2,3]`)
		}
	}
}

func setNext(out *reply, url string) {
	out.body = nextLink.ReplaceAll(out.body, nil)
	out.body = bytes.Replace(out.body, []byte(`],"entry":`), []byte(`,{"relation":"next","url":`+url+`}],"entry":`), 1)
}

// wrongVersion says the other version, and gives an R4 resource to who asked
// for STU3 and the other way round.
func wrongVersion(e *endpoint, out *reply) {
	other, foreign := dossier.R4, `{"resourceType":"ServiceRequest","id":"vreemd","status":"active","intent":"order","subject":{"reference":"Patient/x"}}`
	if e.service.fhir == dossier.R4 {
		other, foreign = dossier.STU3, `{"resourceType":"ProcedureRequest","id":"vreemd","status":"active","intent":"order","subject":{"reference":"Patient/x"}}`
	}
	out.header.Set("Content-Type", fhirType(other))
	out.body = []byte(`{"resourceType":"Bundle","type":"searchset","total":1,"entry":[{"resource":` + foreign + `}]}`)
}

// doubleEntries gives every entry of a searchset a second time, changed.
func doubleEntries(out *reply) {
	var set struct {
		Entry []json.RawMessage `json:"entry"`
	}
	if err := json.Unmarshal(out.body, &set); err != nil || len(set.Entry) == 0 {
		return
	}
	var b bytes.Buffer
	for i, x := range set.Entry {
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(x)
		b.WriteByte(',')
		b.Write(resourceStart.ReplaceAll(x, []byte(`$1"language":"fr",`)))
	}
	head, _, ok := bytes.Cut(out.body, []byte(`"entry":[`))
	if !ok {
		return
	}
	out.body = append(append(head, `"entry":[`...), append(b.Bytes(), "]}"...)...)
}
