// SPDX-License-Identifier: EUPL-1.2

// Package connect couples Regie with vendors of measuring devices: the person logs in there and
// says yes, and from then on Regie fetches what she measured.
//
// What is particular to a vendor is a Vendor, with a row in the table of package all. Everything
// else is here, once for all vendors: the way there and back bound to the session, tokens sealed
// in the person's vault, one fetch at a time, corrections, waiting when the vendor asks for it,
// stopping and removing. See docs/connectors.md and docs/decisions/0071-connectors.md.
package connect

import (
	"context"
	"net/http"
	"time"

	"regie/internal/measure"
)

// Row is a vendor in the table.
type Row struct {
	Key  string // "withings": in addresses and settings
	Name string // as the vendor calls itself
	// Host is where its interface is: the one host that Regie itself calls. Login is the page to
	// which the browser goes.
	Host, Login string
	// PKCE says that the vendor knows proof keys (RFC 7636).
	PKCE bool
	// Parts are what can be fetched, each with a cursor of its own; the words of a part are
	// connect.part.… of the catalogue.
	Parts []Part
	New   func(Settings) Vendor
}

// Part is something that is fetched by itself: weights and blood pressures, nights.
type Part struct {
	Key string
	// Source is what its measurements are from, for the person.
	Source string
}

// Settings are what a Vendor is made of.
type Settings struct {
	ID, Secret  string // as the vendor registered this Regie
	Host, Login string // of the row, or of the practice vendor
	Out         Outbound
	Now         func() time.Time
	Sleep       func(ctx context.Context, d time.Duration) error
}

// Vendor speaks with one vendor. It may be used by several goroutines. Errors are *Failure.
type Vendor interface {
	// Away is the address where the person logs in and says yes.
	Away(a Attempt) string
	// Exchange hands in the code with which the person came back.
	Exchange(ctx context.Context, a Attempt, code string) (Grant, error)
	// Refresh swaps a refresh token for a new grant.
	Refresh(ctx context.Context, refresh string) (Grant, error)
	// Revoke ends at the vendor what was granted. Only User and Refresh need be known.
	Revoke(ctx context.Context, g Grant) error
	// Fetch reads into an intake what a part has since a cursor; 0 is everything. What the vendor
	// changed takes the place of what was there by its start; for what is no more there is
	// Intake.Gone, or Fetched.Whole.
	Fetch(ctx context.Context, access, part string, since int64, in *measure.Intake) (Fetched, error)
}

// Attempt is one way to the vendor and back.
type Attempt struct {
	Redirect  string // where the vendor sends the person back to
	State     string
	Verifier  string // of PKCE; "" where the vendor has none
	Challenge string
}

// Grant is what a vendor gives for a code or a refresh token.
type Grant struct {
	User    string // the vendor's number for the account
	Access  string
	Refresh string
	Until   time.Time // of Access
}

// Fetched is what came of a part.
type Fetched struct {
	Next  int64 // cursor for the next time
	Whole bool  // this is all that the vendor has of the part: what is not in it is no more
}

// Outbound is the one way out (medmij.Egress).
type Outbound interface {
	Send(ctx context.Context, method, address string, header http.Header, body []byte, limit int64, timeout time.Duration) (status int, answer http.Header, got []byte, err error)
}

// Failure is why something did not work.
type Failure struct {
	Why  Why
	Wait time.Duration // with WhyBusy: how long the vendor asks to wait
	Err  error         // for the log; never shown
}

func (f *Failure) Error() string {
	if f.Err == nil {
		return "connect: " + string(f.Why)
	}
	return "connect: " + string(f.Why) + ": " + f.Err.Error()
}

// Unwrap returns the cause.
func (f *Failure) Unwrap() error { return f.Err }

// Why is the reason of a Failure. For each there is a sentence that says what to do:
// connect.why.… of the catalogue.
type Why string

// The reasons.
const (
	WhyNoAnswer Why = "answer"  // no connection, or it broke
	WhyBusy     Why = "busy"    // the vendor asks to wait
	WhyFault    Why = "fault"   // something is wrong at the vendor
	WhyUnread   Why = "unread"  // the answer is none that we know
	WhyLogin    Why = "login"   // the person must log in again
	WhyOurs     Why = "ours"    // the vendor does not accept this Regie
	WhyTime     Why = "time"    // it took too long
	WhyRefused  Why = "refused" // the person said no at the vendor
	WhyForeign  Why = "foreign" // an answer that this session did not ask for
	WhyLate     Why = "late"    // the person came back too late
	WhyOther    Why = "other"   // another account than before
)

func fail(w Why, err error) *Failure { return &Failure{Why: w, Err: err} }
