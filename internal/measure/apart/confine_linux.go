// SPDX-License-Identifier: EUPL-1.2

package apart

import (
	"os"
	"syscall"
)

// root is the folder of a reader.
const root = "/"

// confine gives the reader limits that hold whatever goes wrong in it: memory, processor time, no
// file written, no picture of its memory left behind.
func confine() (s shut) {
	// Where memory runs out for the whole machine, this process goes first.
	_ = os.WriteFile("/proc/self/oom_score_adj", []byte("1000"), 0)
	ok := true
	for what, most := range map[int]uint64{
		syscall.RLIMIT_DATA: hardMemory, syscall.RLIMIT_AS: 8 << 30, syscall.RLIMIT_CPU: cpuSeconds,
		syscall.RLIMIT_FSIZE: 0, syscall.RLIMIT_CORE: 0,
	} {
		var now syscall.Rlimit
		if err := syscall.Getrlimit(what, &now); err == nil {
			most = min(most, now.Max)
		}
		ok = syscall.Setrlimit(what, &syscall.Rlimit{Cur: most, Max: most}) == nil && ok
	}
	if ok {
		s |= shutLimits
	}
	if refuseCalls() {
		s |= shutCalls
	}
	return s
}
