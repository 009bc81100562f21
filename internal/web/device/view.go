// SPDX-License-Identifier: EUPL-1.2

package device

import (
	"strconv"

	"regie/internal/measure/device"
	"regie/internal/web/route"
)

// view is what the page shows besides its button.
type view struct {
	asked []question // users of whom it is not known whether they are the person
	users []question
	clock []reading
	held  int // readings that wait
}

// question is about a user of a device.
type question struct {
	device string
	key    string
	user   string
	mine   bool
	n      int      // readings that wait for it
	some   []string // a few of them
}

// reading waits for the right clock.
type reading struct {
	id, device, what, said string
	meter, seen            string
}

const some = 3

func itoa(n int) string { return strconv.Itoa(n) }

func viewOf(r *route.Request, look *device.Look) view {
	out := view{held: len(look.Waiting)}
	for _, u := range look.Users {
		q := question{device: u.Meter.Title(), key: u.Key, user: itoa(u.Number), mine: u.Mine}
		if !u.Asked {
			out.users = append(out.users, q)
			continue
		}
		for _, a := range look.Waiting {
			if a.State == device.Whose && a.From == u.Meter && a.User == u.Number {
				q.n++
				if len(q.some) < some {
					t := a.At
					if !a.Clock.IsZero() {
						t = a.Clock
					}
					q.some = append(q.some, what(r.Lang, a.Answer)+" · "+moment(r, t))
				}
			}
		}
		out.asked = append(out.asked, q)
	}
	for _, a := range look.Waiting {
		if a.State == device.When {
			out.clock = append(out.clock, reading{
				id: a.ID, device: a.From.Title(), what: what(r.Lang, a.Answer), said: saidBy(r, a.Answer),
				meter: moment(r, a.Clock), seen: moment(r, a.At),
			})
		}
	}
	return out
}
