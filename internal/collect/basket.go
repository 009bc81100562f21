// SPDX-License-Identifier: EUPL-1.2

package collect

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"regie/internal/store"
	"regie/internal/vault"
)

// Basket is what somebody is choosing before a journey: the words that are looked for, and
// the providers chosen so far. It is sealed like all else: where you look for care tells a lot.
type Basket struct {
	version uint64
	Kind    string    `json:"kind"`
	Made    time.Time `json:"made"`
	Query   string    `json:"query,omitempty"`
	Choices []Choice  `json:"choices,omitempty"`
}

const kindBasket = "basket"

// basketID is the same for everybody: the primary key has the person in front of it.
var basketID = store.ID{15: 2}

// basketLife is how long the choices of an earlier visit are remembered.
const basketLife = 12 * time.Hour

// Basket returns what was chosen so far; it may be empty.
func (c *Collector) Basket(ctx context.Context, v *vault.Opened) (*Basket, error) {
	var b *Basket
	err := c.cfg.DB.View(ctx, v.Scope(), func(tx *store.Tx) (err error) {
		b, err = c.basket(tx, v)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading what was chosen: %w", err)
	}
	return b, nil
}

func (c *Collector) basket(tx *store.Tx, v *vault.Opened) (*Basket, error) {
	b := &Basket{}
	version, err := get(tx, v, vault.Flows, basketID, b)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return nil, err
	}
	if c.now().Sub(b.Made) > basketLife {
		b = &Basket{}
	}
	b.Kind, b.version = kindBasket, version
	// A provider may have left the list since.
	b.Choices = slices.DeleteFunc(b.Choices, func(ch Choice) bool {
		_, ok := c.cfg.Network.Lists.Provider(ch.Provider)
		return !ok
	})
	return b, nil
}

func (c *Collector) changeBasket(ctx context.Context, v *vault.Opened, change func(*Basket)) error {
	err := c.cfg.DB.Update(ctx, v.Scope(), func(tx *store.Tx) error {
		b, err := c.basket(tx, v)
		if err != nil {
			return err
		}
		change(b)
		b.Made = c.now()
		return put(tx, v, vault.Flows, basketID, b.version+1, b)
	})
	if err != nil {
		return fmt.Errorf("keeping what was chosen: %w", err)
	}
	return nil
}

// Look remembers what is looked for.
func (c *Collector) Look(ctx context.Context, v *vault.Opened, query string) error {
	query = strings.TrimSpace(strings.ToValidUTF8(query, ""))
	if utf8.RuneCountInString(query) > maxQuery {
		query = string([]rune(query)[:maxQuery])
	}
	return c.changeBasket(ctx, v, func(b *Basket) { b.Query = query })
}

// Choose puts a provider in the basket with the services that are usual; false where it is not in
// the list, has nothing that Regie collects, or the basket is full.
func (c *Collector) Choose(ctx context.Context, v *vault.Opened, provider string) (bool, error) {
	found, ok := c.Provider(ctx, provider)
	if !ok || len(found.Services) == 0 {
		return false, nil
	}
	done := false
	err := c.changeBasket(ctx, v, func(b *Basket) {
		done = b.Has(provider)
		if !done && len(b.Choices) < maxChoices {
			b.Choices = append(b.Choices, Choice{Provider: provider, Services: c.cfg.Table.Usual(found.Services)})
			done = true
		}
	})
	return done, err
}

// Unchoose takes a provider out of the basket.
func (c *Collector) Unchoose(ctx context.Context, v *vault.Opened, provider string) error {
	return c.changeBasket(ctx, v, func(b *Basket) {
		b.Choices = slices.DeleteFunc(b.Choices, func(ch Choice) bool { return ch.Provider == provider })
	})
}

// Has tells whether a provider is in the basket.
func (b *Basket) Has(provider string) bool {
	return slices.ContainsFunc(b.Choices, func(ch Choice) bool { return ch.Provider == provider })
}

// Empty takes everything out of the basket.
func (c *Collector) Empty(ctx context.Context, v *vault.Opened) error {
	return c.changeBasket(ctx, v, func(b *Basket) { b.Query, b.Choices = "", nil })
}

// SetServices sets what is wanted of the providers in the basket.
func (c *Collector) SetServices(ctx context.Context, v *vault.Opened, wanted map[string][]string) error {
	return c.changeBasket(ctx, v, func(b *Basket) {
		for i := range b.Choices {
			b.Choices[i].Services = wanted[b.Choices[i].Provider]
		}
	})
}
