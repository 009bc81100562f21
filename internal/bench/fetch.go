// SPDX-License-Identifier: EUPL-1.2

package bench

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"time"
)

// plain fetches without following anything, and without unpacking what comes.
func plain(method, address string, encodings ...string) (*http.Response, error) {
	req, err := http.NewRequest(method, address, nil)
	if err != nil {
		return nil, err
	}
	for _, e := range encodings {
		req.Header.Set("Accept-Encoding", e)
	}
	client := &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{DisableCompression: true, DisableKeepAlives: true}}
	return client.Do(req)
}

func readable(b []byte, encoding string) (string, error) {
	if encoding != "gzip" {
		return string(b), nil
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return "", err
	}
	out, err := io.ReadAll(z)
	return string(out), err
}

// asks is a request of the one person who is signed in.
func asks(method, path string, body io.Reader) *http.Request {
	req := httptest.NewRequest(method, "http://localhost:8080"+path, body)
	for _, name := range []string{"regie", "__Host-regie"} {
		req.AddCookie(&http.Cookie{Name: name, Value: "bench"})
	}
	req.Header.Set("Accept-Language", "nl")
	return req
}

func fetch(site http.Handler, path, encoding string) (*httptest.ResponseRecorder, error) {
	req := asks(http.MethodGet, path, nil)
	if encoding != "" {
		req.Header.Set("Accept-Encoding", encoding)
	}
	w := httptest.NewRecorder()
	site.ServeHTTP(w, req)
	if w.Code != http.StatusOK {
		return nil, fmt.Errorf("%s answered %d", path, w.Code)
	}
	return w, nil
}
