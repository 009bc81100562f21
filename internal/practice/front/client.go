// SPDX-License-Identifier: EUPL-1.2

package front

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"
)

// Client is a personal health environment as the network knows it.
type Client struct {
	ID           string   // its host name, which is its client_id: "regie.localhost"
	Organisation string   // shown to the person, 3 to 50 characters
	RedirectURIs []string // each is accepted exactly as it stands here
	Services     []string // data services it is admitted to; nil is all
}

// Check tells whether a client can be taken up. An address to come back to is
// https on the client's own host, or plain http on the loopback address: that
// one exception to the rules is what practising on one machine needs.
func (c Client) Check() error {
	if !strings.Contains(c.ID, ".") || strings.ToLower(c.ID) != c.ID {
		return fmt.Errorf("client id %q is not a host name", c.ID)
	}
	if n := utf8.RuneCountInString(c.Organisation); n < 3 || n > 50 {
		return fmt.Errorf("the organisation of %s must have 3 to 50 characters", c.ID)
	}
	if len(c.RedirectURIs) == 0 {
		return fmt.Errorf("client %s has no redirect_uri", c.ID)
	}
	for _, raw := range c.RedirectURIs {
		if err := c.checkRedirect(raw); err != nil {
			return fmt.Errorf("redirect_uri %q of %s: %w", raw, c.ID, err)
		}
	}
	return nil
}

func (c Client) checkRedirect(raw string) error {
	u, err := url.Parse(raw)
	if err != nil {
		return errors.New("it can't be read")
	}
	host := u.Hostname()
	loopback := host == "localhost" || host == "127.0.0.1" || strings.HasSuffix(host, ".localhost")
	switch {
	case u.User != nil || u.RawQuery != "" || strings.ContainsAny(raw, "#?"):
		return errors.New("it has more than a host and a path")
	case u.Scheme == "https" && (host == c.ID || loopback):
		return nil
	case u.Scheme == "http" && loopback:
		return nil
	}
	return errors.New("it is not https on the client's own host")
}
