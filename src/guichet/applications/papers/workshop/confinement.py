"""Give away every call of the system but those that reading, reckoning and writing need.

The filter is the kernel's (seccomp), made by libseccomp, which every Debian system has. It is laid
on once the libraries are loaded: from then on this process opens no file, no connection and no
program, and makes no memory executable, whatever a paper makes of it. See decision 0071.
"""

import ctypes
from collections.abc import Sequence

LIBRARY = "libseccomp.so.2"
# What remains; everything else is answered with "not permitted".
ALLOWED = (
    *("read", "write", "writev", "lseek", "close", "fstat", "newfstatat"),
    *("brk", "mremap", "munmap", "madvise", "futex", "sched_yield", "getrandom", "membarrier"),
    *("clock_gettime", "clock_nanosleep", "gettimeofday", "sched_getaffinity", "getpid", "gettid"),
    *("rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "restart_syscall"),
    *("set_robust_list", "rseq", "exit", "exit_group"),
)
_REFUSE = 0x00050000  # SCMP_ACT_ERRNO, with the number of the error below it
_ALLOW = 0x7FFF0000  # SCMP_ACT_ALLOW
_EPERM, _ENOSYS = 1, 38
_MASKED = 7  # SCMP_CMP_MASKED_EQ: of an argument, these bits have this value
_EXECUTABLE = 4  # PROT_EXEC, in the third argument of mmap and mprotect
_THREAD = 0x00010000  # CLONE_THREAD, in the first argument of clone


class _Argument(ctypes.Structure):
    """A condition on one argument of a call: scmp_arg_cmp of seccomp.h."""

    _fields_ = (
        ("number", ctypes.c_uint),
        ("compares", ctypes.c_int),
        ("mask", ctypes.c_uint64),
        ("value", ctypes.c_uint64),
    )


def confine() -> bool:
    """Lay on the filter, for good; False where this system offers none."""
    try:
        library = ctypes.CDLL(LIBRARY, use_errno=True)
    except OSError:
        return False
    library.seccomp_init.restype = ctypes.c_void_p
    rules = library.seccomp_init(ctypes.c_uint32(_REFUSE | _EPERM))
    if not rules:
        return False
    return _Filter(library, ctypes.c_void_p(rules)).is_laid_on()


class _Filter:
    """The rules of one filter, as libseccomp keeps them."""

    def __init__(self, library: ctypes.CDLL, rules: ctypes.c_void_p) -> None:
        self.library = library
        self.rules = rules

    def is_laid_on(self) -> bool:
        """Write every rule and hand the filter to the kernel; False where one of them refuses."""
        successes = [self._add(_ALLOW, name) for name in ALLOWED]
        no_code = (_Argument(2, _MASKED, _EXECUTABLE, 0),)
        successes += [self._add(_ALLOW, name, no_code) for name in ("mmap", "mprotect")]
        # Threads are made with clone3, whose arguments no filter can see: the way back is clone.
        successes.append(self._add(_ALLOW, "clone", (_Argument(0, _MASKED, _THREAD, _THREAD),)))
        successes.append(self._add(_REFUSE | _ENOSYS, "clone3"))
        return all(successes) and bool(self.library.seccomp_load(self.rules) == 0)

    def _add(self, action: int, name: str, arguments: Sequence[_Argument] = ()) -> bool:
        number = self.library.seccomp_syscall_resolve_name(name.encode())
        if number < 0:
            return True  # this kind of machine has no such call
        conditions = (_Argument * len(arguments))(*arguments)
        code: int = self.library.seccomp_rule_add_array(
            self.rules, ctypes.c_uint32(action), number, len(arguments), conditions
        )
        return code == 0
