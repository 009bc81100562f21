// SPDX-License-Identifier: EUPL-1.2

package route

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"unicode/utf8"
)

// maxFieldBytes is how long a field beside a file may be.
const maxFieldBytes = 16 << 10

// Upload reads a form with one file, in the field named file, and returns the bytes of the file
// (nil where none was chosen) and the other fields. Nothing touches the disk. It fails with
// TooLarge where the file has more than most bytes or the body more than the route allows.
func (r *Request) Upload(file string, most int64) ([]byte, url.Values, error) {
	reader, err := r.MultipartReader()
	if err != nil {
		return nil, nil, BadInput(err)
	}
	var content []byte
	values := url.Values{}
	for n := 0; ; n++ {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			return content, values, nil
		}
		if err == nil && n > maxFields {
			err = errors.New("too many fields")
		}
		if err != nil {
			return nil, nil, badUpload(err)
		}
		limit := int64(maxFieldBytes)
		if part.FormName() == file {
			limit = most
		}
		b, err := io.ReadAll(io.LimitReader(part, limit+1))
		if err != nil {
			return nil, nil, badUpload(err)
		}
		switch {
		case int64(len(b)) > limit:
			return nil, nil, TooLarge()
		case part.FormName() == file:
			if len(b) > 0 {
				content = b
			}
		case utf8.Valid(b):
			values.Add(part.FormName(), string(b))
		}
	}
}

func badUpload(err error) error {
	if large := new(http.MaxBytesError); errors.As(err, &large) {
		return TooLarge()
	}
	return BadInput(err)
}
