// SPDX-License-Identifier: EUPL-1.2

package bench

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
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
