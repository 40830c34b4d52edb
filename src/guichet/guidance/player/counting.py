"""How far people play scenarios: a room above counts it, step by step, and nobody in it.

A step that is shown was reached from the question before it, which was answered then; so what was
shown of a question and not answered is where people left.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from guichet.guidance.scenarios.rules import Place
from guichet.guidance.scenarios.versions import Version
from guichet.web.wire import coming


@dataclass(frozen=True, slots=True)
class Reached:
    """A step that somebody reached, and the question that led there; "" at the start."""

    scenario: str
    version: int
    step: str
    before: str
    is_outcome: bool
    channel: str
    language: str


ON_STEP: list[Callable[[Reached], None]] = []


def note(version: Version, place: Place, *, channel: str, language: str) -> None:
    """Tell that somebody reached a step."""
    step = Reached(
        scenario=version.name,
        version=version.number,
        step=place.step,
        before=place.questions[-1] if place.questions else "",
        is_outcome=place.step in version.tree.outcomes,
        channel=channel,
        language=language,
    )
    for count in ON_STEP:
        count(step)


def is_somebody(request: HttpRequest, *, is_private: bool) -> bool:
    """Tell whether a browser shows a step to somebody for the first time, as far as it says so.

    Every step of a private scenario has the same address: there, only a reload is told apart.
    """
    if request.method != "GET":
        return False
    headers, host = request.headers, request.get_host()
    if is_private:
        return coming.is_opened(headers, host)
    return coming.is_coming(headers, host, request.path)
