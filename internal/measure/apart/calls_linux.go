// SPDX-License-Identifier: EUPL-1.2

//go:build linux && (amd64 || arm64)

package apart

import (
	"runtime"
	"syscall"
	"unsafe"
)

// The words of the kernel's filter: linux/filter.h, linux/seccomp.h.
const (
	loadWord  = 0x20 // BPF_LD | BPF_W | BPF_ABS
	ifEqual   = 0x15 // BPF_JMP | BPF_JEQ | BPF_K
	ifAtLeast = 0x35 // BPF_JMP | BPF_JGE | BPF_K
	ifBits    = 0x45 // BPF_JMP | BPF_JSET | BPF_K
	answerIs  = 0x06 // BPF_RET | BPF_K

	allow   = 0x7fff0000                         // SECCOMP_RET_ALLOW
	refuse  = 0x00050000 | uint32(syscall.EPERM) // SECCOMP_RET_ERRNO
	absent  = 0x00050000 | uint32(syscall.ENOSYS)
	atCall  = 0 // in struct seccomp_data
	atArch  = 4
	atFirst = 16 // the low half of the first argument

	callClone3  = 435        // everywhere
	cloneThread = 0x10000    // CLONE_THREAD
	foreignCall = 0x40000000 // calls of another sort (x32) begin here

	prNoNewPrivs = 38 // PR_SET_NO_NEW_PRIVS
	prDumpable   = 4  // PR_SET_DUMPABLE
	modeFilter   = 1  // SECCOMP_SET_MODE_FILTER
	onAllThreads = 1  // SECCOMP_FILTER_FLAG_TSYNC
)

type instruction struct {
	code   uint16
	jt, jf uint8
	k      uint32
}

// filter refuses the calls of a list, and new processes.
func filter(arch uint32, clone uint32, refused []uint32) []instruction {
	out := []instruction{
		{loadWord, 0, 0, atArch},
		{ifEqual, 1, 0, arch},
		{answerIs, 0, 0, refuse},
		{loadWord, 0, 0, atCall},
		{ifAtLeast, 0, 1, foreignCall},
		{answerIs, 0, 0, refuse},
	}
	for _, n := range refused {
		out = append(out, instruction{ifEqual, 0, 1, n}, instruction{answerIs, 0, 0, refuse})
	}
	return append(out,
		instruction{ifEqual, 0, 1, callClone3}, // its flags are out of sight; who is told that it is not there takes clone
		instruction{answerIs, 0, 0, absent},
		instruction{ifEqual, 0, 3, clone}, // a thread may begin, a process may not
		instruction{loadWord, 0, 0, atFirst},
		instruction{ifBits, 1, 0, cloneThread},
		instruction{answerIs, 0, 0, refuse},
		instruction{answerIs, 0, 0, allow},
	)
}

// refuseCalls takes from this process what a reader never needs: sockets, files, programs, and
// looking into other processes. It tells whether that holds.
func refuseCalls() bool {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	f := filter(architecture, uint32(syscall.SYS_CLONE), refusedCalls)
	prog := struct {
		n     uint16
		first *instruction
	}{uint16(len(f)), &f[0]}
	_, _, _ = syscall.RawSyscall(syscall.SYS_PRCTL, prDumpable, 0, 0)
	if _, _, e := syscall.RawSyscall6(syscall.SYS_PRCTL, prNoNewPrivs, 1, 0, 0, 0, 0); e != 0 {
		return false
	}
	_, _, e := syscall.RawSyscall(callSeccomp, modeFilter, onAllThreads, uintptr(unsafe.Pointer(&prog))) //nolint:gosec // the kernel's own form
	runtime.KeepAlive(f)
	return e == 0
}
