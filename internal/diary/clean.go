// SPDX-License-Identifier: EUPL-1.2

package diary

import (
	"bytes"
	"encoding/binary"
	"errors"
)

var (
	// ErrFile says that a file is no photo or sound that a diary keeps.
	ErrFile = errors.New("diary: not a photo or sound")
	// ErrTooLarge says that a file has more than MaxFile bytes.
	ErrTooLarge = errors.New("diary: file too large")
)

const (
	typeJPEG = "image/jpeg"
	typePNG  = "image/png"
	typeMP3  = "audio/mpeg"
	typeMP4  = "audio/mp4"
	typeOGG  = "audio/ogg"
	typeWAV  = "audio/wav"
)

// Clean takes out of a photo or sound what tells where, when and with what it was made, and returns
// its media type, by its contents. The way in which a photo is held stays. It never touches b.
func Clean(b []byte) (clean []byte, mediaType string, err error) {
	if len(b) > MaxFile {
		return nil, "", ErrTooLarge
	}
	at := func(i int, s string) bool { return len(b) >= i+len(s) && string(b[i:i+len(s)]) == s }
	switch {
	case at(0, "\xff\xd8\xff"):
		clean, err = cleanJPEG(b)
		return clean, typeJPEG, err
	case at(0, "\x89PNG\r\n\x1a\n"):
		clean, err = cleanPNG(b)
		return clean, typePNG, err
	case at(4, "ftyp") && (at(8, "M4A ") || at(8, "mp42") || at(8, "isom") || at(8, "mp41")):
		clean, err = cleanMP4(b)
		return clean, typeMP4, err
	case at(0, "ID3"):
		if len(b) < 10 {
			return nil, "", ErrFile
		}
		size := int(b[6]&0x7f)<<21 | int(b[7]&0x7f)<<14 | int(b[8]&0x7f)<<7 | int(b[9]&0x7f)
		if 10+size >= len(b) {
			return nil, "", ErrFile
		}
		return bytes.Clone(b[10+size:]), typeMP3, nil
	case len(b) > 4 && b[0] == 0xff && b[1]&0xe6 == 0xe2: // MPEG audio, layer 3
		return bytes.Clone(b), typeMP3, nil
	case at(0, "OggS"):
		return bytes.Clone(b), typeOGG, nil
	case at(0, "RIFF") && at(8, "WAVE"):
		clean, err = cleanWAV(b)
		return clean, typeWAV, err
	}
	return nil, "", ErrFile
}

// cleanJPEG keeps what is needed to show the photo: tables, frame, scans, the colour profile.
// It ends at the end of the first image: phones put more behind it.
func cleanJPEG(b []byte) ([]byte, error) {
	out := append(make([]byte, 0, len(b)), 0xff, 0xd8)
	turned, scans := byte(1), 0
	var body []byte
	for i := 2; ; {
		for i+1 < len(b) && b[i] == 0xff && b[i+1] == 0xff {
			i++ // fill
		}
		if i+1 >= len(b) || b[i] != 0xff {
			return nil, ErrFile
		}
		marker := b[i+1]
		if marker == 0xd9 {
			if scans == 0 {
				return nil, ErrFile
			}
			break
		}
		if i+4 > len(b) {
			return nil, ErrFile
		}
		end := i + 2 + int(binary.BigEndian.Uint16(b[i+2:]))
		if end < i+4 || end > len(b) {
			return nil, ErrFile
		}
		content := b[i+4 : end]
		switch {
		case marker == 0xe1:
			if o := orientation(content); o > 1 {
				turned = o
			}
		case marker == 0xe0 && bytes.HasPrefix(content, []byte("JFIF\x00")),
			marker == 0xe2 && bytes.HasPrefix(content, []byte("ICC_PROFILE\x00")),
			marker == 0xee && bytes.HasPrefix(content, []byte("Adobe")),
			marker < 0xe0 && marker >= 0xc0:
			if marker == 0xe0 && len(content) > 14 {
				break // with a small picture in it
			}
			body = append(body, b[i:end]...)
		}
		i = end
		if marker == 0xda {
			scans++
			start := i
			for i+1 < len(b) && (b[i] != 0xff || b[i+1] == 0 || b[i+1] >= 0xd0 && b[i+1] <= 0xd7) {
				i++
			}
			body = append(body, b[start:i]...)
		}
	}
	if turned > 1 {
		out = append(out, exifTurned(turned)...)
	}
	return append(append(out, body...), 0xff, 0xd9), nil
}

// orientation reads how a photo is held from its Exif, 0 where that is not there.
func orientation(b []byte) byte {
	b, ok := bytes.CutPrefix(b, []byte("Exif\x00\x00"))
	if !ok || len(b) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.BigEndian
	if b[0] == 'I' {
		order = binary.LittleEndian
	}
	at := uint64(order.Uint32(b[4:]))
	if at+2 > uint64(len(b)) {
		return 0
	}
	n := int(order.Uint16(b[at:]))
	for i := range n {
		e := at + 2 + uint64(i)*12
		if e+12 > uint64(len(b)) {
			return 0
		}
		if order.Uint16(b[e:]) == 0x0112 {
			if o := order.Uint16(b[e+8:]); o >= 1 && o <= 8 {
				return byte(o)
			}
		}
	}
	return 0
}

// exifTurned is an Exif segment that says how a photo is held, and nothing else.
func exifTurned(o byte) []byte {
	return []byte{0xff, 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8,
		0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, o, 0, 0, 0, 0, 0, 0}
}

// cleanPNG leaves out texts, times and Exif.
func cleanPNG(b []byte) ([]byte, error) {
	out := append(make([]byte, 0, len(b)), b[:8]...)
	for i := 8; i+12 <= len(b); {
		size := uint64(binary.BigEndian.Uint32(b[i:]))
		if size > uint64(len(b)-i-12) {
			return nil, ErrFile
		}
		end, kind := i+12+int(size), string(b[i+4:i+8])
		switch kind {
		case "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "bKGD", "pHYs":
			out = append(out, b[i:end]...)
		}
		if kind == "IEND" {
			return out, nil
		}
		i = end
	}
	return nil, ErrFile
}

// cleanMP4 empties the boxes that tell of the recording. They keep their size, so that everything
// after them stays where it was.
func cleanMP4(b []byte) ([]byte, error) {
	out := bytes.Clone(b)
	return out, boxes(out, 0)
}

func boxes(b []byte, depth int) error {
	for len(b) > 0 {
		if len(b) < 8 {
			return ErrFile
		}
		size, head := uint64(binary.BigEndian.Uint32(b)), 8
		switch {
		case size == 1 && len(b) >= 16:
			size, head = binary.BigEndian.Uint64(b[8:]), 16
		case size == 0 && depth == 0:
			size = uint64(len(b))
		}
		if size < uint64(head) || size > uint64(len(b)) {
			return ErrFile
		}
		switch string(b[4:8]) {
		case "udta", "meta", "uuid":
			copy(b[4:], "free")
			clear(b[head:size])
		case "moov", "trak", "mdia":
			if depth > 4 {
				return ErrFile
			}
			if err := boxes(b[head:size], depth+1); err != nil {
				return err
			}
		}
		b = b[size:]
	}
	return nil
}

// cleanWAV keeps the sound and its form.
func cleanWAV(b []byte) ([]byte, error) {
	out := append(make([]byte, 0, len(b)), b[:12]...)
	sound := false
	for i := 12; i+8 <= len(b); {
		size := int64(binary.LittleEndian.Uint32(b[i+4:]))
		end := int64(i) + 8 + size + size&1
		if kind := string(b[i : i+4]); kind == "fmt " || kind == "data" {
			if int64(i)+8+size > int64(len(b)) {
				return nil, ErrFile
			}
			out = append(out, b[i:min(end, int64(len(b)))]...)
			sound = sound || kind == "data"
		}
		if end > int64(len(b)) {
			break
		}
		i = int(end)
	}
	if !sound {
		return nil, ErrFile
	}
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out, nil
}
