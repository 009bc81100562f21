// SPDX-License-Identifier: EUPL-1.2

package apart_test

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"regie/internal/measure"
	"regie/internal/measure/apart"
)

// talkTo is the voice of a reader that misbehaves.
type talkTo struct{ w *bufio.Writer }

func (t talkTo) say(sort byte, b []byte) {
	_, _ = t.w.Write(append(binary.AppendUvarint([]byte{sort}, uint64(len(b))), b...))
	_ = t.w.Flush()
}

// good tells the beginning of a good reading: some samples of one kind and source.
func (t talkTo) good() {
	t.say('b', []byte{0})
	t.say('f', []byte("apple"))
	in := &measure.Intake{}
	in.Hand(1<<20, func(p measure.Piece) {
		t.say('s', []byte("\x05Klok!\x00\x00\x02"))
		t.say('k', []byte("heart-rate"))
		t.say('d', append([]byte{0, 0, byte(p.N)}, p.Data...))
	})
	k, s := in.Kind("heart-rate"), in.Source(measure.Source{Name: "Klok!"})
	for i := range 100 {
		in.Add(k, s, measure.Sample{Start: 1_700_000_000_000 + int64(i)*60_000, End: 1_700_000_000_000 + int64(i)*60_000, Value: 60 * measure.Scale})
	}
	in.Rest()
}

func misbehave(how string) {
	t := talkTo{bufio.NewWriter(os.Stdout)}
	if how != "silent" && how != "exit" && how != "letters" {
		t.good()
	}
	switch how {
	case "escape": // what it is refused it says as something that was not used
		shut := apart.Confine()
		var got []string
		_, err := net.DialTimeout("tcp", "127.0.0.1:1", time.Second)
		got = append(got, fmt.Sprint("network ", errors.Is(err, syscall.EPERM)))
		_, err = os.ReadFile("/etc/hostname")
		got = append(got, fmt.Sprint("file ", errors.Is(err, syscall.EPERM)))
		err = os.WriteFile(os.TempDir()+"/regie-escape", []byte("x"), 0o600)
		got = append(got, fmt.Sprint("write ", errors.Is(err, syscall.EPERM)))
		err = exec.Command("/bin/true").Run()
		got = append(got, fmt.Sprint("program ", err != nil))
		err = syscall.Kill(os.Getppid(), 0)
		got = append(got, fmt.Sprint("kill ", errors.Is(err, syscall.EPERM)))
		_, err = time.LoadLocation("Europe/Amsterdam")
		got = append(got, fmt.Sprint("time ", err == nil), fmt.Sprint("shut ", shut))
		for _, s := range got {
			t.say('o', append([]byte{1, 1, byte(len(s))}, s...))
		}
		t.say('x', []byte{0, 0, 0})
	case "panic":
		panic("as readers do")
	case "kill":
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		time.Sleep(time.Minute)
	case "memory":
		apart.Confine()
		var all [][]byte
		for {
			b := make([]byte, 8<<20)
			for i := 0; i < len(b); i += 4096 {
				b[i] = 1
			}
			all = append(all, b)
			if len(all) > 1000 {
				t.say('x', []byte{0, 0, 0}) // 8 GB: nothing stopped it
			}
		}
	case "loop", "silent":
		//lint:ignore SA5002 that is what it is for
		for { //nolint:staticcheck // that is the fault
		}
	case "letters":
		_, _ = os.Stdout.WriteString(strings.Repeat("zomaar wat ", 1000))
	case "rubbish":
		t.say('d', []byte{0, 0, 5, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
	case "far": // a sample of which the moment cannot be
		t.say('d', append([]byte{0, 0, 1, 2}, binary.AppendVarint(nil, 1<<60)...))
	case "nobody":
		t.say('d', []byte{0, 7, 1, 2, 2})
	case "kind":
		t.say('k', []byte("<script>"))
	case "control":
		t.say('s', []byte("\x02\x1b[\x00\x00\x02"))
	case "event":
		t.say('e', bytes.Repeat([]byte{0xff}, 3000))
	case "long":
		_, _ = t.w.Write(binary.AppendUvarint([]byte{'d'}, 1<<40))
		_ = t.w.Flush()
	case "reason":
		t.say('o', []byte{200, 1, 1, 'x'})
	case "format":
		t.say('f', []byte("apple"))
	case "verdict":
		t.say('x', []byte{99, 0, 0})
	case "range":
		t.say('a', binary.AppendUvarint(binary.AppendUvarint(nil, 1<<40), 512<<10))
	case "questions":
		for range 1 << 20 {
			t.say('a', []byte{0, 1})
		}
	case "much", "events", "sources":
		in := &measure.Intake{}
		k, s := in.Kind("heart-rate"), in.Source(measure.Source{})
		var p []byte
		in.Hand(240<<10, func(x measure.Piece) {
			p = append(binary.AppendUvarint([]byte{0, 0}, uint64(x.N)), x.Data...)
		})
		for i := int64(0); p == nil; i++ {
			in.Add(k, s, measure.Sample{Start: i * 977, End: i * 977, Value: i * 7919})
		}
		for range 1 << 20 {
			switch how {
			case "much":
				t.say('d', p)
			case "events":
				t.say('e', measure.AppendEvent(nil, measure.Event{Kind: measure.EventWorkout, Track: make([]measure.Fix, 10_000)}))
			case "sources":
				t.say('s', []byte("\x05Klok!\x00\x00\x02"))
			}
		}
	case "after":
		t.say('x', []byte{0, 0, 0})
		t.say('d', []byte{0})
		time.Sleep(time.Minute) // it does not go by itself
	}
}
