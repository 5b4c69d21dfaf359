"""What a worker gives up before it sees a query: memory, time, core files, the network.

The network goes by a seccomp filter (Linux, x86-64 and AArch64) that refuses the calls a new socket
takes; where the kernel has none, by allowing no new file descriptor at all.
"""

import ctypes
import os
import platform
import resource
import signal
import struct
from math import ceil

PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 22, 38
SECCOMP_MODE_FILTER = 2
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | 13  # SECCOMP_RET_ERRNO with EACCES

# Audit name of the machine, and its numbers of socket, connect and io_uring_setup, the last of
# which can do what the others do.
CALLS = {
    "x86_64": (0xC000003E, (41, 42, 425)),
    "aarch64": (0xC00000B7, (198, 203, 425)),
}
X32 = 0x40000000  # on x86-64 the same calls have other numbers, all above this one, too

# Instructions of the filter (linux/bpf_common.h): load a word; jump if equal, if greater or equal.
LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06

_libc = ctypes.CDLL(None, use_errno=True)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def cap_memory(more: int) -> None:
    """Allow this process `more` bytes of address space than it has now, and no core file."""
    cap = size() + more
    resource.setrlimit(resource.RLIMIT_AS, (cap, cap))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def size() -> int:
    """Bytes of address space of this process."""
    with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 -- once a query; Path is slow
        return int(file.read().split()[0]) * resource.getpagesize()


def arm(seconds: float) -> None:
    """Have the kernel end this process after that many seconds, of the clock or of computing.

    The parent ends it earlier, as a rule; a handler written in Python would run too late, only
    when the engine returns.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = ceil(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def disarm() -> None:
    """Take back what `arm` did."""
    signal.setitimer(signal.ITIMER_REAL, 0)


def leave_network() -> None:
    """Refuse this process and all it starts any new socket."""
    try:
        _filter()
    except OSError:
        close_files()


def close_files() -> None:
    """Allow this process no file descriptor but those it has."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _filter() -> None:
    if platform.machine() not in CALLS:
        raise OSError(f"no filter for {platform.machine()}")
    audit, calls = CALLS[platform.machine()]
    # Jumps count the instructions that they leave out, up to the last one, which refuses.
    refused = len(calls) + 1
    code = [
        _instruction(LOAD, 4),  # the machine whose call this is
        _instruction(EQUAL, audit, 0, refused + 2),
        _instruction(LOAD, 0),  # the number of the call
        _instruction(AT_LEAST, X32, refused, 0),
        *(_instruction(EQUAL, call, refused - 1 - i, 0) for i, call in enumerate(calls)),
        _instruction(RETURN, ALLOW),
        _instruction(RETURN, REFUSE),
    ]
    program = _Program(len(code), b"".join(code))
    _prctl(PR_SET_NO_NEW_PRIVS, 1)
    _prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(program))


def _instruction(code: int, operand: int, true: int = 0, false: int = 0) -> bytes:
    return struct.pack("HBBI", code, true, false, operand)


def _prctl(option: int, *arguments: int) -> None:
    given = [ctypes.c_ulong(argument) for argument in (*arguments, 0, 0, 0, 0)[:4]]
    if _libc.prctl(option, *given) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
