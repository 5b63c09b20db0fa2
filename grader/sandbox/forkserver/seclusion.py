"""Hide all other processes from the guests: in a mount namespace of the fork server's own, /proc is an empty folder.

stat() is no secret under Landlock, but below /proc it tells what processes do: the size of /proc/PID/fd is the number
of files that a process has open, which one guest can change and another read. Root may have such a namespace; others
get it inside a user namespace of their own, where the kernel allows that.
"""

from __future__ import annotations

import ctypes
import os
import sys

_CLONE_NEWNS, _CLONE_NEWUSER = 0x0002_0000, 0x1000_0000
_MS_RDONLY, _MS_NOSUID, _MS_NODEV, _MS_NOEXEC, _MS_REC, _MS_PRIVATE = 1, 2, 4, 8, 0x4000, 0x4_0000


def hide_processes() -> bool:
    """Make /proc empty for this process and all it forks; return whether that worked. To be called with one thread."""
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.getuid(), os.getgid()
    if libc.unshare(_CLONE_NEWNS) != 0:
        if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNS) != 0:
            return False
        try:
            for name, line in (
                ("setgroups", "deny"),
                ("uid_map", f"{user} {user} 1"),
                ("gid_map", f"{group} {group} 1"),
            ):
                with open(f"/proc/self/{name}", "w") as file:
                    file.write(line)
        except OSError:
            return False
    is_private: bool = libc.mount(b"none", b"/", None, _MS_REC | _MS_PRIVATE, None) == 0  # nobody else sees the rest
    flags = _MS_RDONLY | _MS_NOSUID | _MS_NODEV | _MS_NOEXEC
    return is_private and bool(libc.mount(b"tmpfs", b"/proc", b"tmpfs", flags, b"size=4k") == 0)
