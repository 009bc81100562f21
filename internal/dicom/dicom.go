// SPDX-License-Identifier: EUPL-1.2

// Package dicom reads what hospitals send of images: files of DICOM Part 10 and lists of the
// images of a study (KOS), and makes a picture of an image that a browser can show. It writes
// simple files too, for practice. It is defensive: what it reads comes from outside, so all that
// a file says of itself is held against the bytes there are and against the limits below.
//
// It is for showing what was recorded. It is not for judging it.
package dicom

import (
	"errors"
	"fmt"
)

// Limits of one file.
const (
	MaxBytes  = 64 << 20 // of a file
	MaxSide   = 8192     // pixels in one direction
	MaxPixels = 40 << 20 // pixels together
	MaxImages = 2000     // in the list of a study

	maxElements = 50_000
	maxDepth    = 8
	maxItems    = 20_000
)

// ErrDamaged says that bytes are no DICOM, or break off, or contradict themselves.
var ErrDamaged = errors.New("dicom: damaged")

func damaged(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrDamaged, fmt.Sprintf(format, args...))
}

// Why tells why an image can't be shown.
type Why uint8

// The reasons. Each has a sentence for people elsewhere.
const (
	JPEG2000    Why = iota + 1
	JPEGLS          // also near-lossless
	JPEGExtra       // lossless or 12-bit JPEG, which the standard library does not read
	Video           // MPEG-2, MPEG-4, HEVC
	Packed          // RLE, deflated, JPEG XL and others
	BigEndian       // retired long ago
	Colours         // a table of colours, or a colour model that is not read
	NoImage         // a file without pixels: a report, a waveform, a presentation state
	TooLarge        // over the limits
	UnknownCode     // a transfer syntax that nobody described
)

var whyNames = map[Why]string{
	JPEG2000: "JPEG 2000", JPEGLS: "JPEG-LS", JPEGExtra: "lossless JPEG", Video: "video", Packed: "packed", BigEndian: "big endian",
	Colours: "colours", NoImage: "no image", TooLarge: "too large", UnknownCode: "unknown transfer syntax",
}

func (w Why) String() string { return whyNames[w] }

// Unsupported says that a file is sound as far as is known, but can't be shown here.
type Unsupported struct{ Why Why }

func (u *Unsupported) Error() string { return "dicom: cannot be shown: " + u.Why.String() }

// Reason returns why an image could not be shown; 0 where it is damaged or there is no error.
func Reason(err error) Why {
	var u *Unsupported
	if errors.As(err, &u) {
		return u.Why
	}
	return 0
}

// Tag is the group and element of a data element.
type Tag uint32

// The tags that are read or written here.
const (
	TagMetaLength     Tag = 0x00020000
	TagMetaVersion    Tag = 0x00020001
	TagMetaClass      Tag = 0x00020002
	TagMetaInstance   Tag = 0x00020003
	TagTransferSyntax Tag = 0x00020010
	TagImplementation Tag = 0x00020012
	TagCharset        Tag = 0x00080005
	TagClass          Tag = 0x00080016
	TagInstance       Tag = 0x00080018
	TagStudyDate      Tag = 0x00080020
	TagModality       Tag = 0x00080060
	TagStudyText      Tag = 0x00081030
	TagSeriesText     Tag = 0x0008103E
	TagRefSeries      Tag = 0x00081115
	TagRefClass       Tag = 0x00081150
	TagRefInstance    Tag = 0x00081155
	TagRetrieveURL    Tag = 0x00081190
	TagRefImages      Tag = 0x00081199
	TagPatientName    Tag = 0x00100010
	TagPatientID      Tag = 0x00100020
	TagBodyPart       Tag = 0x00180015
	TagViewPosition   Tag = 0x00185101
	TagStudy          Tag = 0x0020000D
	TagSeries         Tag = 0x0020000E
	TagNumber         Tag = 0x00200013
	TagLaterality     Tag = 0x00200060
	TagSamples        Tag = 0x00280002
	TagPhotometric    Tag = 0x00280004
	TagPlanar         Tag = 0x00280006
	TagFrames         Tag = 0x00280008
	TagRows           Tag = 0x00280010
	TagColumns        Tag = 0x00280011
	TagBitsAllocated  Tag = 0x00280100
	TagBitsStored     Tag = 0x00280101
	TagHighBit        Tag = 0x00280102
	TagSigned         Tag = 0x00280103
	TagPadding        Tag = 0x00280120
	TagWindowCenter   Tag = 0x00281050
	TagWindowWidth    Tag = 0x00281051
	TagIntercept      Tag = 0x00281052
	TagSlope          Tag = 0x00281053
	TagEvidence       Tag = 0x0040A375
	TagPixels         Tag = 0x7FE00010
	tagItem           Tag = 0xFFFEE000
	tagItemEnd        Tag = 0xFFFEE00D
	tagSequenceEnd    Tag = 0xFFFEE0DD
	undefined             = 0xFFFFFFFF
	longestName           = 64
)

// Transfer syntaxes.
const (
	ImplicitLittle = "1.2.840.10008.1.2"
	ExplicitLittle = "1.2.840.10008.1.2.1"
	JPEGBaseline   = "1.2.840.10008.1.2.4.50"
	J2K            = "1.2.840.10008.1.2.4.90"
)

// Classes of objects.
const (
	ClassKOS = "1.2.840.10008.5.1.4.1.1.88.59"
	ClassDX  = "1.2.840.10008.5.1.4.1.1.1.1"
	ClassCR  = "1.2.840.10008.5.1.4.1.1.1"
	ClassCT  = "1.2.840.10008.5.1.4.1.1.2"
)
