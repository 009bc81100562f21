// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"regie/internal/fhir"
)

// content is one resource of a batch, ready to be merged.
type content struct {
	identity
	urn     string
	digest  digest
	updated int64
	raw     []byte         // without BSN; for a file what fileRecord made
	res     *fhir.Resource // nil for what is no FHIR, and for a file
}

// fileType stands for the type of a document that was fetched as itself. It is no FHIR type.
const fileType = "_file"

// intake reads what a batch brought: it takes the BSN out, opens Bundles, and gives every
// resource its identity and digest. It never refuses: what can't be read is kept as it is.
func intake(b Batch) ([]content, int) {
	found := map[string]bool{}
	for _, in := range b.Resources {
		findBSN(in.Raw, found)
	}
	out := make([]content, 0, len(b.Resources)+len(b.Files))
	var g digester
	bad := 0
	for _, in := range b.Resources {
		raw := in.Raw
		if len(found) > 0 {
			raw = maskBSN(raw, found)
		}
		res, err := fhir.ParseResource(raw, in.FHIR)
		if err != nil {
			out = append(out, nameless(raw))
			bad++
			continue
		}
		if res.FullURL == "" {
			res.FullURL = in.FullURL
		}
		for r := range res.Entries() {
			if r.Type == "OperationOutcome" {
				continue // the server's words about the answer, not the person's data
			}
			out = append(out, describe(r, in.FHIR, &g))
		}
	}
	for _, f := range b.Files {
		sum := sha256.Sum256(f.Body)
		// The address is looked up as the resource has it, in which the number is masked too.
		url := maskBSN([]byte(`"`+f.URL+`"`), found)
		out = append(out, content{
			identity: identity{fhir.STU3, fileType, string(url[1 : len(url)-1])}, digest: digest(sum[:16]),
			raw: append(appendText(nil, f.ContentType), f.Body...),
		})
	}
	return out, bad
}

// describe gives a resource its identity. The version that was asked for decides, so that one
// service never makes two of one resource; by what a resource looks like, only its reader goes.
func describe(r *fhir.Resource, asked fhir.Version, g *digester) content {
	c := content{identity: identity{known(asked), r.Type, r.ID}, digest: g.of(r.Root), raw: r.Raw(), res: r}
	switch {
	case asked == fhir.Unknown:
		c.fhir = known(r.Version)
	case fhir.DetectVersion(r) == fhir.Unknown:
		r.Version = asked // and not what its neighbours in the Bundle are: it is kept alone
	}
	ref := fhir.ParseReference(r.FullURL)
	switch ref.Kind {
	case fhir.RefURN:
		c.urn = r.FullURL
	case fhir.RefResource:
		if c.id == "" && ref.Type == r.Type {
			c.id = ref.ID // a server may leave out the id that the URL of the entry tells
		}
	}
	if c.id == "" { // without a name of its own it is known by what it says
		c.id = "~" + hex.EncodeToString(c.digest[:])
	}
	if at, err := time.Parse(time.RFC3339, r.Root.Path("meta", "lastUpdated").Value()); err == nil {
		c.updated = max(at.Unix(), 0)
	}
	return c
}

func nameless(raw []byte) content {
	sum := sha256.Sum256(raw)
	return content{
		identity: identity{fhir.STU3, "", fmt.Sprintf("~%x", sum[:16])},
		digest:   digest(sum[:16]), raw: raw,
	}
}
