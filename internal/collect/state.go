// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"slices"
	"time"

	"regie/internal/medmij"
	"regie/internal/record"
	"regie/internal/store"
)

// Connection is a provider that the person collects from, and how that stands. It is one
// sealed row of the vault.
type Connection struct {
	ID       store.ID `json:"-"`
	version  uint64
	Provider string          `json:"provider"` // MedMij name
	Name     string          `json:"name"`     // for people
	City     string          `json:"city,omitempty"`
	Kind     Kind            `json:"kind,omitempty"`
	Since    time.Time       `json:"since"`
	Services []*ServiceState `json:"services"`
	Doors    []*DoorState    `json:"doors"`
	Subject  *Subject        `json:"subject,omitempty"` // who the provider says it is about
	Stopped  time.Time       `json:"stopped,omitzero"`  // the person ended it; what came is kept

	// Automatic collecting: on, and the row of the job that does it. While it is on, the
	// refresh tokens live there and not here.
	Automatic bool      `json:"automatic,omitempty"`
	Job       store.ID  `json:"job,omitzero"`
	Lapsed    time.Time `json:"lapsed,omitzero"` // long-term consent ended by itself; shown until the next login
}

// ServiceState is how one data service of a connection stands after the runs so far.
type ServiceState struct {
	ID        string           `json:"id"`
	Collected time.Time        `json:"collected,omitzero"` // last run that brought an answer to anything
	Complete  time.Time        `json:"complete,omitzero"`  // last time that every question was answered whole
	Begun     time.Time        `json:"begun,omitzero"`     // start of the run that the answers are of, for completing it
	Granted   bool             `json:"granted"`            // released by the provider at the last login
	Questions []*QuestionState `json:"questions"`
	Notes     Notes            `json:"notes,omitzero"`
	// Files are prints of the documents that were fetched, with what the provider said of
	// them: what did not change is not fetched again.
	Files  []string     `json:"files,omitempty"`
	Failed []Attachment `json:"failed,omitempty"` // documents that could not be fetched
}

// QuestionState is how one question ended.
type QuestionState struct {
	Key    string        `json:"key"`
	State  State         `json:"state"`
	Reason medmij.Reason `json:"reason,omitempty"`
	Count  int           `json:"count"` // resources that came
	At     time.Time     `json:"at,omitzero"`
}

// filesKey is the question that stands for fetching the documents themselves.
const filesKey = "files"

// State of a question, a service or a run.
type State string

// The states.
const (
	Waiting State = "waiting"
	Asking  State = "asking"
	Done    State = "done"
	Partly  State = "partly" // something came, something failed
	Failed  State = "failed"
	// NotThere: the provider does not have this kind of data. An answer, and a whole one.
	NotThere State = "not_there"
	// NotGiven: the provider did not release the service as a whole. It does not say whether
	// there is nothing, or the person did not consent; so nothing is missing, and nothing is certain.
	NotGiven State = "not_given"
)

// Notes is what else is to be said about what came.
type Notes struct {
	BSN        bool `json:"bsn,omitempty"`        // the citizen service number came along; it is not kept
	Unreadable int  `json:"unreadable,omitempty"` // resources that are no proper FHIR; kept as they are
	Version    int  `json:"version,omitempty"`    // resources of another FHIR release than asked
	Withheld   int  `json:"withheld,omitempty"`   // resources about who can't be told; not kept
	Warnings   int  `json:"warnings,omitempty"`   // messages of the server with its answers
}

func (n Notes) add(m Notes) Notes {
	return Notes{n.BSN || m.BSN, n.Unreadable + m.Unreadable, n.Version + m.Version, n.Withheld + m.Withheld, n.Warnings + m.Warnings}
}

// DoorState is a way to the provider with the long-term consent, where there is one.
type DoorState struct {
	Authorize string    `json:"authorize"`
	Token     string    `json:"token"`
	Services  []string  `json:"services"` // asked behind this door
	Refresh   string    `json:"refresh,omitempty"`
	Renewed   time.Time `json:"renewed,omitzero"` // when the refresh token came; it is good for half a year
	Lease     time.Time `json:"lease,omitzero"`   // somebody is renewing it until then
}

// refreshLife is how long a refresh token is good without being used.
const refreshLife = 180 * 24 * time.Hour

// usable tells whether the door can be opened without the person logging in.
func (d *DoorState) usable(now time.Time) bool {
	return d.Refresh != "" && now.Sub(d.Renewed) < refreshLife
}

// Service returns the state of a service, nil where it was never asked.
func (c *Connection) Service(id string) *ServiceState {
	for _, s := range c.Services {
		if s.ID == id {
			return s
		}
	}
	return nil
}

func (c *Connection) door(authorize, token string) *DoorState {
	for _, d := range c.Doors {
		if d.Authorize == authorize && d.Token == token {
			return d
		}
	}
	return nil
}

// State tells how the connection stands: Done when every service is whole, Partly when
// something is missing, Waiting when nothing was collected yet.
func (c *Connection) State() State {
	came, whole, bad := false, 0, 0
	for _, s := range c.Services {
		came = came || !s.Collected.IsZero()
		switch s.State() {
		case Done:
			whole++
		case NotGiven:
		default:
			bad++
		}
	}
	switch {
	case whole > 0 && bad == 0:
		return Done
	case came:
		return Partly
	case len(c.Services) > 0:
		return Failed
	default:
		return Waiting
	}
}

// Collected is the last time that anything came.
func (c *Connection) Collected() time.Time {
	var last time.Time
	for _, s := range c.Services {
		if s.Collected.After(last) {
			last = s.Collected
		}
	}
	return last
}

// FailedServices lists the ids of the services that lack something which trying again, or
// logging in, may bring.
func (c *Connection) FailedServices() []string {
	var out []string
	for _, s := range c.Services {
		if st := s.State(); st == Partly || st == Failed {
			out = append(out, s.ID)
		}
	}
	return out
}

// State of a service follows from its questions.
func (s *ServiceState) State() State { return overall(s.Questions) }

func (s *ServiceState) question(key string) *QuestionState {
	for _, q := range s.Questions {
		if q.Key == key {
			return q
		}
	}
	return nil
}

func overall(questions []*QuestionState) State {
	good, bad, open, withheld := 0, 0, 0, 0
	for _, q := range questions {
		switch q.State {
		case Done, NotThere:
			good++
		case Failed:
			bad++
			if q.Reason == medmij.ReasonNotGranted {
				withheld++
			}
		case Partly:
			good++
			bad++
		default:
			open++
		}
	}
	switch {
	case open > 0 || len(questions) == 0:
		return Waiting
	case bad == 0:
		return Done
	case withheld == len(questions):
		return NotGiven
	case good == 0:
		return Failed
	default:
		return Partly
	}
}

// Run is one collecting run at one provider: what is asked, what came. It is one sealed row,
// written while the run goes on, so that any replica can show it.
type Run struct {
	ID         store.ID      `json:"-"`
	version    uint64        // of the row
	Connection store.ID      `json:"connection"`
	Provider   string        `json:"provider"`
	Name       string        `json:"name"`
	Started    time.Time     `json:"started"`
	Updated    time.Time     `json:"updated"` // a sign of life while it goes on
	Finished   time.Time     `json:"finished,omitzero"`
	Reason     medmij.Reason `json:"reason,omitempty"` // why nothing could be asked at all
	Unattended bool          `json:"unattended,omitempty"`
	Services   []*RunService `json:"services"`
}

// RunService is one data service in a run.
type RunService struct {
	ID        string           `json:"id"`
	Questions []*QuestionState `json:"questions"`
	Reason    medmij.Reason    `json:"reason,omitempty"` // why the service as a whole failed
	Change    record.Change    `json:"change,omitzero"`
	Applied   bool             `json:"applied,omitempty"` // what came is in the dossier
	Notes     Notes            `json:"notes,omitzero"`
	Files     int              `json:"files,omitempty"`      // documents to fetch
	FilesDone int              `json:"files_done,omitempty"` // and those that were
}

// silence is how long a run may give no sign of life before it counts as interrupted.
const silence = 45 * time.Second

// Going tells whether the run is still at work, as far as can be seen at now.
func (r *Run) Going(now time.Time) bool {
	return r.Finished.IsZero() && now.Sub(r.Updated) < silence
}

// Interrupted tells whether the run stopped without an end: the program was stopped, or crashed.
func (r *Run) Interrupted(now time.Time) bool { return r.Finished.IsZero() && !r.Going(now) }

// State of the run at now.
func (r *Run) State(now time.Time) State {
	switch {
	case r.Going(now):
		return Asking
	case r.Reason != "":
		return Failed
	}
	good, bad := 0, 0
	for _, s := range r.Services {
		switch s.State() {
		case NotGiven:
		case Failed:
			bad++
		case Done:
			good++
		default:
			good++
			bad++
		}
	}
	switch {
	case bad == 0 && good > 0:
		return Done
	case good == 0:
		return Failed
	default:
		return Partly
	}
}

// Progress counts the questions of the run that have ended, and all.
func (r *Run) Progress() (ended, all int) {
	for _, s := range r.Services {
		for _, q := range s.Questions {
			all++
			if q.State != Waiting && q.State != Asking {
				ended++
			}
		}
	}
	return ended, all
}

// Change sums what the run brought.
func (r *Run) Change() record.Change {
	var c record.Change
	for _, s := range r.Services {
		c = c.Add(s.Change)
	}
	return c
}

// State of a service in a run.
func (s *RunService) State() State {
	switch s.Reason {
	case "":
		return overall(s.Questions)
	case medmij.ReasonNotGranted:
		return NotGiven
	default:
		return Failed
	}
}

func (s *RunService) question(key string) *QuestionState {
	i := slices.IndexFunc(s.Questions, func(q *QuestionState) bool { return q.Key == key })
	if i < 0 {
		return nil
	}
	return s.Questions[i]
}

// Reasons lists why questions of the service failed, each once, in order of the questions.
func (s *RunService) Reasons() []medmij.Reason { return reasons(s.Reason, s.Questions) }

// Reasons lists why questions of the service failed, each once.
func (s *ServiceState) Reasons() []medmij.Reason { return reasons("", s.Questions) }

func reasons(first medmij.Reason, questions []*QuestionState) []medmij.Reason {
	var out []medmij.Reason
	if first != "" {
		return []medmij.Reason{first}
	}
	for _, q := range questions {
		if (q.State == Failed || q.State == Partly) && !slices.Contains(out, q.Reason) {
			out = append(out, q.Reason)
		}
	}
	return out
}

// Advice is the catalogue key of what the person can do after a failure.
func Advice(r medmij.Reason) string {
	switch r {
	case medmij.ReasonDenied:
		return "collect.advice.denied"
	case medmij.ReasonOther:
		return "collect.advice.other_person"
	case medmij.ReasonOurs, medmij.ReasonUnsafe, medmij.ReasonRefused:
		return "collect.advice.ours"
	}
	switch r.Next() {
	case medmij.NextLogin:
		return "collect.advice.login"
	case medmij.NextNone:
		return "collect.advice.none"
	}
	return "collect.advice.again"
}
