// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-json-experiment/json"

	"regie/internal/fhir"
	"regie/internal/medmij"
)

// DataService is one data service (gegevensdienst) of MedMij: a row of the table that says
// everything Regie needs to know to collect it. The words for people are in the catalogue.
type DataService struct {
	ID        string     `json:"id"`
	Name      string     `json:"name"` // as the network calls it
	Version   string     `json:"version"`
	Release   string     `json:"fhir"` // "STU3" or "R4"
	Role      string     `json:"role"` // part of the code of the system role that answers the questions
	Key       string     `json:"key"`  // part of the catalogue keys
	Questions []Question `json:"questions"`

	// Documents is part of the code of the role that gives documents; "" for services without.
	Documents string `json:"documents,omitempty"`
	// Reads are the single resources that are fetched because an answer refers to them.
	Reads []string `json:"reads,omitempty"`
	// Follow says that practitioners, organizations and such, which the answers refer to but
	// don't bring, are read one by one.
	Follow bool `json:"follow,omitempty"`

	// Group is where the service stands on the page where people choose: one of Groups.
	Group string `json:"group"`
	// Fine marks a service that gives one building block only: it stands below "more".
	Fine bool `json:"fine,omitempty"`
	// Draft marks a service of which the network has not fixed the text; Unsure says what of this
	// row is our own guess until then: "id", "role", "queries".
	Draft  bool   `json:"draft,omitempty"`
	Unsure string `json:"unsure,omitempty"`
	// Send is what can be sent to the provider by the same service: "answers" to a
	// questionnaire, a "correction" of the record, or nothing.
	Send string `json:"send,omitempty"`
}

// Groups are the headings under which services are offered, in order.
var Groups = []string{"whole", "medicines", "results", "letters", "plans", "tasks", "dental", "fine"}

// Question is one FHIR search of a data service.
type Question struct {
	Key   string `json:"key"`
	Query string `json:"query"` // {T} stands for today, {from} for the start of the year ten years back
	// Person marks the question that tells whose data it is: it is asked first.
	Person bool `json:"person,omitempty"`
	// Each makes the question one that is asked again for every resource that another one found:
	// {id} in the query stands for its id.
	Each *Each `json:"each,omitempty"`
}

// Each says for which resources a question is asked.
type Each struct {
	Question string `json:"question"` // key of an earlier question
	Type     string `json:"type"`     // of the resources that it found
}

//go:embed services.json
var servicesFile []byte

// Table is the data services by id.
type Table struct {
	list []DataService
	byID map[string]*DataService
}

var builtIn = sync.OnceValues(func() (*Table, error) { return readTable(servicesFile) })

// BuiltIn is the table that comes with the program.
func BuiltIn() *Table {
	t, err := builtIn()
	if err != nil {
		panic(err) // embedded: the tests see it first
	}
	return t
}

// LoadTable reads a table from a file, so that an operator can correct an id or a query
// without a new program; "" gives the one that comes with it.
func LoadTable(path string) (*Table, error) {
	if path == "" {
		return BuiltIn(), nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("reading the table of data services: %w", err)
	}
	defer func() { _ = f.Close() }()
	b, err := io.ReadAll(io.LimitReader(f, 1<<20))
	if err != nil {
		return nil, fmt.Errorf("reading the table of data services: %w", err)
	}
	return readTable(b)
}

func readTable(b []byte) (*Table, error) {
	t := &Table{byID: map[string]*DataService{}}
	err := json.Unmarshal(b, &t.list, json.RejectUnknownMembers(true))
	if err != nil {
		return nil, fmt.Errorf("reading the table of data services: %w", err)
	}
	if len(t.list) == 0 {
		return nil, errors.New("the table of data services is empty")
	}
	for i := range t.list {
		s := &t.list[i]
		if err := s.check(); err != nil {
			return nil, fmt.Errorf("data service %q: %w", s.ID, err)
		}
		if t.byID[s.ID] != nil {
			return nil, fmt.Errorf("data service %q is in the table twice", s.ID)
		}
		t.byID[s.ID] = s
	}
	return t, nil
}

func (s *DataService) check() error {
	if s.ID == "" || s.Name == "" || s.Key == "" || s.Role == "" || s.FHIR() == fhir.Unknown || len(s.Questions) == 0 {
		return errors.New("id, name, key, role, fhir or questions are missing")
	}
	if s.Group != "" && !slices.Contains(Groups, s.Group) || s.Send != "" && s.Send != SendAnswers && s.Send != SendCorrection {
		return errors.New("group or send is not one that there is")
	}
	seen := map[string]bool{}
	for _, q := range s.Questions {
		if strings.Contains(q.Query, "{id}") != (q.Each != nil) || q.Each != nil && (!seen[q.Each.Question] || q.Each.Type == "" || q.Person) {
			return fmt.Errorf("question %q is asked for each of nothing", q.Key)
		}
		if q.Key == "" || q.Query == "" || seen[q.Key] || strings.ContainsAny(q.Query, " #\"<>\\") || strings.HasPrefix(q.Query, "/") {
			return fmt.Errorf("question %q is not right", q.Key)
		}
		// The token says who the patient is; the network forbids saying it in an address.
		for _, p := range []string{"patient=", "subject=", "owner="} {
			if strings.Contains(q.Query, "?"+p) || strings.Contains(q.Query, "&"+p) {
				return fmt.Errorf("question %q names the patient", q.Key)
			}
		}
		seen[q.Key] = true
	}
	return nil
}

// All lists the services in the order of the table.
func (t *Table) All() []DataService { return t.list }

// Service returns a service by its id.
func (t *Table) Service(id string) (*DataService, bool) {
	s, ok := t.byID[id]
	return s, ok
}

// Usual gives, of the services of one provider, those that somebody who says nothing else will
// want: all, but where a summary of the record is among them not also its pieces one by one.
func (t *Table) Usual(services []string) []string {
	whole := slices.ContainsFunc(services, func(id string) bool { s, ok := t.byID[id]; return ok && s.Group == "whole" })
	return slices.DeleteFunc(slices.Clone(services), func(id string) bool { s, ok := t.byID[id]; return !ok || s.Fine && whole })
}

// FHIR is the release that the service speaks.
func (s *DataService) FHIR() fhir.Version {
	switch s.Release {
	case "STU3":
		return fhir.STU3
	case "R4":
		return fhir.R4
	}
	return fhir.Unknown
}

// mime is the release as Accept headers write it.
func (s *DataService) mime() string {
	if s.FHIR() == fhir.R4 {
		return "4.0"
	}
	return "3.0"
}

// NameKey is the catalogue key of what people call the service, ExplainKey of the sentence
// that says what it brings, QuestionKey of what people call a question of it.
func (s *DataService) NameKey() string { return "collect.service." + s.Key + ".name" }

// ExplainKey is the key of the sentence that says what the service brings.
func (s *DataService) ExplainKey() string { return "collect.service." + s.Key + ".explain" }

// QuestionKey is the key of what a question is about.
func (s *DataService) QuestionKey(q string) string { return "collect.question." + s.Key + "." + q }

// base finds the address of the role whose code has part in it, as "MM-3.0-BZB-FHIR" has
// BZB. Where a provider has but one role, that is the one: codes differ in practice.
func base(offer medmij.Service, part string) (string, bool) {
	for _, r := range offer.Roles {
		if strings.Contains(r.Code, "-"+part+"-") {
			return r.Base, true
		}
	}
	if len(offer.Roles) == 1 {
		return offer.Roles[0].Base, true
	}
	return "", false
}

// What can be sent to a provider.
const (
	SendAnswers    = "answers"
	SendCorrection = "correction"
)

// GroupKey is the catalogue key of the heading of a group.
func GroupKey(group string) string { return "collect.group." + group }

// yearsBack is how far back a question goes that must have a start. It is that long so that
// what passes out of sight at its far end is of no use any more.
const yearsBack = 10

// fill puts the date of today in a query. Today is a Dutch day: a medicine that ends tonight is
// still in use for whoever looks it up an hour before midnight.
func fill(query string, now time.Time, zone *time.Location) string {
	today := now.In(zone)
	return strings.NewReplacer("{T}", today.Format("2006-01-02"), "{from}", fmt.Sprintf("%04d-01-01", today.Year()-yearsBack)).Replace(query)
}

// Listing is a service as `regie services --json` prints it.
type Listing struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Version string   `json:"version"`
	FHIR    string   `json:"fhir"`
	Draft   bool     `json:"draft,omitempty"`
	Unsure  string   `json:"unsure,omitempty"`
	Queries []string `json:"queries"`
	Reads   []string `json:"reads,omitempty"`
}

// Listings is the table for people and programs outside.
func (t *Table) Listings() []Listing {
	out := make([]Listing, 0, len(t.list))
	for _, s := range t.list {
		l := Listing{ID: s.ID, Name: s.Name, Version: s.Version, FHIR: s.Release, Reads: s.Reads, Draft: s.Draft, Unsure: s.Unsure}
		for _, q := range s.Questions {
			l.Queries = append(l.Queries, q.Query)
		}
		out = append(out, l)
	}
	return out
}
