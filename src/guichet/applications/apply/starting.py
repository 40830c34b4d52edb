"""Begin an application: from whatever door, with one limit, and pressed twice it is one."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from guichet.applications import identities, numbers, queries, states, tokens
from guichet.applications.form.answers import form, reading_of
from guichet.applications.form.fields import Reading
from guichet.applications.form.rules import shared_sections
from guichet.applications.models import Application
from guichet.kernel.enciphering import pins
from guichet.kernel.guarding import limits
from guichet.kernel.guarding.table import STARTS
from guichet.kernel.programs import idempotency
from guichet.kernel.record import audit

_PROMISES = {"agree", "signature"}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewApplication:
    """A fresh application and the PIN that opens it, derived and never stored."""

    application: Application
    pin: str
    still_empty: bool = False  # begun a moment ago in this visit; nothing has been typed into it


def start(
    *,
    language: str,
    network: bytes | None,
    now: datetime,
    reading: Reading | None = None,
    once: str = "",
    drafts: Iterable[Application] = (),
) -> NewApplication:
    """Begin an application; with a reading, that of the answers it begins with.

    `drafts` are open beside it: one with the same answers into which nobody has typed anything is
    returned in its place, however it was come back to.

    `network` is whose starts are counted, None where the house itself makes one; too many raise
    Obstacle. `once` belongs to a form as it was shown: pressed twice it begins one application,
    until somebody has typed into that one.
    """
    reading = reading or reading_of({}, now=now)
    if empty := _still_empty(drafts, reading):
        return NewApplication(application=empty, pin=tokens.pin_of(empty), still_empty=True)

    def begin() -> int:
        if network is not None:
            limits.take(STARTS, network, now=now)
        return _begin(reading, language=language, now=now).pk

    application = queries.application(idempotency.pressed_once(once, begin, now=now))
    pressed = 1
    while application.version or application.state != states.FIRST:
        again = idempotency.pressed_once(once, begin, now=now, after=pressed)
        application, pressed = queries.application(again), pressed + 1
    return NewApplication(application=application, pin=tokens.pin_of(application))


def _still_empty(drafts: Iterable[Application], reading: Reading) -> Application | None:
    fresh = (draft for draft in drafts if draft.state == states.FIRST and not draft.version)
    return next((draft for draft in fresh if draft.answers == reading.kept), None)


@transaction.atomic
def _begin(reading: Reading, *, language: str, now: datetime) -> Application:
    application = Application(
        state=states.FIRST,
        language=language,
        answers=reading.kept,
        long_pins=[tokens.FIRST_PIN],
        pin_key=pins.newest(),
        started_at=now,
        saved_at=now,
    )
    index(application, reading)
    numbers.save(application, numbers.APPLICATION)
    audit.write("start", "application", application.pk, actor=states.CLIENT, now=now)
    return application


def index(application: Application, reading: Reading) -> None:
    """Write beside the answers what the application is found by."""
    for name, value in asdict(identities.keys_of(reading)).items():
        setattr(application, name, value)


def start_beside(
    pk: int,
    *,
    language: str,
    network: bytes | None,
    now: datetime,
    once: str = "",
    drafts: Iterable[Application] = (),
) -> NewApplication:
    """Begin an application for the next person, with what these two have in common."""
    answers = queries.application(pk).answers
    sections = shared_sections(answers)
    shared = {
        field.key
        for section in form().sections
        if section.key in sections
        for field in section.fields
    }
    common = {key: answers[key] for key in answers if key in shared - promises()}
    return start(
        language=language,
        reading=reading_of(common, now=now),
        network=network,
        once=once,
        drafts=drafts,
        now=now,
    )


def promises() -> set[str]:
    """Return the fields in which something is promised or signed: each for one person alone."""
    return {field.key for field in form().fields.values() if field.type in _PROMISES}
