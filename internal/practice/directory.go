// SPDX-License-Identifier: EUPL-1.2

package practice

import (
	"encoding/json"
	"net/http"
	"strings"

	"regie/internal/practice/dossier"
)

// directoryEntry says who a provider of the list is: the list itself has a name
// for machines only. The shape follows the search index of a public
// localisation service; endpoints are not in it, those come from the list.
type directoryEntry struct {
	ID           string             `json:"id"`
	MedMijID     string             `json:"medmij_id"`
	Name         string             `json:"name"`
	CareType     string             `json:"care_type"` // a Kind of dossier
	Address      string             `json:"address"`
	PostalCode   string             `json:"postal_code"`
	City         string             `json:"city"`
	DataServices []directoryService `json:"data_services"`
}

type directoryService struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// directoryPath is where the directory is, on DirectoryHost.
const directoryPath = "/aanbieders.json"

func directory(providers []dossier.Provider) []directoryEntry {
	out := make([]directoryEntry, 0, len(providers))
	for _, p := range providers {
		e := directoryEntry{
			ID: p.Key, MedMijID: p.MedMijName, Name: p.Name, CareType: p.Kind,
			Address: strings.TrimSpace(p.Street), PostalCode: p.Postcode, City: p.City,
		}
		for _, id := range p.Services {
			if s, ok := serviceOf(id); ok {
				e.DataServices = append(e.DataServices, directoryService{id, s.name})
			}
		}
		out = append(out, e)
	}
	return out
}

func (n *Network) serveDirectory(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != directoryPath {
		http.NotFound(w, r)
		return
	}
	if n.plainFault(w, r, n.faults.take(AtDirectory, "", "", r.URL.Path)) {
		return
	}
	var shown []dossier.Provider
	n.lists.mu.Lock()
	for _, p := range n.providers {
		if !n.lists.hidden[p.MedMijName] {
			shown = append(shown, p)
		}
	}
	n.lists.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-cache")
	_ = json.NewEncoder(w).Encode(directory(shown))
}

func (n *Network) serveList(w http.ResponseWriter, r *http.Request) {
	for _, l := range Lists {
		if r.URL.Path != "/"+l.File() {
			continue
		}
		if n.plainFault(w, r, n.faults.take(AtList, "", "", l.File())) {
			return
		}
		if r.URL.Query().Get("api") != "2" {
			http.Error(w, "api=2", http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/xml; charset=utf-8")
		w.Header().Set("Cache-Control", "no-cache")
		_, _ = w.Write(n.lists.publish(l))
		return
	}
	http.NotFound(w, r)
}
