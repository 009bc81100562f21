// SPDX-License-Identifier: EUPL-1.2

package practice

import (
	"strings"

	"regie/internal/practice/dossier"
	"regie/internal/practice/front"
)

// Hosts that belong to nobody's service provider.
const (
	ListHost      = "stelselnode.oefennetwerk.test"
	DirectoryHost = "adresboek.oefennetwerk.test"
	DigiDHost     = "digid-nagebootst.localhost"
)

// dva is a service provider: it runs the servers of several care providers.
type dva struct {
	key, name string
	front     string // host of the pages for the person
	token     string // host of the token endpoint
	fhir      string // host of the resource servers
	base      string // path of a resource server: {a} is the care provider, {d} the data service
}

// The three differ as real ones do: in paths, and in whether tokens and
// resources live on one host.
var dvas = []*dva{
	{key: "zorgbrug", name: "Zorgbrug (oefen)", front: "inloggen.zorgbrug.localhost",
		token: "zorgbrug.oefennetwerk.test", fhir: "zorgbrug.oefennetwerk.test", base: "/{a}/{d}/fhir"},
	{key: "medikoppel", name: "MediKoppel (oefen)", front: "inloggen.medikoppel.localhost",
		token: "medikoppel.oefennetwerk.test", fhir: "medikoppel.oefennetwerk.test", base: "/fhir-stu3/{d}/{a}"},
	{key: "dossierpoort", name: "Dossierpoort (oefen)", front: "inloggen.dossierpoort.localhost",
		token: "token.dossierpoort.oefennetwerk.test", fhir: "fhir.dossierpoort.oefennetwerk.test", base: "/{d}/{a}"},
}

// tokenPath is where every service provider has its token endpoint.
const tokenPath = "/oauth2/token"

// homes says who runs which service of which provider: "provider/service" goes
// before "provider". De Linde has its documents elsewhere, so that collecting
// there takes two consents.
var homes = map[string]string{
	dossier.Oefenhoek:     "zorgbrug",
	dossier.Vijzel:        "zorgbrug",
	dossier.Linde:         "medikoppel",
	dossier.Linde + "/51": "dossierpoort",
	dossier.Eikenstad:     "medikoppel",
	dossier.Stap:          "medikoppel",
	dossier.Zonnetje:      "dossierpoort",
	dossier.Luwte:         "dossierpoort",
	dossier.Heidehof:      "medikoppel",
	dossier.Kies:          "medikoppel",
	dossier.Ooievaar:      "zorgbrug",
	dossier.Proefbuis:     "dossierpoort",
	dossier.OwnData:       "zorgbrug",
	dossier.OwnPharmacy:   "medikoppel",
	dossier.OwnHospital:   "dossierpoort",
}

// home finds the service provider; providers that are not in the table are
// spread by their place in the list.
func home(provider, service string, place int) *dva {
	key := homes[provider+"/"+service]
	if key == "" {
		key = homes[provider]
	}
	for _, d := range dvas {
		if d.key == key {
			return d
		}
	}
	return dvas[place%len(dvas)]
}

// endpoint is one data service of one provider at its service provider.
type endpoint struct {
	provider dossier.Provider
	service  service
	dva      *dva
	path     string // of the resource server, without a slash at its end
}

func (e *endpoint) base() string { return "https://" + e.dva.fhir + e.path }

func endpoints(providers []dossier.Provider) []*endpoint {
	var out []*endpoint
	for i, p := range providers {
		for _, id := range p.Services {
			s, ok := serviceOf(id)
			if !ok {
				continue
			}
			d := home(p.Key, id, i)
			path := strings.NewReplacer("{a}", slug(p), "{d}", id).Replace(d.base)
			out = append(out, &endpoint{provider: p, service: s, dva: d, path: path})
		}
	}
	return out
}

// slug is the provider's name in paths and scopes.
func slug(p dossier.Provider) string { return strings.TrimSuffix(p.MedMijName, "@medmij") }

// nodes are the hosts of the white list that do not belong to a client.
func nodes() []string {
	out := []string{ListHost, DirectoryHost}
	for _, d := range dvas {
		out = append(out, d.token)
		if d.fhir != d.token {
			out = append(out, d.fhir)
		}
	}
	return out
}

func fronts() []front.DVA {
	out := make([]front.DVA, len(dvas))
	for i, d := range dvas {
		out[i] = front.DVA{Key: d.key, Name: d.name, Host: d.front}
	}
	return out
}
