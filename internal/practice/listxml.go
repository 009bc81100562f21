// SPDX-License-Identifier: EUPL-1.2

package practice

import (
	"encoding/xml"
	"fmt"
	"strings"
	"time"
)

// listContent is what a list says, without its time and number. Exactly one of
// the fields is set; the others are left out.
type listContent struct {
	Providers *xmlProviders `xml:"Zorgaanbieders"`
	Clients   *xmlClients   `xml:"OAuthclients"`
	Nodes     *xmlNodes     `xml:"MedMijNodes"`
	Services  *xmlServices  `xml:"Gegevensdiensten"`
}

// shape is a text that differs when the content differs.
func (c listContent) shape() string {
	b, err := xml.Marshal(c)
	if err != nil {
		return fmt.Sprint(err)
	}
	return string(b)
}

type xmlProviders struct {
	List []xmlProvider `xml:"Zorgaanbieder"`
}

type xmlProvider struct {
	Name     string       `xml:"Zorgaanbiedernaam"`
	Type     string       `xml:"Aanbiedertype"`
	Versions []xmlVersion `xml:"Interfaceversies>Interfaceversie"`
}

type xmlVersion struct {
	ID       string       `xml:"InterfaceversieId"`
	Services []xmlService `xml:"Gegevensdiensten>Gegevensdienst"`
}

type xmlService struct {
	ID        string    `xml:"GegevensdienstId"`
	Authorize string    `xml:"AuthorizationEndpoint>AuthorizationEndpointuri"`
	Token     string    `xml:"TokenEndpoint>TokenEndpointuri"`
	Roles     []xmlRole `xml:"Systeemrollen>Systeemrol"`
}

type xmlRole struct {
	Code string `xml:"Systeemrolcode"`
	Base string `xml:"ResourceEndpoint>ResourceEndpointuri"`
}

type xmlClients struct {
	List []xmlClient `xml:"OAuthclient"`
}

type xmlClient struct {
	Host string `xml:"Hostname"`
	Name string `xml:"OAuthclientOrganisatienaam"`
}

type xmlNodes struct {
	List []xmlNode `xml:"MedMijNode"`
}

type xmlNode struct {
	Host string `xml:"Hostname"`
}

type xmlServices struct {
	List []xmlServiceName `xml:"Gegevensdienst"`
}

type xmlServiceName struct {
	ID   string `xml:"GegevensdienstId"`
	Name string `xml:"Weergavenaam"`
}

func (l *lists) content(which List, empty bool) listContent {
	switch which {
	case ProviderList:
		out := &xmlProviders{}
		if !empty {
			out.List = l.providers()
		}
		return listContent{Providers: out}
	case ClientList:
		out := &xmlClients{}
		for _, c := range l.clients {
			if !empty && !l.hidden[c.ID] {
				out.List = append(out.List, xmlClient{c.ID, c.Organisation})
			}
		}
		return listContent{Clients: out}
	case WhiteList:
		out := &xmlNodes{}
		for _, h := range l.hosts() {
			if !empty {
				out.List = append(out.List, xmlNode{h})
			}
		}
		return listContent{Nodes: out}
	default:
		out := &xmlServices{}
		for _, s := range services {
			if !empty {
				out.List = append(out.List, xmlServiceName{s.id, s.name})
			}
		}
		return listContent{Services: out}
	}
}

func (l *lists) providers() []xmlProvider {
	var out []xmlProvider
	at := map[string]int{}
	for _, e := range l.entries {
		name := e.provider.MedMijName
		if l.hidden[name] {
			continue
		}
		i, ok := at[name]
		if !ok {
			i = len(out)
			at[name] = i
			out = append(out, xmlProvider{Name: name, Type: "ZA", Versions: []xmlVersion{{ID: "2"}}})
		}
		s := xmlService{ID: e.service.id, Authorize: l.authorize(e.dva), Token: "https://" + e.dva.token + tokenPath}
		for _, role := range e.service.roles {
			s.Roles = append(s.Roles, xmlRole{role, e.base()})
		}
		out[i].Versions[0].Services = append(out[i].Versions[0].Services, s)
	}
	return out
}

func encodeList(root xml.Name, namespace string, stamp time.Time, number int64, content listContent) []byte {
	var b strings.Builder
	b.WriteString(xml.Header)
	enc := xml.NewEncoder(&b)
	enc.Indent("", "  ")
	err := enc.Encode(struct {
		XMLName   xml.Name
		Namespace string `xml:"xmlns,attr"`
		Stamp     string `xml:"Tijdstempel"`
		Number    int64  `xml:"Volgnummer"`
		listContent
	}{root, namespace, stamp.Format("2006-01-02T15:04:05Z07:00"), number, content})
	if err != nil {
		return []byte(fmt.Sprintf("<!-- %v -->", err)) // strings only: it cannot fail
	}
	b.WriteString("\n")
	return []byte(b.String())
}
