"""A line of the log is one line, names its request, and is not written again and again."""

import json
import logging
import logging.config
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.kernel.logbook import logs
from guichet.kernel.logbook.logs import ADMITTED, MOST, Json, LogFormat, Repeats, configuration

AT = datetime(2028, 2, 29, 23, 59, 59, 250_000, tzinfo=UTC)
BREAKS = "\n \r\n \r \v \f \x1c \x1d \x1e \x85 \u2028 \u2029 \n\t \x1b".split(" ")


def record(
    text: object = "Said", *values: object, level: int = logging.WARNING, name: str = "guichet"
) -> logging.LogRecord:
    line = logging.LogRecord(name, level, "here.py", 7, text, values, None)
    line.created, line.msecs = AT.timestamp(), 250.0
    return line


@contextmanager
def under(request: str, trace: str = "") -> Iterator[None]:
    """Do as the middleware does around a request, and the sender around a trace."""
    request_token, trace_token = logs.request_id.set(request), logs.trace_id.set(trace)
    yield
    logs.request_id.reset(request_token)
    logs.trace_id.reset(trace_token)


def test_a_line_for_people_tells_the_instant_in_utc_the_level_and_the_place() -> None:
    text = LogFormat().format(record("Of %s", "5 %"))
    assert text == "2028-02-29T23:59:59.250Z WARNING guichet Of 5 %"


@pytest.mark.parametrize("sign", BREAKS, ids=ascii)
def test_no_sign_makes_a_second_line_that_nobody_wrote(sign: str) -> None:
    forged = f"Failed{sign}2028-02-29T23:59:59.250Z ERROR guichet Forged"
    line = LogFormat().format(record(forged))
    assert line.startswith("2028-02-29T23:59:59.250Z WARNING guichet Failed 2028-02-29")
    assert line.isprintable()


@pytest.mark.parametrize(
    ("request_id", "trace", "ending"),
    [
        ("", "", ""),
        ("edge-12345", "", " [edge-12345]"),
        ("", "0af7", " [0af7]"),
        ("edge-12345", "0af7", " [edge-12345 0af7]"),
        ("0af7", "0af7", " [0af7]"),
    ],
)
def test_a_line_for_people_ends_with_its_request_and_its_trace(
    request_id: str, trace: str, ending: str
) -> None:
    with under(request_id, trace):
        assert LogFormat().format(record()).partition("Said")[2] == ending


@given(st.text(), st.text(min_size=1))
def test_an_object_for_programs_is_read_back_whole_from_one_line(text: str, name: str) -> None:
    line = Json().format(record("%s", text, name=name))
    assert "\n" not in line
    entry = json.loads(line)
    assert (entry["message"], entry["logger"], entry["level"]) == (text, name, "WARNING")
    assert datetime.fromisoformat(entry["time"]) == AT
    assert {"request", "trace"}.isdisjoint(entry)


def test_an_object_for_programs_has_its_request_its_trace_and_its_facts() -> None:
    line = record()
    line.facts = {"reference": "234-56Q", "what": "최별"}
    with under("edge-12345", "0af7"):
        text = Json().format(line)
    entry = json.loads(text)
    assert (entry["request"], entry["trace"]) == ("edge-12345", "0af7")
    assert (entry["reference"], entry["what"]) == ("234-56Q", "최별")
    assert entry["process"] == line.process
    assert "최별" in text, "people read it as well"


def admitted(repeats: Repeats, *lines: logging.LogRecord) -> int:
    return sum(bool(repeats.filter(line)) for line in lines)


@pytest.mark.parametrize("level", [logging.DEBUG, logging.INFO])
def test_what_only_tells_is_never_kept_back(level: int) -> None:
    assert admitted(Repeats(), *(record(level=level) for _line in range(5 * MOST))) == 5 * MOST


@pytest.mark.parametrize("level", [logging.WARNING, logging.ERROR, logging.CRITICAL])
def test_a_warning_of_one_place_is_written_so_often_whatever_its_values_are(level: int) -> None:
    lines = [record("Lost %s", number, level=level) for number in range(5 * MOST)]
    assert admitted(Repeats(), *lines) == MOST


@pytest.mark.parametrize(
    "change", [{"name": "other"}, {"level": logging.ERROR}, {"text": "Other"}], ids=str
)
def test_another_place_level_or_text_is_kept_back_by_none(change: dict[str, Any]) -> None:
    repeats = Repeats()
    admitted(repeats, *(record() for _line in range(5 * MOST)))
    assert admitted(repeats, record(**change)) == 1


def test_a_line_whose_caller_has_counted_it_is_not_counted_again() -> None:
    lines = [record() for _line in range(5 * MOST)]
    for line in lines:
        vars(line).update(ADMITTED)
    assert admitted(Repeats(), *lines) == 5 * MOST


def test_the_first_one_after_a_flood_says_how_many_there_were_and_loses_no_value() -> None:
    repeats, seconds = Repeats(), [0.0]
    repeats._limit = logs.Limit(clock=lambda: seconds[0])
    text = "Lost %s of 5 %%"
    admitted(repeats, *(record(text, number) for number in range(MOST + 7)))
    seconds[0] = logs.MINUTE
    line = record(text, "the link")
    assert repeats.filter(line)
    assert line.getMessage() == "Lost the link of 5 % (repeated 7 times before)"


@pytest.mark.parametrize("words", [{"a": 1}, ["a"], ValueError("a"), None, 7])
def test_whatever_a_library_logs_is_counted_and_fails_nobody(words: object) -> None:
    repeats = Repeats()
    lines = [record(type(words)("a") if isinstance(words, Exception) else words) for _ in range(50)]
    assert admitted(repeats, *lines) == MOST


@pytest.mark.parametrize(
    ("form", "formatter"),
    [("json", Json), ("text", LogFormat), ("", LogFormat), ("JSON", LogFormat)],
)
def test_the_configuration_is_one_that_python_takes(form: str, formatter: type) -> None:
    settings = configuration(level="WARNING", form=form)
    handler = configured(settings)
    assert type(handler.formatter) is formatter
    assert [type(each).__name__ for each in handler.filters] == ["OneLine", "Repeats"]


def configured(settings: dict[str, Any]) -> logging.Handler:
    """Return the handler that a configuration makes, without giving it to this process."""
    configurator = logging.config.DictConfigurator(settings)
    filters = {name: configurator.configure_filter(facts) for name, facts in filters_of(settings)}
    formatter = configurator.configure_formatter(settings["formatters"]["line"])
    configurator.config["filters"], configurator.config["formatters"] = filters, {"line": formatter}
    handler: logging.Handler = configurator.configure_handler(settings["handlers"]["console"])
    return handler


def filters_of(settings: dict[str, Any]) -> list[tuple[str, Any]]:
    return list(settings["filters"].items())


def test_what_names_an_address_is_silent_and_a_seal_is_not() -> None:
    settings: Any = configuration(level="ERROR", form="text")
    assert settings["version"] == 1, "the only one there is"
    assert settings["disable_existing_loggers"] is False, "those that modules have made already"
    assert settings["root"] == {"handlers": ["console"], "level": "ERROR"}
    levels = {name: facts["level"] for name, facts in settings["loggers"].items()}
    assert levels == {
        "django.request": "CRITICAL",
        "django.security.csrf": "CRITICAL",
        "guichet.kernel.record.seals": "INFO",
    }
