// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"regie/internal/e2e/browser"
)

// TestLook takes pictures of pages for the eyes: REGIE_LOOK=folder PAGES=/,/help go test -run TestLook
func TestLook(t *testing.T) {
	dir := os.Getenv("REGIE_LOOK")
	if dir == "" {
		t.Skip("REGIE_LOOK is not set: no pictures wanted")
	}
	p := browser.Open(t, serveTest(t, config(t)))
	p.Allow("status of 4")
	for path := range strings.SplitSeq(os.Getenv("PAGES"), ",") {
		for w := range strings.SplitSeq(os.Getenv("WIDTHS"), ",") {
			width, err := strconv.Atoi(w)
			if err != nil {
				t.Fatal(err)
			}
			p.Width(width)
			p.Dark(os.Getenv("DARK") != "")
			p.Contrast(os.Getenv("CONTRAST") != "")
			if l := os.Getenv("LANG_"); l != "" {
				p.Language(l)
			}
			if v := os.Getenv("PREFS"); v != "" {
				p.Cookie("weergave", v)
			}
			if v := os.Getenv("SESSION"); v != "" {
				p.Cookie("regie", v)
			}
			p.Goto(path)
			name := strings.Trim(strings.ReplaceAll(path, "/", "-"), "-")
			p.Screenshot(filepath.Join(dir, name+"-"+w+os.Getenv("DARK")+os.Getenv("CONTRAST")+".png"))
			if os.Getenv("WINDOW") != "" {
				p.Window(filepath.Join(dir, name+"-"+w+"-window.png"))
			}
		}
	}
}
