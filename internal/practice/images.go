// SPDX-License-Identifier: EUPL-1.2

package practice

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"slices"
	"strings"

	"regie/internal/dicom"
	"regie/internal/practice/dossier"
	"regie/internal/practice/oauth"
	"regie/internal/practice/pictures"
)

// images answers for studies/{study}/series/{series}/instances/{instance}: the object that lists
// the images of a study (KOS), as DICOM JSON or as a file, and each image (WADO-RS, RAD-107), as
// a file in a multipart answer.
func (n *Network) images(r *http.Request, e *endpoint, access oauth.Access, rest string) (*reply, error) {
	if e.service.id == dossier.Images {
		for _, s := range dossier.Studies() {
			if s.Person != access.Person || s.Provider != e.provider.Key {
				continue
			}
			if rest == s.Path() {
				return listOfImages(r, s)
			}
			list := pictures.List(s)
			if i := slices.IndexFunc(list.Images, func(ref dicom.Reference) bool { return ref.Path() == rest }); i >= 0 {
				return n.imageOf(r, s, i)
			}
		}
	}
	return nil, refuse(http.StatusNotFound, "not-found", "there is no such object")
}

const (
	dicomFile = "application/dicom"
	dicomJSON = "application/dicom+json"
	related   = "multipart/related"
)

// wants tells which of the kinds on offer is asked for first, "" where none is. For a multipart
// answer its parts must be DICOM files, in the one way of writing that there is.
func wants(r *http.Request, offered ...string) string {
	for part := range strings.SplitSeq(strings.Join(r.Header.Values("Accept"), ","), ",") {
		kind, params, err := mime.ParseMediaType(strings.TrimSpace(part))
		if err != nil {
			continue
		}
		if syntax := params["transfer-syntax"]; syntax != "" && syntax != "*" && syntax != dicom.ExplicitLittle {
			continue
		}
		if kind == related && params["type"] != dicomFile {
			continue
		}
		if kind == "*/*" {
			return offered[0]
		}
		if slices.Contains(offered, kind) {
			return kind
		}
	}
	return ""
}

func listOfImages(r *http.Request, s dossier.Study) (*reply, error) {
	list := pictures.List(s)
	switch wants(r, dicomJSON, dicomFile, related) {
	case dicomJSON:
		return listAsJSON(s)
	case dicomFile:
		body, err := dicom.WriteStudy(s.Series, s.KOS, list)
		if err != nil {
			return nil, err
		}
		return &reply{http.StatusOK, http.Header{"Content-Type": {dicomFile}}, body}, nil
	case related:
		body, err := dicom.WriteStudy(s.Series, s.KOS, list)
		if err != nil {
			return nil, err
		}
		return inParts(body)
	}
	return nil, refuse(http.StatusNotAcceptable, "not-supported", "this object is given as %s or %s", dicomJSON, dicomFile)
}

func listAsJSON(s dossier.Study) (*reply, error) {
	type element struct {
		VR    string `json:"vr"`
		Value []any  `json:"Value"`
	}
	uid := func(v string) element { return element{"UI", []any{v}} }
	var images []any
	for _, ref := range pictures.List(s).Images {
		images = append(images, map[string]element{"00081150": uid(ref.Class), "00081155": uid(ref.Instance)})
	}
	series := map[string]element{"0020000E": uid(s.Series), "00081199": {"SQ", images}}
	body, err := json.Marshal([]any{map[string]element{
		"00080016": uid(dicom.ClassKOS), "00080018": uid(s.KOS), "00080060": {"CS", []any{"KO"}}, "0020000D": uid(s.UID),
		"0040A375": {"SQ", []any{map[string]element{"0020000D": uid(s.UID), "00081115": {"SQ", []any{series}}}}},
	}})
	if err != nil {
		return nil, fmt.Errorf("writing the list of images: %w", err)
	}
	return &reply{http.StatusOK, http.Header{"Content-Type": {dicomJSON}}, body}, nil
}

// imageOf gives an image; in another form than a DICOM file in a multipart answer it is not given.
func (n *Network) imageOf(r *http.Request, s dossier.Study, i int) (*reply, error) {
	if wants(r, related) == "" {
		return nil, refuse(http.StatusNotAcceptable, "not-supported", "an image is given as %s; type=%q", related, dicomFile)
	}
	body, err := pictures.Instance(s, i, n.cfg.Now().AddDate(-s.Years, -s.Months, 0))
	if err != nil {
		return nil, err
	}
	return inParts(body)
}

// inParts puts one object in a multipart answer.
func inParts(body []byte) (*reply, error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreatePart(textproto.MIMEHeader{"Content-Type": {dicomFile}})
	if err == nil {
		_, err = part.Write(body)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("writing an answer in parts: %w", err)
	}
	kind := mime.FormatMediaType(related, map[string]string{"type": dicomFile, "boundary": w.Boundary()})
	return &reply{http.StatusOK, http.Header{"Content-Type": {kind}}, b.Bytes()}, nil
}
