"""The one-time code: to the address on file, and to nowhere else."""

from pathlib import Path

import pytest
from pytest_django import Settings

from guichet.booking.clients import coming_back
from guichet.booking.keys import tokens
from guichet.booking.models import LostCode
from guichet.booking.testing import NOW, make_booked, make_details
from guichet.booking.tests.postbox import Postbox, deliver_all, forget_backends, only_dispatch
from guichet.kernel.models import Dispatch

pytestmark = pytest.mark.django_db

ADA = "ada@example.com"


def ask(**changes: object) -> LostCode:
    coming_back.ask_for_code([make_details(**changes)], language="en", now=NOW)  # type: ignore[arg-type]
    return LostCode.objects.get()


def test_it_sends_a_code_to_the_stored_address_only(postbox: Postbox) -> None:
    make_booked(email=ADA)
    Dispatch.objects.all().delete()
    code = ask(email="thief@example.com")
    assert deliver_all() == 1
    assert postbox.mails[0]["To"] == ADA
    assert tokens.code_of(code) in postbox.text()


def test_it_sends_a_code_to_nobody_where_nothing_fits(postbox: Postbox) -> None:
    ask(email=ADA)
    assert deliver_all() == 0
    assert postbox.mails == []
    assert only_dispatch().given_up_at == NOW


def test_it_texts_the_code_where_no_address_was_given(settings: Settings, tmp_path: Path) -> None:
    settings.SMS_URL = f"file://{tmp_path}"
    forget_backends()
    make_booked()
    code = ask()
    assert deliver_all() == 1
    (text,) = tmp_path.glob("*.txt")
    number, words = text.read_text().split("\n", 1)
    assert number == make_details().phone
    assert tokens.code_of(code) in words
    forget_backends()


def test_it_cannot_text_where_texts_are_not_configured(settings: Settings) -> None:
    settings.SMS_URL = "none:"
    forget_backends()
    make_booked()
    ask()
    assert deliver_all() == 0
    assert only_dispatch().given_up_at == NOW
    forget_backends()


def test_it_sends_no_code_that_was_used_or_is_too_old(postbox: Postbox) -> None:
    make_booked(email=ADA)
    Dispatch.objects.all().delete()
    ask()
    LostCode.objects.update(used_at=NOW)
    assert deliver_all() == 0
    assert postbox.mails == []


def test_it_names_somebody_by_a_hash(postbox: Postbox) -> None:
    code = ask()
    assert bytes(code.identity) == make_details().keys.identity
