"""Who was told by which closure, and what: also where one was taken back before its messages."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from guichet.booking.models import Appointment
from guichet.kernel.models import Dispatch
from guichet.offices.models import Closure, Office
from guichet.opening import actions
from guichet.opening.models import Outcome
from guichet.opening.testing import MANAGER, NINE, make_people, make_slots, make_working_office
from guichet.post import deliver, send

pytestmark = pytest.mark.django_db
EARLY, HOUR, MINUTE = NINE - timedelta(hours=2), timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The text messages that went out."""
    messages: list[str] = []
    monkeypatch.setattr(send, "texts_configured", lambda: True)
    monkeypatch.setattr(send, "send_text", lambda text, to, *, key: messages.append(text))
    return messages


@pytest.fixture
def person() -> Appointment:
    """Somebody with an appointment at nine."""
    (slot,) = make_slots(make_working_office(), 1, room=1)
    return make_people([slot], now=EARLY - HOUR)[0]


def closed(person: Appointment, plan: str, *, hours: int = 2, after: timedelta = MINUTE) -> Closure:
    """Close the office of somebody from their time on, and have them hit."""
    midnight = NINE - 9 * HOUR
    closure = actions.close(
        Office.objects.get(),
        starts_at=NINE if hours < 24 else midnight,
        ends_at=NINE + hours * HOUR if hours < 24 else midnight + 24 * HOUR,
        reason="safety",
        by=MANAGER,
        plan=plan,
        now=EARLY + after,
    )
    assert actions.settle(closure, now=EARLY + after) == 1
    return closure


def send_last(person: Appointment) -> None:
    row = Dispatch.objects.filter(record=person.pk, kind="closure_text").latest("pk")
    deliver.deliver(row.pk, now=EARLY + 10 * MINUTE)


def test_a_message_tells_of_its_own_closure_and_not_of_one_before(
    person: Appointment, texts: list[str]
) -> None:
    first = closed(person, Closure.MOVE)
    number = first.pk
    actions.take_back(first, by=MANAGER, now=EARLY + 2 * MINUTE)
    second = closed(person, Closure.MOVE, after=3 * MINUTE)
    send_last(person)
    assert len(texts) == 1
    outcomes = dict(Outcome.objects.order_by("pk").values_list("made_at", "told_by"))
    assert list(outcomes.values()) == ["", actions.TEXT]
    assert Outcome.objects.get(ended_closure=number).told_at is None
    assert Outcome.objects.get(closure=second).told_at == EARLY + 10 * MINUTE


@pytest.mark.parametrize("hours", [2, 24])
def test_whom_a_closure_canceled_hears_it_also_where_it_was_taken_back_before(
    person: Appointment, texts: list[str], settings: Settings, hours: int
) -> None:
    settings.PUBLIC_URL = "https://guichet.example"
    closure = closed(person, Closure.CANCEL, hours=hours)
    number = closure.pk
    actions.take_back(closure, by=MANAGER, now=EARLY + 2 * MINUTE)
    send_last(person)
    (text,) = texts
    assert "we canceled your appointment on Mon, Nov 30, 9:00 AM" in text.replace("\u202f", " ")
    assert "closed for safety" in text and "closed on" not in text
    assert Outcome.objects.get(ended_closure=number).told_by == actions.TEXT
