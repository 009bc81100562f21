// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"regie/internal/collect/form"
	"regie/internal/fhir"
	"regie/internal/medmij"
	"regie/internal/record"
	"regie/internal/store"
	"regie/internal/vault"
)

// Answer is a questionnaire that a provider asks to fill in, or a request of the person to change
// something in the record of a provider: from waiting to received. It is one sealed row.
type Answer struct {
	ID       store.ID `json:"-"`
	version  uint64
	Kind     string    `json:"kind"` // SendAnswers or SendCorrection
	Provider string    `json:"provider"`
	Name     string    `json:"name"` // of the provider, for people
	Service  string    `json:"service"`
	Made     time.Time `json:"made"`

	Task string `json:"task,omitempty"` // id of the Task
	Raw  []byte `json:"raw,omitempty"`  // the Task as the provider gave it
	Form []byte `json:"form,omitempty"` // the Questionnaire as the provider gave it

	Values form.Values `json:"values,omitempty"`
	Topic  string      `json:"topic,omitempty"` // of a request
	Words  string      `json:"words,omitempty"` // and what is asked

	State    AnswerState   `json:"state"`
	Reason   medmij.Reason `json:"reason,omitempty"` // why the last try failed
	Key      string        `json:"key,omitempty"`    // UUID that never changes once something may have left
	Accepted bool          `json:"accepted,omitempty"`
	Changed  time.Time     `json:"changed,omitzero"`
	Sent     time.Time     `json:"sent,omitzero"`
	Received time.Time     `json:"received,omitzero"` // as the provider says, or when it answered
	Receipt  string        `json:"receipt,omitempty"`
}

// AnswerState is how far an Answer is.
type AnswerState string

// The states of an Answer.
const (
	AnswerWaiting  AnswerState = "waiting" // nothing filled in
	AnswerDraft    AnswerState = "draft"
	AnswerSent     AnswerState = "sent" // left, and it is not known whether it arrived
	AnswerReceived AnswerState = "received"
)

// Open tells whether the person can still change it.
func (a *Answer) Open() bool { return a.State == AnswerWaiting || a.State == AnswerDraft }

// Questions reads the questionnaire; form.ErrForm where it can't be shown.
func (a *Answer) Questions() (*form.Form, error) { return form.Parse(a.Form) }

// maxAnswers is how many are kept.
const maxAnswers = 500

// takeForms puts the questionnaires that a run found among the Answers. One that was found before
// is left as the person has it.
func (c *Collector) takeForms(ctx context.Context, v *vault.Opened, b record.Batch) error {
	svc, ok := c.cfg.Table.Service(b.Service)
	if !ok || svc.Send != SendAnswers {
		return nil
	}
	forms := map[string][]byte{}
	var tasks []*fhir.Resource
	for _, in := range b.Resources {
		r, err := fhir.ParseResourceLimits(in.Raw, svc.FHIR(), resourceLimits)
		if err != nil {
			continue // counted elsewhere
		}
		switch r.Type {
		case "Questionnaire":
			forms["Questionnaire/"+r.ID] = in.Raw
		case "Task":
			if r.Root.Str("status") == "requested" && readable(r.ID) && r.ID != "" {
				tasks = append(tasks, r)
			}
		}
	}
	if len(tasks) == 0 {
		return nil
	}
	err := c.cfg.DB.Update(ctx, v.Scope(), func(tx *store.Tx) error {
		for _, t := range tasks {
			id := answerID(b.Provider, t.ID)
			a := &Answer{}
			version, err := get(tx, v, vault.Answers, id, a)
			if err != nil && !errors.Is(err, ErrNotFound) {
				return err
			}
			if err == nil && a.State != AnswerWaiting {
				continue
			}
			if a.Made.IsZero() {
				a.Made = c.now()
			}
			a.Kind, a.State, a.Provider, a.Name, a.Service, a.Task, a.Raw = SendAnswers, AnswerWaiting, b.Provider, b.ProviderName, b.Service, t.ID, t.Raw()
			for _, ref := range questionnaires(t.Root, nil) {
				if raw := forms[ref]; raw != nil {
					a.Form = raw
				}
			}
			if err := put(tx, v, vault.Answers, id, version+1, a); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("keeping questionnaires: %w", err)
	}
	return nil
}

func answerID(provider, task string) store.ID {
	sum := sha256.Sum256([]byte("regie/answer|" + provider + "|" + task))
	return store.ID(sum[:16])
}

// questionnaires finds the references to a Questionnaire, wherever a Task has them.
func questionnaires(n fhir.Node, out []string) []string {
	for c := range n.Children() {
		if c.Kind() == fhir.String {
			if ref := fhir.ParseReference(c.Value()); c.Name() == "reference" && ref.Kind == fhir.RefResource && ref.Type == "Questionnaire" {
				out = append(out, ref.Type+"/"+ref.ID)
			}
			continue
		}
		out = questionnaires(c, out)
	}
	return out
}

// Answers lists all, the newest first.
func (c *Collector) Answers(ctx context.Context, v *vault.Opened) ([]*Answer, error) {
	var out []*Answer
	err := c.cfg.DB.View(ctx, v.Scope(), func(tx *store.Tx) error {
		out = nil
		for e, err := range v.List(tx, vault.Answers) {
			if err != nil {
				return err
			}
			a := &Answer{ID: e.ID, version: e.Version}
			if err := json.Unmarshal(e.Plain, a); err != nil {
				return fmt.Errorf("reading an answer: %w", err)
			}
			out = append(out, a)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("listing answers: %w", err)
	}
	slices.SortFunc(out, func(a, b *Answer) int {
		if n := b.Made.Compare(a.Made); n != 0 {
			return n
		}
		return strings.Compare(a.Task, b.Task)
	})
	return out, nil
}

// Answer returns one; ErrNotFound where the person has no such.
func (c *Collector) Answer(ctx context.Context, v *vault.Opened, id store.ID) (*Answer, error) {
	a := &Answer{ID: id}
	err := c.cfg.DB.View(ctx, v.Scope(), func(tx *store.Tx) (err error) {
		a.version, err = get(tx, v, vault.Answers, id, a)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading an answer: %w", err)
	}
	return a, nil
}

func (c *Collector) changeAnswer(ctx context.Context, v *vault.Opened, id store.ID, change func(*Answer) error) (*Answer, error) {
	var a *Answer
	err := c.cfg.DB.Update(ctx, v.Scope(), func(tx *store.Tx) error {
		a = &Answer{ID: id}
		version, err := get(tx, v, vault.Answers, id, a)
		if err != nil {
			return err
		}
		if err := change(a); err != nil {
			return err
		}
		a.version = version + 1
		return put(tx, v, vault.Answers, id, a.version, a)
	})
	if err != nil {
		return nil, fmt.Errorf("changing an answer: %w", err)
	}
	return a, nil
}

// ErrClosed is returned for changing what was sent.
var ErrClosed = errors.New("collect: sent already")

// Draft keeps what the person filled in so far.
func (c *Collector) Draft(ctx context.Context, v *vault.Opened, id store.ID, values form.Values) (*Answer, error) {
	return c.changeAnswer(ctx, v, id, func(a *Answer) error {
		if !a.Open() || a.Kind != SendAnswers {
			return ErrClosed
		}
		a.Values, a.State, a.Changed = values, AnswerDraft, c.now()
		return nil
	})
}

// Correct keeps a request to change something in the record of a provider; a zero id makes a new one.
func (c *Collector) Correct(ctx context.Context, v *vault.Opened, id store.ID, provider, topic, words string) (*Answer, error) {
	if id != (store.ID{}) {
		return c.changeAnswer(ctx, v, id, func(a *Answer) error {
			if !a.Open() || a.Kind != SendCorrection {
				return ErrClosed
			}
			a.Topic, a.Words, a.Changed = topic, words, c.now()
			return nil
		})
	}
	service, name := c.Corrects(ctx, provider)
	if service == "" {
		return nil, ErrNotFound
	}
	all, err := c.Answers(ctx, v)
	if err != nil {
		return nil, err
	}
	if len(all) >= maxAnswers {
		return nil, ErrNothing
	}
	a := &Answer{ID: store.NewID(c.cfg.Rand), Kind: SendCorrection, State: AnswerDraft, Provider: provider, Name: name, Service: service,
		Made: c.now(), Changed: c.now(), Topic: topic, Words: words, version: 1}
	err = c.cfg.DB.Update(ctx, v.Scope(), func(tx *store.Tx) error { return put(tx, v, vault.Answers, a.ID, 1, a) })
	if err != nil {
		return nil, fmt.Errorf("keeping a request: %w", err)
	}
	return a, nil
}

// Corrects tells by which service a provider takes requests to change the record, "" for none.
func (c *Collector) Corrects(ctx context.Context, provider string) (service, name string) {
	p, ok := c.Provider(ctx, provider)
	if !ok {
		return "", ""
	}
	for _, id := range p.Services {
		if s, ok := c.cfg.Table.Service(id); ok && s.Send == SendCorrection {
			return id, p.Name
		}
	}
	return "", ""
}

// DropAnswer forgets a request that was not sent.
func (c *Collector) DropAnswer(ctx context.Context, v *vault.Opened, id store.ID) error {
	err := c.cfg.DB.Update(ctx, v.Scope(), func(tx *store.Tx) error {
		a := &Answer{}
		if _, err := get(tx, v, vault.Answers, id, a); err != nil {
			return err
		}
		if a.Kind != SendCorrection || !a.Open() {
			return ErrClosed
		}
		return v.Delete(tx, vault.Answers, id)
	})
	if err != nil {
		return fmt.Errorf("forgetting a request: %w", err)
	}
	return nil
}

// dropAnswers forgets everything that is for one provider.
func dropAnswers(tx *store.Tx, v *vault.Opened, provider string) error {
	var ids []store.ID
	for e, err := range v.List(tx, vault.Answers) {
		if err != nil {
			return err
		}
		a := &Answer{}
		if err := json.Unmarshal(e.Plain, a); err != nil {
			return fmt.Errorf("reading an answer: %w", err)
		}
		if a.Provider == provider {
			ids = append(ids, e.ID)
		}
	}
	for _, id := range ids {
		if err := v.Delete(tx, vault.Answers, id); err != nil {
			return err
		}
	}
	return nil
}
