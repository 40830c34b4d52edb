"""The page of a ticket that was given before a closure: what it says of the turn, and when."""

from datetime import timedelta

import pytest
from django.test import Client

from guichet.booking.tests.journey import Now
from guichet.counter import tokens
from guichet.counter.models import Ticket
from guichet.counter.testing import make_desk_office, make_walk_in
from guichet.counter.tickets.tests.test_pages import address_of, say, words_of
from guichet.kernel.testing import usual
from guichet.offices.models import Office
from guichet.opening import actions as opening
from guichet.web.languages import ALL

pytestmark = pytest.mark.django_db
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


@pytest.mark.parametrize("language", usual("fr", "de", of=list(ALL)))
def test_whose_turn_comes_after_a_closure_began_is_promised_no_hour(
    client: Client, office: Office, ticket: Ticket, now: Now, language: str
) -> None:
    """Walk-ins are due after half an hour; the office closes in ten minutes, then it is closed."""
    closure = {"reason": "safety", "by": "staff:7", "now": now.at}
    begins = now.at + 10 * MINUTE
    opening.close(office, starts_at=begins, ends_at=begins + 60 * MINUTE, **closure)  # type: ignore[arg-type]
    words = words_of(client.get(address_of(ticket, language)))
    assert say("line.after_closure", language) in words
    assert say("office.opens_again", language, time="\0").partition("\0")[0].strip() in words
    assert say("line.rough", language) not in words
    answer = client.get(f"/api/v1/tickets/{tokens.token_of(ticket.pk)}").json()
    assert (answer["ahead"], answer["estimate_minutes"]) == (1, None)
    now.at = begins
    page = client.get(address_of(ticket, language))
    start = say("line.closed", language, time="\0").partition("\0")[0]
    assert start in words_of(page) and "data-closed" in page.content.decode()
    assert say("line.rough", language) not in words_of(page)


def test_whose_turn_comes_before_a_closure_reads_both(
    client: Client, office: Office, ticket: Ticket, now: Now
) -> None:
    begins = now.at + 90 * MINUTE
    opening.close(
        office,
        starts_at=begins,
        ends_at=begins + 60 * MINUTE,
        reason="safety",
        by="staff:7",
        now=now.at,
    )
    words = words_of(client.get(address_of(ticket)))
    assert say("office.closes", time="11:30 AM") in words and say("line.rough") in words
    assert say("line.after_closure") not in words
    assert say("office.not_today") in words
