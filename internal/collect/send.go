// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"regie/internal/medmij"
	"regie/internal/store"
	"regie/internal/vault"
)

// SendAnswer begins the way to the provider to send what the person filled in. It returns the
// journey of one login; what is sent then leaves when the person comes back. ErrClosed where it was
// received already, ErrNothing where the provider does not take it any more.
func (c *Collector) SendAnswer(ctx context.Context, v *vault.Opened, id store.ID) (*Journey, error) {
	if !c.Ready() {
		return nil, &medmij.Failure{Reason: medmij.ReasonListsOld}
	}
	a, err := c.Answer(ctx, v, id)
	if err != nil {
		return nil, err
	}
	if a.State == AnswerReceived {
		return nil, ErrClosed
	}
	p, ok := c.Provider(ctx, a.Provider)
	if !ok {
		return nil, ErrNothing
	}
	j := c.newJourney(nil)
	for _, l := range c.legs(p.Listed, []string{a.Service}) {
		l.Send = id
		j.Legs = append(j.Legs, l)
	}
	return j, c.addJourney(ctx, v, j)
}

// sendBack does what a leg that is for sending came back for; false where the leg is for collecting.
// That sending failed is said in the Answer, and is no error here.
func (c *Collector) sendBack(ctx context.Context, v *vault.Opened, f *flow, code string) (bool, error) {
	j, err := c.Journey(ctx, v, f.Journey)
	if err != nil {
		return false, err
	}
	id := j.Legs[f.Leg].Send
	if id == (store.ID{}) {
		return false, nil
	}
	reason := medmij.Reason("")
	if err := c.deliverAnswer(ctx, v, f, id, code); err != nil {
		reason = medmij.ReasonOf(err)
		c.cfg.Log.Warn("not sent", "reason", string(reason), "err", err.Error())
		if _, err := c.changeAnswer(ctx, v, id, func(a *Answer) error { a.Reason = reason; return nil }); err != nil {
			return true, err
		}
	}
	err = c.cfg.DB.Update(ctx, v.Scope(), func(tx *store.Tx) error {
		return c.changeJourney(tx, v, f.Journey, func(j *Journey) error {
			j.Legs[f.Leg].State, j.Legs[f.Leg].Reason = LegBack, reason
			if reason != "" {
				j.Legs[f.Leg].State = LegStopped
			}
			return nil
		})
	})
	if err != nil {
		return true, fmt.Errorf("ending a leg: %w", err)
	}
	return true, nil
}

// refusedAnswer says at what the person wanted to send that it did not leave.
func (c *Collector) refusedAnswer(ctx context.Context, v *vault.Opened, f *flow, reason medmij.Reason) error {
	j, err := c.Journey(ctx, v, f.Journey)
	if err != nil || j.Legs[f.Leg].Send == (store.ID{}) {
		return err
	}
	_, err = c.changeAnswer(ctx, v, j.Legs[f.Leg].Send, func(a *Answer) error { a.Reason = reason; return nil })
	return err
}

func (c *Collector) deliverAnswer(ctx context.Context, v *vault.Opened, f *flow, id store.ID, code string) error {
	g, err := c.cfg.Network.Exchange(ctx, &f.Authorization, code)
	if err != nil {
		return err
	}
	a, err := c.Answer(ctx, v, id)
	if err != nil {
		return err
	}
	if a.State == AnswerReceived {
		return nil
	}
	svc, ok := c.cfg.Table.Service(a.Service)
	offer, offered := c.cfg.Network.Lists.Offer(a.Provider, a.Service)
	if !ok || !offered {
		return &medmij.Failure{Reason: medmij.ReasonNotOffered}
	}
	at, ok := base(offer, svc.Role)
	if !ok {
		return &medmij.Failure{Reason: medmij.ReasonNotOffered}
	}
	s := c.cfg.Network.NewSession(a.Provider, g, nil)
	if !s.Covers(a.Service) {
		return &medmij.Failure{Reason: medmij.ReasonNotGranted}
	}
	post := medmij.Get{URL: at, Service: a.Service, Accept: medmij.FHIRAccept(svc.mime()), Type: medmij.FHIRAccept(svc.mime()),
		Limit: int64(resourceLimits.Bytes), Method: http.MethodPost}
	if a.Kind == SendAnswers && !a.Accepted {
		accepted, err := task(a.Raw, "accepted", "", c.now())
		if err != nil {
			return err
		}
		put := post
		put.Method, put.URL, put.Body = http.MethodPut, medmij.Below(at, "Task/"+a.Task), accepted
		if _, err := s.Send(ctx, put); err != nil {
			return err
		}
	}
	// From here on it may arrive: what is sent must stay the same, and have the same key.
	a, err = c.changeAnswer(ctx, v, id, func(a *Answer) error {
		a.Accepted, a.State, a.Reason, a.Sent = true, AnswerSent, "", c.now()
		if a.Key == "" {
			a.Key = c.uuid()
		}
		return nil
	})
	if err != nil {
		return err
	}
	if post.Body, err = c.bundle(a); err != nil {
		return err
	}
	res, err := s.Send(ctx, post)
	if err != nil {
		if surelyNot(err) { // the provider refused it: the person may change it
			_, back := c.changeAnswer(ctx, v, id, func(a *Answer) error { a.State = AnswerDraft; return nil })
			return errors.Join(err, back)
		}
		return err
	}
	receipt, err := readReceipt(res.Body)
	if err != nil {
		return err
	}
	_, err = c.changeAnswer(ctx, v, id, func(a *Answer) error {
		a.State, a.Reason, a.Received, a.Receipt = AnswerReceived, "", c.now(), receipt
		return nil
	})
	return err
}

// surelyNot tells whether a failure says that nothing was taken.
func surelyNot(err error) bool {
	var f *medmij.Failure
	return errors.As(err, &f) && f.Status >= 400 && f.Status < 500 && f.Status != http.StatusRequestTimeout
}

func (c *Collector) uuid() string {
	var b [16]byte
	r := c.cfg.Rand
	if r == nil {
		r = rand.Reader
	}
	if _, err := io.ReadFull(r, b[:]); err != nil {
		return ""
	}
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:16])
}

// task writes a Task in its next state; of all else it keeps the provider's own words.
func task(raw []byte, status, output string, now time.Time) ([]byte, error) {
	var fields map[string]jsontext.Value
	if err := json.Unmarshal(raw, &fields); err != nil {
		return nil, &medmij.Failure{Reason: medmij.ReasonUnreadable, Err: errors.New("the Task can't be read")}
	}
	set := func(name string, value any) error {
		b, err := json.Marshal(value, json.Deterministic(true))
		fields[name] = b
		return err
	}
	delete(fields, "text") // it tells the state in words, which is another now
	err := errors.Join(set("status", status), set("lastModified", now.UTC().Format(time.RFC3339)))
	if output != "" {
		err = errors.Join(err, set("output", []any{map[string]any{
			"type": map[string]any{"text": "QuestionnaireResponse"}, "valueReference": map[string]any{"reference": output}}}))
	}
	if err != nil {
		return nil, fmt.Errorf("writing a Task: %w", err)
	}
	return json.Marshal(fields, json.Deterministic(true))
}

type entry struct {
	FullURL  string         `json:"fullUrl"`
	Resource jsontext.Value `json:"resource"`
	Request  request        `json:"request"`
}

type request struct {
	Method      string `json:"method"`
	URL         string `json:"url"`
	IfNoneExist string `json:"ifNoneExist,omitempty"`
}

// keySystem is what the identifiers of things that were sent are numbers of.
const keySystem = "urn:ietf:rfc:3986"

// bundle writes the transaction. The identifier, and the condition on it, keep what is sent a second
// time from being there twice.
func (c *Collector) bundle(a *Answer) ([]byte, error) {
	urn := "urn:uuid:" + a.Key
	once := "identifier=" + keySystem + "|" + urn
	var entries []entry
	add := func(url, method, address string, value any) error {
		b, err := json.Marshal(value, json.Deterministic(true))
		e := entry{FullURL: url, Resource: b, Request: request{Method: method, URL: address}}
		if url == urn {
			e.Request.IfNoneExist = once
		}
		entries = append(entries, e)
		return err
	}
	me := map[string]any{"display": "Patient"}
	identifier := map[string]any{"system": keySystem, "value": urn}
	var err error
	if a.Kind == SendAnswers {
		var done []byte
		done, err = task(a.Raw, "completed", urn, a.Sent)
		if err == nil {
			err = add("urn:uuid:"+c.uuid(), http.MethodPut, "Task/"+a.Task, jsontext.Value(done))
		}
		var response map[string]any
		if err == nil {
			response, err = c.response(a, identifier, me)
		}
		if err == nil {
			err = add(urn, http.MethodPost, "QuestionnaireResponse", response)
		}
	} else {
		who := "urn:uuid:" + c.uuid()
		err = add(urn, http.MethodPost, "Communication", map[string]any{
			"resourceType": "Communication", "identifier": []any{identifier}, "status": "completed",
			"category": []any{map[string]any{"coding": []any{map[string]any{
				"system": "https://hl7.org/fhir/uv/fhir-patient-correction/CodeSystem/PatientCorrectionCommunicationTypes", "code": "medRecCxReq"}}}},
			"subject": map[string]any{"reference": who}, "sender": map[string]any{"reference": who},
			"topic": map[string]any{"text": a.Topic}, "sent": a.Sent.UTC().Format(time.RFC3339),
			"recipient": []any{map[string]any{"display": a.Name}},
			"payload":   []any{map[string]any{"contentString": a.Words}},
		})
		// Who it is the token tells; the number of the citizen is never written.
		err = errors.Join(err, add(who, http.MethodPost, "Patient", map[string]any{"resourceType": "Patient", "active": true}))
	}
	if err != nil {
		return nil, fmt.Errorf("writing what is sent: %w", err)
	}
	return json.Marshal(map[string]any{"resourceType": "Bundle", "type": "transaction", "entry": entries}, json.Deterministic(true))
}

func (c *Collector) response(a *Answer, identifier, me map[string]any) (map[string]any, error) {
	f, err := a.Questions()
	if err != nil {
		return nil, err
	}
	items, err := f.Response(a.Values, c.zone)
	if err != nil {
		return nil, err
	}
	which := "Questionnaire/" + f.ID
	if f.URL != "" {
		which = f.URL
	}
	out := map[string]any{"resourceType": "QuestionnaireResponse", "identifier": identifier, "status": "completed",
		"questionnaire": map[string]any{"reference": which}, "authored": a.Sent.UTC().Format(time.RFC3339), "item": items}
	var t struct {
		For   jsontext.Value `json:"for"`
		Owner jsontext.Value `json:"owner"`
	}
	if json.Unmarshal(a.Raw, &t) == nil && (len(t.For) > 0 || len(t.Owner) > 0) {
		if len(t.For) == 0 {
			t.For = t.Owner
		}
		out["subject"], out["author"] = t.For, t.For
	} else {
		out["subject"] = me
	}
	return out, nil
}

// readReceipt reads where the provider says it put what came.
func readReceipt(body []byte) (string, error) {
	var r struct {
		ResourceType string `json:"resourceType"`
		Entry        []struct {
			Response struct{ Status, Location string }
		}
	}
	if err := json.Unmarshal(body, &r, json.MatchCaseInsensitiveNames(true)); err != nil || r.ResourceType != "Bundle" {
		return "", &medmij.Failure{Reason: medmij.ReasonUnreadable, Err: errors.New("answer is no receipt")}
	}
	receipt := ""
	for _, e := range r.Entry {
		if !strings.HasPrefix(e.Response.Status, "2") {
			return "", &medmij.Failure{Reason: medmij.ReasonRefused, Err: errors.New("a part was not taken")}
		}
		if !strings.HasPrefix(e.Response.Location, "Task/") && receipt == "" {
			receipt = e.Response.Location
		}
	}
	return receipt, nil
}
