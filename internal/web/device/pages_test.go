// SPDX-License-Identifier: EUPL-1.2

package device_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"regie/internal/measure"
)

// measured is when the devices of these tests measure, by their own clock.
var measured = time.Date(2026, 9, 19, 5, 30, 0, 0, time.UTC)

func post(c, bytes string, seen time.Time) string {
	return fmt.Sprintf(`{"device":{"name":"BLESmart_1","model":"M7","maker":"OMRON"},"place":"Europe/Amsterdam","sent":%[3]d,"readings":[{"characteristic":%[1]q,"bytes":%[2]q,"seen":%[3]d}]}`,
		c, bytes, seen.UnixMilli())
}

const script = "application/json"

// Every vector of the specification, as the page says it.
func TestTakeSaysWhatItRead(t *testing.T) {
	s := newSite(t, measured.Add(time.Minute))
	for _, tt := range []struct{ c, bytes, want string }{
		{"2a35", "1e870058006700ea07091307 1e00480001 0400", `Bloeddruk 135 / 88`},
		{"2a35", "01b4f075f0ff07", `Bloeddruk 135 / 88`},
		{"2a9d", "0eb83dea070913071e000102 01d606", `Gewicht 79,0`},
		{"2a9c", "0204f300ea070913071e00b83d", `Lichaamsvet 24,3`},
		{"2a1c", "066e0100ffea070913071e0009", `Temperatuur 36,6`},
		{"2a37", "164b20033003", `Hartslag 75`},
		{"2a18", "070100ea070913071e0000003fc011", `Bloedsuiker 6,3`},
		{"2a18", "020200ea070913071e006eb011", `Bloedsuiker 6,1`},
		{"2a5e", "0161004800ea070913071e00", `Zuurstof in het bloed 97`},
	} {
		status, body := s.send(http.MethodPost, "/apparaten/bluetooth/lezing", script, post(tt.c, strings.ReplaceAll(tt.bytes, " ", ""), s.now))
		if status != http.StatusOK || !strings.Contains(body, tt.want) {
			t.Errorf("%s: %d %s", tt.bytes, status, body)
		}
	}
	if got := s.kept("temperature"); len(got) != 1 || got[0].Zone != 120 || got[0].Start != measured.UnixMilli() {
		t.Errorf("temperature: %+v", got)
	}
}

func TestTakeRefusesWhatThePageNeverSends(t *testing.T) {
	s := newSite(t, measured)
	for _, body := range []string{
		"", "{", "[]", `{"readings":[]}`, post("xyz", "00", measured), post("2a35", "0", measured), post("2a35", strings.Repeat("00", 600), measured),
	} {
		if status, _ := s.send(http.MethodPost, "/apparaten/bluetooth/lezing", script, body); status != http.StatusBadRequest {
			t.Errorf("%.60q: %d", body, status)
		}
	}
	if status, _ := s.send(http.MethodPost, "/apparaten/bluetooth/lezing", script, strings.Repeat(" ", 600<<10)); status != http.StatusRequestEntityTooLarge {
		t.Errorf("a body of 600 KB: %d", status)
	}
}

// The questions stand on the page itself, and work without script.
func TestQuestions(t *testing.T) {
	s := newSite(t, measured.Add(4*time.Hour))
	s.send(http.MethodPost, "/apparaten/bluetooth/lezing", script, post("2a35", "1e870058006700ea070913071e004800010400", s.now))
	_, page := s.send(http.MethodGet, "/apparaten/bluetooth", "", "")
	for _, want := range []string{"Van wie zijn de metingen van gebruiker 1 op M7?", "1 meting wacht op uw antwoord", "135 / 88"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q", want)
		}
	}
	key := between(page, `name="apparaat" value="`, `"`)
	if status, _ := s.send(http.MethodPost, "/apparaten/bluetooth/van-wie", "application/x-www-form-urlencoded", "apparaat="+key+"&gebruiker=1&van-mij=ja"); status != http.StatusSeeOther {
		t.Fatalf("answering whose: %d", status)
	}
	_, page = s.send(http.MethodGet, "/apparaten/bluetooth", "", "")
	for _, want := range []string{"Tijd volgens de meter", "19 september 2026 om 07.30 uur", "19 september 2026 om 11.30 uur", "Het apparaat meldt: onregelmatige polsslag.", "gebruiker 1: dat bent u."} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q", want)
		}
	}
	id := between(page, `name="meting" value="`, `"`)
	s.send(http.MethodPost, "/apparaten/bluetooth/tijd", "application/x-www-form-urlencoded", "meting="+id+"&klok=nu")
	if got := s.kept("blood-pressure"); len(got) != 1 || got[0].Start != s.now.UnixMilli() || got[0].Mark&measure.MarkIrregular == 0 {
		t.Errorf("kept %+v", got)
	}
	if status, _ := s.send(http.MethodPost, "/apparaten/bluetooth/van-wie", "application/x-www-form-urlencoded", "apparaat=nee&gebruiker=1"); status != http.StatusNotFound {
		t.Errorf("an unknown device: %d", status)
	}
}

func between(s, before, after string) string {
	_, s, _ = strings.Cut(s, before)
	s, _, _ = strings.Cut(s, after)
	return s
}
