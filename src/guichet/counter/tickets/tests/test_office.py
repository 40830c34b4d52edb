"""The page of an office: where it is, and whether to come without an appointment."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from guichet.booking.tests.journey import Now
from guichet.counter.kiosk.tests.presses import begin
from guichet.counter.models import OfficeQueue
from guichet.counter.testing import make_desk_office, make_walk_in
from guichet.counter.tickets.tests.test_pages import say, words_of
from guichet.devices.models import Kind
from guichet.devices.testing import make_device
from guichet.offices.models import Closure, Office

pytestmark = pytest.mark.django_db
ADDRESS = "/{}/offices/TST/"


@pytest.fixture
def office(now: Now) -> Office:
    """An office that is open from nine to noon."""
    return make_desk_office()


@pytest.mark.parametrize("language", ["en", "ar", "fr"])
def test_it_says_where_when_and_how_long_people_wait(
    client: Client, office: Office, language: str
) -> None:
    make_walk_in(office)
    page = client.get(ADDRESS.format(language))
    text = words_of(page)
    assert page.status_code == 200
    assert say("office.taken", language) in text
    assert say("office.waiting", language, count=1) in text
    assert f'href="/{language}/appointments/offices/TST/"' in page.content.decode()
    assert 'class="hours"' in page.content.decode()
    assert '<address class="address"' in page.content.decode()


def test_it_promises_nobody_less_than_five_minutes(client: Client, office: Office) -> None:
    text = words_of(client.get(ADDRESS.format("en")))
    assert say("office.wait", duration="5 minutes") in text
    assert say("page.as_of", time="10:00 AM") in text


@pytest.mark.parametrize("why", ["full", "closed", "not_taken"])
def test_it_says_why_nobody_is_to_come_now(
    client: Client, now: Now, office: Office, why: str
) -> None:
    if why == "full":
        for _ in range(6):
            make_walk_in(office)
    elif why == "closed":
        now.later(hours=3)
    else:
        OfficeQueue.objects.create(office=office, takes_walk_ins=False)
    text = words_of(client.get(ADDRESS.format("en")))
    assert say(f"office.{why}") in text and say("office.taken") not in text
    assert say("office.book") in text


def test_an_office_that_receives_nobody_offers_no_appointment(
    client: Client, office: Office
) -> None:
    Office.objects.update(is_open=False)
    text = words_of(client.get(ADDRESS.format("en")))
    assert "This office receives nobody at present" in text
    assert say("office.book") not in text


def test_a_code_may_be_typed_small_and_one_that_is_none_is_not_found(
    client: Client, office: Office
) -> None:
    answer = client.get("/fr/offices/tst/")
    assert (answer.status_code, answer["Location"]) == (302, "/fr/offices/TST/")
    assert client.get("/fr/offices/XXX/").status_code == 404


@pytest.mark.parametrize("language", ["de", "ja"])
def test_it_is_in_english_inside_the_frame_of_other_languages(
    client: Client, office: Office, language: str
) -> None:
    page = client.get(ADDRESS.format(language))
    assert say("office.taken") in words_of(page)


def test_a_sudden_closure_says_till_when_and_of_which_hours(
    client: Client, now: Now, office: Office
) -> None:
    ends_at = now.at + timedelta(hours=1)
    close(office, starts_at=now.at - timedelta(minutes=30), ends_at=ends_at)
    text = words_of(client.get(ADDRESS.format("en")))
    assert say("office.closed") in text
    assert say("office.opens", time="11:00 AM") in text
    assert "Closed today 9:30 AM – 11:00 AM (The building had to be closed for safety.)" in text
    close(office, starts_at=ends_at, ends_at=ends_at + timedelta(days=1))
    text = words_of(client.get(ADDRESS.format("ar")))
    assert say("office.not_today", "ar") in text
    now.later(hours=25)
    assert "Closed today 9:30" not in words_of(client.get(ADDRESS.format("en")))


def close(office: Office, *, starts_at: datetime, ends_at: datetime) -> None:
    """Close an office from one moment to another, for the safety of people."""
    Closure.objects.create(
        office=office,
        starts_on=starts_at,
        ends_on=ends_at,
        starts_at=starts_at,
        ends_at=ends_at,
        reason="safety",
    )


def test_a_closure_to_come_is_told_and_no_turn_within_it_is_promised(
    client: Client, now: Now, office: Office
) -> None:
    close(office, starts_at=now.at + timedelta(minutes=45), ends_at=now.at + timedelta(hours=1))
    text = words_of(client.get(ADDRESS.format("en")))
    assert say("office.closes", time="10:45 AM") in text and say("office.taken") in text
    assert say("office.opens_again", time="11:00 AM") in text
    for _ in range(2):
        make_walk_in(office)
    text = words_of(client.get(ADDRESS.format("fr")))
    assert say("office.closes", "fr", time="10:45") in text
    assert say("office.full", "fr") in text
    answer = client.get("/api/v1/offices/TST/waiting").json()
    assert answer["estimate_minutes"] is None
    make_device(office.pk, client=client, now=now.at, kind=Kind.KIOSK)
    begin(client)
    text = words_of(client.get("/kiosk/walk-in/"))
    assert say("office.opens_again", time="11:00 AM") in text
    now.later(minutes=50)
    begin(client)
    text = words_of(client.get("/kiosk/walk-in/"))
    assert say("office.closed") + " " + say("office.opens", time="11:00 AM") in text
