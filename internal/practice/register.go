// SPDX-License-Identifier: EUPL-1.2

package practice

import (
	"fmt"
	"slices"

	"regie/internal/practice/front"
)

// AuthorizeURLs are the authorization addresses as the provider list has them, one
// for each service provider. They are known once the network listens.
func (n *Network) AuthorizeURLs() []string {
	out := make([]string, len(dvas))
	for i, d := range dvas {
		out[i] = n.frontOrigin(d.front) + front.AuthorizePath
	}
	return out
}

// Register adds addresses to which a client may have its people sent back, for a
// client that has one for each authorization server.
func (n *Network) Register(clientID string, redirectURIs ...string) error {
	n.lists.mu.Lock()
	defer n.lists.mu.Unlock()
	for i, c := range n.cfg.Clients {
		if c.ID != clientID {
			continue
		}
		c.RedirectURIs = slices.Concat(c.RedirectURIs, redirectURIs)
		if err := c.Check(); err != nil {
			return err
		}
		n.cfg.Clients[i] = c
		return nil
	}
	return fmt.Errorf("there is no client %s", clientID)
}
