// SPDX-License-Identifier: EUPL-1.2

package vault

import "context"

// WrapPassword makes the envelope of a password. ctx bounds the wait for a turn.
func (l *Locksmith) WrapPassword(ctx context.Context, w Owner, password string, root RootKey) ([]byte, error) {
	salt := make([]byte, saltSize)
	fill(l.rand, salt)
	stretched, err := l.stretch(ctx, password, l.cost, salt)
	if err != nil {
		return nil, err
	}
	return l.wrap(w, kindPassword, l.cost.params(salt), expand(stretched, nil, "pgo/1/pw/wrap"), root)
}

// UnwrapPassword opens the envelope of a password: ErrWrongSecret where it is not the password; ErrWeak where the
// envelope asks for a derivation out of bounds.
func (l *Locksmith) UnwrapPassword(ctx context.Context, w Owner, password string, sealed []byte) (RootKey, error) {
	e, err := l.peel(w, kindPassword, sealed)
	if err != nil {
		return RootKey{}, err
	}
	cost, salt, err := parseArgon(e.params)
	if err != nil {
		return RootKey{}, err
	}
	if !l.cost.within(cost) {
		return RootKey{}, ErrWeak
	}
	stretched, err := l.stretch(ctx, password, cost, salt)
	if err != nil {
		return RootKey{}, err
	}
	return e.unwrap(w, expand(stretched, nil, "pgo/1/pw/wrap"))
}

// PretendPassword does the work of UnwrapPassword where there is no envelope, so that an unknown address takes as long
// as a known one. It returns ErrWrongSecret, or the error of ctx.
func (l *Locksmith) PretendPassword(ctx context.Context, password string) error {
	stretched, err := l.stretch(ctx, password, l.cost, make([]byte, saltSize))
	if err != nil {
		return err
	}
	clear(stretched)
	return ErrWrongSecret
}
