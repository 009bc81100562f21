// SPDX-License-Identifier: EUPL-1.2

package practice_test

import (
	"encoding/xml"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// A validator of the part of XML Schema that the lists of MedMij use.

type xsd struct {
	Target   string       `xml:"targetNamespace,attr"`
	Elements []xsdElement `xml:"element"`
	Complex  []struct {
		Name     string       `xml:"name,attr"`
		Elements []xsdElement `xml:"sequence>element"`
	} `xml:"complexType"`
	Simple []struct {
		Name        string `xml:"name,attr"`
		Restriction struct {
			Base    string `xml:"base,attr"`
			Pattern *value `xml:"pattern"`
			Min     *value `xml:"minLength"`
			Max     *value `xml:"maxLength"`
		} `xml:"restriction"`
	} `xml:"simpleType"`
}

type value struct {
	V string `xml:"value,attr"`
}

type xsdElement struct {
	Name   string `xml:"name,attr"`
	Type   string `xml:"type,attr"`
	Min    string `xml:"minOccurs,attr"`
	Max    string `xml:"maxOccurs,attr"`
	Unique *struct {
		Selector struct {
			XPath string `xml:"xpath,attr"`
		} `xml:"selector"`
	} `xml:"unique"`
}

type element struct {
	XMLName  xml.Name
	Text     string    `xml:",chardata"`
	Children []element `xml:",any"`
}

func local(name string) string { return name[strings.Index(name, ":")+1:] }

func validate(t *testing.T, schema, doc []byte) []string {
	t.Helper()
	var s xsd
	if err := xml.Unmarshal(schema, &s); err != nil {
		t.Fatal(err)
	}
	if len(s.Elements) != 1 || len(s.Complex) < 3 || len(s.Simple) < 3 {
		t.Fatalf("the schema was not understood: %+v", s)
	}
	var root element
	if err := xml.Unmarshal(doc, &root); err != nil {
		return []string{err.Error()}
	}
	if root.XMLName.Local != s.Elements[0].Name {
		return []string{"the root is " + root.XMLName.Local}
	}
	return s.check(root, s.Elements[0], "")
}

func (s xsd) check(e element, decl xsdElement, at string) []string {
	at += "/" + e.XMLName.Local
	var out []string
	if e.XMLName.Space != s.Target {
		out = append(out, at+" is in another namespace: "+e.XMLName.Space)
	}
	for _, c := range s.Complex {
		if c.Name == local(decl.Type) {
			return append(out, append(s.sequence(e, c.Elements, at), unique(e, decl, at)...)...)
		}
	}
	for _, x := range s.Simple {
		if x.Name != local(decl.Type) {
			continue
		}
		r := x.Restriction
		bad := func(what string) { out = append(out, fmt.Sprintf("%s: %q %s", at, e.Text, what)) }
		if r.Pattern != nil && !regexp.MustCompile("^(?:"+r.Pattern.V+")$").MatchString(e.Text) {
			bad("does not fit " + r.Pattern.V)
		}
		n := utf8.RuneCountInString(e.Text)
		if r.Min != nil && n < atoi(r.Min.V) || r.Max != nil && n > atoi(r.Max.V) {
			bad("has the wrong length")
		}
		switch local(r.Base) {
		case "dateTime":
			if _, err := time.Parse(time.RFC3339, e.Text); err != nil {
				bad("is no dateTime")
			}
		case "positiveInteger":
			if v, err := strconv.ParseUint(e.Text, 10, 63); err != nil || v == 0 {
				bad("is no positive number")
			}
		}
		return out
	}
	return append(out, at+" has a type that the schema lacks: "+decl.Type)
}

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}

func (s xsd) sequence(e element, decls []xsdElement, at string) []string {
	var out []string
	rest := e.Children
	for _, d := range decls {
		low, high := 1, 1
		if d.Min != "" {
			low = atoi(d.Min)
		}
		if d.Max == "unbounded" {
			high = 1 << 30
		}
		n := 0
		for len(rest) > 0 && rest[0].XMLName.Local == d.Name && n < high {
			out = append(out, s.check(rest[0], d, at)...)
			rest = rest[1:]
			n++
		}
		if n < low {
			out = append(out, fmt.Sprintf("%s: %s occurs %d times", at, d.Name, n))
		}
	}
	if len(rest) > 0 {
		out = append(out, at+" has a "+rest[0].XMLName.Local+" out of place")
	}
	return out
}

func unique(e element, decl xsdElement, at string) []string {
	if decl.Unique == nil {
		return nil
	}
	steps := strings.Split(decl.Unique.Selector.XPath, "/")
	found := []element{e}
	for _, step := range steps {
		var next []element
		for _, x := range found {
			for _, c := range x.Children {
				if c.XMLName.Local == local(step) {
					next = append(next, c)
				}
			}
		}
		found = next
	}
	var out []string
	seen := map[string]bool{}
	for _, x := range found {
		if seen[x.Text] {
			out = append(out, at+": "+x.Text+" occurs twice")
		}
		seen[x.Text] = true
	}
	return out
}

func TestTheValidatorRefuses(t *testing.T) {
	schema := []byte(`<xs:schema xmlns:l="urn:l" xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:l">
<xs:element name="L" type="l:L"/>
<xs:complexType name="L"><xs:sequence><xs:element name="T" type="l:T"/><xs:element name="N" type="l:N"/>
<xs:element name="H" type="l:H" minOccurs="0" maxOccurs="unbounded"/></xs:sequence></xs:complexType>
<xs:complexType name="x"/><xs:complexType name="y"/>
<xs:simpleType name="T"><xs:restriction base="xs:dateTime"><xs:pattern value=".{20,}"/></xs:restriction></xs:simpleType>
<xs:simpleType name="N"><xs:restriction base="xs:positiveInteger"/></xs:simpleType>
<xs:simpleType name="H"><xs:restriction base="xs:string"><xs:minLength value="3"/><xs:maxLength value="5"/></xs:restriction></xs:simpleType>
</xs:schema>`)
	good := `<L xmlns="urn:l"><T>2026-10-01T10:00:00Z</T><N>1</N><H>abc</H></L>`
	if got := validate(t, schema, []byte(good)); len(got) != 0 {
		t.Errorf("good: %v", got)
	}
	for _, change := range [][2]string{
		{"2026-10-01T10:00:00Z", "2026-10-01"}, {"<N>1</N>", ""}, {"<N>1</N>", "<N>0</N>"}, {"abc", "ab"},
		{"<H>abc</H>", "<X>abc</X>"}, {"urn:l", "urn:m"}, {"<N>1</N><H>abc</H>", "<H>abc</H><N>1</N>"},
	} {
		if got := validate(t, schema, []byte(strings.Replace(good, change[0], change[1], 1))); len(got) == 0 {
			t.Errorf("%s in place of %s is let through", change[1], change[0])
		}
	}
}
