"""The page of a ticket: where it stands, what can be asked for, what is said where it changed."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from guichet.booking.tests.journey import Now
from guichet.counter import tokens
from guichet.counter.models import Ticket
from guichet.counter.queue import actions
from guichet.counter.testing import (
    TEN,
    make_checked_in,
    make_counter_officer,
    make_desk_office,
    make_expected,
    make_walk_in,
)
from guichet.kernel import clock
from guichet.kernel.testing import usual
from guichet.offices.models import Office
from guichet.web import visits
from guichet.web.languages import ALL
from guichet.web.words import texts

pytestmark = pytest.mark.django_db
SEEN = re.compile(r'name="seen" value="([^"]*)"')
MINUTE = timedelta(minutes=1)


@pytest.fixture
def office(now: Now) -> Office:
    """An office where one client waits already."""
    office = make_desk_office()
    make_walk_in(office)
    return office


@pytest.fixture
def ticket(office: Office) -> Ticket:
    """The second one in line."""
    return make_walk_in(office)


def address_of(ticket: Ticket, language: str = "en") -> str:
    return f"/{language}/tickets/{tokens.token_of(ticket.pk)}/"


def say(key: str, language: str = "en", **values: object) -> str:
    """Return a sentence of the topic as `words_of` reads it on a page."""
    return re.sub(r"\s+", " ", texts("tickets").get(key, language).text % values)


def words_of(page: Any) -> str:
    """Return what a page says, without its markup."""
    text = re.sub(r"<[^>]*>", "", page.content.decode().replace("&#39;", "'"))
    return re.sub(r"[\s\u200e\u200f]+", " ", text)


def mark_on(page: Any) -> str:
    """Return what the form of a page says of how the ticket stood."""
    match = SEEN.search(page.content.decode())
    return match[1] if match else ""


def press(client: Client, ticket: Ticket, deed: str, *, page: Any = None) -> Any:
    """Press a button of the page as it is now, or of one that was left open."""
    address = address_of(ticket) + ("leave/" if deed == "leave" else "")
    return client.post(
        address, {"do": deed, "seen": mark_on(page or client.get(address))}, follow=True
    )


def call(office: Office, ticket: Ticket, desk: str = "2B") -> None:
    officer = make_counter_officer()
    actions.call(ticket.pk, office=office, desk=desk, reason="", officer=officer, now=clock.now())


@pytest.mark.parametrize("language", ["en", "ar", "fr"])
def test_it_says_who_is_before_and_about_when_the_call_comes(
    client: Client, ticket: Ticket, language: str
) -> None:
    """One of twenty minutes is before them, and ten in the morning was in New York."""
    page = client.get(address_of(ticket, language))
    text = words_of(page)
    assert page.status_code == 200 and page["Cache-Control"] == "no-store, private"
    assert "102" in text and say("state.waiting", language) in text
    twenty = {
        "en": ("20 minutes", "10:20 AM"),
        "fr": ("20 minutes", "10:20"),
        "ar": ("20", "10:20"),
    }
    assert all(part in text for part in twenty[language])
    assert '<meta name="robots" content="noindex">' in page.content.decode()
    assert '<noscript><meta http-equiv="refresh"' in page.content.decode()


@pytest.mark.parametrize("language", usual("de", "ja", of=list(ALL)))
def test_every_language_has_it(client: Client, ticket: Ticket, language: str) -> None:
    page = client.get(address_of(ticket, language))
    assert say("state.waiting", language) in words_of(page)
    assert "data-place" in page.content.decode()


def test_nobody_is_told_that_it_takes_no_time(client: Client, office: Office) -> None:
    first = Ticket.objects.earliest("pk")
    text = words_of(client.get(address_of(first)))
    assert "In about 5 minutes, at about 10:05 AM" in text


def test_it_names_the_desk_first_when_they_are_called(
    client: Client, office: Office, ticket: Ticket
) -> None:
    call(office, ticket)
    page = client.get(address_of(ticket))
    text = page.content.decode()
    heading = re.search(r"<h1.*?</h1>", text, re.DOTALL)
    assert heading and "2B" in heading[0]
    assert say("page.your_turn", desk="2B") in text.partition("</title>")[0]


def test_who_came_early_reads_until_when_nobody_calls(client: Client, now: Now) -> None:
    office = make_desk_office()
    appointment = make_expected(office=office, starts_at=TEN + 40 * MINUTE)
    ticket = make_checked_in(appointment, now=TEN)
    text = words_of(client.get(address_of(ticket)))
    assert say("state.early", time="10:40 AM") in text
    assert appointment.name not in text
    assert "nobody calls you before 10:50 AM" in words_of(press(client, ticket, "more"))


def test_it_gives_ten_minutes_twice_and_takes_them_back(
    client: Client, now: Now, ticket: Ticket
) -> None:
    due_at = ticket.due_at
    text = words_of(press(client, ticket, "more"))
    assert "nobody calls you before 10:10 AM" in text
    text = words_of(press(client, ticket, "more"))
    assert "nobody calls you before 10:20 AM" in text
    assert say("deed.more") not in text

    now.later(minutes=12)
    text = words_of(press(client, ticket, "back"))
    assert say("state.waiting") in text and say("deed.back") not in text
    ticket.refresh_from_db()
    assert (ticket.state, ticket.due_at, ticket.parked_until) == ("waiting", due_at, None)

    mark = mark_on(client.get(address_of(ticket)))
    third = client.post(address_of(ticket), {"do": "more", "seen": mark})
    assert third.status_code == 409 and say("obstacle.no_more_time") in words_of(third)


def test_a_double_press_gives_ten_minutes_once(client: Client, ticket: Ticket) -> None:
    page = client.get(address_of(ticket))
    for _ in range(2):
        answer = press(client, ticket, "more", page=page)
        assert answer.status_code == 200
    ticket.refresh_from_db()
    assert ticket.pauses == 1


def test_who_is_parked_until_staff_call_does_not_call_themselves(
    client: Client, office: Office, ticket: Ticket
) -> None:
    actions.park(ticket.pk, office=office, actor="staff:7", now=clock.now())
    page = client.get(address_of(ticket))
    assert say("state.parked") in words_of(page)
    for deed in ("back", "more"):
        assert say(f"deed.{deed}") not in words_of(page)
        assert press(client, ticket, deed, page=page).status_code == 409
    ticket.refresh_from_db()
    assert (ticket.state, ticket.parked_until) == ("parked", None)


def test_after_the_ten_minutes_they_wait_like_everybody(
    client: Client, now: Now, ticket: Ticket
) -> None:
    press(client, ticket, "more")
    now.later(minutes=11)
    assert say("state.waiting") in words_of(client.get(address_of(ticket)))


def test_who_asks_is_fetched_and_keeps_their_turn(client: Client, ticket: Ticket) -> None:
    text = words_of(press(client, ticket, "fetch"))
    assert say("deed.fetched") in text and say("deed.fetch_hint") not in text
    before = ticket.due_at
    ticket.refresh_from_db()
    assert (ticket.needs, ticket.due_at, ticket.state) == (["fetch"], before, "waiting")


def test_who_is_fetched_is_not_sent_to_the_desk(
    client: Client, office: Office, ticket: Ticket
) -> None:
    press(client, ticket, "fetch")
    call(office, ticket)
    text = words_of(client.get(address_of(ticket)))
    assert say("deed.fetched") in text and say("page.your_turn", desk="2B") in text
    assert say("page.go", desk="2B") not in text


def test_it_asks_before_somebody_leaves(client: Client, ticket: Ticket) -> None:
    client.post(address_of(ticket), {"do": "nonsense"})
    question = client.get(address_of(ticket) + "leave/")
    assert say("leave.title") in words_of(question)
    ticket.refresh_from_db()
    assert ticket.state == "waiting"

    text = words_of(press(client, ticket, "leave", page=question))
    ticket.refresh_from_db()
    assert ticket.state == "left" and say("state.left") in text
    assert client.get(address_of(ticket) + "leave/").status_code == 302


@pytest.mark.parametrize("deed", ["more", "fetch", "leave"])
def test_nothing_is_done_to_somebody_who_was_called_meanwhile(
    client: Client, office: Office, ticket: Ticket, deed: str
) -> None:
    page = client.get(address_of(ticket))
    call(office, ticket)
    answer = press(client, ticket, deed, page=page)
    assert answer.status_code == 409
    assert say("obstacle.called") in words_of(answer)
    assert say("state.called", desk="2B") in words_of(answer)
    ticket.refresh_from_db()
    assert (ticket.state, ticket.needs, ticket.pauses) == ("called", [], 0)


def test_who_is_called_and_late_gets_ten_minutes_and_frees_the_desk(
    client: Client, office: Office, ticket: Ticket
) -> None:
    call(office, ticket)
    assert say("deed.late") in words_of(client.get(address_of(ticket)))
    press(client, ticket, "more")
    first = Ticket.objects.earliest("pk")
    call(office, first)
    assert not ticket.calls.filter(ended_at=None).exists()


@pytest.mark.parametrize("state", ["finished", "no_show", "left", "turned_away", "cancelled"])
def test_it_says_how_a_ticket_ended_and_what_comes_next(
    client: Client, office: Office, ticket: Ticket, state: str
) -> None:
    call(office, ticket)
    Ticket.objects.filter(pk=ticket.pk).update(state=state)
    page = client.get(address_of(ticket))
    expected = say(f"state.{state}", desk="2B", time="10:00 AM")
    assert expected in words_of(page)
    assert "http-equiv" not in page.content.decode() and "<button" in page.content.decode()
    assert (say("office.book") in words_of(page)) is (state == "turned_away")


def test_a_wrong_token_and_one_whose_day_is_over_read_alike(
    client: Client, now: Now, ticket: Ticket
) -> None:
    address = address_of(ticket)
    now.later(hours=24)
    answers = [client.get(path) for path in (address, "/en/tickets/1-0/", "/en/tickets/x/leave/")]
    assert {answer.status_code for answer in answers} == {404}
    assert {words_of(answer) for answer in answers} == {words_of(answers[0])}
    assert say("none.why") in words_of(answers[0])


def test_it_does_not_load_itself_where_somebody_stopped_it_or_others_use_the_computer(
    client: Client, ticket: Ticket
) -> None:
    assert "http-equiv" not in client.get(address_of(ticket) + "?still").content.decode()
    client.cookies[visits.SHARED], client.cookies[visits.VISIT] = "1", "v" * 43
    page = client.get(address_of(ticket)).content.decode()
    assert 'http-equiv="refresh" content="25' not in page
