// SPDX-License-Identifier: EUPL-1.2

package practice

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"regie/internal/practice/dossier"
	"regie/internal/practice/oauth"
)

// listOfImages answers for the object of a study that lists its images (a KOS), as DICOM JSON:
// studies/{study}/series/{series}/instances/{instance}. The images themselves are not served yet.
func (n *Network) listOfImages(r *http.Request, e *endpoint, access oauth.Access, rest string) (*reply, error) {
	studies := dossier.Studies()
	i := slices.IndexFunc(studies, func(s dossier.Study) bool {
		return s.Path() == rest && s.Person == access.Person && s.Provider == e.provider.Key
	})
	if i < 0 || e.service.id != dossier.Images {
		return nil, refuse(http.StatusNotFound, "not-found", "there is no such object")
	}
	if !strings.Contains(strings.Join(r.Header.Values("Accept"), ","), "application/dicom+json") {
		return nil, refuse(http.StatusNotAcceptable, "not-supported", "this object is given as application/dicom+json")
	}
	s := studies[i]
	type element struct {
		VR    string `json:"vr"`
		Value []any  `json:"Value"`
	}
	uid := func(v string) element { return element{"UI", []any{v}} }
	var images []any
	for _, instance := range s.Instances {
		images = append(images, map[string]element{"00081150": uid("1.2.840.10008.5.1.4.1.1.1.1"), "00081155": uid(instance)})
	}
	series := map[string]element{"0020000E": uid(s.Series), "00081199": {"SQ", images}}
	body, err := json.Marshal([]any{map[string]element{
		"00080016": uid("1.2.840.10008.5.1.4.1.1.88.59"), "00080018": uid(s.KOS), "00080060": {"CS", []any{"KO"}}, "0020000D": uid(s.UID),
		"0040A375": {"SQ", []any{map[string]element{"0020000D": uid(s.UID), "00081115": {"SQ", []any{series}}}}},
	}})
	if err != nil {
		return nil, fmt.Errorf("writing the list of images: %w", err)
	}
	out := &reply{http.StatusOK, http.Header{}, body}
	out.header.Set("Content-Type", "application/dicom+json")
	return out, nil
}
