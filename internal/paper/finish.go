// SPDX-License-Identifier: EUPL-1.2

package paper

import (
	"bytes"
	"errors"
	"fmt"
	"html"
	"strconv"
	"strings"
)

var errShape = errors.New("paper: the document has not the expected shape")

// finish gives the document its structure: the library that draws the pages knows none. Its
// objects are kept as they are, but for the pages and the catalog, and those of the tree are added.
func (s *sheet) finish() ([]byte, error) {
	var drawn bytes.Buffer
	if err := s.f.Output(&drawn); err != nil {
		return nil, fmt.Errorf("drawing a document: %w", err)
	}
	objects, trailer, err := objectsOf(drawn.Bytes())
	if err != nil {
		return nil, err
	}
	var pages []int
	catalog := 0
	for n, o := range objects {
		switch {
		case bytes.HasPrefix(o, []byte("<</Type /Page\n")):
			pages = append(pages, n)
		case bytes.Contains(o[:min(len(o), 40)], []byte("/Type /Catalog")):
			catalog = n
		}
	}
	if catalog == 0 || len(pages) != len(s.tree.pages) {
		return nil, errShape
	}
	for i, n := range pages {
		objects[n] = bytes.Replace(objects[n], []byte("<</Type /Page\n"), fmt.Appendf(nil, "<</Type /Page\n/StructParents %d\n/Tabs /S\n", i), 1)
	}
	root := len(objects)
	parents := root + 1
	next := root + 2
	s.tree.root.walk(func(n *node) { n.object = next; next++ })
	objects[catalog] = bytes.Replace(objects[catalog], []byte("/Type /Catalog"),
		fmt.Appendf(nil, "/Type /Catalog\n/MarkInfo <</Marked true>>\n/StructTreeRoot %d 0 R\n/ViewerPreferences <</DisplayDocTitle true>>", root), 1)
	page := func(i int) int { return pages[i] }
	add := func(body string) { objects = append(objects, []byte(body)) }
	add(fmt.Sprintf("<</Type /StructTreeRoot /K [%d 0 R] /ParentTree %d 0 R /ParentTreeNextKey %d>>", s.tree.root.object, parents, len(pages)))
	var b strings.Builder
	b.WriteString("<</Nums [")
	for i, marks := range s.tree.pages {
		fmt.Fprintf(&b, "%d [", i)
		for _, n := range marks {
			fmt.Fprintf(&b, "%d 0 R ", n.object)
		}
		b.WriteString("] ")
	}
	b.WriteString("]>>")
	add(b.String())
	s.tree.root.walk(func(n *node) {
		b.Reset()
		n.write(&b, root, page)
		add(b.String())
	})
	return whole(objects, trailer), nil
}

// objectsOf takes a document apart by its table: the bodies of its objects by number, and the trailer.
func objectsOf(pdf []byte) (objects [][]byte, trailer string, err error) {
	at := bytes.LastIndex(pdf, []byte("startxref\n"))
	if at < 0 {
		return nil, "", errShape
	}
	line, _, _ := bytes.Cut(pdf[at+len("startxref\n"):], []byte("\n"))
	table, err := strconv.Atoi(string(line))
	if err != nil || table <= 0 || table > at {
		return nil, "", errShape
	}
	rows := strings.Split(string(pdf[table:at]), "\n")
	var n int
	if _, err := fmt.Sscanf(rows[1], "0 %d", &n); err != nil || len(rows) < n+3 || n < 2 {
		return nil, "", errShape
	}
	objects = make([][]byte, n)
	for i := 1; i < n; i++ {
		from, err := strconv.Atoi(strings.SplitN(rows[2+i], " ", 2)[0])
		if err != nil || from >= table {
			return nil, "", errShape
		}
		o := pdf[from:table]
		head := fmt.Sprintf("%d 0 obj\n", i)
		end := bytes.Index(o, []byte("\nendobj\n"))
		// The end may stand in a stream by chance: the stream tells its own end.
		if stream := bytes.Index(o, []byte("\nstream\n")); stream >= 0 && stream < end {
			over := bytes.Index(o, []byte("\nendstream\nendobj\n"))
			if over < 0 {
				return nil, "", errShape
			}
			end = over + len("\nendstream")
		}
		if !bytes.HasPrefix(o, []byte(head)) || end < 0 {
			return nil, "", errShape
		}
		objects[i] = bytes.Clone(o[len(head):end])
	}
	_, t, ok := strings.Cut(string(pdf[table:at]), "trailer\n<<\n")
	if !ok {
		return nil, "", errShape
	}
	var keep []string
	for _, l := range strings.Split(t, "\n") {
		if l != "" && l != ">>" && !strings.HasPrefix(l, "/Size") {
			keep = append(keep, l)
		}
	}
	return objects, strings.Join(keep, "\n"), nil
}

// whole writes objects as a document.
func whole(objects [][]byte, trailer string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	places := make([]int, len(objects))
	for i := 1; i < len(objects); i++ {
		places[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i, objects[i])
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects))
	for _, p := range places[1:] {
		fmt.Fprintf(&b, "%010d 00000 n \n", p)
	}
	fmt.Fprintf(&b, "trailer\n<<\n/Size %d\n%s\n>>\nstartxref\n%d\n%%%%EOF\n", len(objects), trailer, table)
	return b.Bytes()
}

// xmp tells about the document in the form that archives read.
func xmp(d Doc) []byte {
	t, lang := html.EscapeString(d.Title), html.EscapeString(d.Lang)
	at := d.Made.UTC().Format("2006-01-02T15:04:05Z")
	return []byte(`<?xpacket begin="` + "\ufeff" + `" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">` + t + `</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>` + lang + `</rdf:li></rdf:Bag></dc:language>
<dc:format>application/pdf</dc:format>
<xmp:CreatorTool>Regie</xmp:CreatorTool><xmp:CreateDate>` + at + `</xmp:CreateDate><xmp:ModifyDate>` + at + `</xmp:ModifyDate>
<pdf:Producer>Regie</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`)
}
