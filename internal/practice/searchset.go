// SPDX-License-Identifier: EUPL-1.2

package practice

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"regie/internal/practice/dossier"
	"regie/internal/practice/oauth"
)

// pageParameter is what a next link has after the base, and nothing else: a
// client that builds its next page by hand finds nothing.
const pageParameter = "_vervolg"

// ticket is what a next link stands for. It is signed, so that it is good for
// the person and the service it was made for only.
type ticket struct {
	Type  string `json:"t"`
	LastN bool   `json:"l,omitempty"`
	Query string `json:"q"`
	From  int    `json:"f"`
}

func (n *Network) search(r *http.Request, e *endpoint, sh *shelf, access oauth.Access, typ string, lastn bool) (*reply, error) {
	if !e.service.searchable(typ) {
		return nil, refuse(http.StatusNotFound, "not-supported", "%s is not searched for here", typ)
	}
	return n.searchset(e, sh, access, ticket{Type: typ, LastN: lastn, Query: r.URL.RawQuery})
}

func (n *Network) page(e *endpoint, sh *shelf, access oauth.Access, text string) (*reply, error) {
	gone := refuse(http.StatusGone, "not-found", "there is no such page (any more)")
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(b) <= sha256.Size {
		return nil, gone
	}
	body, mac := b[:len(b)-sha256.Size], b[len(b)-sha256.Size:]
	if !hmac.Equal(mac, n.sign(e, access, body)) {
		return nil, gone
	}
	var t ticket
	if err := json.Unmarshal(body, &t); err != nil {
		return nil, gone
	}
	return n.searchset(e, sh, access, t)
}

func (n *Network) sign(e *endpoint, access oauth.Access, body []byte) []byte {
	mac := hmac.New(sha256.New, n.pageKey[:])
	_, _ = fmt.Fprintf(mac, "%s\x00%s\x00%s\x00", e.provider.Key, e.service.id, access.Person)
	_, _ = mac.Write(body)
	return mac.Sum(nil)
}

func (n *Network) searchset(e *endpoint, sh *shelf, access oauth.Access, t ticket) (*reply, error) {
	q, err := sh.index.Parse(t.Type, t.LastN, t.Query, n.cfg.Lenient)
	if err != nil {
		return nil, searchFailed(err)
	}
	found := sh.index.Search(q)
	size := n.cfg.PageSize
	if q.Count > 0 {
		size = min(size, q.Count)
	}
	from := min(t.From, len(found.Matches))
	to := min(from+size, len(found.Matches))
	matches, included := found.Matches[from:to], found.Included
	if from > 0 || to < len(found.Matches) {
		included = sh.index.Include(matches, q)
	}
	if from == 0 {
		included = append(included, sh.extras[shapeOf(t.Type, t.LastN, t.Query)]...)
	}
	set := bundle{base: e.base(), id: bundleID(n, e, access, t), now: n.cfg.Now(), total: len(found.Matches)}
	set.self = set.base + "/" + t.Type
	if t.LastN {
		set.self += "/$lastn"
	}
	if used := without(t.Query, q.Ignored); used != "" {
		set.self += "?" + used
	}
	if to < len(found.Matches) {
		t.From = to
		body, err := json.Marshal(t)
		if err != nil {
			return nil, fmt.Errorf("writing a next link: %w", err)
		}
		set.next = set.base + "?" + pageParameter + "=" +
			base64.RawURLEncoding.EncodeToString(append(body, n.sign(e, access, body)...))
	}
	set.add(matches, "match")
	set.add(included, "include")
	out := &reply{http.StatusOK, http.Header{}, set.bytes()}
	out.header.Set("Content-Type", fhirType(e.service.fhir))
	return out, nil
}

// bundleID is the same for the same page of the same search, and tells nothing.
func bundleID(n *Network, e *endpoint, access oauth.Access, t ticket) string {
	sum := n.sign(e, access, fmt.Appendf(nil, "bundle %+v", t))
	sum[6], sum[8] = sum[6]&0x0f|0x40, sum[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", sum[0:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

// without leaves the parameters out of a query that were not used, so that the
// self link says what was searched for.
func without(rawQuery string, ignored []string) string {
	if len(ignored) == 0 {
		return rawQuery
	}
	var kept []string
	for part := range strings.SplitSeq(rawQuery, "&") {
		name, err := url.QueryUnescape(strings.SplitN(part, "=", 2)[0])
		if err != nil || slices.Contains(ignored, name) {
			continue
		}
		kept = append(kept, part)
	}
	return strings.Join(kept, "&")
}

// bundle writes a searchset. Resources go in as the bytes they are.
type bundle struct {
	base, id, self, next string
	now                  time.Time
	total                int
	entries              bytes.Buffer
	count                int
}

func (b *bundle) add(resources []dossier.Resource, mode string) {
	for _, r := range resources {
		if b.count > 0 {
			b.entries.WriteByte(',')
		}
		b.count++
		b.entries.WriteString(`{"fullUrl":`)
		b.entries.Write(quoted(b.base + "/" + r.Type + "/" + r.ID))
		b.entries.WriteString(`,"resource":`)
		b.entries.Write(r.JSON)
		b.entries.WriteString(`,"search":{"mode":"` + mode + `"}}`)
	}
}

func (b *bundle) bytes() []byte {
	var out bytes.Buffer
	out.Grow(b.entries.Len() + 1024)
	_, _ = fmt.Fprintf(&out, `{"resourceType":"Bundle","id":%s,"meta":{"lastUpdated":%s},"type":"searchset","total":%d,"link":[{"relation":"self","url":%s}`,
		quoted(b.id), quoted(b.now.Format("2006-01-02T15:04:05.000Z07:00")), b.total, quoted(b.self))
	if b.next != "" {
		_, _ = fmt.Fprintf(&out, `,{"relation":"next","url":%s}`, quoted(b.next))
	}
	out.WriteByte(']')
	if b.count > 0 { // FHIR has no empty lists
		out.WriteString(`,"entry":[`)
		out.Write(b.entries.Bytes())
		out.WriteByte(']')
	}
	out.WriteByte('}')
	return out.Bytes()
}

func quoted(s string) []byte {
	b, err := json.Marshal(s)
	if err != nil {
		return []byte(`""`)
	}
	return b
}
