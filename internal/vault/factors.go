// SPDX-License-Identifier: EUPL-1.2

package vault

import "errors"

// WrapPRF makes the envelope of a passkey from the output of its PRF extension (32 bytes).
func (l *Locksmith) WrapPRF(w Owner, credential, prf []byte, root RootKey) ([]byte, error) {
	if len(prf) != keySize || len(credential) == 0 {
		return nil, errors.New("vault: a passkey gives a credential id and 32 bytes")
	}
	return l.wrap(w, kindPRF, hkdfParams(), prfKey(w, credential, prf), root)
}

// UnwrapPRF opens the envelope of a passkey; ErrWrongSecret where it is another passkey.
func (l *Locksmith) UnwrapPRF(w Owner, credential, prf, sealed []byte) (RootKey, error) {
	if len(prf) != keySize || len(credential) == 0 {
		return RootKey{}, ErrWrongSecret
	}
	return l.unwrapRandom(w, kindPRF, prfKey(w, credential, prf), sealed)
}

func prfKey(w Owner, credential, prf []byte) []byte {
	return expand(prf, w.Person[:], "pgo/1/prf|"+string(credential))
}

// RecoverySecret is what a recovery code stands for: 160 random bits.
type RecoverySecret [20]byte

// WrapRecovery makes the envelope of a recovery code.
func (l *Locksmith) WrapRecovery(w Owner, code RecoverySecret, root RootKey) ([]byte, error) {
	return l.wrap(w, kindRecovery, hkdfParams(), recoveryKey(w, code), root)
}

// UnwrapRecovery opens the envelope of a recovery code; ErrWrongSecret where it is another code.
func (l *Locksmith) UnwrapRecovery(w Owner, code RecoverySecret, sealed []byte) (RootKey, error) {
	return l.unwrapRandom(w, kindRecovery, recoveryKey(w, code), sealed)
}

func recoveryKey(w Owner, code RecoverySecret) []byte {
	return expand(code[:], w.Person[:], "pgo/1/rec")
}

// WrapSession makes the envelope of a session: w.Factor is the id of the session, cookie the random key that only the
// browser keeps.
func (l *Locksmith) WrapSession(w Owner, cookie [32]byte, root RootKey) ([]byte, error) {
	return l.wrap(w, kindSession, hkdfParams(), sessionKey(w, cookie), root)
}

// UnwrapSession opens the envelope of a session; ErrWrongSecret where it is another cookie.
func (l *Locksmith) UnwrapSession(w Owner, cookie [32]byte, sealed []byte) (RootKey, error) {
	return l.unwrapRandom(w, kindSession, sessionKey(w, cookie), sealed)
}

func sessionKey(w Owner, cookie [32]byte) []byte {
	return expand(cookie[:], w.Person[:], "pgo/1/session")
}

func (l *Locksmith) unwrapRandom(w Owner, k kind, key, sealed []byte) (RootKey, error) {
	e, err := l.peel(w, k, sealed)
	if err != nil {
		return RootKey{}, err
	}
	if err := e.checkHKDF(); err != nil {
		return RootKey{}, err
	}
	return e.unwrap(w, key)
}

// hkdfParams is what stands in an envelope whose secret is random already.
func hkdfParams() []byte { return []byte{kdfHKDF} }

func (e envelope) checkHKDF() error {
	if len(e.params) != 1 || e.params[0] != kdfHKDF {
		return ErrWeak
	}
	return nil
}
