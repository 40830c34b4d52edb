"""What can be seen of the file of seals before one is written."""

import fcntl
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from guichet.kernel.record import seals_file

SET_FLAGS, APPEND_ONLY = 0x40086602, 0x20  # of Linux


@contextmanager
def append_only(path: Path) -> Iterator[None]:
    """Do as chattr +a does, for a while; skip where it is not allowed or not known."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        before = fcntl.ioctl(descriptor, seals_file.GET_FLAGS, struct.pack("l", 0))
        flags = struct.unpack("l", before)[0]
        fcntl.ioctl(descriptor, SET_FLAGS, struct.pack("l", flags | APPEND_ONLY))
    except OSError as error:
        os.close(descriptor)
        pytest.skip(f"No file can be made append-only here: {error}")
    try:
        yield
    finally:
        fcntl.ioctl(descriptor, SET_FLAGS, before)
        os.close(descriptor)


def test_it_doubts_a_file_that_can_be_shortened(tmp_path: Path) -> None:
    path = tmp_path / "seals"
    path.touch()
    with append_only(path):
        assert seals_file.obstacle(path) == ""
        assert list(seals_file.doubts(path)) == []
    (doubt,) = seals_file.doubts(path)
    assert "can be shortened; chattr +a" in doubt


def test_a_file_that_may_not_be_added_to_is_an_obstacle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root may write everywhere
    assert "may not add to it" in seals_file.obstacle(tmp_path / "seals")
