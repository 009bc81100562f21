// SPDX-License-Identifier: EUPL-1.2

package vendor

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strconv"
	"time"
)

// How long things are good.
const (
	codeLife    = 30 * time.Second
	accessLife  = 3 * time.Hour
	refreshLife = 365 * 24 * time.Hour
	formerLife  = 8 * time.Hour // of a refresh token after it was swapped, unless the new access token is used
	nonceLife   = 10 * time.Minute
)

// Statuses of the interface.
const (
	statusOK        = 0
	statusSignature = 100 // who asks is not known
	statusToken     = 401
	statusParams    = 503
	statusBusy      = 601
)

// code is what a person comes back with.
type code struct {
	client, redirect, account string
	until                     time.Time
}

// grant is what a person allowed a client, with the refresh tokens of it.
type grant struct {
	Client  string    `json:"client"`
	Account string    `json:"account"`
	Current string    `json:"current"`
	Former  string    `json:"former,omitempty"`
	Swapped time.Time `json:"swapped"`
}

type access struct {
	grant string
	until time.Time
}

// refusal is an answer other than 0.
type refusal struct {
	status int
	wait   int
	text   string
}

func (v *Vendor) signed(form url.Values, once string) bool {
	c, ok := v.client(form.Get("client_id"))
	if !ok {
		return false
	}
	h := hmac.New(sha256.New, []byte(c.Secret))
	h.Write([]byte(form.Get("action") + "," + c.ID + "," + once))
	return hmac.Equal([]byte(form.Get("signature")), []byte(hex.EncodeToString(h.Sum(nil))))
}

// signature gives a number that is good for one signed call.
func (v *Vendor) signature(form url.Values, _ string) (any, *refusal) {
	at, err := strconv.ParseInt(form.Get("timestamp"), 10, 64)
	if form.Get("action") != "getnonce" || err != nil {
		return nil, &refusal{status: statusParams, text: "Invalid Params"}
	}
	off := v.cfg.Now().Sub(time.Unix(at, 0))
	if off > nonceLife || off < -nonceLife || !v.signed(form, form.Get("timestamp")) {
		return nil, &refusal{status: statusSignature, text: "signature"}
	}
	s, err := v.secret()
	if err != nil {
		return nil, &refusal{status: 2556, text: "internal"}
	}
	v.nonces[s] = v.cfg.Now().Add(nonceLife)
	return map[string]any{"nonce": s}, nil
}

func (v *Vendor) oauth2(form url.Values, _ string) (any, *refusal) {
	n := form.Get("nonce")
	until, known := v.nonces[n]
	delete(v.nonces, n)
	if !known || v.cfg.Now().After(until) || !v.signed(form, n) {
		return nil, &refusal{status: statusSignature, text: "signature"}
	}
	client := form.Get("client_id")
	switch form.Get("action") {
	case "requesttoken":
		return v.request(client, form)
	case "revoke":
		for id, g := range v.grants {
			if g.Client == client && userOf(g.Account) == form.Get("userid") {
				v.drop(id)
			}
		}
		return map[string]any{}, v.save()
	}
	return nil, &refusal{status: statusParams, text: "Invalid Params: action"}
}

func (v *Vendor) request(client string, form url.Values) (any, *refusal) {
	now := v.cfg.Now()
	switch form.Get("grant_type") {
	case "authorization_code":
		c := v.codes[form.Get("code")]
		delete(v.codes, form.Get("code"))
		if c == nil || c.client != client || c.redirect != form.Get("redirect_uri") || now.After(c.until) {
			return nil, &refusal{status: statusParams, text: "Invalid Params: invalid code"}
		}
		id, err := v.secret()
		if err != nil {
			return nil, &refusal{status: 2556, text: "internal"}
		}
		v.grants[id] = &grant{Client: client, Account: c.account}
		return v.give(id)
	case "refresh_token":
		token := form.Get("refresh_token")
		for id, g := range v.grants {
			switch {
			case g.Client != client, token == "":
			case token == g.Current && now.Sub(g.Swapped) < refreshLife, token == g.Former && now.Sub(g.Swapped) < formerLife:
				return v.give(id)
			}
		}
		return nil, &refusal{status: statusParams, text: "Invalid Params: invalid refresh_token"}
	}
	return nil, &refusal{status: statusParams, text: "Invalid Params: grant_type"}
}

// give makes new tokens of a grant.
func (v *Vendor) give(id string) (any, *refusal) {
	g := v.grants[id]
	a, err1 := v.secret()
	r, err2 := v.secret()
	if err1 != nil || err2 != nil {
		return nil, &refusal{status: 2556, text: "internal"}
	}
	g.Former, g.Current, g.Swapped = g.Current, r, v.cfg.Now()
	v.access[a] = &access{grant: id, until: v.cfg.Now().Add(accessLife)}
	user, _ := strconv.Atoi(userOf(g.Account))
	return map[string]any{"userid": user, "access_token": a, "refresh_token": r, "expires_in": int(accessLife / time.Second), "scope": "user.metrics,user.activity", "token_type": "Bearer"}, v.save()
}

// account finds whose an access token is. Its use ends the refresh token before it.
func (v *Vendor) account(token string) (string, *refusal) {
	a := v.access[token]
	if a == nil || v.cfg.Now().After(a.until) || v.grants[a.grant] == nil {
		return "", &refusal{status: statusToken, text: "XRequestID: Not provided invalid_token: The access token provided is invalid"}
	}
	g := v.grants[a.grant]
	if g.Former != "" {
		g.Former = ""
		if r := v.save(); r != nil {
			return "", r
		}
	}
	return g.Account, nil
}

func (v *Vendor) drop(id string) {
	delete(v.grants, id)
	for t, a := range v.access {
		if a.grant == id {
			delete(v.access, t)
		}
	}
}

// Withdraw ends what an account granted, as if done in the vendor's own app.
func (v *Vendor) Withdraw(account string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for id, g := range v.grants {
		if g.Account == account {
			v.drop(id)
		}
	}
}

// ForgetAccess ends all access tokens before their time.
func (v *Vendor) ForgetAccess() {
	v.mu.Lock()
	defer v.mu.Unlock()
	clear(v.access)
}

// Granted counts what accounts granted.
func (v *Vendor) Granted() int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return len(v.grants)
}

// userOf is the number of an account.
func userOf(account string) string {
	return strconv.Itoa(10_000_000 + slices.Index([]string{Anna, Bas}, account))
}

func (v *Vendor) load() error {
	if v.cfg.File == "" {
		return nil
	}
	b, err := os.ReadFile(v.cfg.File)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading what people granted the vendor: %w", err)
	}
	if err := json.Unmarshal(b, &v.grants); err != nil {
		return fmt.Errorf("reading what people granted the vendor: %w", err)
	}
	if v.grants == nil {
		v.grants = map[string]*grant{}
	}
	return nil
}

func (v *Vendor) save() *refusal {
	if v.cfg.File == "" {
		return nil
	}
	b, err := json.Marshal(v.grants)
	if err == nil {
		err = os.WriteFile(v.cfg.File+".nieuw", b, 0o600)
	}
	if err == nil {
		err = os.Rename(v.cfg.File+".nieuw", v.cfg.File)
	}
	if err != nil {
		v.cfg.Log.Error("practice: keeping what people granted the vendor", "err", err)
		return &refusal{status: 2556, text: "internal"}
	}
	return nil
}
