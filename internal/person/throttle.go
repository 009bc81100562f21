// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"context"
	"fmt"
	"net/netip"
	"time"

	"regie/internal/store"
)

// limit says how many tries are free, and how the wait grows after that: unit, twice the
// unit, four times, up to most. One failure is forgiven in each leak of time; where leak is
// 0, all are, after a day without a failure.
type limit struct {
	free uint64
	unit time.Duration
	most time.Duration
	leak time.Duration
}

// forgetAfter is how long a count is remembered without a failure.
const forgetAfter = 24 * time.Hour

// The limits. A guess costs its maker more and more, and nobody can be locked out for
// longer than a quarter of an hour by a stranger; with a passkey not at all.
var (
	limitPassword = limit{5, time.Second, 15 * time.Minute, 0}                   // per mail address
	limitCode     = limit{5, time.Second, 15 * time.Minute, 0}                   // per person, authenticator app
	limitKit      = limit{5, time.Second, 15 * time.Minute, 0}                   // per person, recovery kit
	limitMail     = limit{3, 5 * time.Minute, time.Hour, 0}                      // mails to one address on request
	limitNet      = limit{50, time.Second, 15 * time.Minute, time.Minute}        // failures from one network
	limitNetMail  = limit{20, time.Minute, time.Hour, 3 * time.Minute}           // mails asked from one network
	limitAll      = limit{200, time.Second, time.Minute, 300 * time.Millisecond} // failures in one of allShards parts of the world
)

// allShards keeps the count for everybody together from being one row that all wait for.
const allShards = 8

// throttled is one count: its row and its limit.
type throttled struct {
	key []byte
	limit
}

func (s *Service) count(l limit, kind, value string) throttled {
	return throttled{s.keys.BlindIndex("throttle", kind+"|"+value), l}
}

// counts of one try to sign in with something about what.
func (s *Service) counts(c Caller, own throttled) []throttled {
	net := network(c.Address)
	shard := s.keys.BlindIndex("throttle", "shard|"+net)[0] % allShards
	return []throttled{own, s.count(limitNet, "net", net), s.count(limitAll, "all", fmt.Sprint(shard))}
}

// network is the part of an address that one subscriber has: /24 of IPv4, /48 of IPv6.
func network(a netip.Addr) string {
	if !a.IsValid() {
		return "unknown"
	}
	a = a.Unmap().WithZone("")
	bits := 48
	if a.Is4() {
		bits = 24
	}
	p, err := a.Prefix(bits)
	if err != nil {
		return "unknown"
	}
	return p.String()
}

// wait returns how long the next try must wait after so many failures.
func (l limit) wait(failures uint64) time.Duration {
	if failures <= l.free {
		return 0
	}
	d := l.unit
	for n := failures - l.free - 1; n > 0 && d < l.most; n-- {
		d *= 2
	}
	return min(d, l.most)
}

// forgive returns a row as it is at now: with less failures than when it was written. Seen is
// the time up to which it was forgiven, so that no fraction of a leak is lost.
func (l limit) forgive(row store.ThrottleRow, now time.Time) store.ThrottleRow {
	since := now.Sub(row.Seen)
	switch {
	case row.Failures == 0 || since > forgetAfter:
		row.Failures, row.Seen = 0, now
	case l.leak == 0:
		row.Seen = now
	case since > 0:
		n := uint64(since / l.leak)
		row.Failures, row.Seen = row.Failures-min(n, row.Failures), row.Seen.Add(time.Duration(n)*l.leak)
	}
	return row
}

// charge counts a try as failed before it is made, so that many at once can not pass
// together; a try that succeeds is given back by refund. It returns *Throttled, and counts
// nothing, where one of the counts must wait.
func (s *Service) charge(ctx context.Context, counts ...throttled) error {
	now := s.now()
	return s.db.System(ctx, func(tx *store.Tx) error {
		rows := make([]store.ThrottleRow, len(counts))
		var until time.Time
		for i, c := range counts {
			row, err := tx.Throttle(c.key)
			if err != nil {
				return err
			}
			// A clock that was set back makes nobody wait longer than the limit says.
			if latest := now.Add(c.most); row.Until.After(latest) {
				row.Until = latest
			}
			if row.Until.After(now) && row.Until.After(until) {
				until = row.Until
			}
			rows[i] = c.forgive(row, now)
		}
		if !until.IsZero() {
			return &Throttled{Until: until}
		}
		for i, c := range counts {
			rows[i].Failures++
			rows[i].Until = now.Add(c.wait(rows[i].Failures))
			if err := tx.PutThrottle(c.key, rows[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

// refund takes back what charge counted for a try that succeeded: the first count is
// forgotten altogether, the others go one down.
func (s *Service) refund(ctx context.Context, counts ...throttled) error {
	return s.db.System(ctx, func(tx *store.Tx) error {
		for i, c := range counts {
			if i == 0 {
				if err := tx.DeleteThrottle(c.key); err != nil {
					return err
				}
				continue
			}
			row, err := tx.Throttle(c.key)
			if err != nil {
				return err
			}
			if row.Failures == 0 {
				continue
			}
			row.Failures--
			row.Until = time.Time{}
			if err := tx.PutThrottle(c.key, row); err != nil {
				return err
			}
		}
		return nil
	})
}
