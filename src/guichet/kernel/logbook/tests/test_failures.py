"""A failure has a reference that leads to a line of the log, and nothing of whoever met it."""

import logging
import re

import pytest

from guichet.kernel import references
from guichet.kernel.logbook import failures, logs
from guichet.kernel.logbook.failures import note
from guichet.kernel.logbook.logs import MOST

REFERENCE = re.compile(r"[2-9A-Z]{3}-[2-9A-Z]{3}")


@pytest.fixture(autouse=True)
def _nothing_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failures, "_last", {})
    monkeypatch.setattr(failures, "_limit", logs.Limit(clock=lambda: 0.0))


def error(words: str) -> Exception:
    try:
        raise LookupError(words)
    except LookupError as failure:
        return failure


def test_the_reference_is_one_that_can_be_read_aloud_and_checks_itself() -> None:
    reference = note("booking.book", status=500, code="failed")
    assert REFERENCE.fullmatch(reference)
    assert references.is_error_reference(references.read_number(reference))


def test_its_line_has_what_failed_where_and_no_word_of_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    reference = note("booking.book", status=500, code="failed", error=error("Ada O’Neill"))
    (line,) = caplog.records
    text = line.getMessage()
    assert text.startswith(f"{reference}: 500 failed in booking.book: LookupError at guichet/")
    assert "test_failures.py:" in text
    assert "Ada" not in text
    assert line.exc_info is None
    assert vars(line)["facts"] == {
        "reference": reference,
        "status": 500,
        "code": "failed",
        "what": "booking.book",
        "error": "LookupError",
    }


@pytest.mark.parametrize(
    ("status", "level"),
    [(400, "WARNING"), (404, "WARNING"), (499, "WARNING"), (500, "ERROR"), (503, "ERROR")],
)
def test_a_fault_of_ours_is_an_error_and_anothers_a_warning(
    caplog: pytest.LogCaptureFixture, status: int, level: str
) -> None:
    note("booking.book", status=status, code="any")
    (line,) = caplog.records
    assert line.levelname == level
    assert "no exception" in line.getMessage()


def test_every_reference_of_a_flood_leads_to_a_line(caplog: pytest.LogCaptureFixture) -> None:
    noted = [note("booking.book", status=500, code="failed") for _time in range(5 * MOST)]
    lines = [line.getMessage()[:7] for line in caplog.records]
    assert len(lines) == MOST == len(set(lines))
    assert set(noted) == set(lines)
    assert noted[MOST:] == [lines[-1]] * 4 * MOST


@pytest.mark.parametrize(
    "other",
    [
        {"what": "booking.cancel"},
        {"status": 503},
        {"code": "unavailable"},
        {"error": error("Ada")},
    ],
    ids=lambda change: next(iter(change)),
)
def test_another_failure_has_a_reference_and_a_line_of_its_own(
    caplog: pytest.LogCaptureFixture, other: dict[str, object]
) -> None:
    same: dict[str, object] = {"what": "booking.book", "status": 500, "code": "failed"}
    for _time in range(2 * MOST):
        last = note(**same)  # type: ignore[arg-type]
    caplog.clear()
    reference = note(**{**same, **other})  # type: ignore[arg-type]
    assert reference != last
    assert [line.getMessage()[:7] for line in caplog.records] == [reference]
    assert note(**same) == last, "and the one before keeps its own"  # type: ignore[arg-type]


def test_two_errors_of_one_class_are_the_same_failure_whatever_they_say() -> None:
    noted = [
        note("booking.book", status=500, code="failed", error=error(f"Ada {number}"))
        for number in range(MOST + 3)
    ]
    assert noted[-1] == noted[-4]


def test_after_a_minute_the_line_says_how_many_had_none(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = [0.0]
    monkeypatch.setattr(failures, "_limit", logs.Limit(clock=lambda: seconds[0]))
    for _time in range(MOST + 4):
        last = note("booking.book", status=500, code="failed")
    seconds[0] = logs.MINUTE
    caplog.clear()
    fresh = note("booking.book", status=500, code="failed")
    assert fresh != last
    (line,) = caplog.records
    assert line.getMessage().endswith("(repeated 4 times before)")


def test_a_failure_whose_reference_was_forgotten_is_noted_anew(
    caplog: pytest.LogCaptureFixture,
) -> None:
    for _time in range(MOST + 3):
        note("booking.book", status=500, code="failed")
    failures._last.clear()
    caplog.clear()
    reference = note("booking.book", status=500, code="failed")
    (line,) = caplog.records
    assert line.getMessage() == f"{reference}: 500 failed in booking.book: no exception"


def test_no_handler_counts_again_what_was_counted_here(caplog: pytest.LogCaptureFixture) -> None:
    note("booking.book", status=500, code="failed")
    (line,) = caplog.records
    assert hasattr(line, "is_admitted")


def test_a_process_that_runs_for_months_keeps_a_bounded_number_of_references(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.CRITICAL)
    for number in range(3000):
        note(f"view {number}", status=500, code="failed")
        assert len(failures._last) <= 1001
