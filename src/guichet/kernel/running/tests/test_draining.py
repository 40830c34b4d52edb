"""A node that is about to stop says so to every process it has, also to those started since."""

import subprocess
import sys
from pathlib import Path

import pytest

from guichet.kernel.running import draining


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(draining._NAME, "")
    monkeypatch.delenv(draining._NAME)


def test_nobody_drains_where_nobody_watches() -> None:
    assert not draining.has_begun()
    draining.end()
    assert not draining.has_begun()


def test_it_begins_and_ends(tmp_path: Path) -> None:
    draining.announce(tmp_path)
    assert not draining.has_begun()
    draining.begin()
    draining.begin()
    assert draining.has_begun()
    draining.end()
    draining.end()
    assert not draining.has_begun()
    assert list(tmp_path.iterdir()) == []


def test_what_a_process_of_the_same_number_left_long_ago_says_nothing(tmp_path: Path) -> None:
    draining.announce(tmp_path)
    draining.begin()
    draining.announce(tmp_path)
    assert not draining.has_begun()


def test_a_process_that_is_started_meanwhile_knows_it_too(tmp_path: Path) -> None:
    draining.announce(tmp_path)
    draining.begin()
    program = "from guichet.kernel.running import draining; print(draining.has_begun())"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert answer.stdout == b"True\n"
