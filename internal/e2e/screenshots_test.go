// SPDX-License-Identifier: EUPL-1.2

package e2e

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
)

// shown are the pages of docs/screenshots, by the names that the walks give them.
var shown = map[string]string{
	"welcome": "welcome", "sign-up": "sign-up", "services": "choose", "journey-done": "collected", "overview": "overview", "record": "record",
	"category": "medicines", "item": "medicine", "item-chart": "result", "document": "document", "timeline": "timeline",
}

// heights bound the pictures: what comes further down looks like what is above it.
var heights = map[int]int{360: 1500, 1280: 1400}

// TestScreenshots makes the pictures of docs/screenshots anew; see `make screenshots`.
func TestScreenshots(t *testing.T) {
	dir := os.Getenv("REGIE_SCREENSHOTS")
	if dir == "" {
		t.Skip("makes pictures only with REGIE_SCREENSHOTS=folder")
	}
	s := sit(t, start(t), "willem@voorbeeld.nl")
	made := map[string]bool{}
	l := func(s *somebody, name string) {
		as, wanted := shown[name]
		if !wanted || made[as] {
			return
		}
		made[as] = true
		for _, w := range []int{360, 1280} {
			s.Width(w)
			file := filepath.Join(dir, as+"-"+strconv.Itoa(w)+".png")
			s.Screenshot(file)
			if err := shrink(file, heights[w]); err != nil {
				t.Fatal(err)
			}
		}
		s.Width(360)
	}
	s.Width(360)
	s.Authenticator(true)
	s.signUpWithPasskey(l)
	s.collect("Willem Oefenberg", l, oefenhoek, linde, vijzel)
	s.read(l)
	for name, path := range map[string]string{"providers": "/zorgverleners", "security": "/instellingen/beveiliging"} {
		s.Goto(path)
		shown[name] = name
		l(s, name)
	}
	for name, as := range shown {
		if !made[as] {
			t.Errorf("the walk did not pass %q", name)
		}
	}
}

// shrink cuts a picture off at a height and keeps its 256 commonest colours.
func shrink(file string, height int) error {
	b, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	full, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		return err
	}
	bounds := full.Bounds()
	bounds.Max.Y = min(bounds.Max.Y, height)
	count := map[color.RGBA]int{}
	at := func(x, y int) color.RGBA {
		r, g, b, _ := full.At(x, y).RGBA()
		return color.RGBA{uint8(r>>8) &^ 3, uint8(g>>8) &^ 3, uint8(b>>8) &^ 3, 255}
	}
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			count[at(x, y)]++
		}
	}
	var commonest []color.RGBA
	for c := range count {
		commonest = append(commonest, c)
	}
	slices.SortFunc(commonest, func(a, b color.RGBA) int {
		if d := count[b] - count[a]; d != 0 {
			return d
		}
		return int(a.R)<<16 + int(a.G)<<8 + int(a.B) - int(b.R)<<16 - int(b.G)<<8 - int(b.B)
	})
	var palette color.Palette
	for _, c := range commonest[:min(len(commonest), 256)] {
		palette = append(palette, c)
	}
	out := image.NewPaletted(bounds, palette)
	nearest := map[color.RGBA]uint8{}
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			c := at(x, y)
			i, known := nearest[c]
			if !known {
				i = uint8(palette.Index(c))
				nearest[c] = i
			}
			out.SetColorIndex(x, y, i)
		}
	}
	var small bytes.Buffer
	err = (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&small, out)
	if err != nil {
		return err
	}
	return os.WriteFile(file, small.Bytes(), 0o644)
}
