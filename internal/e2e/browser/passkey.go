// SPDX-License-Identifier: EUPL-1.2

package browser

import (
	"strconv"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
)

// Authenticator is a virtual passkey device in the browser.
type Authenticator struct {
	p  *Page
	id webauthn.AuthenticatorID
}

// Authenticator puts in a passkey device that verifies its user by itself. prf says whether
// its passkeys can open a vault (the PRF extension).
func (p *Page) Authenticator(prf bool) *Authenticator {
	p.t.Helper()
	_, err := chromedp.Call(p.ctx, webauthn.Enable, webauthn.EnableParams{})
	p.must("enabling passkeys", err)
	res, err := chromedp.Call(p.ctx, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{
		Options: &webauthn.VirtualAuthenticatorOptions{
			Protocol: webauthn.AuthenticatorProtocolCtap2, Ctap2version: webauthn.Ctap2versionCtap21,
			Transport: webauthn.AuthenticatorTransportInternal, HasResidentKey: true, HasUserVerification: true,
			IsUserVerified: true, AutomaticPresenceSimulation: true, HasPrf: prf,
		},
	})
	p.must("adding a passkey device", err)
	return &Authenticator{p: p, id: res.AuthenticatorID}
}

// Count returns how many passkeys the device holds.
func (a *Authenticator) Count() int {
	a.p.t.Helper()
	res, err := chromedp.Call(a.p.ctx, webauthn.GetCredentials, webauthn.GetCredentialsParams{AuthenticatorID: a.id})
	a.p.must("listing passkeys", err)
	return len(res.Credentials)
}

// Remove takes the device out, as if it were lost.
func (a *Authenticator) Remove() {
	a.p.t.Helper()
	_, err := chromedp.Call(a.p.ctx, webauthn.RemoveVirtualAuthenticator, webauthn.RemoveVirtualAuthenticatorParams{AuthenticatorID: a.id})
	a.p.must("removing a passkey device", err)
}

// Refuse makes the person fail to prove who they are to the device, or succeed again.
func (a *Authenticator) Refuse(refuse bool) {
	a.p.t.Helper()
	_, err := chromedp.Call[webauthn.SetUserVerifiedParams, cdp.Empty](a.p.ctx, webauthn.SetUserVerified, webauthn.SetUserVerifiedParams{AuthenticatorID: a.id, IsUserVerified: !refuse})
	a.p.must("setting verification", err)
}

// SignIn clicks a button that signs in with a passkey, until the page is the one that it leads
// to. A browser also offers passkeys by itself in the field of the address, and a device that
// always says yes then may be in before the click.
func (p *Page) SignIn(button, path string) {
	p.t.Helper()
	end := time.Now().Add(Patience)
	var clicked time.Time
	for {
		at, _, _ := strings.Cut(p.URL(), "?")
		switch {
		case at == path:
			return
		case time.Now().After(end):
			p.t.Fatalf("%q does not lead to %s; there is:\n%s", button, path, p.Text())
		case time.Since(clicked) > 3*time.Second:
			clicked = time.Now()
			ctx, cancel := p.within(Patience)
			// An error is a page that goes away meanwhile: the next round looks where it went.
			_, _ = chromedp.Run(ctx, chromedp.Evaluate[bool](`(name => { const b = [...document.querySelectorAll('button')].find(e => e.textContent.trim() === name); b?.click(); return !!b })(`+strconv.Quote(button)+`)`))
			cancel()
		}
		time.Sleep(100 * time.Millisecond)
	}
}
