// SPDX-License-Identifier: EUPL-1.2

package person

import "strings"

// Device is what the list of sessions tells about a browser: names that a person
// recognises, not versions. Both may be empty.
type Device struct {
	Browser string // "Firefox", "Chrome", "Edge", "Safari", "Samsung Internet", "Opera"
	System  string // "Windows", "Mac", "iPhone", "iPad", "Android", "Linux", "ChromeOS"
}

// Tables in the order in which they must be tried: most browsers also claim to be others.
var (
	browserMarks = []struct{ mark, name string }{
		{"Edg/", "Edge"},
		{"EdgA/", "Edge"},
		{"EdgiOS/", "Edge"},
		{"OPR/", "Opera"},
		{"SamsungBrowser/", "Samsung Internet"},
		{"Vivaldi/", "Vivaldi"},
		{"FxiOS/", "Firefox"},
		{"Firefox/", "Firefox"},
		{"CriOS/", "Chrome"},
		{"Chromium/", "Chrome"},
		{"HeadlessChrome/", "Chrome"},
		{"Chrome/", "Chrome"},
		{"Safari/", "Safari"},
	}
	systemMarks = []struct{ mark, name string }{
		{"iPhone", "iPhone"},
		{"iPad", "iPad"},
		{"Android", "Android"},
		{"CrOS", "ChromeOS"},
		{"Windows", "Windows"},
		{"Macintosh", "Mac"},
		{"Linux", "Linux"},
	}
)

// ParseDevice reads a User-Agent header. What it does not know stays empty.
func ParseDevice(userAgent string) Device {
	var d Device
	for _, m := range browserMarks {
		if strings.Contains(userAgent, m.mark) {
			d.Browser = m.name
			break
		}
	}
	for _, m := range systemMarks {
		if strings.Contains(userAgent, m.mark) {
			d.System = m.name
			break
		}
	}
	return d
}
