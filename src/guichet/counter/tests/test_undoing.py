"""What a press on "Take back" makes of whoever is at a desk, and whom it asks first."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from guichet.booking.schedule.invariants import broken_laws
from guichet.counter.desk.tests.walking import press, press_shown, ticket_on, words_of
from guichet.counter.models import Call, Serving, Ticket
from guichet.counter.queue import actions, undoing
from guichet.counter.testing import TEN, make_counter_officer, make_desk_office, make_walk_in
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit
from guichet.offices.models import Office
from guichet.staff.testing import make_posted, sign_in_as

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
ACTOR = "staff:7"


@pytest.fixture
def office() -> Office:
    """An office with desks for one service."""
    return make_desk_office()


@pytest.fixture
def officer() -> int:
    """An officer at its counter."""
    return make_counter_officer()


def do(ticket: Ticket, office: Office, officer: int, *deeds: str) -> None:
    """Call somebody to desk 1 at ten, and serve them."""
    facts: dict[str, Any] = {"office": office, "officer": officer, "now": TEN}
    for deed in deeds:
        if deed == "call":
            actions.call(ticket.pk, desk="1", reason="short", **facts)
        elif deed == "start":
            actions.start(ticket.pk, **facts)
        else:
            actions.finish(ticket.pk, outcome="served", **facts)


def test_who_is_served_by_mistake_is_called_still_and_a_second_press_takes_the_call_back(
    office: Office, officer: int
) -> None:
    ticket = make_walk_in(office, now=TEN - 40 * MINUTE)
    do(ticket, office, officer, "call", "start")
    first = Call.objects.get()
    undone = undoing.undo(ticket.pk, office=office, actor=ACTOR, now=TEN + MINUTE)
    again = Call.objects.get()  # and no second one: nobody is called anew
    assert (undone.state, undone.desk) == ("called", first.desk)
    assert (again.called_at, again.ended_at, again.outcome) == (first.called_at, None, "")
    assert Serving.objects.get().outcome == "undone"
    assert not broken_laws()

    actions.start(ticket.pk, office=office, officer=officer, now=TEN + 2 * MINUTE)
    for state in ("called", "waiting"):
        undone = undoing.undo(ticket.pk, office=office, actor=ACTOR, now=TEN + 3 * MINUTE)
        assert undone.state == state
        assert not broken_laws()
    assert Call.objects.get().outcome == "undone"
    do(ticket, office, officer, "call")


def test_who_is_served_without_a_call_waits_again(office: Office, officer: int) -> None:
    """So a release before may have left it."""
    ticket = make_walk_in(office)
    do(ticket, office, officer, "call", "start")
    Call.objects.all().delete()
    assert undoing.undo(ticket.pk, office=office, actor=ACTOR, now=TEN).state == "waiting"


@pytest.mark.parametrize(
    ("deeds", "before"),
    [
        (["call"], "waiting"),
        (["call", "start"], "called"),
        (["call", "start", "finish"], "in_service"),
    ],
)
def test_who_is_not_sure_is_asked_before_they_undo_what_somebody_else_does(
    office: Office, officer: int, deeds: list[str], before: str
) -> None:
    ticket = make_walk_in(office)
    do(ticket, office, officer, *deeds)
    press = {"office": office, "now": TEN + MINUTE, "is_sure": False}
    with pytest.raises(Obstacle, match="undo_of_another") as obstacle:
        undoing.undo(ticket.pk, actor="staff:0", **press)
    owner = audit.actor_of(officer)
    assert obstacle.value.facts["owner"] == owner
    assert undoing.undo(ticket.pk, actor=owner, **press).state == before


def test_a_page_asks_once_whose_serving_is_taken_back(
    client: Client, office: Office, officer: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: TEN)
    ticket = make_walk_in(office)
    do(ticket, office, officer, "call", "start")
    sign_in_as(client, make_posted(office.pk, "office_manager", name="mia"))
    page = client.get(f"/staff/desk/{office.pk}/", {"ticket": ticket.pk})
    assert '<input type="hidden" name="sure" value="">' in page.content.decode()
    page = press_shown(client, page, "undo", sure="")
    assert page.status_code == 409
    assert "is serving 101 at desk 1. Take it back all the same?" in words_of(page)
    assert "It was not done" not in words_of(page), "it is a question"
    assert ticket_on(page) == ("101", "in_service")

    form = (
        page.content.decode().partition(f'tickets/{ticket.pk}/undo/">')[2].partition("</form>")[0]
    )
    mark = form.partition('name="seen" value="')[2].partition('"')[0]
    assert 'name="sure" value="yes"' in form and "Take it back all the same" in form
    page = press(client, office, f"tickets/{ticket.pk}/undo", seen=mark, sure="yes")
    assert "101 is called to desk 1" in words_of(page)
    do(ticket, office, officer, "start", "finish")
    page = press(client, office, f"tickets/{ticket.pk}/undo", sure="")
    assert "has served 101 at desk 1. Take the end back all the same" in words_of(page)


def test_who_waits_for_an_empty_desk_no_longer_does_when_another_has_called_them(
    office: Office, officer: int
) -> None:
    ticket = make_walk_in(office, now=TEN - 40 * MINUTE)
    actions.transfer(ticket.pk, office=office, desk="9", actor=ACTOR, now=TEN - 11 * MINUTE)
    who: dict[str, Any] = {"office": office, "officer": officer}
    called = actions.call_next(desk="1", now=TEN, **who)
    assert called and called.pk == ticket.pk
    undoing.undo(ticket.pk, office=office, actor=ACTOR, now=TEN)
    called = actions.call_next(desk="2", now=TEN + MINUTE, **who)
    assert called and called.pk == ticket.pk, "they do not wait ten minutes more for desk 9"
