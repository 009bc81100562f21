// SPDX-License-Identifier: EUPL-1.2

package diary

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"testing"
	"time"

	"regie/internal/store"
	"regie/internal/store/storetest"
	"regie/internal/vault"
)

const place = "GPS 52.0907 5.1214 Telefoon van Anna"

// photo is a JPEG as a phone makes it: turned, with a place in its Exif, a comment, and more behind it.
func photo(t *testing.T) []byte {
	t.Helper()
	var plain bytes.Buffer
	if err := jpeg.Encode(&plain, image.NewRGBA(image.Rect(0, 0, 40, 30)), nil); err != nil {
		t.Fatal(err)
	}
	exif := append([]byte("Exif\x00\x00II\x2a\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00\x00\x00\x00\x00"), place...)
	segment := func(marker byte, b []byte) []byte {
		return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(b)+2)), b...)
	}
	out := append([]byte{0xff, 0xd8}, segment(0xe1, exif)...)
	out = append(out, segment(0xfe, []byte(place))...)
	out = append(out, segment(0xe1, []byte("http://ns.adobe.com/xap/1.0/\x00"+place))...)
	return append(append(out, plain.Bytes()[2:]...), place...)
}

func box(kind string, parts ...[]byte) []byte {
	b := bytes.Join(parts, nil)
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(len(b)+8)), kind...), b...)
}

func TestCleanTakesThePlaceOut(t *testing.T) {
	shot := photo(t)
	before := bytes.Clone(shot)
	clean, typ, err := Clean(shot)
	if err != nil || typ != "image/jpeg" || bytes.Contains(clean, []byte("GPS")) || !bytes.Equal(shot, before) {
		t.Fatalf("%q %v", typ, err)
	}
	if img, err := jpeg.Decode(bytes.NewReader(clean)); err != nil || img.Bounds().Dx() != 40 {
		t.Error(err)
	}
	if o := orientation(clean[6:]); o != 6 {
		t.Errorf("orientation %d", o)
	}
	if again, _, err := Clean(clean); err != nil || !bytes.Equal(again, clean) {
		t.Error("cleaning twice changes it", err)
	}

	var drawn bytes.Buffer
	if err := png.Encode(&drawn, image.NewGray(image.Rect(0, 0, 5, 5))); err != nil {
		t.Fatal(err)
	}
	b := drawn.Bytes()
	b = append(append(bytes.Clone(b[:33]), append(append(binary.BigEndian.AppendUint32(nil, uint32(len(place))), "tEXt"+place...), 0, 0, 0, 0)...), b[33:]...)
	clean, typ, err = Clean(b)
	if err != nil || typ != "image/png" || !bytes.Equal(clean, drawn.Bytes()) {
		t.Errorf("%q %v", typ, err)
	}

	m4a := append(box("ftyp", []byte("M4A \x00\x00\x00\x00")), box("moov", box("trak", box("mdia", []byte{})), box("udta", []byte(place)))...)
	m4a = append(m4a, box("mdat", []byte("sound"))...)
	clean, typ, err = Clean(m4a)
	if err != nil || typ != "audio/mp4" || bytes.Contains(clean, []byte("GPS")) || len(clean) != len(m4a) || !bytes.HasSuffix(clean, []byte("mdatsound")) {
		t.Errorf("%q %v", typ, err)
	}

	wav := []byte("RIFF\x00\x00\x00\x00WAVEfmt \x02\x00\x00\x00abLIST\x04\x00\x00\x00GPS data\x03\x00\x00\x00xyz\x00")
	clean, typ, err = Clean(wav)
	if err != nil || typ != "audio/wav" || bytes.Contains(clean, []byte("GPS")) || !bytes.HasSuffix(clean, []byte("xyz\x00")) {
		t.Errorf("%q %q %v", typ, clean, err)
	}
	clean, typ, err = Clean([]byte("ID3\x04\x00\x00\x00\x00\x00\x03GPS\xff\xfb\x90\x00sound"))
	if err != nil || typ != "audio/mpeg" || !bytes.HasPrefix(clean, []byte("\xff\xfb")) {
		t.Errorf("%q %q %v", typ, clean, err)
	}
}

func TestCleanRefuses(t *testing.T) {
	shot := photo(t)
	for what, b := range map[string][]byte{
		"nothing": nil, "text": []byte("hello"), "html": []byte("<html><script>"), "svg": []byte("<svg>"), "gif": []byte("GIF89a"),
		"half a photo": shot[:len(shot)/2], "head of a photo": shot[:5], "empty photo": {0xff, 0xd8, 0xff, 0xd9},
		"half a png": []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x05IHDRxx"), "mp4 with a wrong size": append(box("ftyp", []byte("M4A ")), 0xff, 0xff, 0xff, 0xff, 'm', 'o', 'o', 'v'),
		"only a tag": []byte("ID3\x04\x00\x00\x7f\x7f\x7f\x7fxx"), "wav without sound": []byte("RIFF\x00\x00\x00\x00WAVEfmt \x02\x00\x00\x00ab"),
	} {
		if _, _, err := Clean(b); !errors.Is(err, ErrFile) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, _, err := Clean(make([]byte, MaxFile+1)); !errors.Is(err, ErrTooLarge) {
		t.Error(err)
	}
}

func FuzzClean(f *testing.F) {
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x08Exif\x00\x00"))
	f.Add([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x00IEND\x00\x00\x00\x00"))
	f.Add(box("ftyp", []byte("M4A ")))
	f.Add([]byte("RIFF\x00\x00\x00\x00WAVEdata\x01\x00\x00\x00x"))
	f.Fuzz(func(t *testing.T, b []byte) {
		clean, _, err := Clean(b)
		if err == nil && len(clean) > len(b)+40 {
			t.Errorf("%d bytes of %d", len(clean), len(b))
		}
	})
}

func TestFiles(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		now, ctx := anchor, t.Context()
		d, anna, bert := New(db, Options{Now: func() time.Time { return now }}), someone(), someone()
		e, err := d.Put(ctx, anna, Entry{Sort: Note, Day: "2026-11-22", Text: "vlek"})
		if err != nil {
			t.Fatal(err)
		}
		f, err := d.AddFile(ctx, anna, e.Key, "Mijn arm", photo(t))
		if err != nil || !f.Photo() {
			t.Fatal(err)
		}
		got, b, err := d.File(ctx, anna, e.Key, f.ID)
		if err != nil || got.Said != "Mijn arm" || len(b) != f.Size || bytes.Contains(b, []byte("GPS")) {
			t.Errorf("%+v %v", got, err)
		}
		if _, _, err := d.File(ctx, bert, e.Key, f.ID); !errors.Is(err, ErrNotFound) {
			t.Errorf("bert: %v", err)
		}
		e.Text = "rode vlek"
		if e, err = d.Put(ctx, anna, e); err != nil || len(e.Files) != 1 {
			t.Errorf("a change loses the photo: %v", err)
		}
		if _, err := d.AddFile(ctx, anna, e.Key, "", []byte("x")); !errors.Is(err, ErrFile) {
			t.Error(err)
		}
		for range MaxFiles - 1 {
			if _, err := d.AddFile(ctx, anna, e.Key, "", photo(t)); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := d.AddFile(ctx, anna, e.Key, "", photo(t)); !errors.Is(err, ErrFull) {
			t.Error(err)
		}
		if err := d.RemoveFile(ctx, anna, e.Key, f.ID); err != nil {
			t.Error(err)
		}
		if _, _, err := d.File(ctx, anna, e.Key, f.ID); !errors.Is(err, ErrNotFound) {
			t.Error(err)
		}
		// What is forgotten takes its photos along.
		_ = d.Delete(ctx, anna, e.Key)
		now = now.Add(25 * time.Hour)
		if _, err := d.Put(ctx, anna, Entry{Sort: Note, Day: "2026-11-01", Text: "x"}); err != nil {
			t.Fatal(err)
		}
		left := 0
		err = db.View(ctx, anna.Scope(), func(tx *store.Tx) error {
			for _, err := range anna.List(tx, vault.DiaryFiles) {
				if err != nil {
					return err
				}
				left++
			}
			return nil
		})
		if err != nil || left != 0 {
			t.Errorf("%d files left, %v", left, err)
		}
	})
}
