// SPDX-License-Identifier: EUPL-1.2

package dicom

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
)

// Look is how an image is shown: steps lighter (darker below zero), and steps more contrast
// (less below zero), from what the hospital set; and at most how large.
type Look struct {
	Light, Contrast int
	Most            int // pixels in the longest direction; 0 is as it is
}

// MaxStep is how many steps there are each way.
const MaxStep = 4

// Frames tells how many images a file holds; at least 1 where it holds any, 0 where none.
func (f *File) Frames() int {
	if _, ok := f.elements[TagPixels]; !ok {
		return 0
	}
	return max(1, f.number(TagFrames, 1))
}

// Bounds returns the size of the image in pixels, 0 where it has none.
func (f *File) Bounds() (width, height int) {
	return f.number(TagColumns, 0), f.number(TagRows, 0)
}

// frame is the first image of a file, still as it is stored.
type frame struct {
	width, height, samples int
	allocated, stored, low int // bits; low is the place of the lowest
	signed, inverted       bool
	planar, ycc            bool
	data                   []byte
}

// Showable tells, without making the picture, whether there is one to make: nil, Unsupported, or
// damaged. A packed image may still prove damaged when it is unpacked.
func (f *File) Showable() error {
	_, _, err := f.readable()
	return err
}

// Image makes a picture of the first image of the file. Unsupported says that it can't be shown.
func (f *File) Image(look Look) (image.Image, error) {
	fr, packed, err := f.readable()
	if err != nil {
		return nil, err
	}
	switch {
	case packed != nil:
		return f.jpeg(packed, fr.width, fr.height, look)
	case fr.samples == 3:
		return fr.colours(look), nil
	}
	return fr.greys(f, look), nil
}

// readable holds what the file says of its image against what is there. packed is nil where the
// pixels lie open.
func (f *File) readable() (fr frame, packed []byte, err error) {
	if f.Frames() == 0 {
		return frame{}, nil, &Unsupported{NoImage}
	}
	if why := packing(f.Syntax); why != 0 {
		return frame{}, nil, &Unsupported{why}
	}
	width, height := f.Bounds()
	if width <= 0 || height <= 0 {
		return frame{}, nil, damaged("an image without size")
	}
	if width > MaxSide || height > MaxSide || width*height > MaxPixels {
		return frame{}, nil, &Unsupported{TooLarge}
	}
	if f.Syntax == JPEGBaseline {
		packed, err = f.packed(width, height)
		return frame{width: width, height: height}, packed, err
	}
	fr, err = f.plain(width, height)
	return fr, nil, err
}

func (f *File) plain(width, height int) (frame, error) {
	fr := frame{
		width: width, height: height, samples: f.number(TagSamples, 1), allocated: f.number(TagBitsAllocated, 0),
		signed: f.number(TagSigned, 0) == 1, planar: f.number(TagPlanar, 0) == 1, data: f.elements[TagPixels].Value,
	}
	fr.stored = f.number(TagBitsStored, fr.allocated)
	fr.low = f.number(TagHighBit, fr.stored-1) + 1 - fr.stored
	switch f.Text(TagPhotometric) {
	case "MONOCHROME1":
		fr.inverted = true
	case "MONOCHROME2":
	case "RGB":
		if fr.samples != 3 || fr.allocated != 8 {
			return frame{}, &Unsupported{Colours}
		}
	case "YBR_FULL":
		if fr.samples != 3 || fr.allocated != 8 {
			return frame{}, &Unsupported{Colours}
		}
		fr.ycc = true
	default:
		return frame{}, &Unsupported{Colours}
	}
	if fr.allocated != 8 && fr.allocated != 16 || fr.samples != 1 && fr.samples != 3 || fr.stored < 1 || fr.stored > fr.allocated || fr.low < 0 || fr.low+fr.stored > fr.allocated {
		return frame{}, &Unsupported{Colours}
	}
	size := width * height * fr.samples * fr.allocated / 8
	if len(fr.data) < size {
		return frame{}, damaged("fewer pixels than its size tells")
	}
	fr.data = fr.data[:size]
	if fr.samples == 1 && f.Text(TagPhotometric) == "RGB" {
		return frame{}, &Unsupported{Colours}
	}
	return fr, nil
}

// value reads the stored value of a pixel.
func (fr *frame) value(i int) int {
	var v int
	if fr.allocated == 8 {
		v = int(fr.data[i])
	} else {
		v = int(fr.data[2*i]) | int(fr.data[2*i+1])<<8
	}
	v = v >> fr.low & (1<<fr.stored - 1)
	if fr.signed && v>>(fr.stored-1) == 1 {
		v -= 1 << fr.stored
	}
	return v
}

// greys turns values into greys: a table tells for each value how light it is.
func (fr *frame) greys(f *File, look Look) image.Image {
	low, high := math.MaxInt, math.MinInt
	padding, padded := 0, false
	if e := f.elements[TagPadding]; len(e.Value) >= 2 {
		padding, padded = int(e.Value[0])|int(e.Value[1])<<8, true
		if fr.signed && padding > math.MaxInt16 {
			padding -= 1 << 16
		}
	}
	center, width, set := f.window()
	if !set {
		for i := range fr.width * fr.height {
			if v := fr.value(i); !padded || v != padding {
				low, high = min(low, v), max(high, v)
			}
		}
		if low > high {
			low, high = 0, 0
		}
	}
	slope, intercept := f.rescale()
	if !set {
		a, b := float64(low)*slope+intercept, float64(high)*slope+intercept
		center, width = (a+b)/2, max(math.Abs(b-a), 1)
	}
	center, width = look.shift(center, width, fr.inverted)
	first := 0
	if fr.signed {
		first = -1 << (fr.stored - 1)
	}
	table := make([]uint8, 1<<fr.stored)
	for i := range table {
		table[i] = shade(float64(first+i)*slope+intercept, center, width, fr.inverted)
		if padded && first+i == padding {
			table[i] = 0 // what is not of the picture stays dark
		}
	}
	w, h, step := fit(fr.width, fr.height, look.Most)
	out := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		y0, y1 := part(y, step, fr.height)
		for x := range w {
			x0, x1 := part(x, step, fr.width)
			sum, n := 0, 0
			for yy := y0; yy < y1; yy++ {
				for xx := x0; xx < x1; xx++ {
					sum += int(table[fr.value(yy*fr.width+xx)-first])
					n++
				}
			}
			out.Pix[y*out.Stride+x] = uint8(sum / n)
		}
	}
	return out
}

func (fr *frame) colours(look Look) image.Image {
	at := func(x, y int) (r, g, b uint8) {
		i := y*fr.width + x
		if fr.planar {
			n := fr.width * fr.height
			r, g, b = fr.data[i], fr.data[n+i], fr.data[2*n+i]
		} else {
			r, g, b = fr.data[3*i], fr.data[3*i+1], fr.data[3*i+2]
		}
		if fr.ycc {
			return color.YCbCrToRGB(r, g, b)
		}
		return r, g, b
	}
	return shrink(fr.width, fr.height, look, at)
}

// window returns what the hospital set.
func (f *File) window() (center, width float64, ok bool) {
	center, ok = f.decimal(TagWindowCenter)
	width, wide := f.decimal(TagWindowWidth)
	return center, width, ok && wide && width >= 1
}

// rescale returns how stored values become measured ones.
func (f *File) rescale() (slope, intercept float64) {
	slope, ok := f.decimal(TagSlope)
	if !ok || slope == 0 {
		return 1, 0
	}
	intercept, _ = f.decimal(TagIntercept)
	return slope, intercept
}

// shift moves a window by the steps of a look.
func (l Look) shift(center, width float64, inverted bool) (float64, float64) {
	light := float64(clamp(l.Light)) * width * 0.12
	if inverted {
		light = -light
	}
	return center - light, max(width*math.Pow(0.8, float64(clamp(l.Contrast))), 1)
}

func clamp(step int) int { return max(-MaxStep, min(MaxStep, step)) }

// shade tells how light a value is in a window, along a straight line.
func shade(v, center, width float64, inverted bool) uint8 {
	y := (v-center)/width + 0.5
	y = max(0, min(1, y))
	if inverted {
		y = 1 - y
	}
	return uint8(math.Round(y * 255))
}

// fit returns the size of a picture of at most so many pixels each way, and how many pixels of
// the image go in one of its own.
func fit(width, height, most int) (w, h int, step float64) {
	longest := max(width, height)
	if most <= 0 || longest <= most {
		return width, height, 1
	}
	step = float64(longest) / float64(most)
	return max(1, int(float64(width)/step)), max(1, int(float64(height)/step)), step
}

// part returns which pixels of an image go in one pixel of the picture.
func part(i int, step float64, size int) (from, to int) {
	from = min(int(float64(i)*step), size-1)
	return from, min(max(int(float64(i+1)*step), from+1), size)
}

// shrink makes a picture in colour, with the steps of the look.
func shrink(width, height int, look Look, at func(x, y int) (r, g, b uint8)) image.Image {
	center, wide := look.shift(127.5, 255, false)
	var table [256]uint8
	for i := range table {
		table[i] = shade(float64(i), center, wide, false)
	}
	w, h, step := fit(width, height, look.Most)
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		y0, y1 := part(y, step, height)
		for x := range w {
			x0, x1 := part(x, step, width)
			var sum [3]int
			n := 0
			for yy := y0; yy < y1; yy++ {
				for xx := x0; xx < x1; xx++ {
					r, g, b := at(xx, yy)
					sum[0], sum[1], sum[2] = sum[0]+int(r), sum[1]+int(g), sum[2]+int(b)
					n++
				}
			}
			i := y*out.Stride + 4*x
			out.Pix[i], out.Pix[i+1], out.Pix[i+2], out.Pix[i+3] = table[sum[0]/n], table[sum[1]/n], table[sum[2]/n], 255
		}
	}
	return out
}

// packed returns a packed image of the one way of packing that every browser has too, after a
// look at its size: the limits were held against what the file says.
func (f *File) packed(width, height int) ([]byte, error) {
	fragments := f.elements[TagPixels].Fragments
	if len(fragments) == 0 {
		return nil, damaged("no packed pixels")
	}
	data := fragments[0]
	if f.Frames() == 1 && len(fragments) > 1 { // one image in pieces
		data = bytes.Join(fragments, nil)
	}
	is, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, damaged("a JPEG that can't be read")
	}
	if is.Width != width || is.Height != height {
		return nil, damaged("a JPEG of another size")
	}
	return data, nil
}

func (f *File) jpeg(data []byte, width, height int, look Look) (image.Image, error) {
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, damaged("a JPEG that breaks off")
	}
	if grey, ok := img.(*image.Gray); ok {
		fr := frame{width: width, height: height, samples: 1, allocated: 8, stored: 8, inverted: f.Text(TagPhotometric) == "MONOCHROME1"}
		for y := range height { // the rows lie further apart than they are wide
			copy(grey.Pix[y*width:], grey.Pix[y*grey.Stride:y*grey.Stride+width])
		}
		fr.data = grey.Pix[:width*height]
		return fr.greys(f, look), nil
	}
	if rgb, ok := img.(*image.RGBA); ok { // the JPEG itself says that its colours are as they are
		return shrink(width, height, look, func(x, y int) (r, g, b uint8) {
			c := rgb.RGBAAt(x, y)
			return c.R, c.G, c.B
		}), nil
	}
	ycc, ok := img.(*image.YCbCr)
	if !ok {
		return nil, &Unsupported{Colours}
	}
	plainRGB := f.Text(TagPhotometric) == "RGB" // three colours packed as they are
	return shrink(width, height, look, func(x, y int) (r, g, b uint8) {
		c := ycc.YCbCrAt(x, y)
		if plainRGB {
			return c.Y, c.Cb, c.Cr
		}
		return color.YCbCrToRGB(c.Y, c.Cb, c.Cr)
	}), nil
}
