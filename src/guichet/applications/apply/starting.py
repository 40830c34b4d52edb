"""Begin an application: from whatever door, with one limit, and pressed twice it is one."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from guichet.applications import identities, numbers, queries, states, tokens
from guichet.applications.form import answers as reading
from guichet.applications.form.answers import form
from guichet.applications.form.rules import shared_sections
from guichet.applications.models import Application
from guichet.eligibility import content
from guichet.kernel.guarding import limits
from guichet.kernel.guarding.table import STARTS
from guichet.kernel.programs import idempotency
from guichet.kernel.record import audit

_PROMISES = {"agree", "signature"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A fresh application and the PIN that opens it, derived and never stored."""

    application: Application
    pin: str
    still_empty: bool = False  # begun a moment ago in this visit; nothing has been typed into it


def start(
    *,
    language: str,
    network: bytes | None,
    now: datetime,
    answers: Mapping[str, Any] | None = None,
    once: str = "",
    drafts: Iterable[Application] = (),
) -> Started:
    """Begin an application; with answers, those that an earlier one gives it.

    `drafts` are open beside it: one with the same answers into which nobody has typed anything is
    returned in its place, however it was come back to.

    `network` is whose starts are counted, None where the house itself makes one; too many raise
    Obstacle. `once` belongs to a form as it was shown: pressed twice it begins one application,
    until somebody has typed into that one.
    """

    if empty := _still_empty(drafts, answers or {}, now=now):
        return Started(application=empty, pin=tokens.pin_of(empty), still_empty=True)

    def begin() -> int:
        if network is not None:
            limits.take(STARTS, network, now=now)
        return _begin(answers or {}, language=language, now=now).pk

    application = queries.application(idempotency.pressed_once(once, begin, now=now))
    pressed = 1
    while application.version or application.state != states.FIRST:
        again = idempotency.pressed_once(once, begin, now=now, after=pressed)
        application, pressed = queries.application(again), pressed + 1
    return Started(application=application, pin=tokens.pin_of(application))


def _still_empty(
    drafts: Iterable[Application], answers: Mapping[str, Any], *, now: datetime
) -> Application | None:
    kept = reading.form().kept(answers, today=content.today(now))
    fresh = (one for one in drafts if one.state == states.FIRST and not one.version)
    return next((one for one in fresh if one.answers == kept), None)


@transaction.atomic
def _begin(answers: Mapping[str, Any], *, language: str, now: datetime) -> Application:
    kept = reading.form().kept(answers, today=content.today(now))
    application = Application(
        state=states.FIRST,
        language=language,
        answers=kept,
        long_pins=[tokens.FIRST_PIN],
        started_at=now,
        saved_at=now,
    )
    index(application, now=now)
    numbers.save(application, numbers.APPLICATION)
    audit.write("start", "application", application.pk, actor=states.CLIENT, now=now)
    return application


def index(application: Application, *, now: datetime) -> None:
    """Write beside the answers what the application is found by."""
    keys = asdict(identities.keys_of(application.answers, now=now))
    for name, value in keys.items():
        setattr(application, name, value)


def start_beside(
    pk: int,
    *,
    language: str,
    network: bytes | None,
    now: datetime,
    once: str = "",
    drafts: Iterable[Application] = (),
) -> Started:
    """Begin an application for the next person, with what these two have in common."""
    answers = queries.application(pk).answers
    sections = shared_sections(answers)
    shared = {
        one.key for section in form().sections if section.key in sections for one in section.fields
    }
    common = {key: answers[key] for key in answers if key in shared - promises()}
    return start(
        language=language, answers=common, network=network, once=once, drafts=drafts, now=now
    )


def promises() -> set[str]:
    """Return the fields in which something is promised or signed: each for one person alone."""
    return {one.key for one in form().fields.values() if one.type in _PROMISES}
