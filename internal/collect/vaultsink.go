// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"context"
	"errors"
	"slices"

	"regie/internal/medmij"
	"regie/internal/record"
	"regie/internal/store"
	"regie/internal/vault"
)

// vaultSink delivers into the open vault.
type vaultSink struct {
	c          *Collector
	v          *vault.Opened
	connection store.ID
}

// deliver checks once more whom it is about, puts what came in the dossier, and then says so
// in the connection. After a crash in between, the next run finds the same again.
func (s *vaultSink) deliver(ctx context.Context, d delivery) (record.Change, error) {
	conn, err := s.c.Connection(ctx, s.v, s.connection)
	if err != nil {
		return record.Change{}, err // removed while the run was going: nothing may come back
	}
	if conn.Stopped.After(d.Batch.At) {
		return record.Change{}, &medmij.Failure{Reason: medmij.ReasonInterrupted, Err: errors.New("stopped by the person")}
	}
	if d.Subject != nil && len(d.Batch.Resources)+len(d.Batch.Files) > 0 {
		if err := s.about(ctx, *d.Subject); err != nil {
			return record.Change{}, err
		}
	}
	var change record.Change
	if len(d.Batch.Resources)+len(d.Batch.Files) > 0 || d.Batch.Complete {
		change, err = s.c.cfg.Keeper.Apply(ctx, s.v, d.Batch)
		if err != nil {
			return record.Change{}, err
		}
	}
	if err := s.c.takeForms(ctx, s.v, d.Batch); err != nil {
		return change, err
	}
	if d.Result == nil {
		d.Result = &ServiceResult{}
	}
	_, err = s.c.change(ctx, s.v, s.connection, func(conn *Connection) error {
		if !d.Result.Started.IsZero() {
			conn.settle(d.Batch.Service, d.Result, s.c.cfg.Table)
		}
		return nil
	})
	if errors.Is(err, ErrNotFound) { // removed at this very moment
		err = errors.Join(err, s.c.cfg.Keeper.Forget(ctx, s.v, d.Batch.Provider))
	}
	return change, err
}

// about holds the person of the answers against who the connection is known to be about.
func (s *vaultSink) about(ctx context.Context, subject Subject) error {
	_, err := s.c.change(ctx, s.v, s.connection, func(conn *Connection) error {
		if conn.Subject == nil {
			conn.Subject = &subject
			return nil
		}
		if !conn.Subject.same(subject) {
			return &medmij.Failure{Reason: medmij.ReasonOther}
		}
		m := conn.Subject.merge(subject)
		conn.Subject = &m
		return nil
	})
	return err
}

// settle takes up how a service ended. Results may come late and in any order; an older one
// than what is known changes nothing.
func (conn *Connection) settle(id string, res *ServiceResult, table *Table) {
	s := conn.Service(id)
	if s == nil {
		s = &ServiceState{ID: id}
		conn.Services = append(conn.Services, s)
		slices.SortFunc(conn.Services, func(a, b *ServiceState) int { return table.order(a.ID) - table.order(b.ID) })
	}
	if res.Started.Before(s.Begun) {
		return
	}
	asked := false
	for _, q := range res.Questions {
		asked = asked || q.State == Done || q.State == Partly || q.State == NotThere
	}
	s.Granted = !slices.ContainsFunc(res.Questions, func(q *QuestionState) bool { return q.Reason == medmij.ReasonNotGranted })
	refused := slices.ContainsFunc(res.Questions, func(q *QuestionState) bool { return q.Reason == medmij.ReasonOther })
	if res.Again && s.Questions != nil {
		for _, q := range res.Questions {
			if old := s.question(q.Key); old != nil {
				*old = *q
			} else {
				s.Questions = append(s.Questions, q)
			}
		}
		s.Notes = s.Notes.add(res.Notes)
	} else {
		s.Questions, s.Notes, s.Begun = res.Questions, res.Notes, res.Started
	}
	if asked && !refused {
		s.Collected = res.Started
	}
	if s.State() == Done {
		s.Complete = res.Started
	}
	if slices.ContainsFunc(s.Questions, func(q *QuestionState) bool { return q.Key == filesKey }) && !refused {
		s.Files, s.Failed = res.Files, res.Failed
	}
}

// order is the place of a service in the table; unknown ones come last.
func (t *Table) order(id string) int {
	i := slices.IndexFunc(t.list, func(s DataService) bool { return s.ID == id })
	if i < 0 {
		return len(t.list)
	}
	return i
}
