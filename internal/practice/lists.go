// SPDX-License-Identifier: EUPL-1.2

package practice

import (
	"bytes"
	"encoding/xml"
	"regexp"
	"slices"
	"sync"
	"time"
)

// List names one of the central lists.
type List string

// The lists, by the name of their root element.
const (
	ProviderList List = "Zorgaanbiederslijst"
	ClientList   List = "OAuthclientlist"
	WhiteList    List = "Whitelist"
	ServiceList  List = "Gegevensdienstnamenlijst"
)

// Lists are all of them.
var Lists = []List{ProviderList, ClientList, WhiteList, ServiceList}

// File is the name of the list's file.
func (l List) File() string { return "MedMij_" + string(l) + ".xml" }

var namespaces = map[List]string{
	ProviderList: "xmlns://afsprakenstelsel.medmij.nl/zorgaanbiederslijst/release3/",
	ClientList:   "xmlns://afsprakenstelsel.medmij.nl/oauthclientlist/release2/",
	WhiteList:    "xmlns://afsprakenstelsel.medmij.nl/whitelist/release2/",
	ServiceList:  "xmlns://afsprakenstelsel.medmij.nl/gegevensdienstnamenlijst/release1/",
}

// ListFault is what is wrong with a list; faults of the transport (500, slow)
// are injected with Fault.
type ListFault string

// Faults of a list.
const (
	ListStale     ListFault = "stale"         // published two days ago
	ListFuture    ListFault = "future"        // published tomorrow
	ListLower     ListFault = "lower"         // a lower Volgnummer than before
	ListBroken    ListFault = "broken"        // not well-formed
	ListInvalid   ListFault = "invalid"       // well-formed, an obligatory element is missing
	ListNamespace ListFault = "namespace"     // another namespace
	ListRoot      ListFault = "root"          // another list
	ListEmpty     ListFault = "empty"         // nothing in it
	ListNoBytes   ListFault = "no-bytes"      // not even XML
	ListExtra     ListFault = "extra-element" // an element that the schema does not know
	ListEntities  ListFault = "entities"      // a document type with entities that grow
)

// lists makes the central lists of what the network is.
type lists struct {
	now func() time.Time

	mu        sync.Mutex
	clients   []Client
	entries   []*endpoint
	authorize func(d *dva) string
	hidden    map[string]bool // provider names and host names that are left out
	faults    map[List]ListFault
	number    map[List]int64
	published map[List]string // content without time and number, to see whether it changed
	at        map[List]time.Time
}

func newLists(now func() time.Time, clients []Client, entries []*endpoint, authorize func(*dva) string) *lists {
	return &lists{now: now, clients: clients, entries: entries, authorize: authorize,
		hidden: map[string]bool{}, faults: map[List]ListFault{},
		number: map[List]int64{}, published: map[List]string{}, at: map[List]time.Time{}}
}

// BreakList makes a list wrong until Heal, or until it is called with an empty fault.
func (n *Network) BreakList(l List, f ListFault) {
	n.lists.mu.Lock()
	defer n.lists.mu.Unlock()
	n.lists.faults[l] = f
}

// Hide leaves a provider (by MedMij name), a client or a host out of all lists, or
// puts it back. The servers go on: this is what happens between two lists.
func (n *Network) Hide(name string, hidden bool) {
	n.lists.mu.Lock()
	defer n.lists.mu.Unlock()
	n.lists.hidden[name] = hidden
}

func (l *lists) heal() {
	l.mu.Lock()
	defer l.mu.Unlock()
	clear(l.hidden)
	clear(l.faults)
}

// listed tells whether a host is on the white list now.
func (l *lists) listed(host string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Contains(l.hosts(), host)
}

func (l *lists) hosts() []string {
	out := nodes()
	for _, c := range l.clients {
		out = append(out, c.ID)
	}
	return slices.DeleteFunc(out, func(h string) bool { return l.hidden[h] })
}

// publish gives the list as it is now: every second with a new time and a higher
// number, and at once when its content changed. The number is the time in
// seconds, so that it rises over restarts without being kept.
func (l *lists) publish(which List) []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	fault := l.faults[which]
	content := l.content(which, fault == ListEmpty)
	now := l.now().Truncate(time.Second)
	if shape := content.shape(); shape != l.published[which] || !now.Equal(l.at[which]) {
		l.number[which] = max(l.number[which]+1, now.Unix())
		l.published[which], l.at[which] = shape, now
	}
	root := xml.Name{Local: string(which)}
	ns, stamp, number := namespaces[which], now, l.number[which]
	switch fault {
	case ListStale:
		stamp = stamp.AddDate(0, 0, -2)
	case ListFuture:
		stamp = stamp.AddDate(0, 0, 1)
	case ListLower:
		number -= 100_000
	case ListNamespace:
		ns = "http://example.org/iets-anders/"
	case ListRoot:
		root.Local = "Boodschappenlijst"
	case ListNoBytes:
		return nil
	}
	return spoilList(encodeList(root, ns, stamp, number, content), fault)
}

func spoilList(b []byte, fault ListFault) []byte {
	stamp := regexp.MustCompile(`<Tijdstempel>[^<]*</Tijdstempel>`)
	switch fault {
	case ListBroken:
		return b[:len(b)*2/3]
	case ListInvalid:
		return stamp.ReplaceAll(b, nil)
	case ListExtra:
		return bytes.Replace(b, []byte("</Volgnummer>"), []byte("</Volgnummer>\n  <Onbekend>1</Onbekend>"), 1)
	case ListEntities:
		grow := `<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>`
		b = bytes.Replace(b, []byte(xml.Header), []byte(xml.Header+grow+"\n"), 1)
		return stamp.ReplaceAll(b, []byte("<Tijdstempel>&c;</Tijdstempel>"))
	}
	return b
}
