"""An error in the log is its class and its places on one line; its words may be somebody's."""

import logging
import sys

import pytest

from guichet.kernel.logbook.logged_errors import OneLine, places
from guichet.kernel.reading import days

NAME = "Ada O’Neill 1990-02-29"


def failure(words: str = NAME) -> Exception:
    try:
        days.read("no day")
    except Exception as cause:
        try:
            raise ValueError(words) from cause
        except ValueError as error:
            return error
    raise AssertionError


def record(message: str, *values: object, error: BaseException | None, **more: object) -> str:
    """Return what is written of a line that was logged with an error."""
    information = (type(error), error, error.__traceback__) if error else None
    line = logging.LogRecord("x", logging.ERROR, __file__, 1, message, values, information)
    line.stack_info = "Stack: " + NAME if error else None
    vars(line).update(more)
    assert OneLine().filter(line)
    assert (line.exc_info, line.exc_text, line.stack_info) == (None, None, None)
    return logging.Formatter().format(line)


def test_it_writes_the_class_and_the_place_and_no_word() -> None:
    text = record("Cannot go on", error=failure())
    assert text.startswith("Cannot go on: ValueError at guichet/kernel/logbook/tests/")
    assert "\n" not in text
    assert "Ada" not in text


@pytest.mark.parametrize("message", ["Failed: %s", "Failed: %r"])
def test_it_takes_out_what_a_library_repeats_of_the_error(message: str) -> None:
    error = failure()
    text = record(message, error, error=error)
    assert text.startswith("Failed: ValueError: ValueError at ")
    assert "Ada" not in text


def test_an_error_without_words_takes_none_out() -> None:
    assert record("All is lost", error=failure("")).startswith("All is lost: ValueError")


def test_a_line_without_an_error_stays_as_it_is() -> None:
    assert record("Of %s", "5 %", error=None) == "Of 5 %"


def test_a_job_that_failed_is_named_by_its_task_and_its_number() -> None:
    job = {"task_name": "guichet.deliver", "id": 7, "args": {"name": NAME}}
    text = record("Job %s", job, error=failure(), action="job_error", job=job)
    assert text.startswith("A job failed, guichet.deliver 7: ValueError at ")
    assert "Ada" not in text


def test_it_tells_the_way_through_our_code_down_to_where_it_was_raised() -> None:
    def ours() -> None:
        days.of_parts("x", "1", "1")

    try:
        ours()
    except Exception as error:
        way = places(error)
    assert way.startswith(" at guichet/kernel/logbook/tests/test_logged_errors.py:")
    assert way.rpartition(" > ")[2].startswith("guichet/kernel/reading/days.py:")
    assert all(folder not in way for folder in (sys.prefix, "/src/"))


def test_it_has_no_place_for_what_was_never_raised() -> None:
    assert places(None) == ""
    assert places(ValueError(NAME)) == ""
