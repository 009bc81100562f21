// SPDX-License-Identifier: EUPL-1.2

package pictures

import (
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"regie/internal/dicom"
	"regie/internal/practice/dossier"
)

// TestPictures: every image of every study can be shown, is the same each time, has light and
// dark, and differs from the others. REGIE_LOOK names a folder for who wants to see them.
func TestPictures(t *testing.T) {
	seen := map[string]string{}
	for _, s := range dossier.Studies() {
		for n, uid := range s.Instances {
			b, err := Instance(s, n, time.Date(2025, 10, 1, 0, 0, 0, 0, time.UTC))
			if err != nil {
				t.Fatal(err)
			}
			again, _ := Instance(s, n, time.Date(2025, 10, 1, 0, 0, 0, 0, time.UTC))
			if string(b) != string(again) {
				t.Errorf("%s %d differs each time", s.Title, n)
			}
			f, err := dicom.Parse(b)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff([]string{uid, s.UID, s.Title}, []string{f.Text(dicom.TagInstance), f.Text(dicom.TagStudy), f.Text(dicom.TagStudyText)}); d != "" {
				t.Error(d)
			}
			img, err := f.Image(dicom.Look{Most: 400})
			if err != nil {
				t.Fatal(err)
			}
			var tones [4]int
			for y := range img.Bounds().Dy() {
				for x := range img.Bounds().Dx() {
					r, _, _, _ := img.At(x, y).RGBA()
					tones[r>>14]++
				}
			}
			for tone, n := range tones {
				if n < 300 {
					t.Errorf("%s: %d points of tone %d: %v", s.Title, n, tone, tones)
				}
			}
			px := string(b[len(b)-Width*Height:])
			if other := seen[px]; other != "" {
				t.Errorf("%s looks like %s", s.Title, other)
			}
			seen[px] = s.Title
			if dir := os.Getenv("REGIE_LOOK"); dir != "" {
				file, err := os.Create(filepath.Join(dir, s.Person+s.Part+string(rune('1'+n))+".png"))
				if err != nil {
					t.Fatal(err)
				}
				if err := png.Encode(file, img); err != nil {
					t.Fatal(err)
				}
				_ = file.Close()
			}
		}
		if _, err := Instance(s, len(s.Instances), time.Time{}); err == nil {
			t.Error("one more than there are")
		}
	}
	for _, part := range []string{"voet", "heup", "longen", "hand"} {
		draw(part, 0, "x")
	}
}
