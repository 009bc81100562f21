// SPDX-License-Identifier: EUPL-1.2

// Package pictures draws what looks somewhat like an X-ray, for the studies of the practice
// persons, and writes it as hospitals do. Nobody was ever photographed for it: each is made of
// rods and ovals by this program, and says so in the picture.
package pictures

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"math"
	"time"

	"regie/internal/dicom"
	"regie/internal/practice/dossier"
)

// Size of every picture, in pixels.
const (
	Width  = 640
	Height = 800
)

// The lightness of things, of 4096.
const (
	air    = 150
	tissue = 800
	bone   = 1500
	metal  = 3900
)

// rod is a bone or a limb: two ends, each with its half width, and how much narrower its middle is.
type rod struct {
	x1, y1, r1, x2, y2, r2 float64
	waist                  float64
	kind                   float64 // tissue, bone or metal
}

// part is what is drawn of a part of the body, seen from one side.
func part(name string, view int) ([]rod, string) {
	switch {
	case name == "voet" && view%2 == 0:
		return footAbove(), "L"
	case name == "voet":
		return footSide(), "L"
	case name == "heup":
		return hip(), "R"
	case name == "longen":
		return chest(), "R"
	}
	return hand(), "R"
}

// bones draws a row of bones along a line, as in a finger.
func bones(out []rod, x, y, angle, width float64, lengths ...float64) []rod {
	dx, dy := math.Sin(angle), -math.Cos(angle)
	end := 0.0
	for _, l := range lengths {
		end += l + 9
	}
	out = append(out, rod{x, y, width * 2.3, x + dx*end, y + dy*end, width * 1.7, 0, tissue})
	for _, l := range lengths {
		out = append(out, rod{x, y, width, x + dx*l, y + dy*l, width * 0.95, 0.35, bone})
		x, y, width = x+dx*(l+9), y+dy*(l+9), width*0.88
	}
	return out
}

func footAbove() []rod {
	out := []rod{{320, 820, 120, 320, 560, 105, 0, tissue}, {320, 600, 110, 330, 380, 135, 0, tissue}}
	for i, l := range [][]float64{{150, 80, 55}, {175, 62, 34, 24}, {168, 56, 30, 22}, {158, 50, 26, 20}, {150, 44, 22, 18}} {
		width := []float64{23, 15, 14, 14, 15}[i]
		out = bones(out, 250+float64(i)*38, 440+float64(i)*14, -0.16+float64(i)*0.11, width, l...)
	}
	return append(out,
		rod{265, 505, 34, 275, 470, 26, 0, bone}, rod{318, 508, 28, 318, 478, 24, 0, bone}, rod{372, 520, 30, 380, 492, 28, 0, bone},
		rod{300, 568, 36, 330, 560, 34, 0, bone}, rod{392, 570, 30, 388, 545, 30, 0, bone},
		rod{330, 640, 52, 345, 720, 60, 0.1, bone}, rod{295, 640, 40, 300, 610, 36, 0, bone})
}

func footSide() []rod {
	out := []rod{{430, -20, 95, 440, 380, 85, 0, tissue}, {470, 480, 115, 180, 590, 75, 0, tissue}, {180, 590, 70, 60, 640, 38, 0, tissue}, {490, 520, 105, 300, 620, 60, 0, tissue}}
	return append(out,
		rod{415, -20, 46, 425, 330, 50, 0.3, bone}, rod{492, -20, 20, 490, 370, 24, 0.35, bone},
		rod{400, 420, 48, 450, 405, 52, 0.1, bone}, rod{420, 520, 50, 545, 545, 62, 0.15, bone},
		rod{340, 455, 36, 350, 480, 34, 0, bone}, rod{350, 540, 30, 340, 550, 30, 0, bone}, rod{285, 485, 30, 290, 500, 28, 0, bone},
		rod{250, 505, 26, 130, 590, 22, 0.35, bone}, rod{255, 540, 22, 145, 615, 18, 0.35, bone}, rod{280, 565, 18, 165, 632, 15, 0.35, bone},
		rod{112, 602, 19, 78, 622, 15, 0.3, bone}, rod{62, 632, 13, 44, 642, 10, 0.2, bone}, rod{130, 628, 13, 100, 642, 11, 0.2, bone})
}

func hip() []rod {
	out := []rod{{320, -40, 260, 330, 360, 250, 0, tissue}, {250, 330, 190, 215, 840, 160, 0, tissue}, {560, 420, 120, 600, 840, 130, 0, tissue}}
	return append(out,
		rod{360, 60, 150, 440, 40, 130, 0, bone * 0.5}, rod{330, 110, 60, 395, 330, 40, 0.15, bone}, rod{300, 280, 70, 330, 250, 60, 0, bone * 0.8},
		rod{395, 330, 30, 600, 400, 26, 0.2, bone}, rod{360, 420, 28, 470, 520, 26, 0.2, bone}, rod{470, 520, 28, 560, 470, 26, 0.2, bone},
		rod{560, 90, 70, 600, -20, 80, 0, bone * 0.7},
		rod{195, 400, 56, 215, 470, 50, 0, bone}, rod{215, 470, 52, 232, 840, 44, 0.12, bone},
		// The new hip: a ball, its neck and its stem.
		rod{313, 272, 43, 313, 272, 43, 0, metal}, rod{300, 290, 15, 232, 372, 19, 0, metal}, rod{232, 372, 24, 234, 640, 9, 0, metal})
}

func chest() []rod {
	out := []rod{{320, 120, 240, 320, 760, 300, 0, tissue}, {90, 150, 110, 30, 600, 90, 0, tissue}, {550, 150, 110, 610, 600, 90, 0, tissue}, {320, 0, 80, 320, 120, 100, 0, tissue},
		// The lungs are air: they take away.
		{215, 230, 92, 190, 540, 118, 0, -tissue * 0.75}, {430, 230, 92, 455, 520, 112, 0, -tissue * 0.75},
		{335, 380, 80, 395, 540, 105, 0, tissue * 0.9}, {320, 220, 44, 325, 420, 52, 0, tissue * 0.7}}
	for i := range 9 { // back of each rib, and the line of the spine
		y := 150 + float64(i)*62
		w := 150 + 95*math.Sin(math.Min(float64(i)+1.5, 7)/7*math.Pi/2)
		for _, side := range []float64{-1, 1} {
			out = append(out, rod{320 + side*28, y, 12, 320 + side*w*0.62, y + 6, 11, 0, bone * 0.42}, rod{320 + side*w*0.62, y + 6, 11, 320 + side*w, y + 84, 9, 0, bone * 0.42})
		}
		out = append(out, rod{302, y - 6, 15, 338, y - 6, 15, 0, bone * 0.4})
	}
	return append(out, rod{300, 165, 12, 130, 105, 15, 0.2, bone * 0.7}, rod{340, 165, 12, 510, 105, 15, 0.2, bone * 0.7},
		rod{105, 105, 34, 60, 420, 26, 0.2, bone * 0.8}, rod{535, 105, 34, 580, 420, 26, 0.2, bone * 0.8})
}

func hand() []rod {
	out := []rod{{320, 820, 95, 320, 650, 92, 0, tissue}, {320, 640, 115, 330, 470, 140, 0, tissue}}
	for i, l := range [][]float64{{130, 80, 55, 36}, {135, 88, 60, 38}, {126, 82, 54, 36}, {112, 66, 42, 32}} {
		out = bones(out, 268+float64(i)*40, 560+float64(i)*8, -0.17+float64(i)*0.12, 16, l...)
	}
	out = bones(out, 235, 620, -0.78, 18, 100, 70, 50)
	return append(out, rod{275, 605, 22, 285, 600, 20, 0, bone}, rod{325, 600, 24, 330, 605, 22, 0, bone}, rod{372, 608, 22, 378, 612, 20, 0, bone},
		rod{290, 650, 25, 300, 645, 22, 0, bone}, rod{345, 650, 25, 350, 648, 22, 0, bone},
		rod{285, 690, 44, 280, 840, 30, 0.2, bone}, rod{372, 700, 28, 375, 840, 26, 0.2, bone})
}

// draw returns the values of a picture, row by row.
func draw(name string, view int, seed string) []uint16 {
	rods, side := part(name, view)
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(seed))
	noise := sum.Sum32() | 1
	soft, hard := make([]float64, Width*Height), make([]float64, Width*Height)
	for _, r := range rods {
		wide := math.Max(r.r1, r.r2) + 8
		for y := max(0, int(math.Min(r.y1, r.y2)-wide)); y < min(Height, int(math.Max(r.y1, r.y2)+wide)); y++ {
			for x := max(0, int(math.Min(r.x1, r.x2)-wide)); x < min(Width, int(math.Max(r.x1, r.x2)+wide)); x++ {
				v := r.at(float64(x), float64(y))
				switch i := y*Width + x; {
				case r.kind == tissue:
					soft[i] = math.Max(soft[i], v)
				case r.kind == metal:
					hard[i] = math.Max(hard[i], v)
				default:
					hard[i] += v * (1 - hard[i]/5200)
				}
			}
		}
	}
	out := make([]uint16, Width*Height)
	for i := range out {
		noise ^= noise << 13
		noise ^= noise >> 17
		noise ^= noise << 5
		v := air + soft[i] + hard[i] + float64(noise%97) - 48
		out[i] = uint16(math.Max(0, math.Min(4095, v)))
	}
	write(out, "OEFENBEELD", 24, Height-48, 4)
	write(out, side, Width-60, 24, 6)
	return out
}

// at tells how much a rod adds to a point. Bones are densest at their edge, limbs in their middle.
func (r rod) at(x, y float64) float64 {
	dx, dy := r.x2-r.x1, r.y2-r.y1
	t := 0.0
	if l := dx*dx + dy*dy; l > 0 {
		t = math.Max(0, math.Min(1, ((x-r.x1)*dx+(y-r.y1)*dy)/l))
	}
	half := (r.r1 + (r.r2-r.r1)*t) * (1 - r.waist*4*t*(1-t))
	in := half - math.Hypot(x-r.x1-dx*t, y-r.y1-dy*t) // how far inside the edge
	if in <= -3 {
		return 0
	}
	edge := math.Min(1, (in+3)/6)
	switch {
	case r.kind == metal:
		return metal * edge
	case r.kind == tissue || r.kind < 0:
		return r.kind * math.Min(1, (in+3)/(half*0.7+3))
	}
	return r.kind * edge * (0.72 + 0.38*math.Exp(-(in-5)*(in-5)/30))
}

// letters are what is written in the pictures: seven rows of five points each.
var letters = map[rune][7]uint8{
	'O': {14, 17, 17, 17, 17, 17, 14}, 'E': {31, 16, 16, 30, 16, 16, 31}, 'F': {31, 16, 16, 30, 16, 16, 16}, 'N': {17, 25, 25, 21, 19, 19, 17},
	'B': {30, 17, 17, 30, 17, 17, 30}, 'L': {16, 16, 16, 16, 16, 16, 31}, 'D': {30, 17, 17, 17, 17, 17, 30}, 'R': {30, 17, 17, 30, 20, 18, 17},
}

// write puts letters in a picture, light on a dark rim.
func write(px []uint16, s string, x, y, size int) {
	dots := func(grow int, value uint16) {
		at := x
		for _, c := range s {
			for row, bits := range letters[c] {
				for column := range 5 {
					if bits>>(4-column)&1 == 0 {
						continue
					}
					for dy := -grow; dy < size+grow; dy++ {
						for dx := -grow; dx < size+grow; dx++ {
							px[(y+row*size+dy)*Width+at+column*size+dx] = value
						}
					}
				}
			}
			at += 6 * size
		}
	}
	dots(3, 0)
	dots(0, 4095)
}

// Instance makes the n-th image of a study as a file. taken is the day of the photograph.
// The second image of a study has its light and dark the other way round, as older machines do.
func Instance(s dossier.Study, n int, taken time.Time) ([]byte, error) {
	if n < 0 || n >= len(s.Instances) {
		return nil, fmt.Errorf("drawing image %d of %d", n, len(s.Instances))
	}
	px := draw(s.Part, n, s.Instances[n])
	w := dicom.NewWriter(dicom.ExplicitLittle, dicom.ClassDX, s.Instances[n])
	w.Text(dicom.TagCharset, "CS", "ISO_IR 192")
	w.Text(dicom.TagStudyDate, "DA", taken.Format("20060102"))
	w.Text(dicom.TagModality, "CS", s.Modality)
	w.Text(dicom.TagStudyText, "LO", s.Title)
	w.Text(dicom.TagPatientName, "PN", "Oefenpersoon^"+s.Person)
	w.Text(dicom.TagStudy, "UI", s.UID)
	w.Text(dicom.TagSeries, "UI", s.Series)
	w.Text(dicom.TagNumber, "IS", fmt.Sprint(n+1))
	w.Number(dicom.TagSamples, 1)
	w.Number(dicom.TagRows, Height)
	w.Number(dicom.TagColumns, Width)
	w.Number(dicom.TagBitsAllocated, 16)
	w.Number(dicom.TagBitsStored, 12)
	w.Number(dicom.TagHighBit, 11)
	w.Number(dicom.TagSigned, 0)
	photometric, center := "MONOCHROME2", 1700
	b := make([]byte, 0, 2*len(px))
	for _, v := range px {
		if n%2 == 1 {
			v = 4095 - v
		}
		b = binary.LittleEndian.AppendUint16(b, v)
	}
	if n%2 == 1 {
		photometric, center = "MONOCHROME1", 4095-center
	}
	w.Text(dicom.TagPhotometric, "CS", photometric)
	w.Text(dicom.TagWindowCenter, "DS", fmt.Sprint(center))
	w.Text(dicom.TagWindowWidth, "DS", "3400")
	w.Pixels("OW", b)
	return w.Bytes(), nil
}

// List is the list of the images of a study.
func List(s dossier.Study) dicom.Study {
	out := dicom.Study{UID: s.UID}
	for _, i := range s.Instances {
		out.Images = append(out.Images, dicom.Reference{Study: s.UID, Series: s.Series, Instance: i, Class: dicom.ClassDX})
	}
	return out
}
