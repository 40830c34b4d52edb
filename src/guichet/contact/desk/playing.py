"""The scenario of a contact is looked for, begun, answered, and answered otherwise."""

from collections.abc import Sequence

from django.http import HttpResponse

from guichet.contact.actions import own
from guichet.contact.desk import scenario
from guichet.contact.desk.presses import Press, after, show, write_down
from guichet.guidance.scenarios.rules import replay
from guichet.interactions import actions as contacts
from guichet.kernel.obstacles import Obstacle
from guichet.web.forms.base import typed_line

SEARCH = "search"


def find(pressed: Press) -> HttpResponse:
    """List the scenarios whose words fit a search; all of them for an empty one."""
    write_down(pressed)
    return _page(pressed, search=typed_line(pressed.request, SEARCH))


def begin(pressed: Press) -> HttpResponse:
    """Begin a scenario, in the version that holds now."""
    write_down(pressed)
    version = scenario.begun(pressed.contact, pressed.argument, now=pressed.now)
    return _played(pressed, version.name, version.number, ())


def answer(pressed: Press) -> HttpResponse:
    """Go on with an answer: the button says after how many it comes, so twice is once."""
    count, _, code = pressed.argument.partition(":")
    answers = (*_before(pressed, count), code)
    return _go_on(pressed, answers)


def back(pressed: Press) -> HttpResponse:
    """Ask a question once more; what was answered after it is not answered any more."""
    return _go_on(pressed, _before(pressed, pressed.argument))


def _before(pressed: Press, count: str) -> tuple[str, ...]:
    length = int(count) if count in set("0123456789") else 0
    return tuple(pressed.contact.answers[:length])


def _go_on(pressed: Press, answers: Sequence[str]) -> HttpResponse:
    """Keep where answers lead in the version that this contact began with."""
    write_down(pressed)
    version = scenario.version_of(pressed.contact)
    if version is None:
        raise Obstacle("no_scenario")
    replay(version.tree, answers)
    return _played(pressed, version.name, version.number, answers)


def _played(pressed: Press, name: str, number: int, answers: Sequence[str]) -> HttpResponse:
    own(pressed.contact.pk, agent=pressed.agent)
    contacts.play(pressed.contact.pk, name, number, answers)
    return _page(pressed, plays=True)


def _page(pressed: Press, *, search: str | None = None, plays: bool = False) -> HttpResponse:
    """Show the page with what else was typed."""
    return show(pressed.request, pressed.contact, after(pressed), search=search, plays=plays)
