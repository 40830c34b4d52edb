"""The file in which seals are kept elsewhere: what can be seen of it before one is written."""

import fcntl
import os
import stat
import struct
from collections.abc import Iterator
from pathlib import Path

GET_FLAGS, _APPEND_ONLY = 0x80086601, 0x20  # FS_IOC_GETFLAGS and FS_APPEND_FL of Linux


def obstacle(path: Path) -> str:
    """Say why no seal can be added to a file; '' where it can."""
    if path.is_dir():
        return f"AUDIT_SEAL_FILE is {path}, a folder; it takes a file, to which seals are added."
    if not path.parent.is_dir():
        return f"AUDIT_SEAL_FILE lies in {path.parent}, which is no folder that we can see."
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        return f"AUDIT_SEAL_FILE is {path}, and this account may not add to it."
    return ""


def doubts(path: Path) -> Iterator[str]:
    """Yield by what a file that can be written may be worth less than it seems."""
    if not path.exists():
        yield f"AUDIT_SEAL_FILE is {path}, which is not there yet; make it append-only."
        return
    if path.stat().st_mode & stat.S_IWOTH:
        yield f"AUDIT_SEAL_FILE is {path}, which every account of this machine may write."
    if _is_append_only(path) is False:
        yield f"AUDIT_SEAL_FILE is {path}, and can be shortened; chattr +a makes it append-only."


def _is_append_only(path: Path) -> bool | None:
    """Tell whether a file can only be added to; None where its file system does not say."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND)
    except OSError:
        return None
    try:
        answer = fcntl.ioctl(descriptor, GET_FLAGS, struct.pack("l", 0))
    except OSError:
        return None
    finally:
        os.close(descriptor)
    return bool(struct.unpack("l", answer)[0] & _APPEND_ONLY)
