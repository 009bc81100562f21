// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"context"
	"fmt"
	"slices"

	"regie/internal/store"
	"regie/internal/vault"
)

// Found is a sample with what it is and where it is from.
type Found struct {
	Kind   Kind
	Source Source
	Sample Sample
}

// From returns all samples of some sources, by kind. Those of others are not unpacked, however
// many there are.
func (b *Books) From(ctx context.Context, v *vault.Opened, of func(Source) bool) (out []Found, err error) {
	err = b.view(ctx, v, func(tx *store.Tx, bk *book) error {
		out = nil
		wanted := make([]bool, len(bk.sources))
		for i, s := range bk.sources {
			wanted[i] = of(s)
		}
		if !slices.Contains(wanted, true) {
			return nil
		}
		for _, k := range bk.kinds {
			for _, m := range k.months {
				plain, _, err := v.Get(tx, vault.Samples, bk.blockID(k.kind, m))
				if err != nil {
					return fmt.Errorf("reading a block: %w", err)
				}
				bl, err := decodeBlock(plain)
				if err != nil {
					return err
				}
				bl.layers = slices.DeleteFunc(bl.layers, func(l layer) bool { return !wanted[l.source] })
				for _, d := range bl.days() {
					all, err := bl.of(d)
					if err != nil {
						return err
					}
					for _, h := range all {
						for _, x := range h.samples {
							out = append(out, Found{k.kind, bk.sources[h.source], x})
						}
					}
				}
			}
		}
		return nil
	})
	return out, err
}
