// SPDX-License-Identifier: EUPL-1.2

package dicom

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// grey makes a file of 4 by 2 pixels of 16 bits, with 12 in use.
func grey(values []int, change ...func(*Writer)) []byte {
	w := NewWriter(ExplicitLittle, ClassDX, "1.2.3")
	w.Text(TagPhotometric, "CS", "MONOCHROME2")
	w.Text(TagModality, "CS", "DX")
	w.Number(TagSamples, 1)
	w.Number(TagRows, 2)
	w.Number(TagColumns, len(values)/2)
	w.Number(TagBitsAllocated, 16)
	w.Number(TagBitsStored, 12)
	w.Number(TagHighBit, 11)
	w.Number(TagSigned, 0)
	var b []byte
	for _, v := range values {
		b = binary.LittleEndian.AppendUint16(b, uint16(v))
	}
	w.Pixels("OW", b)
	for _, c := range change {
		c(w)
	}
	return w.Bytes()
}

func shown(t *testing.T, b []byte, look Look) (image.Image, error) {
	t.Helper()
	f, err := Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	img, err := f.Image(look)
	if can := f.Showable(); (can == nil) != (err == nil) {
		t.Errorf("showable: %v, shown: %v", can, err)
	}
	return img, err
}

// TestGreys holds shades against what window, slope, sign, padding and photometry make of values.
func TestGreys(t *testing.T) {
	ramp := []int{0, 1000, 2000, 4000, 0, 0, 0, 0}
	text := func(tag Tag, v string) func(*Writer) { return func(w *Writer) { w.Text(tag, "DS", v) } }
	number := func(tag Tag, v int) func(*Writer) { return func(w *Writer) { w.Number(tag, v) } }
	for name, c := range map[string]struct {
		values []int
		change []func(*Writer)
		look   Look
		want   []uint8 // the first row
	}{
		"from lowest to highest": {ramp, nil, Look{}, []uint8{0, 64, 128, 255}},
		"a window":               {ramp, []func(*Writer){text(TagWindowCenter, "1000"), text(TagWindowWidth, "2000")}, Look{}, []uint8{0, 128, 255, 255}},
		"the first of windows":   {ramp, []func(*Writer){text(TagWindowCenter, `1000\40`), text(TagWindowWidth, `2000\400`)}, Look{}, []uint8{0, 128, 255, 255}},
		"a window of measured values": {ramp, []func(*Writer){text(TagWindowCenter, "0"), text(TagWindowWidth, "2000"), text(TagSlope, "1"), text(TagIntercept, "-1000")},
			Look{}, []uint8{0, 128, 255, 255}},
		"a window of nothing":  {ramp, []func(*Writer){text(TagWindowCenter, "1"), text(TagWindowWidth, "0")}, Look{}, []uint8{0, 64, 128, 255}},
		"light is low":         {ramp, []func(*Writer){func(w *Writer) { w.Text(TagPhotometric, "CS", "MONOCHROME1") }}, Look{}, []uint8{255, 191, 128, 0}},
		"lighter":              {ramp, nil, Look{Light: 1}, []uint8{31, 94, 158, 255}},
		"darker":               {ramp, nil, Look{Light: -1}, []uint8{0, 33, 97, 224}},
		"more contrast":        {ramp, nil, Look{Contrast: 1}, []uint8{0, 48, 128, 255}},
		"no further than this": {ramp, nil, Look{Contrast: -99}, []uint8{75, 101, 128, 180}},
		"lighter where light is low": {ramp, []func(*Writer){func(w *Writer) { w.Text(TagPhotometric, "CS", "MONOCHROME1") }},
			Look{Light: 1}, []uint8{255, 222, 158, 31}},
		"below zero":         {[]int{0x0FFF, 0, 1, 0x0FFE, 0, 0, 0, 0}, []func(*Writer){number(TagSigned, 1)}, Look{}, []uint8{85, 170, 255, 0}},
		"bits of others":     {[]int{0xF000, 0xF001, 0x1002, 2, 0, 0, 0, 0}, nil, Look{}, []uint8{0, 128, 255, 255}},
		"what is no picture": {[]int{4000, 100, 200, 100, 4000, 4000, 4000, 4000}, []func(*Writer){number(TagPadding, 4000)}, Look{}, []uint8{0, 0, 255, 0}},
		"all the same":       {[]int{7, 7, 7, 7, 7, 7, 7, 7}, nil, Look{}, []uint8{128, 128, 128, 128}},
		"smaller":            {[]int{0, 0, 4000, 4000, 0, 0, 4000, 4000}, nil, Look{Most: 2}, []uint8{0, 255}},
	} {
		t.Run(name, func(t *testing.T) {
			img, err := shown(t, grey(c.values, c.change...), c.look)
			if err != nil {
				t.Fatal(err)
			}
			g, ok := img.(*image.Gray)
			if !ok {
				t.Fatalf("%T", img)
			}
			if d := cmp.Diff(c.want, g.Pix[:g.Bounds().Dx()]); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestColours(t *testing.T) {
	make8 := func(photometric string, planar int, b []byte) []byte {
		return grey([]int{0, 0, 0, 0}, func(w *Writer) {
			w.Text(TagPhotometric, "CS", photometric)
			w.Number(TagSamples, 3)
			w.Number(TagPlanar, planar)
			w.Number(TagBitsAllocated, 8)
			w.Number(TagBitsStored, 8)
			w.Number(TagHighBit, 7)
			w.Pixels("OB", b)
		})
	}
	want := []color.RGBA{{255, 0, 0, 255}, {0, 255, 0, 255}, {0, 0, 255, 255}, {9, 9, 9, 255}}
	y1, b1, r1 := color.RGBToYCbCr(255, 0, 0)
	for name, b := range map[string][]byte{
		"one after another": make8("RGB", 0, []byte{255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9}),
		"colour by colour":  make8("RGB", 1, []byte{255, 0, 0, 9, 0, 255, 0, 9, 0, 0, 255, 9}),
	} {
		img, err := shown(t, b, Look{})
		if err != nil {
			t.Fatal(name, err)
		}
		for i, c := range want {
			if got := img.At(i%2, i/2); got != c {
				t.Errorf("%s: pixel %d is %v", name, i, got)
			}
		}
	}
	img, err := shown(t, make8("YBR_FULL", 0, slices.Repeat([]byte{y1, b1, r1}, 4)), Look{})
	if err != nil {
		t.Fatal(err)
	}
	if c, ok := img.At(0, 0).(color.RGBA); !ok || c.R < 250 || c.G > 5 {
		t.Errorf("red is %v", img.At(0, 0))
	}
}

func packed(t *testing.T, img image.Image, width, height int, fragments int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	w := NewWriter(JPEGBaseline, ClassCR, "1.2.4")
	w.Text(TagPhotometric, "CS", "MONOCHROME2")
	if _, ok := img.(*image.Gray); !ok {
		w.Text(TagPhotometric, "CS", "YBR_FULL_422")
	}
	w.Number(TagRows, height)
	w.Number(TagColumns, width)
	var parts [][]byte
	size := b.Len()/fragments/2*2 + 2
	for part := range slices.Chunk(b.Bytes(), size) {
		parts = append(parts, part)
	}
	w.Packed(parts...)
	return w.Bytes()
}

func TestPacked(t *testing.T) {
	g := image.NewGray(image.Rect(0, 0, 37, 16))
	for i := range g.Pix {
		g.Pix[i] = uint8(i % 37 * 6)
	}
	for _, fragments := range []int{1, 3} {
		img, err := shown(t, packed(t, g, 37, 16, fragments), Look{})
		if err != nil {
			t.Fatal(err)
		}
		if p := img.(*image.Gray); p.Bounds() != g.Bounds() || p.Pix[0] > 12 || p.Pix[36] < 240 {
			t.Errorf("%v: %v", p.Bounds(), p.Pix[:37])
		}
	}
	red := image.NewRGBA(image.Rect(0, 0, 16, 16))
	for i := range red.Pix {
		red.Pix[i] = []uint8{200, 10, 10, 255}[i%4]
	}
	img, err := shown(t, packed(t, red, 16, 16, 1), Look{Most: 8})
	if err != nil {
		t.Fatal(err)
	}
	if c := img.At(3, 3).(color.RGBA); c.R < 190 || c.G > 25 || img.Bounds().Dx() != 8 {
		t.Errorf("%v of %v", c, img.Bounds())
	}
	// What the file says of its size is what the limits were held against.
	if _, err := shown(t, packed(t, g, 8, 8, 1), Look{}); !errors.Is(err, ErrDamaged) {
		t.Errorf("a JPEG larger than told: %v", err)
	}
}

// TestNotShown names what can't be shown, and tells it from what is damaged.
func TestNotShown(t *testing.T) {
	in := func(syntax string) []byte {
		w := NewWriter(syntax, ClassCT, "1.2.5")
		w.Number(TagRows, 8)
		w.Number(TagColumns, 8)
		w.Text(TagPhotometric, "CS", "MONOCHROME2")
		w.Packed([]byte("whatever"))
		return w.Bytes()
	}
	for name, c := range map[string]struct {
		b   []byte
		why Why // 0 is damaged
	}{
		"JPEG 2000":           {in(J2K), JPEG2000},
		"JPEG 2000 with loss": {in("1.2.840.10008.1.2.4.91"), JPEG2000},
		"high throughput":     {in("1.2.840.10008.1.2.4.202"), JPEG2000},
		"JPEG-LS":             {in("1.2.840.10008.1.2.4.80"), JPEGLS},
		"lossless JPEG":       {in("1.2.840.10008.1.2.4.70"), JPEGExtra},
		"MPEG-4":              {in("1.2.840.10008.1.2.4.102"), Video},
		"RLE":                 {in("1.2.840.10008.1.2.5"), Packed},
		"JPEG XL":             {in("1.2.840.10008.1.2.4.110"), Packed},
		"somebody's own":      {in("1.3.6.1.4.1.5"), UnknownCode},
		"no JPEG at all":      {in(JPEGBaseline), 0},
		"wide":                {grey([]int{0, 0}, func(w *Writer) { w.Number(TagColumns, 8193) }), TooLarge},
		"large":               {grey([]int{0, 0}, func(w *Writer) { w.Number(TagColumns, 8192); w.Number(TagRows, 8192) }), TooLarge},
		"few pixels":          {grey([]int{0, 0}, func(w *Writer) { w.Number(TagColumns, 800) }), 0},
		"no size":             {grey([]int{0, 0}, func(w *Writer) { w.Number(TagColumns, 0) }), 0},
		"a table of colours":  {grey([]int{0, 0}, func(w *Writer) { w.Text(TagPhotometric, "CS", "PALETTE COLOR") }), Colours},
		"32 bits":             {grey([]int{0, 0}, func(w *Writer) { w.Number(TagBitsAllocated, 32) }), Colours},
		"more bits than kept": {grey([]int{0, 0}, func(w *Writer) { w.Number(TagBitsStored, 17) }), Colours},
		"bits out of place":   {grey([]int{0, 0}, func(w *Writer) { w.Number(TagHighBit, 3) }), Colours},
		"no image":            {NewWriter(ExplicitLittle, ClassKOS, "1.2.6").Bytes(), NoImage},
	} {
		_, err := shown(t, c.b, Look{})
		if Reason(err) != c.why || c.why == 0 && !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for syntax, why := range map[string]Why{"1.2.840.10008.1.2.2": BigEndian, deflated: Packed} {
		if _, err := Parse(in(syntax)); Reason(err) != why {
			t.Errorf("%s: %v", syntax, err)
		}
	}
	// Several frames: the first is shown, and how many there are is told.
	many := grey([]int{0, 4000, 1, 2, 3, 4, 5, 6}, func(w *Writer) { w.Number(TagColumns, 2); w.Text(TagFrames, "IS", "2") })
	f, err := Parse(many)
	if err != nil {
		t.Fatal(err)
	}
	if img, err := f.Image(Look{}); err != nil || f.Frames() != 2 || img.Bounds().Dx() != 2 {
		t.Errorf("%d frames, %v", f.Frames(), err)
	}
}

// TestDamaged cuts and turns a file everywhere: never a panic, and never more than an error.
func TestDamaged(t *testing.T) {
	whole := grey([]int{0, 1000, 2000, 4000, 0, 0, 0, 0}, func(w *Writer) {
		i := NewItem()
		i.Text(TagRefInstance, "UI", "1.2")
		w.Sequence(TagRefImages, i, i)
	})
	for n := range len(whole) {
		if f, err := Parse(whole[:n]); err == nil {
			if _, err = f.Image(Look{}); err == nil {
				t.Errorf("%d of %d bytes are a whole image", n, len(whole))
			}
		}
		for _, v := range []byte{0, 0xff, whole[n] ^ 1} {
			b := bytes.Clone(whole)
			b[n] = v
			if f, err := Parse(b); err == nil {
				_, _ = f.Image(Look{Most: 64})
			}
		}
	}
	deep := NewItem()
	for range 20 {
		next := NewItem()
		next.Sequence(TagEvidence, deep)
		deep = next
	}
	w := NewWriter(ExplicitLittle, ClassKOS, "1.2.3")
	w.Sequence(TagEvidence, deep)
	if _, err := Parse(w.Bytes()); Reason(err) != TooLarge {
		t.Errorf("twenty sequences deep: %v", err)
	}
}

// implicit writes a list of images without kinds of values, in items of unknown length.
func implicit(instance string) []byte {
	word := func(b []byte, t Tag, size uint32, value string) []byte {
		b = binary.LittleEndian.AppendUint16(b, uint16(t>>16))
		b = binary.LittleEndian.AppendUint16(b, uint16(t))
		return append(binary.LittleEndian.AppendUint32(b, size), value...)
	}
	open := func(t Tag, inside []byte) []byte {
		b := word(word(nil, t, undefined, ""), tagItem, undefined, "")
		return word(word(append(b, inside...), tagItemEnd, 0, ""), tagSequenceEnd, 0, "")
	}
	text := func(t Tag, s string) []byte {
		if len(s)%2 == 1 {
			s += "\x00"
		}
		return word(nil, t, uint32(len(s)), s)
	}
	series := append(open(TagRefImages, append(text(TagRefClass, ClassDX), text(TagRefInstance, instance)...)), []byte{}...)
	series = append(text(TagSeries, "1.2.3.4"), series...)
	// In order of tags within the item.
	study := append(open(TagRefSeries, series), text(TagStudy, "1.2.3")...)
	w := NewWriter(ImplicitLittle, ClassKOS, "1.2.9")
	w.elements = map[Tag]written{}
	return append(append(w.Bytes(), text(TagStudy, "1.2.3")...), open(TagEvidence, study)...)
}

func TestStudy(t *testing.T) {
	want := Study{UID: "1.2.3", Images: []Reference{{Study: "1.2.3", Series: "1.2.3.4", Instance: "1.2.3.4.5", Class: ClassDX}, {Study: "1.2.3", Series: "1.2.3.5", Instance: "1.2.3.5.1", Class: ClassCT}}}
	file, err := WriteStudy("1.2.3.9", "1.2.3.9.1", want)
	if err != nil {
		t.Fatal(err)
	}
	one := want
	one.Images = want.Images[:1]
	json := `{"0020000D":{"vr":"UI","Value":["1.2.3"]},"0040A375":{"vr":"SQ","Value":[{"0020000D":{"vr":"UI","Value":["1.2.3"]},"00081115":{"vr":"SQ","Value":[` +
		`{"0020000E":{"vr":"UI","Value":["1.2.3.4"]},"00081199":{"vr":"SQ","Value":[{"00081150":{"vr":"UI","Value":["` + ClassDX + `"]},"00081155":{"vr":"UI","Value":["1.2.3.4.5"]}}]}}]}}]}}`
	for name, c := range map[string]struct {
		b    []byte
		want Study
	}{
		"a file":                 {file, want},
		"without kinds, open":    {implicit("1.2.3.4.5"), one},
		"JSON":                   {[]byte(" [" + json + "]"), one},
		"JSON without a list":    {[]byte(json), one},
		"the same image twice":   {bytes.ReplaceAll(file, []byte("1.2.3.5.1"), []byte("1.2.3.5.1")), want},
		"JSON with other things": {[]byte(`[{"00100020":{"vr":"LO","Value":[7,{"x":[]}]},` + json[1:] + `]`), one},
	} {
		got, err := ReadStudy(c.b)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
	if p := want.Images[0].Path(); p != "studies/1.2.3/series/1.2.3.4/instances/1.2.3.4.5" {
		t.Error(p)
	}
	for name, b := range map[string]string{
		"nothing": "", "an empty list": "[]", "words": "hallo", "half": json[:200], "no names": `[{}]`,
		"a name that is a way": fmt.Sprintf(`[{"0020000D":{"Value":["1.2"]},"0040A375":{"Value":[{"0020000D":{"Value":["../../x"]},"00081115":{"Value":[{"0020000E":{"Value":["1"]},"00081199":{"Value":[{"00081155":{"Value":["%s"]}}]}}]}}]}}]`, "1.2"),
	} {
		if got, err := ReadStudy([]byte(b)); err == nil {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if _, err := ReadStudy(implicit("a/b")); !errors.Is(err, ErrDamaged) {
		t.Errorf("an instance that is no name: %v", err)
	}
}

func TestText(t *testing.T) {
	b := grey([]int{0, 0}, func(w *Writer) { w.Text(TagStudyText, "LO", "Foto kni\xeb \\x") })
	f, err := Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	if got := f.Text(TagStudyText); got != "Foto knië" {
		t.Errorf("%q", got)
	}
}
