"""A lost number: only the address on file learns it."""

from datetime import date, timedelta
from time import monotonic

import pytest

from guichet.applications import tokens
from guichet.applications.access import actions
from guichet.applications.enquiries.lost import TAKES, Owner, send_numbers
from guichet.applications.models import Application, Correspondence
from guichet.applications.testing import GUESSER, NOW, make_draft, make_paid
from guichet.kernel.obstacles import Obstacle

pytestmark = pytest.mark.django_db
OWNER = Owner(passport_number="pa 0000001", issuer="irl", born_on=date(1985, 5, 17))
ANOTHER = Owner(passport_number="PA0000001", issuer="IRL", born_on=date(1985, 5, 18))


def letters() -> list[str]:
    return list(Correspondence.objects.filter(kind="numbers").values_list("kind", flat=True))


def test_it_sends_the_numbers_of_every_application_of_a_passport_once_a_day() -> None:
    make_paid(1)
    make_draft(1)
    make_paid(2)
    for _ in range(2):
        send_numbers(OWNER, networks=GUESSER.ladder, now=NOW)
    assert len(letters()) == 2
    send_numbers(OWNER, networks=GUESSER.ladder, now=NOW + timedelta(days=1))
    assert len(letters()) == 4


def test_it_sends_nothing_about_somebody_else() -> None:
    make_paid(1)
    send_numbers(ANOTHER, networks=GUESSER.ladder, now=NOW)
    assert letters() == []


def test_it_offers_a_fresh_pin_and_keeps_the_old_one_until_then() -> None:
    draft = make_draft(1)
    send_numbers(OWNER, networks=GUESSER.ladder, now=NOW)
    fresh = tokens.pin_of(Application.objects.get())
    number = draft.application.number
    for pin in (draft.pin, fresh):
        actions.sign_in(number, pin, guesser=GUESSER, now=NOW)
    with pytest.raises(Obstacle, match="wrong_credentials"):
        actions.sign_in(number, draft.pin, guesser=GUESSER, now=NOW)


def test_it_stops_floods() -> None:
    for _ in range(5):
        send_numbers(ANOTHER, networks=GUESSER.ladder, now=NOW)
    with pytest.raises(Obstacle, match="too_many"):
        send_numbers(OWNER, networks=GUESSER.ladder, now=NOW)


def test_it_takes_as_long_for_somebody_unknown() -> None:
    make_paid(1)
    for owner in (ANOTHER, OWNER):
        start = monotonic()
        send_numbers(owner, networks=GUESSER.ladder, now=NOW)
        assert monotonic() - start >= TAKES
    assert len(letters()) == 1
