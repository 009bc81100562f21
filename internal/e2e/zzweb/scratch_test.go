//go:build scratch

// SPDX-License-Identifier: EUPL-1.2

package zzweb

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"regie/internal/e2e/browser"
)

func TestScratch(t *testing.T) {
	base := os.Getenv("BASE")
	p := browser.Open(t, base)
	p.Allow("status of")
	dir := os.Getenv("OUT")
	n := 0
	look := func(name string) {
		n++
		for _, w := range []int{360, 1280} {
			p.Width(w)
			p.Axe()
			p.Screenshot(filepath.Join(dir, fmt.Sprintf("%02d-%s-%d.png", n, name, w)))
		}
	}
	p.Authenticator(true)
	p.Goto("/")
	p.Click("Maak een account")
	p.Fill("Uw mailadres", fmt.Sprintf("anna%d@voorbeeld.nl", os.Getpid()))
	p.Fill("Dag", "3")
	p.Fill("Maand", "4")
	p.Fill("Jaar", "1968")
	look("aanmelden")
	p.Choose("Regie mag mijn gezondheidsgegevens")
	p.Click("Verder")
	look("mail")
	p.Goto("/oefenpost")
	look("oefenpost")
	link := browser.Eval[string](p, `[...document.querySelectorAll('main a')].map(a => a.href).find(h => h.includes('?c='))`)
	p.Goto(link)
	p.Click("Ja, dit is mijn mailadres")
	look("inlogmanier")
	p.Click("Kies toegangssleutel")
	look("sleutel")
	p.Click("Maak de toegangssleutel")
	p.At("/aanmelden/herstelblad")
	look("herstelblad")
	groups := browser.Eval[[]string](p, `[...document.querySelectorAll('.rg-kit__signs')].map(e => e.textContent)`)
	p.Click("Ik heb het bewaard")
	labels := browser.Eval[[]string](p, `[...document.querySelectorAll('main .utrecht-form-label')].map(e => e.textContent.trim())`)
	look("controle")
	for _, l := range labels {
		var k int
		fmt.Sscanf(l, "Groep %d", &k)
		p.Fill(l, strings.ToLower(groups[k-1]))
	}
	p.Click("Klaar")
	p.At("/overzicht")
	look("overzicht-leeg")
	for _, path := range strings.Split(os.Getenv("PAGES"), ",") {
		p.Goto(path)
		look(strings.ReplaceAll(strings.Trim(path, "/"), "/", "-"))
	}
	c := browser.Eval[string](p, `document.cookie`)
	t.Log(c)
}
