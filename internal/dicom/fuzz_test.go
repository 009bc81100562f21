// SPDX-License-Identifier: EUPL-1.2

package dicom

import "testing"

// FuzzParse: whatever the bytes, an answer or an error, within the limits.
func FuzzParse(f *testing.F) {
	f.Add(grey([]int{0, 1000, 2000, 4000, 0, 0, 0, 0}))
	f.Add(implicit("1.2.3.4.5"))
	f.Add([]byte(`[{"0020000D":{"Value":["1.2"]}}]`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if s, err := ReadStudy(b); err == nil && (!IsUID(s.UID) || len(s.Images) > MaxImages) {
			t.Errorf("%+v", s)
		}
		file, err := Parse(b)
		if err != nil {
			return
		}
		if img, err := file.Image(Look{Most: 32}); err == nil && max(img.Bounds().Dx(), img.Bounds().Dy()) > 32 {
			t.Error(img.Bounds())
		}
	})
}

// BenchmarkImage makes a picture for the screen of an X-ray of the usual size.
func BenchmarkImage(b *testing.B) {
	raw := grey(make([]int, 2*1200), func(w *Writer) {
		w.Number(TagRows, 2400)
		w.Number(TagColumns, 2000)
		px := make([]byte, 2*2400*2000)
		for i := range px {
			px[i] = byte(i * 7)
		}
		w.Pixels("OW", px)
	})
	for b.Loop() {
		f, err := Parse(raw)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := f.Image(Look{Most: 1200}); err != nil {
			b.Fatal(err)
		}
	}
}
