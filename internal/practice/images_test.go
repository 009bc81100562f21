// SPDX-License-Identifier: EUPL-1.2

package practice_test

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"regie/internal/dicom"
	"regie/internal/practice"
	"regie/internal/practice/dossier"
	"regie/internal/practice/persons"
	"regie/internal/practice/practicetest"
)

// TestImages asks for the list of a study's images and for an image, as it should be and not.
func TestImages(t *testing.T) {
	w := start(t, func(c *practice.Config) {
		c.Persons = slices.DeleteFunc(persons.Build(c.Now()), func(p dossier.Person) bool { return p.Key != "willem" && p.Key != "greet" })
	})
	s := w.enter("ziekenhuis.eikenstad@medmij", dossier.Images, practicetest.Visitor{Person: "willem"})
	studies := dossier.Studies()
	mine := studies[slices.IndexFunc(studies, func(s dossier.Study) bool { return s.Person == "willem" })]
	other := studies[slices.IndexFunc(studies, func(s dossier.Study) bool { return s.Person == "greet" })]
	image := strings.Replace(mine.Path(), mine.KOS, mine.Instances[1], 1)
	const parts = `multipart/related; type="application/dicom"`
	for name, c := range map[string]struct {
		path, accept, kind string
		status             int
	}{
		"list":                      {mine.Path(), "application/dicom+json", "application/dicom+json", 200},
		"list as a file":            {mine.Path(), "application/dicom", "application/dicom", 200},
		"list, whatever":            {mine.Path(), "image/png, */*", "application/dicom+json", 200},
		"list in parts":             {mine.Path(), parts, "multipart/related", 200},
		"list as a picture":         {mine.Path(), "image/png", "", 406},
		"image":                     {image, parts, "multipart/related", 200},
		"image, any way of writing": {image, parts + "; transfer-syntax=*", "multipart/related", 200},
		"image, as it is":           {image, parts + "; transfer-syntax=1.2.840.10008.1.2.1", "multipart/related", 200},
		"image in another way":      {image, parts + "; transfer-syntax=1.2.840.10008.1.2.4.90", "", 406},
		"image as JPEG":             {image, `multipart/related; type="image/jpeg"`, "", 406},
		"image outside parts":       {image, "application/dicom", "", 406},
		"image of no series":        {strings.Replace(image, mine.Series, "1.2.3", 1), parts, "", 404},
		"image that is not there":   {strings.Replace(image, mine.Instances[1], "1.2.3", 1), parts, "", 404},
		"of another person":         {other.Path(), "application/dicom+json", "", 404},
		"an image of another":       {strings.Replace(other.Path(), other.KOS, other.Instances[0], 1), parts, "", 404},
	} {
		req := s.request(s.base + "/" + c.path)
		req.Header.Set("Accept", c.accept)
		resp, body := s.do(req)
		kind, params, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
		if resp.StatusCode != c.status || c.kind != "" && kind != c.kind {
			t.Errorf("%s: %s, %s", name, resp.Status, kind)
			continue
		}
		if c.status != 200 {
			continue
		}
		if kind == "multipart/related" {
			part, err := multipart.NewReader(bytes.NewReader(body), params["boundary"]).NextPart()
			if err != nil || part.Header.Get("Content-Type") != "application/dicom" {
				t.Fatal(name, err)
			}
			if body, err = io.ReadAll(part); err != nil {
				t.Fatal(err)
			}
		}
		if c.path == image {
			f, err := dicom.Parse(body)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(mine.Instances[1], f.Text(dicom.TagInstance)); d != "" {
				t.Error(d)
			}
			continue
		}
		list, err := dicom.ReadStudy(body)
		if err != nil || len(list.Images) != len(mine.Instances) || list.UID != mine.UID || list.Images[1].Path() != image {
			t.Errorf("%s: %+v %v", name, list, err)
		}
	}
	bare := s.request(s.base + "/" + image)
	bare.Header.Del("Authorization")
	bare.Header.Set("Accept", parts)
	if resp, _ := s.do(bare); resp.StatusCode != 401 {
		t.Errorf("without a token: %s", resp.Status)
	}
}
