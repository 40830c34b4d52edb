"""What lets each test cost less by itself: ten thousand of them are more than what they try."""

from collections.abc import Callable
from types import FunctionType
from typing import Any

import pytest
from _pytest import fixtures

# Fixtures of every test that do something for a mark alone, and nothing else.
OF_MARKS = {
    "_django_isolate_apps": "django_isolate_apps",
    "_django_set_urlconf": "urls",
    "_template_string_if_invalid_marker": "ignore_template_errors",
}


def pytest_sessionstart(session: pytest.Session) -> None:
    """Let a worker say less, and every process inspect less."""
    for plugin in session.config.pluginmanager.get_plugins():
        if type(plugin).__name__ == "WorkerInteractor":
            plugin.sendevent = Teller(plugin.sendevent)
    fixtures.getfuncargnames = names_of_arguments


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Take from each test the fixtures that look for a mark which it does not have."""
    for item in items:
        closure = getattr(item, "fixturenames", [])
        for name, mark in OF_MARKS.items():
            if name in closure and not item.get_closest_marker(mark):
                closure.remove(name)


def names_of_arguments(
    function: Any, *, inspect: Any = fixtures.getfuncargnames, **options: Any
) -> tuple[str, ...]:
    """Inspect no function without arguments: each fixture of each test makes one for `request`."""
    is_plain = isinstance(function, FunctionType) and not hasattr(function, "__wrapped__")
    if is_plain and not (function.__code__.co_argcount + function.__code__.co_kwonlyargcount):
        return ()
    names: tuple[str, ...] = inspect(function, **options)
    return names


class Teller:
    """Sends one report of a test that passes, where its start, setup and end would send three more.

    Its time is that of all three. Whatever does not pass is reported part by part.
    """

    def __init__(self, send: Callable[..., None]) -> None:
        self._send = send
        self._seconds = 0.0  # of a setup that has passed
        self._report: dict[str, Any] = {}  # of a test that has passed, until its end has as well

    def __call__(self, name: str, **facts: Any) -> None:
        """Send what happens, or keep it for a while."""
        if name == "testreport" and facts["data"].get("$report_type") == "TestReport":
            self._tell(facts["data"])
        elif name != "logstart":
            if name == "runtest_protocol_complete":
                self._let_go()
            self._send(name, **facts)

    def _tell(self, report: dict[str, Any]) -> None:
        report["duration"] += self._seconds
        self._seconds = 0.0
        passes = report["outcome"] == "passed"
        if passes and report["when"] == "setup":
            self._seconds = report["duration"]
        elif passes and report["when"] == "call":
            self._report = report
        elif passes and self._report:
            self._report["duration"] += report["duration"]
            self._let_go()
        else:
            self._let_go()
            self._send("testreport", data=report)

    def _let_go(self) -> None:
        if self._report:
            self._send("testreport", data=self._report)
        self._report = {}
