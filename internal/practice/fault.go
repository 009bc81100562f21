// SPDX-License-Identifier: EUPL-1.2

package practice

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Kind is what goes wrong.
type Kind string

// Faults of any server: Fault.Where says which.
const (
	FaultStatus   Kind = "status"    // answers Status, with RetryAfter when set
	FaultSlow     Kind = "slow"      // waits Delay, then answers as ever
	FaultDrop     Kind = "drop"      // closes the connection; at a token endpoint after the token was used up
	FaultTruncate Kind = "truncate"  // half of the body, then the connection closes
	FaultHTML     Kind = "html"      // an HTML page with status 200
	FaultHuge     Kind = "huge"      // Size bytes (200 MB when 0) of well-formed JSON, streamed
	FaultRedirect Kind = "redirect"  // 302 to Value
	FaultGarbage  Kind = "bad-utf8"  // bytes that are no UTF-8 in a string
	FaultBomb     Kind = "gzip-bomb" // Size bytes (200 MB when 0) of JSON in a small compressed body
)

// Faults of a resource server.
const (
	FaultContentType       Kind = "content-type"       // Content-Type is Value
	FaultForeignNext       Kind = "foreign-next"       // the next link is Value
	FaultLoopNext          Kind = "loop-next"          // the next link is the page itself
	FaultForeignAttachment Kind = "foreign-attachment" // attachment.url is Value
	FaultVersion           Kind = "version"            // says and looks like another FHIR version
	FaultBSN               Kind = "bsn"                // a citizen service number in every Patient
	FaultScript            Kind = "script"             // script in every narrative
	FaultDoubleIDs         Kind = "double-ids"         // every entry twice, the second one different
	FaultOutcome           Kind = "outcome-200"        // an OperationOutcome with status 200
	FaultEmpty             Kind = "empty"              // an empty searchset
	FaultDoubleNames       Kind = "double-names"       // a name twice in one object
	FaultDeep              Kind = "deep"               // 100,000 levels of JSON
	FaultNotBundle         Kind = "not-bundle"         // a JSON list where a Bundle should be
)

// Faults of a token endpoint.
const (
	FaultLowerBearer   Kind = "bearer"            // token_type is "bearer"
	FaultNoScope       Kind = "no-scope"          // without scope
	FaultScope         Kind = "scope"             // scope is Value
	FaultNamedScope    Kind = "named-scope"       // scope as name~id
	FaultNoRefresh     Kind = "no-refresh"        // no refresh token though the box was ticked
	FaultAlwaysRefresh Kind = "always-refresh"    // something that looks like a refresh token though it was not
	FaultNoExpiry      Kind = "no-expires"        // without expires_in
	FaultError         Kind = "error"             // 400 with error Value
	FaultIntegerError  Kind = "integer-error"     // 400 with error as a number
	FaultTextExpiry    Kind = "expires-as-string" // expires_in as a string
)

// Faults of the way back to the client.
const (
	FaultNoState     Kind = "no-state"    // an error without state
	FaultOtherState  Kind = "other-state" // a code with another state
	FaultReturnError Kind = "return"      // error Value in place of a code
	FaultBoth        Kind = "both"        // code and error together
)

// Where says which server a fault sits at.
type Where string

// The places of a fault.
const (
	AtResource  Where = "resource"
	AtToken     Where = "token"
	AtReturn    Where = "return" // the redirect back to the client
	AtList      Where = "list"   // Match is the list's file name; see ListFault for faults in content
	AtDirectory Where = "directory"
)

// Fault makes something go wrong for the requests that it fits. Empty fields fit all.
type Fault struct {
	Where    Where
	Provider string // dossier key
	Service  string // "49"; of resources only
	Match    string // part of path and query below the base, decoded: "Observation/$lastn?category"

	Kind       Kind
	Status     int
	RetryAfter string // header value
	Delay      time.Duration
	Value      string
	Size       int64

	After int // so many fitting requests go well first
	Times int // then so many go wrong; 0 is all
}

type injected struct {
	Fault
	seen int
}

// faults holds what was injected. The zero value is ready.
type faults struct {
	mu   sync.Mutex
	list []*injected
}

// Inject makes a fault happen until remove is called.
func (n *Network) Inject(f Fault) (remove func()) {
	in := &injected{Fault: f}
	n.faults.mu.Lock()
	defer n.faults.mu.Unlock()
	n.faults.list = append(n.faults.list, in)
	return func() {
		n.faults.mu.Lock()
		defer n.faults.mu.Unlock()
		for i, x := range n.faults.list {
			if x == in {
				n.faults.list = append(n.faults.list[:i:i], n.faults.list[i+1:]...)
				return
			}
		}
	}
}

// Heal takes all faults away, those of lists and TLS too.
func (n *Network) Heal() {
	n.faults.mu.Lock()
	n.faults.list = nil
	n.faults.mu.Unlock()
	n.lists.heal()
	n.tls.heal()
}

// take finds the faults for one request and counts it.
func (f *faults) take(where Where, provider, service, request string) []Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []Fault
	for _, in := range f.list {
		if in.Where != where || in.Provider != "" && in.Provider != provider ||
			in.Service != "" && in.Service != service || !strings.Contains(request, in.Match) {
			continue
		}
		in.seen++
		if in.seen > in.After && (in.Times == 0 || in.seen <= in.After+in.Times) {
			out = append(out, in.Fault)
		}
	}
	return out
}

func find(fs []Fault, k Kind) (Fault, bool) {
	for _, f := range fs {
		if f.Kind == k {
			return f, true
		}
	}
	return Fault{}, false
}

// sleep waits. When the request or the network ends before, there is no answer.
func (n *Network) sleep(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
		panic(http.ErrAbortHandler)
	case <-n.stop:
		panic(http.ErrAbortHandler)
	}
}
