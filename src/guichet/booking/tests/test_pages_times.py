"""Choose a time, and ask to be told of one: what is offered, and what is refused."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from guichet.booking.models import ReleaseWish, Slot
from guichet.booking.testing import NOW, make_open_slot
from guichet.booking.tests.pages import (
    MONDAY,
    OFFICE,
    START,
    TELL_ME,
    TIMES,
    TUESDAY,
    make_serving_office,
    slot_on,
    text_of,
)
from guichet.booking.tests.windows import time_text
from guichet.kernel import clock
from guichet.offices.models import Office, Service
from guichet.offices.testing import make_hours, make_office, make_service

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def office() -> Office:
    """Return an office with a service, hours, and the places it serves."""
    return make_serving_office()


def test_it_offers_the_first_free_time_days_and_times(
    client: Client, office: Office, django_assert_num_queries: Callable[..., Any]
) -> None:
    full, free = slot_on(MONDAY), slot_on(TUESDAY)
    Slot.objects.filter(pk=full.pk).update(taken=1)
    slot_on(TUESDAY, 20)
    client.get(TIMES)
    with django_assert_num_queries(6):  # three of them say when the next day opens
        page = text_of(client.get(TIMES + "?for_whom=child"))
    assert f'formaction="/en/appointments/slots/{free.pk}/hold/"' in page
    assert f"/slots/{full.pk}/" not in page
    assert '<input type="hidden" name="for_whom" value="child">' in page
    assert "Tuesday, December 1, 2026: 2 free times" in page
    assert "Eastern Standard Time (GMT−5)" in page
    assert "?for_whom=child&amp;day=2026-12-01#day" in page


def test_it_says_that_a_full_day_is_full(client: Client, office: Office) -> None:
    Slot.objects.filter(pk=slot_on(MONDAY).pk).update(taken=1)
    slot_on(TUESDAY)
    page = text_of(client.get(f"{TIMES}?day={MONDAY}"))
    assert "No time is free on this day." in page
    assert "Monday, November 30, 2026: no free time" in page


@pytest.mark.parametrize(
    "day", ["2020-01-01", "2026-12-02", "9999-12-31", "tomorrow", "2026-13-99", "1" * 5000, "٢٠٢٦"]
)
def test_it_shows_a_free_day_instead_of_one_that_is_not_offered(
    client: Client, office: Office, day: str
) -> None:
    slot = slot_on(TUESDAY)
    response = client.get(TIMES, {"day": day})
    assert response.status_code == 200
    assert "That day cannot be chosen" in text_of(response)
    assert f"/slots/{slot.pk}/hold/" in text_of(response)


def test_it_refuses_bytes_that_no_address_carries(client: Client, office: Office) -> None:
    assert client.get(TIMES + "?day=%00").status_code == 400
    assert client.get(START + "offices/%00/").status_code == 400


def test_it_shows_no_slot_before_its_release_and_none_that_has_begun(
    client: Client, office: Office
) -> None:
    make_open_slot(opens_at=NOW + timedelta(minutes=1))
    make_open_slot(starts_at=NOW - timedelta(minutes=1))
    assert "There is no free time at the moment" in text_of(client.get(TIMES))


def test_it_says_honestly_when_to_look_again(client: Client, office: Office) -> None:
    page = text_of(client.get(TIMES))
    assert "There is no free time at the moment" in page
    assert "Tuesday, November 24, 2026, 9:00 AM" in page
    assert TELL_ME in page


def test_it_offers_a_service_without_hours_while_it_has_slots(
    client: Client, office: Office
) -> None:
    other = make_service(code="extra")
    path = OFFICE + "extra/"
    assert client.get(path).status_code == 404
    make_open_slot(office=office, service=other)
    assert client.get(path).status_code == 200


def test_it_remembers_who_wants_to_be_told_and_always_answers_the_same(
    client: Client, office: Office
) -> None:
    for _ in range(2):
        response = client.post(TELL_ME, {"email": "ada@example.org"})
        assert response.headers["Location"] == TELL_ME + "?asked"
    assert [wish.email for wish in ReleaseWish.objects.all()] == ["ada@example.org"]
    assert "We will write to you" in text_of(client.get(TELL_ME + "?asked"))


@pytest.mark.parametrize("email", ["", "ada", "ada@", "a" * 300 + "@example.org", "a\x00@b.org"])
def test_it_asks_again_for_an_address_that_cannot_be(
    client: Client, office: Office, email: str
) -> None:
    response = client.post(TELL_ME, {"email": email})
    assert response.status_code == 422
    assert 'aria-invalid="true"' in text_of(response)
    assert not ReleaseWish.objects.exists()


def test_it_cannot_be_flooded(client: Client, office: Office) -> None:
    answers = [
        client.post(TELL_ME, {"email": f"ada{number}@example.org"}).status_code
        for number in range(7)
    ]
    assert answers == [302] * 5 + [429] * 2


def test_it_changes_language_without_asking_to_be_told(client: Client, office: Office) -> None:
    fields = {"email": "ada@", "language": "ru"}
    response = client.post(TELL_ME.replace("/en/", "/ru/"), fields)
    assert response.status_code == 200
    assert 'value="ada@"' in text_of(response)
    assert not ReleaseWish.objects.exists()


def test_it_links_each_page_to_itself_in_other_languages(client: Client, office: Office) -> None:
    slot_on(TUESDAY)
    page = text_of(client.get(f"{TIMES}?day={TUESDAY}"))
    assert f"/ar/appointments/offices/TST/case_question/?day={TUESDAY}&amp;language=ar" in page


def test_it_shows_the_nearest_times_when_one_was_just_taken(client: Client, office: Office) -> None:
    full, near, far = slot_on(TUESDAY), slot_on(TUESDAY, 16), slot_on(MONDAY)
    Slot.objects.filter(pk=full.pk).update(taken=1)
    response = client.post(f"/en/appointments/slots/{full.pk}/hold/", {"for_whom": "child"})
    page = text_of(response)
    assert response.status_code == 409
    assert "This time is no longer free" in page
    assert '<input type="hidden" name="for_whom" value="child">' in page
    nearest = page.partition("the nearest:")[2].partition("</ul>")[0]
    assert nearest.index(f"/slots/{near.pk}/") < nearest.index(f"/slots/{far.pk}/")
    assert f'/slots/{full.pk}/hold/"' not in nearest


def test_it_finds_the_day_again_when_the_language_changes_after_that(
    client: Client, office: Office
) -> None:
    response = client.get(f"/fr/appointments/slots/{slot_on(TUESDAY).pk}/hold/")
    assert response.headers["Location"] == TIMES.replace("/en/", "/fr/") + f"?day={TUESDAY}"


def test_it_says_when_the_next_day_opens_while_times_are_free(
    client: Client, office: Office
) -> None:
    slot_on(TUESDAY)
    page = text_of(client.get(TIMES + "?country=FR"))
    assert "None of these times suits you?" in page
    assert "New times open next on <strong>" in page
    way = re.search(r'<a href="([^"]*)">Tell me when new times open</a>', page)
    assert way and way[1].endswith("/tell-me/?country=FR")

    form = text_of(client.get(way[1]))
    assert "If none of them suits you, we write to you when new times open." in form
    answer = text_of(client.post(way[1], {"email": "ada@example.org"}, follow=True))
    assert "When new times open, we send one e-mail" in answer
    assert ReleaseWish.objects.get().waits_for_new


def test_it_names_offices_nearby_and_other_services_when_nothing_is_free(
    client: Client, office: Office
) -> None:
    other = make_service(code="bring_papers")
    Service.objects.filter(pk=other.pk).update(names={"en": "Bring papers"})
    make_hours(office, other)
    for code, north in (("NER", 1), ("FAR", 4), ("WTO", 2)):
        near = make_office(code=code)
        names = {"en": f"{code} Field Office"}
        Office.objects.filter(pk=code).update(names=names, latitude=north)
        if code != "WTO":
            make_hours(near, Service.objects.get(code="case_question"))
    service = Service.objects.get(code="case_question")
    for code in ("TST", "NER"):
        slot = make_open_slot(office=Office.objects.get(pk=code), service=service)
        Slot.objects.filter(pk=slot.pk).update(taken=1)
    slot = make_open_slot(office=Office.objects.get(pk="FAR"), service=service)
    make_open_slot(office=office, service=other)
    first_free = f"First free time: {time_text(slot)}"

    page = text_of(client.get(TIMES + "?country=FR"))

    assert "There is no free time at the moment" in page
    ways = re.findall(r'<a href="([^"]*)"><bdi>(\w+) Field Office</bdi></a>', page)
    assert [name for _way, name in ways] == ["FAR"]  # the nearer one has no time, one no hours
    assert page.count(first_free) == 2  # there, and for the other service here
    assert "WTO" not in page
    assert re.search(r'<span class="number">\d+ miles</span>', page)
    assert client.get(ways[0][0]).status_code == 200
    assert ways[0][0] == "/en/appointments/offices/FAR/case_question/?country=FR"
    service_way = re.search(r'<a href="([^"]*)">Bring papers</a>', page)
    assert service_way
    assert client.get(service_way[1]).status_code == 200
    assert service_way[1].endswith("/bring_papers/documents/?country=FR")
