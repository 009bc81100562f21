// SPDX-License-Identifier: EUPL-1.2

// Package device has the pages by which measurements come in from devices: over Bluetooth, and by
// an app that sends them.
package device

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"regie/internal/measure"
	"regie/internal/measure/device"
	"regie/internal/text"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// Pages are the handlers.
type Pages struct{ Desk *device.Desk }

// Where the pages are.
const (
	Href       = "/apparaten/bluetooth"
	takeHref   = "/apparaten/bluetooth/lezing"
	whoseHref  = "/apparaten/bluetooth/van-wie"
	whenHref   = "/apparaten/bluetooth/tijd"
	typeHref   = "/metingen/toevoegen"
	importHref = "/metingen/bestand"
)

// Bluetooth shows the page.
func (p Pages) Bluetooth(w http.ResponseWriter, r *route.Request) error {
	look, err := p.Desk.Look(r.Context(), r.Session.Vault)
	if err != nil {
		return fmt.Errorf("showing devices: %w", err)
	}
	return r.Render(w, http.StatusOK, bluetoothPage(viewOf(r, look)))
}

// posted is what the script sends.
type posted struct {
	Device   device.Meter `json:"device"`
	Place    string       `json:"place"`
	Sent     int64        `json:"sent"` // ms, by the clock of the browser
	Readings []struct {
		Characteristic string `json:"characteristic"`
		Bytes          string `json:"bytes"`
		More           string `json:"more"` // of the same reading
		Seen           int64  `json:"seen"` // ms
	} `json:"readings"`
}

// told is what it gets back for each reading.
type told struct {
	State string `json:"state"`
	What  string `json:"what"`           // "Bloeddruk 135 / 88 mmHg, hartslag 72 per minuut"
	When  string `json:"when,omitempty"` // when it was
	Said  string `json:"said,omitempty"` // what the device says besides
	Note  string `json:"note,omitempty"` // what became of it
	Asks  bool   `json:"asks,omitzero"`
}

const mostReadings = 200

var errPosted = errors.New("not what the page sends")

// Take takes readings as the device sent them, and answers what is in them.
func (p Pages) Take(w http.ResponseWriter, r *route.Request) error {
	b, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	var in posted
	if err := json.Unmarshal(b, &in); err != nil {
		return route.BadInput(fmt.Errorf("%w: %w", errPosted, err))
	}
	if len(in.Readings) == 0 || len(in.Readings) > mostReadings {
		return route.BadInput(errPosted)
	}
	place, err := time.LoadLocation(in.Place)
	if err != nil || in.Place == "" || in.Place == "Local" {
		place = r.Now.Location()
	}
	// A phone whose own clock is wrong: ours is right. In whole minutes, so that a reading that is
	// sent again has the same time.
	wrong := r.Now.Sub(time.UnixMilli(in.Sent)).Round(time.Minute)
	all := make([]device.Reading, 0, len(in.Readings))
	for _, x := range in.Readings {
		c, err := strconv.ParseUint(x.Characteristic, 16, 16)
		if err != nil {
			return route.BadInput(errPosted)
		}
		raw, err := hex.DecodeString(x.Bytes)
		if err != nil || len(raw) > 512 {
			return route.BadInput(errPosted)
		}
		more, err := hex.DecodeString(x.More)
		if err != nil || len(more) > 512 {
			return route.BadInput(errPosted)
		}
		seen := time.UnixMilli(x.Seen).Add(wrong)
		if off := seen.Sub(r.Now); off > time.Minute || off < -24*time.Hour {
			seen = r.Now
		}
		all = append(all, device.Reading{Characteristic: uint16(c), Bytes: raw, More: more, Seen: seen.In(place)})
	}
	clean := func(s string) string { return strings.ToValidUTF8(strings.TrimSpace(s), "") }
	meter := device.Meter{Name: clean(in.Device.Name), Model: clean(in.Device.Model), Maker: clean(in.Device.Maker)}
	if meter.Title() == "" {
		meter.Name = r.T("device.nameless")
	}
	answers, err := p.Desk.Take(r.Context(), r.Session.Vault, meter, all)
	if errors.Is(err, device.ErrFull) {
		return route.Unavailable(err)
	}
	if err != nil {
		return err
	}
	out := struct {
		Readings []told `json:"readings"`
	}{}
	for _, a := range answers {
		out.Readings = append(out.Readings, tellOf(r, a))
	}
	answer, err := json.Marshal(out)
	if err != nil {
		return fmt.Errorf("answering about readings: %w", err)
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(answer) // the browser went away: it asks again
	return nil
}

// Whose keeps whether a user of a device is the person.
func (p Pages) Whose(w http.ResponseWriter, r *route.Request) error {
	v, err := r.Values()
	if err != nil {
		return err
	}
	user, err := strconv.Atoi(v.Get("gebruiker"))
	if err != nil {
		return route.BadInput(err)
	}
	err = p.Desk.Whose(r.Context(), r.Session.Vault, v.Get("apparaat"), user, v.Get("van-mij") == "ja")
	if errors.Is(err, device.ErrNotFound) {
		return route.NotFound()
	}
	if err != nil {
		return err
	}
	return r.RedirectFlash(w, Href, ui.Good, "device.answered")
}

// When keeps which clock is right for a reading, or for all that wait.
func (p Pages) When(w http.ResponseWriter, r *route.Request) error {
	v, err := r.Values()
	if err != nil {
		return err
	}
	err = p.Desk.When(r.Context(), r.Session.Vault, v.Get("meting"), v.Get("klok") == "meter")
	if errors.Is(err, device.ErrNotFound) {
		return r.Redirect(w, Href) // answered before
	}
	if err != nil {
		return err
	}
	return r.RedirectFlash(w, Href, ui.Good, "device.answered")
}

var stateNames = map[device.State]string{
	device.Kept: "kept", device.Known: "known", device.Whose: "whose", device.When: "when", device.Other: "other", device.Refused: "refused",
}

var whyKeys = map[device.Why]string{
	device.WhyNoValue: "device.why.novalue", device.WhyUnread: "device.why.unread", device.WhyUnlikely: "device.why.unlikely",
}

func tellOf(r *route.Request, a device.Answer) told {
	out := told{State: stateNames[a.State], What: what(r.Lang, a), Asks: a.State == device.Whose || a.State == device.When}
	if a.State == device.Refused {
		out.What = r.T(whyKeys[a.Why])
		return out
	}
	out.When, out.Said = moment(r, a.At), saidBy(r, a)
	switch a.State {
	case device.Kept:
		out.Note = r.T("device.state.kept")
		if a.Unset {
			out.Note = r.T("device.state.unset")
		}
	case device.Known:
		out.Note, out.When = r.T("device.state.known"), ""
		if !a.Clock.IsZero() {
			out.When = moment(r, a.Clock)
		}
	case device.Whose:
		out.Note = r.T("device.state.whose", "n", a.User)
	case device.When:
		out.Note, out.When = r.T("device.state.when"), r.T("device.clock.meter", "when", moment(r, a.Clock))
	case device.Other:
		out.Note = r.T("device.state.other", "n", a.User)
	}
	return out
}

func moment(r *route.Request, t time.Time) string { return ui.Day(r.Lang, t, ui.ToMinute) }

// what says the values in a line.
func what(l text.Lang, a device.Answer) string {
	var parts []string
	for _, x := range a.Values {
		f := measure.FormOf(x.Kind)
		s := x.Kind.Name(l) + " " + number(l, x.Value, f.Decimals)
		if x.Second != 0 {
			s += " / " + number(l, x.Second, f.Decimals)
		}
		if unit := f.UnitName(l); unit != "" {
			s += "\u00a0" + unit
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, " · ")
}

func number(l text.Lang, v float64, decimals int) string {
	s := strconv.FormatFloat(v, 'f', decimals, 64)
	if l == text.NL {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}

// saidBy is what the device itself says. Nothing is made of it.
func saidBy(r *route.Request, a device.Answer) string {
	var all []string
	if a.Mark&measure.MarkIrregular != 0 {
		all = append(all, r.T("device.said.irregular"))
	}
	if a.Mark&measure.MarkMoved != 0 {
		all = append(all, r.T("device.said.moved"))
	}
	return strings.Join(all, " ")
}
