// SPDX-License-Identifier: EUPL-1.2

package practice

import (
	"slices"
	"strings"

	"regie/internal/practice/dossier"
	"regie/internal/practice/oauth"
)

// frontNetwork is the network as its pages see it.
type frontNetwork Network

func (n *frontNetwork) Client(id string) (Client, bool) {
	n.lists.mu.Lock()
	defer n.lists.mu.Unlock()
	i := slices.IndexFunc(n.cfg.Clients, func(c Client) bool { return c.ID == id })
	if i < 0 || n.lists.hidden[id] {
		return Client{}, false
	}
	return n.cfg.Clients[i], true
}

func (n *frontNetwork) Serving(dva, scope string) (p dossier.Provider, services []string, ok bool) {
	name, only, share := strings.Cut(scope, "~")
	for _, e := range n.endpoints {
		if e.dva.key != dva || slug(e.provider) != name || share && (e.service.id != only || e.service.receives == "") {
			continue
		}
		p, ok = e.provider, true
		services = append(services, e.service.id)
	}
	return p, services, ok
}

func (n *frontNetwork) Persons() []dossier.Person { return n.persons }

func (n *frontNetwork) Available(provider, person string, services []string, share bool) []string {
	var out []string
	for _, id := range services {
		if sh := n.data.shelf(person, provider, id); sh != nil && (sh.gives || share) {
			out = append(out, id)
		}
	}
	return out
}

func (n *frontNetwork) Code(g oauth.Grant) (string, error) { return n.grants.Code(g) }

func (n *frontNetwork) Return(provider string, values map[string][]string) {
	for _, f := range n.faults.take(AtReturn, provider, "", "") {
		switch f.Kind {
		case FaultNoState:
			delete(values, "state")
		case FaultOtherState:
			values["state"] = []string{"een-andere-stand-van-zaken"}
		case FaultReturnError:
			delete(values, "code")
			values["error"] = []string{f.Value}
		case FaultBoth:
			values["error"] = []string{"access_denied"}
			values["code"] = []string{"en-toch-een-code"}
		}
	}
}
