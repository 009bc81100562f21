// SPDX-License-Identifier: EUPL-1.2

package measure

import (
	"math"
	"slices"
	"strconv"
	"strings"

	samples "regie/internal/measure"
)

// An electrocardiogram is drawn as on paper: 25 mm a second, 10 mm a millivolt. A strip has six seconds,
// so that it fits on a sheet of A4 at its true size. In the drawing a millimetre is forty units.
const (
	stripSeconds = 6
	stripUnits   = 40
	stripWide    = stripSeconds * 25 // mm
	mostStrips   = 25
	leastHigh    = 30 // mm
	mostHigh     = 80
)

// ecgView is the curve in strips.
type ecgView struct {
	strips []string // paths
	high   int      // of each strip, in mm, a whole number of squares of 5 mm
	long   int      // seconds that are drawn
	cut    bool     // it lasted longer
}

// from and till are the seconds of a strip.
func (e ecgView) from(i int) int { return i * stripSeconds }
func (e ecgView) till(i int) int { return min((i+1)*stripSeconds, e.long) }

// box is the room of a strip for the drawing.
func (e ecgView) box() string {
	return "0 0 " + strconv.Itoa(stripWide*stripUnits) + " " + strconv.Itoa(e.high*stripUnits)
}

func ecgOf(w *samples.Wave) (out ecgView) {
	if w.Hz <= 0 || len(w.UV) == 0 {
		return out
	}
	mm := func(uv int32) float64 { return float64(uv) / 10_000 * 10 }
	// The strip is as high as the curve asks, with the line of nought where it fits: nothing of it is cut off.
	low, high := mm(slices.Min(w.UV)), mm(slices.Max(w.UV))
	squares := func(v float64) int { return int(math.Ceil((v + 2) / 5)) }
	up, down := max(squares(high), 2), max(squares(-low), 1)
	for (up+down)*5 < leastHigh {
		if up <= 2*down {
			up++
		} else {
			down++
		}
	}
	if (up+down)*5 > mostHigh {
		up, down = mostHigh/10, mostHigh/10
	}
	out.high = (up + down) * 5
	out.long = int(math.Ceil(float64(len(w.UV)) / w.Hz))
	each := int(math.Round(w.Hz * stripSeconds))
	for from := 0; each > 0 && from < len(w.UV); from += each {
		if len(out.strips) == mostStrips {
			out.cut, out.long = true, mostStrips*stripSeconds
			break
		}
		out.strips = append(out.strips, strip(w.UV[from:min(len(w.UV), from+each+1)], w.Hz, func(uv int32) float64 {
			return min(max(float64(up*5)-mm(uv), 0), float64(out.high))
		}))
	}
	return out
}

// strip is a path of differences between whole units.
func strip(uv []int32, hz float64, y func(int32) float64) string {
	var b strings.Builder
	b.Grow(len(uv) * 6)
	px, py := 0, 0
	for i, v := range uv {
		x, y := int(math.Round(float64(i)/hz*25*stripUnits)), int(math.Round(y(v)*stripUnits))
		if i == 0 {
			b.WriteString("M" + strconv.Itoa(x) + " " + strconv.Itoa(y) + "l")
		} else {
			if i > 1 && x-px >= 0 {
				b.WriteByte(' ')
			}
			b.WriteString(strconv.Itoa(x - px))
			if y-py >= 0 {
				b.WriteByte(' ')
			}
			b.WriteString(strconv.Itoa(y - py))
		}
		px, py = x, y
	}
	return strings.TrimSuffix(b.String(), "l")
}
