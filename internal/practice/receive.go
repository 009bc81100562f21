// SPDX-License-Identifier: EUPL-1.2

package practice

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"

	"regie/internal/practice/dossier"
	"regie/internal/practice/oauth"
)

// What the servers take: the steps of a questionnaire (a Task that is accepted, then the answers
// with the Task completed) and a request to change the record. It must be right to the letter; what
// is taken is kept in memory, changes what the provider has, and can be read by tests.

// Received is one thing that a provider took.
type Received struct {
	Provider, Person, Service string
	At                        time.Time
	Resource                  dossier.Resource // with the id that the provider gave it
	Key                       string           // identifier by which it is told from what came before
}

// Received lists what providers took, in the order in which it came.
func (n *Network) Received() []Received {
	n.data.mu.RLock()
	defer n.data.mu.RUnlock()
	return slices.Clone(n.data.received)
}

const maxSent = 2 << 20

// sent reads the body of a PUT or POST.
func sent(r *http.Request, version int) ([]byte, error) {
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/fhir+json" || params["fhirversion"] != fmt.Sprintf("%d.0", version) {
		return nil, refuse(http.StatusUnsupportedMediaType, "not-supported", "Content-Type must be application/fhir+json; fhirVersion=%d.0", version)
	}
	b, err := io.ReadAll(io.LimitReader(r.Body, maxSent+1))
	if err != nil || len(b) > maxSent {
		return nil, refuse(http.StatusRequestEntityTooLarge, "too-long", "that is too much")
	}
	return b, nil
}

// thing is what the servers look at in a resource that came.
type thing struct {
	ResourceType string `json:"resourceType"`
	ID           string `json:"id"`
	Type         string `json:"type"`
	Status       string `json:"status"`
	Identifier   json.RawMessage
	Output       []struct {
		ValueReference struct{ Reference string } `json:"valueReference"`
	} `json:"output"`
	Payload []struct {
		ContentString string `json:"contentString"`
	} `json:"payload"`
	Item  []json.RawMessage `json:"item"`
	Entry []struct {
		FullURL  string          `json:"fullUrl"`
		Resource json.RawMessage `json:"resource"`
		Request  struct {
			Method      string `json:"method"`
			URL         string `json:"url"`
			IfNoneExist string `json:"ifNoneExist"`
		} `json:"request"`
	} `json:"entry"`
}

func invalid(why string, args ...any) error {
	f := refuse(http.StatusUnprocessableEntity, "invalid", why, args...)
	return f
}

// write answers a PUT or POST.
func (n *Network) write(r *http.Request, e *endpoint, access oauth.Access, rest string) (*reply, error) {
	if e.service.receives == "" {
		return nil, refuse(http.StatusMethodNotAllowed, "not-supported", "nothing can be sent here")
	}
	if !access.Share {
		return nil, refuse(http.StatusForbidden, "forbidden", "the token is for collecting, not for sending")
	}
	body, err := sent(r, e.service.fhir)
	if err != nil {
		return nil, err
	}
	var x thing
	if err := json.Unmarshal(body, &x); err != nil {
		return nil, refuse(http.StatusBadRequest, "structure", "that is no JSON")
	}
	n.sending.Lock() // one at a time: looking and then writing
	defer n.sending.Unlock()
	switch {
	case r.Method == http.MethodPut && e.service.receives == "answers" && strings.HasPrefix(rest, "Task/"):
		if err := n.changeTask(e, access, strings.TrimPrefix(rest, "Task/"), x, body, false); err != nil {
			return nil, err
		}
		out := &reply{http.StatusOK, http.Header{}, body}
		out.header.Set("Content-Type", fhirType(e.service.fhir))
		return out, nil
	case r.Method == http.MethodPost && rest == "":
		return n.transaction(e, access, x)
	}
	return nil, refuse(http.StatusMethodNotAllowed, "not-supported", "that can't be sent here")
}

// changeTask takes a Task in its next state: requested may become accepted or rejected, accepted
// may become completed. The same state once more changes nothing.
func (n *Network) changeTask(e *endpoint, access oauth.Access, id string, x thing, body []byte, transaction bool) error {
	if x.ResourceType != "Task" || x.ID != id {
		return invalid("the Task has another id than the address")
	}
	at := holder{access.Person, e.provider.Key}
	n.data.mu.RLock()
	all := n.data.raw[at]
	n.data.mu.RUnlock()
	i := slices.IndexFunc(all, func(r dossier.Resource) bool { return r.Type == "Task" && r.ID == id && e.service.holds(r) })
	if i < 0 {
		return refuse(http.StatusNotFound, "not-found", "there is no such Task")
	}
	var before thing
	if err := json.Unmarshal(all[i].JSON, &before); err != nil {
		return fmt.Errorf("reading a Task: %w", err)
	}
	next := map[string][]string{"requested": {"accepted", "rejected"}, "accepted": {"accepted", "completed"}, "completed": {"completed"}}
	if !slices.Contains(next[before.Status], x.Status) {
		return refuse(http.StatusConflict, "conflict", "the Task is %s and can't become %s", before.Status, x.Status)
	}
	if (x.Status == "completed") != transaction {
		return invalid("a Task is completed together with its answers, and not otherwise")
	}
	changed := slices.Clone(all)
	changed[i].JSON = body
	n.data.note(Received{Provider: at.provider, Person: at.person, Service: e.service.id, At: n.cfg.Now(), Resource: changed[i]})
	return n.data.replace(at.person, at.provider, changed)
}

// transaction takes the answers to a questionnaire, or a request to change the record.
func (n *Network) transaction(e *endpoint, access oauth.Access, x thing) (*reply, error) {
	if x.ResourceType != "Bundle" || x.Type != "transaction" || len(x.Entry) == 0 || len(x.Entry) > 10 {
		return nil, invalid("only a Bundle that is a transaction is taken")
	}
	want := map[string]string{"answers": "QuestionnaireResponse", "correction": "Communication"}[e.service.receives]
	main, task := -1, -1
	var things []thing
	for i, entry := range x.Entry {
		var t thing
		if err := json.Unmarshal(entry.Resource, &t); err != nil {
			return nil, invalid("entry %d has no resource", i)
		}
		things = append(things, t)
		if strings.Contains(string(entry.Resource), "fhir.nl/fhir/NamingSystem/bsn") {
			return nil, invalid("a citizen service number is never sent")
		}
		switch {
		case t.ResourceType == want && main < 0 && entry.Request.Method == http.MethodPost && entry.Request.URL == want:
			main = i
		case t.ResourceType == "Task" && task < 0 && want == "QuestionnaireResponse" && entry.Request.Method == http.MethodPut && entry.Request.URL == "Task/"+t.ID:
			task = i
		case slices.Contains([]string{"Patient", "Organization"}, t.ResourceType) && entry.Request.Method == http.MethodPost:
		default:
			return nil, invalid("entry %d does not belong in it", i)
		}
	}
	switch {
	case main < 0:
		return nil, invalid("there is no %s", want)
	case !strings.HasPrefix(x.Entry[main].FullURL, "urn:uuid:") || things[main].Status != "completed":
		return nil, invalid("the %s must be completed and have a urn:uuid", want)
	case want == "QuestionnaireResponse" && (task < 0 || len(things[main].Item) == 0):
		return nil, invalid("answers and a completed Task belong together")
	case want == "QuestionnaireResponse" && !slices.ContainsFunc(things[task].Output, func(o struct {
		ValueReference struct{ Reference string } `json:"valueReference"`
	}) bool {
		return o.ValueReference.Reference == x.Entry[main].FullURL
	}):
		return nil, invalid("the Task does not name the answers")
	case want == "Communication" && (len(things[main].Payload) == 0 || things[main].Payload[0].ContentString == ""):
		return nil, invalid("the request says nothing")
	}
	key := x.Entry[main].Request.IfNoneExist
	if !strings.HasPrefix(key, "identifier=") {
		return nil, invalid("ifNoneExist with the identifier keeps it from coming twice")
	}
	id, known := n.data.know(access.Person, e.provider.Key, key)
	if !known {
		var err error
		if id, err = n.keep(e, access, x, main, task, things, key); err != nil {
			return nil, err
		}
	}
	return n.taken(e, x, main, id, known)
}

// keep puts what came with what the provider has.
func (n *Network) keep(e *endpoint, access oauth.Access, x thing, main, task int, things []thing, key string) (string, error) {
	if task >= 0 {
		if err := n.changeTask(e, access, things[task].ID, things[task], x.Entry[task].Resource, true); err != nil {
			return "", err
		}
	}
	id := strings.TrimPrefix(x.Entry[main].FullURL, "urn:uuid:")
	if !fhirID.MatchString(id) {
		return "", invalid("the urn:uuid is none")
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(x.Entry[main].Resource, &fields); err != nil {
		return "", invalid("that is no resource")
	}
	fields["id"] = quoted(id)
	body, err := json.Marshal(fields)
	if err != nil {
		return "", fmt.Errorf("keeping what came: %w", err)
	}
	res := dossier.Resource{FHIR: e.service.fhir, Type: things[main].ResourceType, ID: id, JSON: body, Services: []string{e.service.id}}
	at := holder{access.Person, e.provider.Key}
	n.data.mu.RLock()
	all := slices.Clone(n.data.raw[at])
	n.data.mu.RUnlock()
	n.data.note(Received{Provider: at.provider, Person: at.person, Service: e.service.id, At: n.cfg.Now(), Resource: res, Key: key})
	return id, n.data.replace(at.person, at.provider, append(all, res))
}

// taken answers a transaction.
func (n *Network) taken(e *endpoint, x thing, main int, id string, known bool) (*reply, error) {
	var entries []any
	for i, entry := range x.Entry {
		status, location := "200 OK", entry.Request.URL
		if i == main {
			location += "/" + id + "/_history/1"
			if !known {
				status = "201 Created"
			}
		}
		entries = append(entries, map[string]any{"response": map[string]any{
			"status": status, "location": location, "lastModified": n.cfg.Now().UTC().Format("2006-01-02T15:04:05Z")}})
	}
	b, err := json.Marshal(map[string]any{"resourceType": "Bundle", "type": "transaction-response", "entry": entries})
	if err != nil {
		return nil, errors.Join(errors.New("answering a transaction"), err)
	}
	out := &reply{http.StatusOK, http.Header{}, b}
	out.header.Set("Content-Type", fhirType(e.service.fhir))
	return out, nil
}

func (d *data) note(r Received) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.received = append(d.received, r)
}

func (d *data) know(person, provider, key string) (id string, ok bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	for _, r := range d.received {
		if r.Person == person && r.Provider == provider && r.Key == key {
			return r.Resource.ID, true
		}
	}
	return "", false
}
