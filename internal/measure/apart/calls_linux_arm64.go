// SPDX-License-Identifier: EUPL-1.2

package apart

import "syscall"

const (
	architecture = 0xc00000b7 // AUDIT_ARCH_AARCH64
	callSeccomp  = 277
)

// refusedCalls are by number where the standard library does not name them.
var refusedCalls = []uint32{
	syscall.SYS_SOCKET, syscall.SYS_SOCKETPAIR, syscall.SYS_CONNECT, syscall.SYS_BIND, syscall.SYS_LISTEN, syscall.SYS_ACCEPT, syscall.SYS_ACCEPT4,
	syscall.SYS_SENDTO, syscall.SYS_SENDMSG, syscall.SYS_OPENAT, 437 /* openat2 */, 265, /* open_by_handle_at */
	syscall.SYS_EXECVE, 281, /* execveat */
	syscall.SYS_PTRACE, 270, 271 /* process_vm_readv, -writev */, 434, 438, 424 /* pidfd_open, _getfd, _send_signal */, syscall.SYS_KILL,
	425, 426, 427 /* io_uring */, 280 /* bpf */, 282 /* userfaultfd */, 241, /* perf_event_open */
	syscall.SYS_UNLINKAT, syscall.SYS_RENAMEAT, 276 /* renameat2 */, syscall.SYS_MKDIRAT, syscall.SYS_LINKAT, syscall.SYS_SYMLINKAT,
	syscall.SYS_FCHMODAT, syscall.SYS_FCHOWNAT, syscall.SYS_MKNODAT, syscall.SYS_TRUNCATE, syscall.SYS_MOUNT, syscall.SYS_UNSHARE, 268 /* setns */, syscall.SYS_CHROOT,
}
