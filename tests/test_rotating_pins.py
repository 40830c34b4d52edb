"""PINs of an old key open until it has leaked; what a leaked key enciphered is refused."""

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from guichet.applications import tokens
from guichet.applications.enquiries.lost import Owner, send_numbers
from guichet.applications.form.circumstances import day_of
from guichet.applications.models import Application
from guichet.applications.testing import GUESSER, NOW, make_draft, make_paid
from guichet.booking.models import Appointment, Slot
from guichet.booking.testing import make_booked, make_open_slot
from guichet.booking.tests.journey import MANAGE
from guichet.kernel import clock
from guichet.kernel.enciphering import current, rotating
from guichet.kernel.enciphering.envelopes import AlteredError
from guichet.kernel.enciphering.tests.notes import A, B
from tests.rotating import SECOND, rotate, two_keys

pytestmark = pytest.mark.django_db

__all__ = ["two_keys"]
RESUME = "/en/eta/apply/resume/"


def first_pins() -> list[tuple[Any, str]]:
    """Make a booking and an application, and return each with the PIN that its client got."""
    slot = Slot.objects.first() or make_open_slot(capacity=9)
    booked = make_booked(slot, number=Appointment.objects.count())
    draft = make_draft(Application.objects.count())
    return [(booked.appointment, booked.pin), (draft.application, draft.pin)]


def opened(pins: list[tuple[Any, str]]) -> list[bool]:
    """Type each number and PIN as a stranger to this browser does."""
    outcomes = []
    for record, pin in pins:
        if isinstance(record, Appointment):
            number = str(record.confirmation_number)
            answer = Client().post(MANAGE, {"number": number, "pin": pin})
        else:
            answer = Client().post(RESUME, {"number": record.number, "pin": pin})
        assert answer.status_code in {302, 303, 422}
        outcomes.append(answer.status_code != 422)
    return outcomes


def is_told(words: str) -> bool:
    """Read the two pages on which a PIN is typed."""
    pages = {words in Client().get(path).content.decode() for path in (MANAGE, RESUME)}
    assert len(pages) == 1
    return pages.pop()


def test_pins_of_the_old_key_open_until_it_is_called_leaked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old = first_pins()
    assert "2 records still have one of version 1, which must stay in PIN_KEY" in rotate("pin")
    fresh = first_pins()
    assert not is_told("no longer work")
    assert {record.pin_key for record, _ in fresh} == {2}
    assert opened([*old, *fresh]) == [True] * 4
    assert "Version 1 opens nothing any more" in rotate("pin", leaked=True)
    assert opened(old) == [False] * 2
    assert opened(fresh) == [True] * 2
    assert is_told("no longer work: Monday, November 23, 2026")
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=31))
    assert not is_told("no longer work")
    assert current.missing_of("PIN_KEY") == []
    assert current.pin_keys() == [2]


def test_after_a_leak_a_fresh_pin_opens_and_the_old_key_may_go(settings: LazySettings) -> None:
    (_, _), (application, pin) = old = first_pins()
    output = rotate("pin", leaked=True)
    assert "WARNING: codes and links in mails hang on PIN_KEY of before." in output
    settings.WORKING_KEY = "of its own, and forty characters or more"
    settings.PIN_KEY = f"2:{SECOND}!"
    assert opened(old) == [False] * 2
    application.refresh_from_db()
    send_numbers(owner_of(application), networks=GUESSER.ladder, now=NOW)
    application.refresh_from_db()
    assert opened([(application, tokens.pin_of(application))]) == [True]
    assert opened([(application, pin)]) == [False]


def test_an_old_key_ends_by_itself_with_the_last_record_that_needs_it() -> None:
    (appointment, _), (application, _) = first_pins()
    rotate("pin")
    assert current.pin_keys() == [2, 1]
    for record in (appointment, application):
        type(record).objects.filter(pk=record.pk).delete()
    assert "Version 1 opens nothing any more and may go from PIN_KEY." in rotate("pin")
    assert current.pin_keys() == [2]


def test_a_leak_that_was_told_half_way_has_ended_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    old = first_pins()
    bring, calls = rotating.bring_pins, []

    def killed(model: Any, valid: list[int]) -> Iterator[int]:
        calls.append(valid)
        if valid == [2]:
            raise KeyboardInterrupt
        return bring(model, valid)

    monkeypatch.setattr(rotating, "bring_pins", killed)
    with pytest.raises(KeyboardInterrupt):
        rotate("pin", leaked=True)
    assert opened(old) == [False] * 2
    monkeypatch.setattr(rotating, "bring_pins", bring)
    rotate("pin", leaked=True)
    assert [rotating.pins_under(version) for version in (1, 2)] == [0, 2]


def test_what_a_leaked_key_enciphered_is_refused_and_all_of_ours_is_read(
    settings: LazySettings,
) -> None:
    settings.CIPHER_KEYS = {1: A}
    with pytest.raises(CommandError, match="Nothing is enciphered yet"):
        rotate("cipher")
    application = make_paid(1)
    call_command("encipher", stdout=StringIO())
    forged = stored(application)
    settings.CIPHER_KEYS = {1: A, 2: B}
    output = rotate("cipher", leaked=True)
    assert "all are now." in output and "is refused from now on" in output
    application.refresh_from_db()
    assert application.answers["passport_number"] == "PA0000001"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE applications_application SET answers = %s", [forged])
    with pytest.raises(AlteredError, match="a key that has leaked"):
        assert Application.objects.get().answers


def stored(application: Application) -> str:
    """Return the answers of an application as they stand in the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT answers::text FROM applications_application WHERE id = %s", [application.pk]
        )
        return str(cursor.fetchone()[0])


def owner_of(application: Application) -> Owner:
    answers = application.answers
    return Owner(
        passport_number=answers["passport_number"],
        issuer=answers["issuer"],
        born_on=day_of(answers, "birth_date") or NOW.date(),
    )
