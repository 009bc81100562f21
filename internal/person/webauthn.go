// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"regie/internal/store"
)

// credential is what is kept of a passkey.
type credential struct {
	ID         []byte   `json:"id"`
	Public     []byte   `json:"public"`
	Flags      byte     `json:"flags"`
	AAGUID     []byte   `json:"aaguid,omitempty"`
	Count      uint32   `json:"count,omitempty"`
	Transports []string `json:"transports,omitempty"`
}

func newWebAuthn(origin *url.URL) (*webauthn.WebAuthn, error) {
	return webauthn.New(&webauthn.Config{
		RPID:          origin.Hostname(),
		RPDisplayName: "Regie",
		RPOrigins:     []string{origin.Scheme + "://" + origin.Host},
		// Who made the device is not asked: that would tell more about a person than is needed.
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey:        protocol.ResidentKeyRequirementRequired,
			RequireResidentKey: protocol.ResidentKeyRequired(),
			UserVerification:   protocol.VerificationRequired,
		},
		Timeouts: webauthn.TimeoutsConfig{
			Login:        webauthn.TimeoutConfig{Timeout: challengeFor, TimeoutUVD: challengeFor},
			Registration: webauthn.TimeoutConfig{Timeout: challengeFor, TimeoutUVD: challengeFor},
		},
		// Browsers may add outputs that nobody asked for, such as credProps; they are not used.
		ExtensionsUnsolicitedOutputPolicy: protocol.UnsolicitedOutputPolicyIgnore,
	})
}

// prfSalt is what the PRF extension is evaluated over: one value for this site. The
// authenticator has a secret of its own for each passkey, so the outputs differ; that the
// value is the same for all lets somebody sign in without saying first who they are. See
// docs/decisions/0010-passkeys-open-the-vault.md.
func (s *Service) prfSalt() []byte {
	h := sha256.Sum256([]byte("regie prf 1|" + s.authn.Config.RPID))
	return h[:]
}

func (s *Service) prfInput() webauthn.ExtensionOption {
	return webauthn.WithExtensionPRF(protocol.PRFValues{First: s.prfSalt()})
}

// user shows a person to the library.
type user struct {
	id    store.ID
	name  string
	creds []webauthn.Credential
}

func (u user) WebAuthnID() []byte                         { return u.id[:] }
func (u user) WebAuthnName() string                       { return u.name }
func (u user) WebAuthnDisplayName() string                { return u.name }
func (u user) WebAuthnCredentials() []webauthn.Credential { return u.creds }

func userOf(id store.ID, name string, fs []factor) user {
	u := user{id: id, name: name}
	for _, f := range fs {
		if f.Key != nil {
			u.creds = append(u.creds, f.Key.library())
		}
	}
	return u
}

func (c *credential) library() webauthn.Credential {
	out := webauthn.Credential{
		ID: c.ID, PublicKey: c.Public,
		Flags:             webauthn.NewCredentialFlags(protocol.AuthenticatorFlags(c.Flags)),
		Authenticator:     webauthn.Authenticator{AAGUID: c.AAGUID, SignCount: c.Count},
		AttestationType:   "none",
		AttestationFormat: "none",
	}
	for _, t := range c.Transports {
		out.Transport = append(out.Transport, protocol.AuthenticatorTransport(t))
	}
	return out
}

func credentialOf(c *webauthn.Credential) *credential {
	out := &credential{
		ID: c.ID, Public: c.PublicKey, Flags: byte(c.Flags.ProtocolValue()),
		AAGUID: c.Authenticator.AAGUID, Count: c.Authenticator.SignCount,
	}
	for _, t := range c.Transport {
		out.Transports = append(out.Transports, string(t))
	}
	return out
}

// ErrKeyRefused: what the browser sent about a passkey does not hold: made for another site or
// another moment, without checking who the person is, used before, or damaged.
var ErrKeyRefused = errors.New("person: passkey refused")

// askCreate writes the options for making a passkey, as the browser takes them.
func (s *Service) askCreate(u user, use string) (options []byte, err error) {
	creation, _, err := s.beginCreate(u, s.challenge(use))
	if err != nil {
		return nil, err
	}
	return json.Marshal(creation.Response)
}

func (s *Service) beginCreate(u user, challenge []byte) (*protocol.CredentialCreation, *webauthn.SessionData, error) {
	creation, session, err := s.authn.BeginRegistration(u,
		webauthn.WithExclusions(webauthn.Credentials(u.creds).CredentialDescriptors()),
		webauthn.WithExtensions(s.prfInput(), webauthn.WithExtensionCredProps()))
	if err != nil {
		return nil, nil, fmt.Errorf("beginning a passkey: %w", err)
	}
	creation.Response.Challenge, session.Challenge = challenge, protocol.URLEncodedBase64(challenge).String()
	return creation, session, nil
}

// checkCreate checks a new passkey. prf is the output of the extension, nil where the browser
// gives it only later; can tells that it will.
func (s *Service) checkCreate(u user, use string, response []byte) (c *credential, spent []byte, prf []byte, can bool, err error) {
	parsed, err := protocol.ParseCredentialCreationResponseBytes(response)
	if err != nil {
		return nil, nil, nil, false, s.refuse(err)
	}
	challenge, err := s.takeChallenge(use, parsed.Response.CollectedClientData)
	if err != nil {
		return nil, nil, nil, false, s.refuse(err)
	}
	_, session, err := s.beginCreate(u, challenge)
	if err != nil {
		return nil, nil, nil, false, err
	}
	made, err := s.authn.CreateCredential(u, *session, parsed)
	if err != nil {
		return nil, nil, nil, false, s.refuse(err)
	}
	prf, can = prfOf(parsed.ClientExtensionResults)
	return credentialOf(made), challenge, prf, can, nil
}

// askGet writes the options for using a passkey: one of allowed, or any where that is empty.
func (s *Service) askGet(u *user, use string) (options []byte, err error) {
	assertion, _, err := s.beginGet(u, s.challenge(use))
	if err != nil {
		return nil, err
	}
	return json.Marshal(assertion.Response)
}

func (s *Service) beginGet(u *user, challenge []byte) (*protocol.CredentialAssertion, *webauthn.SessionData, error) {
	opts := []webauthn.LoginOption{webauthn.WithChallenge(challenge), webauthn.WithAssertionExtensions(s.prfInput())}
	var a *protocol.CredentialAssertion
	var d *webauthn.SessionData
	var err error
	if u == nil {
		a, d, err = s.authn.BeginDiscoverableLogin(opts...)
	} else {
		a, d, err = s.authn.BeginLogin(*u, opts...)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("asking for a passkey: %w", err)
	}
	return a, d, nil
}

// answer is a passkey that was used and found right.
type answer struct {
	credential []byte // its id
	spent      []byte // the challenge
	prf        []byte // nil where the passkey does not give it
	count      uint32
	flags      byte
}

// parseGet reads which person a passkey says it is of, before anything is checked.
func (s *Service) parseGet(use string, response []byte) (parsed *protocol.ParsedCredentialAssertionData, challenge []byte, who store.ID, err error) {
	parsed, err = protocol.ParseCredentialRequestResponseBytes(response)
	if err != nil {
		return nil, nil, who, s.refuse(err)
	}
	if challenge, err = s.takeChallenge(use, parsed.Response.CollectedClientData); err != nil {
		return nil, nil, who, s.refuse(err)
	}
	if n := copy(who[:], parsed.Response.UserHandle); n != len(parsed.Response.UserHandle) || (n != 0 && n != len(who)) {
		return nil, nil, store.ID{}, s.refuse(errors.New("user handle of another size"))
	}
	return parsed, challenge, who, nil
}

// checkGet checks a used passkey against those of u. known tells that the person was known
// when it was asked for, and not only through the passkey.
func (s *Service) checkGet(u user, known bool, challenge []byte, parsed *protocol.ParsedCredentialAssertionData) (answer, error) {
	asked := &u
	if !known {
		asked = nil
	}
	_, session, err := s.beginGet(asked, challenge)
	if err != nil {
		return answer{}, err
	}
	var got *webauthn.Credential
	if known {
		got, err = s.authn.ValidateLogin(u, *session, parsed)
	} else {
		find := func(_, _ []byte) (webauthn.User, error) { return u, nil }
		_, got, err = s.authn.ValidatePasskeyLogin(find, *session, parsed)
	}
	if err != nil {
		return answer{}, s.refuse(err)
	}
	if got.Authenticator.CloneWarning {
		return answer{}, s.refuse(errors.New("the counter of the passkey went back"))
	}
	out := answer{credential: got.ID, spent: challenge, count: got.Authenticator.SignCount, flags: byte(got.Flags.ProtocolValue())}
	out.prf, _ = prfOf(parsed.ClientExtensionResults)
	return out, nil
}

// takeChallenge returns the challenge that was signed, if it was made for this use.
func (s *Service) takeChallenge(use string, data protocol.CollectedClientData) ([]byte, error) {
	b, err := base64.RawURLEncoding.DecodeString(data.Challenge)
	if err != nil {
		return nil, errChallenge
	}
	return b, s.checkChallenge(use, b)
}

// prfOf returns the output of the PRF extension, and whether the passkey can give one.
func prfOf(out protocol.AuthenticationExtensionsClientOutputs) (prf []byte, can bool) {
	if out.PRF == nil {
		return nil, false
	}
	if out.PRF.Results != nil && len(out.PRF.Results.First) == 32 {
		return out.PRF.Results.First, true
	}
	return nil, out.PRF.Enabled != nil && *out.PRF.Enabled
}

// refuse notes why a passkey was refused, without anything that came from outside.
func (s *Service) refuse(err error) error {
	var p *protocol.Error
	reason := "unknown"
	switch {
	case errors.Is(err, errChallenge):
		reason = "challenge"
	case errors.As(err, &p):
		reason = p.Type
	}
	s.log.Info("passkey refused", "reason", reason)
	return fmt.Errorf("%w (%s)", ErrKeyRefused, reason)
}

// spendChallenge makes that a challenge works once.
func (s *Service) spendChallenge(tx *store.Tx, challenge []byte) error {
	fresh, err := tx.Spend(challenge[:24], s.now().Add(challengeFor+2*clockSlack))
	if err != nil {
		return err
	}
	if !fresh {
		return fmt.Errorf("%w (used before)", ErrKeyRefused)
	}
	return nil
}

// useKey notes in the transaction that a passkey was used.
func (s *Service) useKey(tx *store.Tx, f factor, a answer) error {
	f.Key.Count, f.Key.Flags, f.Used = max(f.Key.Count, a.count), a.flags, s.now().UTC().Truncate(time.Second)
	return s.putFactor(tx, &f)
}
