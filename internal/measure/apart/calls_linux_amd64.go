// SPDX-License-Identifier: EUPL-1.2

package apart

import "syscall"

const (
	architecture = 0xc000003e // AUDIT_ARCH_X86_64
	callSeccomp  = 317
)

// refusedCalls are by number where the standard library does not name them.
var refusedCalls = []uint32{
	syscall.SYS_SOCKET, syscall.SYS_SOCKETPAIR, syscall.SYS_CONNECT, syscall.SYS_BIND, syscall.SYS_LISTEN, syscall.SYS_ACCEPT, syscall.SYS_ACCEPT4,
	syscall.SYS_SENDTO, syscall.SYS_SENDMSG, syscall.SYS_OPEN, syscall.SYS_OPENAT, 437 /* openat2 */, syscall.SYS_CREAT, 304, /* open_by_handle_at */
	syscall.SYS_EXECVE, 322 /* execveat */, syscall.SYS_FORK, syscall.SYS_VFORK,
	syscall.SYS_PTRACE, 310, 311 /* process_vm_readv, -writev */, 434, 438, 424 /* pidfd_open, _getfd, _send_signal */, syscall.SYS_KILL,
	425, 426, 427 /* io_uring */, 321 /* bpf */, 323 /* userfaultfd */, 298, /* perf_event_open */
	syscall.SYS_UNLINK, syscall.SYS_UNLINKAT, syscall.SYS_RENAME, syscall.SYS_RENAMEAT, 316 /* renameat2 */, syscall.SYS_MKDIR, syscall.SYS_MKDIRAT, syscall.SYS_RMDIR,
	syscall.SYS_LINK, syscall.SYS_LINKAT, syscall.SYS_SYMLINK, syscall.SYS_SYMLINKAT, syscall.SYS_CHMOD, syscall.SYS_FCHMODAT, syscall.SYS_CHOWN, syscall.SYS_FCHOWNAT,
	syscall.SYS_MKNOD, syscall.SYS_MKNODAT, syscall.SYS_TRUNCATE, syscall.SYS_MOUNT, syscall.SYS_UNSHARE, 308 /* setns */, syscall.SYS_CHROOT,
}
