"""A bar for people at a terminal, silence in a log."""

import io

from guichet.kernel.progress import track


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_it_is_silent_in_a_log() -> None:
    log = io.StringIO()
    assert list(track(range(3), log, "Counting")) == [0, 1, 2]
    assert log.getvalue() == ""


def test_it_draws_a_bar_on_a_terminal() -> None:
    terminal = Terminal()
    assert list(track(range(3), terminal, "Counting")) == [0, 1, 2]
    assert "Counting" in terminal.getvalue()
