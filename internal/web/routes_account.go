// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"regie/internal/web/account"
	"regie/internal/web/route"
	"regie/internal/web/settings"
)

// accountTable is the part of the table about getting in: signing up, signing in, recovering,
// and what a person signs in with.
func accountTable(c Config) []route.Route {
	if c.Person == nil {
		return nil
	}
	p := account.Pages{People: c.Person}
	s := settings.Security{People: c.Person}
	up, again, set := account.AtSignUp, account.AtRecover, account.AtSettings
	const (
		out = route.SignedOut
		in  = route.SignedIn
		sup = route.SteppedUp
	)
	table := []route.Route{
		// Signing in and out
		{Method: get, Pattern: "/inloggen", Who: out, Name: "sign-in", Handler: p.SignIn},
		{Method: post, Pattern: "/inloggen", Who: out, Name: "sign-in-password", Handler: p.BeginSignIn},
		{Method: post, Pattern: "/inloggen/sleutel/vraag", Who: out, Name: "sign-in-key-options", Handler: p.SignInOptions},
		{Method: post, Pattern: "/inloggen/sleutel", Who: out, Name: "sign-in-key", Handler: p.SignInKey},
		{Method: get, Pattern: "/inloggen/stap", Who: out, Name: "second", Handler: p.Second()},
		{Method: post, Pattern: "/inloggen/stap", Who: out, Name: "second-code", Handler: p.SecondCode()},
		{Method: post, Pattern: "/inloggen/stap/sleutel/vraag", Who: out, Name: "second-key-options", Handler: p.SecondOptions()},
		{Method: post, Pattern: "/inloggen/stap/sleutel", Who: out, Name: "second-key", Handler: p.SecondKey()},
		{Method: post, Pattern: "/uitloggen", Who: route.Anyone, Name: "sign-out", Handler: forgetting(c, p.SignOut)},
		{Method: get, Pattern: "/uitgelogd", Who: route.Anyone, Name: "signed-out", Handler: p.SignedOut},

		// Making both steps again, before something that matters
		{Method: get, Pattern: "/bevestigen", Who: in, Name: "step-up", Handler: p.StepUp},
		{Method: post, Pattern: "/bevestigen", Who: in, Name: "step-up-password", Handler: p.StepUpPassword},
		{Method: post, Pattern: "/bevestigen/sleutel/vraag", Who: in, Name: "step-up-key-options", Handler: p.StepUpOptions},
		{Method: post, Pattern: "/bevestigen/sleutel", Who: in, Name: "step-up-key", Handler: p.StepUpKey},

		// Signing up and recovering begin in their own way
		{Method: get, Pattern: "/aanmelden", Who: out, Name: "sign-up", Handler: p.SignUp},
		{Method: post, Pattern: "/aanmelden", Who: out, Name: "sign-up-begin", Handler: p.BeginSignUp},
		{Method: get, Pattern: "/herstellen", Who: out, Name: "recover", Handler: p.Recover},
		{Method: post, Pattern: "/herstellen", Who: out, Name: "recover-begin", Handler: p.BeginRecover},
		{Method: get, Pattern: "/herstellen/code", Who: out, Name: "recover-code", Handler: p.Code()},
		{Method: post, Pattern: "/herstellen/code", Who: out, Name: "recover-open", Handler: p.OpenKit()},

		// What a person signs in with, and where they are signed in
		{Method: get, Pattern: "/instellingen/beveiliging", Who: in, Name: "security", Handler: s.Show},
		{Method: post, Pattern: "/instellingen/beveiliging/sessies/beeindigen", Who: in, Name: "session-end", Handler: s.EndSession},
		{Method: post, Pattern: "/instellingen/beveiliging/sessies/andere", Who: in, Name: "session-end-others", Handler: s.EndOthers},
		{Method: post, Pattern: "/instellingen/beveiliging/naam", Who: in, Name: "key-name", Handler: s.Rename},
		{Method: get, Pattern: "/instellingen/beveiliging/weghalen", Who: sup, Name: "factor-ask-remove", Handler: s.AskRemove},
		{Method: post, Pattern: "/instellingen/beveiliging/weghalen", Who: sup, Name: "factor-remove", Handler: s.Remove},
		{Method: get, Pattern: "/instellingen/verwijderen", Who: sup, Name: "account-ask-delete", Handler: s.AskDelete},
		{Method: post, Pattern: "/instellingen/verwijderen", Who: sup, Name: "account-delete", Handler: s.Delete},
		{Method: get, Pattern: "/verwijderd", Who: route.Anyone, Name: "account-deleted", Handler: settings.Deleted},
	}
	for _, at := range []account.Place{up, again} {
		name := map[account.Place]string{up: "sign-up", again: "recover"}[at]
		table = append(
			table,
			route.Route{Method: get, Pattern: at.Path("/mail"), Who: out, Name: name + "-mail", Handler: p.Mail(at)},
			route.Route{Method: post, Pattern: at.Path("/mail"), Who: out, Name: name + "-mail-prove", Handler: p.ProveMail(at)},
			route.Route{Method: post, Pattern: at.Path("/mail/opnieuw"), Who: out, Name: name + "-mail-again", Handler: p.SendAgain(at)},
			route.Route{Method: get, Pattern: at.Path("/bevestigen"), Who: out, Name: name + "-link", Handler: p.Link(at)},
			route.Route{Method: get, Pattern: at.Path("/inlogmanier"), Who: out, Name: name + "-way", Handler: p.Way(at)},
		)
		table = append(table, setupTable(p, at, out, name)...)
	}
	return append(table, setupTable(p, set, sup, "security")...)
}

// setupTable is the part about setting up what a person signs in with, at one place.
func setupTable(p account.Pages, at account.Place, who route.Who, name string) []route.Route {
	return []route.Route{
		{Method: get, Pattern: at.Path("/wachtwoord"), Who: who, Name: name + "-password", Handler: p.Password(at)},
		{Method: post, Pattern: at.Path("/wachtwoord"), Who: who, Name: name + "-password-save", Handler: p.SavePassword(at)},
		{Method: get, Pattern: at.Path("/app"), Who: who, Name: name + "-app", Handler: p.App(at)},
		{Method: post, Pattern: at.Path("/app"), Who: who, Name: name + "-app-save", Handler: p.SaveApp(at)},
		{Method: get, Pattern: at.Path("/sleutel"), Who: who, Name: name + "-key", Handler: p.Key(at)},
		{Method: post, Pattern: at.Path("/sleutel/vraag"), Who: who, Name: name + "-key-options", Handler: p.KeyOptions(at)},
		{Method: post, Pattern: at.Path("/sleutel"), Who: who, Name: name + "-key-save", Handler: p.SaveKey(at)},
		{Method: post, Pattern: at.Path("/sleutel/openen"), Who: who, Name: name + "-key-open", Handler: p.OpenKey(at)},
		{Method: get, Pattern: at.Path("/herstelblad"), Who: who, Name: name + "-kit", Handler: p.Kit(at)},
		{Method: get, Pattern: at.Path("/herstelblad/controle"), Who: who, Name: name + "-kit-check", Handler: p.CheckKit(at)},
		{Method: post, Pattern: at.Path("/herstelblad/controle"), Who: who, Name: name + "-kit-prove", Handler: p.ProveKit(at)},
	}
}
