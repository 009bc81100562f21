// SPDX-License-Identifier: EUPL-1.2

package medmij

import (
	"errors"
	"fmt"
	"time"
)

// Reason says why something on the network did not work, in one word. Each has a text for
// people in the catalogue, under Key.
type Reason string

// The reasons. What the person can do differs; see Reason.Next.
const (
	// The person's own way through the provider's pages.
	ReasonDenied      Reason = "denied"       // stopped, refused, or nothing available: may not be told apart
	ReasonNotFinished Reason = "not_finished" // never came back, or too late
	ReasonForeign     Reason = "foreign"      // an answer to a question that this session did not ask
	ReasonUsed        Reason = "used"         // an answer that was handled before
	ReasonLoginAgain  Reason = "login_again"  // consent or token has lapsed

	// The provider's side.
	ReasonFault      Reason = "fault"       // says that it has a fault
	ReasonBusy       Reason = "busy"        // says that it is busy or in maintenance
	ReasonNoAnswer   Reason = "no_answer"   // no connection, or none in time
	ReasonHalf       Reason = "half"        // answer broke off
	ReasonTooLarge   Reason = "too_large"   // answer larger than we take
	ReasonUnreadable Reason = "unreadable"  // answer is not what the agreement says
	ReasonVersion    Reason = "version"     // answer in another FHIR version
	ReasonUnsafe     Reason = "unsafe"      // connection not safe, or sends us elsewhere
	ReasonRefused    Reason = "refused"     // does not understand the question
	ReasonNotGranted Reason = "not_granted" // this service was not released
	ReasonNotThere   Reason = "not_there"   // does not have this kind of data, or the document is gone
	ReasonPaused     Reason = "paused"      // failed so often just now that we leave it alone for a while
	ReasonOther      Reason = "other_person"

	// Our side.
	ReasonNotOffered  Reason = "not_offered" // no longer in the list
	ReasonListsOld    Reason = "lists_old"   // the network's lists are too old to start anything
	ReasonOurs        Reason = "ours"        // the provider says that we did it wrong
	ReasonInterrupted Reason = "interrupted" // our program stopped halfway
	ReasonUnknown     Reason = "unknown"
)

// Reasons lists all of them, for the tests over the catalogue.
var Reasons = []Reason{
	ReasonDenied, ReasonNotFinished, ReasonForeign, ReasonUsed, ReasonLoginAgain,
	ReasonFault, ReasonBusy, ReasonNoAnswer, ReasonHalf, ReasonTooLarge, ReasonUnreadable, ReasonVersion, ReasonUnsafe,
	ReasonRefused, ReasonNotGranted, ReasonNotThere, ReasonPaused, ReasonOther,
	ReasonNotOffered, ReasonListsOld, ReasonOurs, ReasonInterrupted, ReasonUnknown,
}

// Key is the catalogue key of the sentence that says what happened.
func (r Reason) Key() string { return "collect.reason." + string(r) }

// Next says what makes sense after a failure.
type Next uint8

// What can come next.
const (
	NextAgain Next = iota // trying again may help
	NextLogin             // only logging in at the provider helps
	NextNone              // trying again does not help
)

// Next returns what makes sense after r.
func (r Reason) Next() Next {
	switch r {
	case ReasonDenied, ReasonNotFinished, ReasonForeign, ReasonUsed, ReasonLoginAgain, ReasonNotGranted:
		return NextLogin
	case ReasonNotThere, ReasonNotOffered, ReasonOther:
		return NextNone
	default:
		return NextAgain
	}
}

// Alarm tells whether the operator should know: the person can do nothing about it.
func (r Reason) Alarm() bool {
	switch r {
	case ReasonOurs, ReasonUnsafe, ReasonListsOld, ReasonOther:
		return true
	}
	return false
}

// Failure is an error on the network with its Reason. Its text is for logs: it holds no
// address, token or personal data.
type Failure struct {
	Reason Reason
	Status int           // HTTP status, 0 where there was none
	Code   string        // the "error" of OAuth, "" where there was none; untrusted
	After  time.Duration // how long the other side asks to wait
	Err    error
}

func (f *Failure) Error() string {
	s := "medmij: " + string(f.Reason)
	if f.Status != 0 {
		s += fmt.Sprintf(" (status %d)", f.Status)
	}
	if f.Err != nil {
		s += ": " + f.Err.Error()
	}
	return s
}

func (f *Failure) Unwrap() error { return f.Err }

// ReasonOf returns the reason in err, ReasonUnknown where it has none and "" for nil.
func ReasonOf(err error) Reason {
	if err == nil {
		return ""
	}
	var f *Failure
	if errors.As(err, &f) {
		return f.Reason
	}
	return ReasonUnknown
}

func fail(r Reason, err error) *Failure { return &Failure{Reason: r, Err: err} }
