// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"regie/internal/practice"
)

func TestParseFault(t *testing.T) {
	for _, c := range []struct {
		in   string
		want practice.Fault
		bad  bool
	}{
		{in: "kind=drop", want: practice.Fault{Where: practice.AtResource, Kind: practice.FaultDrop}},
		{in: "at=token, kind=slow,delay=2s", want: practice.Fault{Where: practice.AtToken, Kind: practice.FaultSlow, Delay: 2 * time.Second}},
		{
			in: "provider=ziekenhuis-linde,service=48,match=Observation/$lastn?category=x,kind=status,status=503,retry-after=7,after=1,times=2",
			want: practice.Fault{Where: practice.AtResource, Provider: "ziekenhuis-linde", Service: "48", Match: "Observation/$lastn?category=x",
				Kind: practice.FaultStatus, Status: 503, RetryAfter: "7", After: 1, Times: 2},
		},
		{in: "kind=huge,size=1000,value=v", want: practice.Fault{Where: practice.AtResource, Kind: practice.FaultHuge, Size: 1000, Value: "v"}},
		{in: "", bad: true},
		{in: "service=48", bad: true},
		{in: "kind=status,status=many", bad: true},
		{in: "kind=drop,colour=red", bad: true},
	} {
		got, err := parseFault(c.in)
		if (err != nil) != c.bad {
			t.Errorf("%q: %v", c.in, err)
		}
		if err == nil && !cmp.Equal(got, c.want) {
			t.Errorf("%q: %s", c.in, cmp.Diff(c.want, got))
		}
	}
}
