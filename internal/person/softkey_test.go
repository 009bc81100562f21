// SPDX-License-Identifier: EUPL-1.2

package person

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"testing"
)

// softKey is an authenticator made of software: what a phone or a stick does with a passkey.
type softKey struct {
	t      *testing.T
	key    *ecdsa.PrivateKey
	id     []byte
	handle []byte
	secret []byte // of the PRF extension
	count  uint32

	origin   string
	rpid     string
	noUV     bool // does not check who the person is
	prf      bool // has the extension
	prfLater bool // gives its output only when the passkey is used
}

var b64 = base64.RawURLEncoding

func newSoftKey(t *testing.T, prf bool) *softKey {
	t.Helper()
	k := &softKey{t: t, prf: prf, origin: "https://regie.example", rpid: "regie.example", id: make([]byte, 24), secret: make([]byte, 32)}
	var err error
	if k.key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		t.Fatal(err)
	}
	_, _ = rand.Read(k.id)
	_, _ = rand.Read(k.secret)
	return k
}

// options is what a browser reads of the options from the server.
type options struct {
	Challenge string `json:"challenge"`
	User      struct {
		ID string `json:"id"`
	} `json:"user"`
	Allow []struct {
		ID string `json:"id"`
	} `json:"allowCredentials"`
	Selection struct {
		UV       string `json:"userVerification"`
		Resident string `json:"residentKey"`
	} `json:"authenticatorSelection"`
	UV         string `json:"userVerification"`
	Extensions struct {
		PRF struct {
			Eval struct {
				First string `json:"first"`
			} `json:"eval"`
		} `json:"prf"`
	} `json:"extensions"`
}

func (k *softKey) read(raw []byte) options {
	k.t.Helper()
	var o options
	if err := json.Unmarshal(raw, &o); err != nil {
		k.t.Fatal(err)
	}
	return o
}

func (k *softKey) eval(o options) string {
	k.t.Helper()
	salt, err := b64.DecodeString(o.Extensions.PRF.Eval.First)
	if err != nil || len(salt) != 32 {
		k.t.Fatalf("the options ask for no PRF: %q", o.Extensions.PRF.Eval.First)
	}
	m := hmac.New(sha256.New, k.secret)
	m.Write(salt)
	return b64.EncodeToString(m.Sum(nil))
}

func (k *softKey) authData(flags byte, attested []byte) []byte {
	h := sha256.Sum256([]byte(k.rpid))
	if !k.noUV {
		flags |= 0x04
	}
	b := append(h[:], flags|0x01)
	b = binary.BigEndian.AppendUint32(b, k.count)
	return append(b, attested...)
}

func (k *softKey) clientData(kind, challenge string) []byte {
	b, err := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": k.origin, "crossOrigin": false})
	if err != nil {
		k.t.Fatal(err)
	}
	return b
}

func (k *softKey) extensions(o options, creating bool) map[string]any {
	if !k.prf {
		return map[string]any{}
	}
	out := map[string]any{}
	if creating {
		out["enabled"] = true
	}
	if !creating || !k.prfLater {
		out["results"] = map[string]string{"first": k.eval(o)}
	}
	return map[string]any{"prf": out}
}

// create makes the passkey.
func (k *softKey) create(raw []byte) []byte {
	k.t.Helper()
	o := k.read(raw)
	if o.Selection.UV != "required" || o.Selection.Resident != "required" {
		k.t.Fatalf("the options ask too little: %s", raw)
	}
	var err error
	if k.handle, err = b64.DecodeString(o.User.ID); err != nil {
		k.t.Fatal(err)
	}
	pub, err := k.key.PublicKey.Bytes() // 4 | x | y
	if err != nil {
		k.t.Fatal(err)
	}
	// COSE key: kty EC2, alg ES256, crv P-256, x, y
	cose := append([]byte{0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20}, pub[1:33]...)
	cose = append(append(cose, 0x22, 0x58, 0x20), pub[33:]...)
	attested := make([]byte, 16) // no model number
	attested = binary.BigEndian.AppendUint16(attested, uint16(len(k.id)))
	attested = append(append(attested, k.id...), cose...)
	data := k.authData(0x40, attested)
	// Attestation object: {"fmt": "none", "attStmt": {}, "authData": data}
	object := append([]byte{0xa3, 0x63}, "fmt"...)
	object = append(append(object, 0x64), "none"...)
	object = append(append(object, 0x67), "attStmt"...)
	object = append(append(object, 0xa0, 0x68), "authData"...)
	object = append(binary.BigEndian.AppendUint16(append(object, 0x59), uint16(len(data))), data...)
	return k.answer(map[string]any{
		"clientDataJSON":    b64.EncodeToString(k.clientData("webauthn.create", o.Challenge)),
		"attestationObject": b64.EncodeToString(object),
		"transports":        []string{"internal"},
	}, k.extensions(o, true))
}

// get uses it.
func (k *softKey) get(raw []byte) []byte {
	k.t.Helper()
	o := k.read(raw)
	if o.UV != "required" {
		k.t.Fatalf("the options ask too little: %s", raw)
	}
	if k.count > 0 {
		k.count++
	}
	data, client := k.authData(0, nil), k.clientData("webauthn.get", o.Challenge)
	h := sha256.Sum256(client)
	digest := sha256.Sum256(append(append([]byte{}, data...), h[:]...))
	sig, err := ecdsa.SignASN1(rand.Reader, k.key, digest[:])
	if err != nil {
		k.t.Fatal(err)
	}
	return k.answer(map[string]any{
		"clientDataJSON":    b64.EncodeToString(client),
		"authenticatorData": b64.EncodeToString(data),
		"signature":         b64.EncodeToString(sig),
		"userHandle":        b64.EncodeToString(k.handle),
	}, k.extensions(o, false))
}

func (k *softKey) answer(response, extensions map[string]any) []byte {
	id := b64.EncodeToString(k.id)
	b, err := json.Marshal(map[string]any{
		"id": id, "rawId": id, "type": "public-key", "authenticatorAttachment": "platform",
		"response": response, "clientExtensionResults": extensions,
	})
	if err != nil {
		k.t.Fatal(err)
	}
	return b
}

// addKey makes a passkey for somebody.
func (h *house) addKey(who Holder, k *softKey) KeyResult {
	h.t.Helper()
	return must(h.AddKey(ctx, who, k.create(must(h.AskKey(ctx, who))(h.t)), "mijn telefoon"))(h.t)
}
