// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"

	"regie/internal/web/account"
	"regie/internal/web/board"
	"regie/internal/web/help"
	"regie/internal/web/measure"
	"regie/internal/web/menu"
	"regie/internal/web/route"
	"regie/internal/web/settings"
	"regie/internal/web/ui/assets"
	"regie/internal/web/welcome"
)

const (
	get   = http.MethodGet
	post  = http.MethodPost
	patch = http.MethodPatch
)

// Table is every address of Regie, with who may use it. A page that is not here does not
// exist. Each block is one kind of pages; add a line where it belongs.
func Table(c Config, set *assets.Set) []route.Route {
	display := settings.Pages{}
	if c.Person != nil {
		display.Looks = c.Person
	}
	helpPages := help.Pages{Operator: c.Operator, Practice: c.Practice}
	mailbox := board.Mailbox{Box: c.Mailbox}
	table := []route.Route{
		// What everybody may see
		{Method: get, Pattern: "/{$}", Who: route.Anyone, Name: "welcome", Handler: welcome.Home},
		{Method: get, Pattern: "/hoe-veilig", Who: route.Anyone, Name: "safety", Handler: welcome.Safety},
		{Method: get, Pattern: "/over", Who: route.Anyone, Name: "about", Handler: welcome.About},
		{Method: get, Pattern: "/help", Who: route.Anyone, Name: "help", Handler: helpPages.Help},
		{Method: get, Pattern: "/privacy", Who: route.Anyone, Name: "privacy", Handler: helpPages.Privacy},
		{Method: get, Pattern: "/toegankelijkheid", Who: route.Anyone, Name: "accessibility", Handler: helpPages.Accessibility},
		{Method: get, Pattern: "/weergave", Who: route.Anyone, Name: "display", Handler: settings.Display},
		{Method: post, Pattern: "/weergave", Who: route.Anyone, Name: "display-save", Handler: account.Pages{People: c.Person}.KeepLang(display.SaveDisplay)},
		{Method: post, Pattern: "/weergave/taal", Who: route.Anyone, Name: "language", Handler: account.Pages{People: c.Person}.KeepLang(settings.SaveLanguage)},

		// Account and sessions: see accountTable too
		{Method: post, Pattern: "/sessie/verlengen", Who: route.SignedIn, Name: "keep-alive", Handler: menu.KeepAlive},
		{Method: get, Pattern: "/sessie/verlopen", Who: route.Anyone, Name: "ended", Quiet: true, Handler: menu.Ended},

		// Where the main menu leads
		{Method: get, Pattern: "/toevoegen", Who: route.SignedIn, Name: "add", Handler: menu.Add},
		{Method: get, Pattern: "/delen", Who: route.SignedIn, Name: "share", Handler: menu.Share},
		{Method: get, Pattern: "/meer", Who: route.SignedIn, Name: "more", Handler: menu.More},

		// Providers and collecting: see providersTable

		// The dossier: see dossierTable

		// Only in practice mode
		{Method: get, Pattern: "/proberen", Who: route.SignedOut, Name: "try", Practice: true, Handler: welcome.Try},
		{Method: get, Pattern: "/oefenpost", Who: route.Anyone, Name: "mailbox", Practice: true, Handler: mailbox.Show},
		{Method: get, Pattern: "/onderdelen", Who: route.Anyone, Name: "board", Practice: true, Handler: board.Show},

		// What pages are made of
		{Method: get, Pattern: "/geen-verbinding", Who: route.Anyone, Name: "offline", Quiet: true, Handler: menu.Offline},
		{Method: get, Pattern: "/worker.js", Who: route.Anyone, Name: "worker", Static: true, Handler: worker(set)},
		{Method: get, Pattern: "/robots.txt", Who: route.Anyone, Name: "robots", Static: true, Handler: robots},
		{Method: get, Pattern: "/assets/{digest}/{name}", Who: route.Anyone, Name: "asset", Static: true, Handler: static(set)},
	}
	table = append(table, accountTable(c)...)
	table = append(table, glossaryTable()...)
	table = append(table, providersTable(c)...)
	table = append(table, careTable(c)...)
	table = append(table, formsTable(c)...)
	table = append(table, imagesTable(c)...)
	table = append(table, deviceTable(c)...)
	measured := measure.New(c.Books, c.Keeper, c.ReadFile)
	measured.Elsewhere, measured.Whole = elsewhere(c), whole(c)
	measured.Marks = marksOf(c)
	table = append(table, labTable(c, measured)...)
	table = append(table, merged(c, measureTable(measured))...)
	table = append(table, carryTable(c)...)
	table = append(table, diaryTable(c)...)
	table = append(table, agendaTable(c)...)
	byDate := dossierTable(c, measured)
	table = append(table, medicinesTable(c, handlerOf(byDate, "category"))...)
	return append(table, byDate...)
}

// worker serves the service worker from the top of the site, because it looks after all of it.
// A browser asks for it anew by itself.
func worker(set *assets.Set) route.Handler {
	return func(w http.ResponseWriter, r *route.Request) error {
		r.SetPathValue("name", "worker.js")
		set.ServeHTTP(w, r.Request)
		return nil
	}
}

// robots lets search engines find what everybody may see, and nothing else.
func robots(w http.ResponseWriter, _ *route.Request) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=86400")
	_, err := w.Write([]byte("User-agent: *\nAllow: /$\nAllow: /hoe-veilig\nAllow: /over\nAllow: /help\nAllow: /woorden\nAllow: /privacy\nAllow: /toegankelijkheid\nAllow: /assets/\nDisallow: /\n"))
	return err
}

// static serves the assets.
func static(set *assets.Set) route.Handler {
	return func(w http.ResponseWriter, r *route.Request) error {
		if !set.Has(r.PathValue("name")) {
			return route.NotFound()
		}
		set.ServeHTTP(w, r.Request)
		return nil
	}
}
