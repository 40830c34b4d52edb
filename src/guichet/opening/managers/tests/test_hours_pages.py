"""A manager changes hours as they walk it: typed, shown, done once, and taken back."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from guichet.booking.models import Slot
from guichet.booking.schedule import release
from guichet.booking.testing import make_booked
from guichet.booking.tests.journey import Now
from guichet.booking.tests.windows import Page
from guichet.kernel import clock
from guichet.offices.models import Closure, HoursTemplate, Office, OpeningHours
from guichet.opening.models import Outcome
from guichet.opening.testing import NINE, make_working_office
from guichet.opening.tests.test_pages import words_of
from guichet.staff.testing import make_posted, sign_in, sign_in_as

pytestmark = pytest.mark.django_db
EARLY = NINE - timedelta(hours=2)
HOME = "/staff/opening/TST/hours/"
WEEK, DAY = f"{HOME}case_question/week/", f"{HOME}case_question/day/"
TODAY = {"day_day": "30", "day_month": "11", "day_year": "2026"}
AFTERNOON = {"row0-opens": "13:00", "row0-closes": "3 pm", "row0-desks": "2"}


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> Now:
    """Seven in the morning at the office."""
    moment = Now()
    moment.at = EARLY
    monkeypatch.setattr(clock, "now", moment)
    return moment


@pytest.fixture
def office() -> Office:
    office = make_working_office()
    release.release_slots(office, now=EARLY)
    return office


@pytest.fixture
def manager(client: Client, office: Office) -> User:
    """A manager of that office, signed in."""
    user = make_posted(office.pk, "office_manager", name="mia")
    sign_in_as(client, user)
    return user


def fields_of(page: Any, action: str) -> dict[str, Any]:
    """Return what the form of a page sends."""
    forms = [form for form in Page(page.content.decode()).forms if form.action == action]
    assert len(forms) == 1, action
    return dict(forms[0].fields)


def send(client: Client, path: str, **changes: object) -> Any:
    """Type over what the form of a week or a day holds, and ask what that changes."""
    form = fields_of(client.get(path), path)
    on = {"row0-weekdays": ["1", "2"]} if path == WEEK else {}
    return client.post(path, {**form, **TODAY, "plan": "move", **on, **changes})


def press(client: Client, page: Any, **more: str) -> Any:
    """Press the button of a page that has shown what a change does."""
    match = re.search(r'name="shown" value="([^"]+)"', page.content.decode())
    assert match
    return client.post(f"{HOME}change/", {"shown": match[1], **more}, follow=True)


@pytest.mark.usefixtures("manager")
def test_a_week_is_typed_shown_and_changed(client: Client, office: Office) -> None:
    person = make_booked(
        Slot.objects.get(starts_at=NINE + timedelta(days=1)), now=EARLY
    ).appointment
    page = client.get(HOME)
    assert "Monday to Saturday 9:00 AM–12:00 PM" in words_of(page).replace("\xa0", " ")
    page = send(client, WEEK, **AFTERNOON)
    words = words_of(page).replace("\xa0", " ")
    assert "Monday, Tuesday 1:00 PM–3:00 PM" in words
    assert "It hits 1 appointments" in words and person.name in words
    assert Slot.objects.filter(closed=True).count() == 0
    again = press(client, page, again="yes")
    assert 'value="1:00 PM"' in again.content.decode()
    preview = page
    page = press(client, page)
    assert "Changed hours of Test Field Office" in words_of(page)
    assert "All 1 people have been dealt with." in words_of(page)
    assert "take-back" not in page.content.decode()
    assert Outcome.objects.get().appointment == person
    again = press(client, preview)
    assert again.request["PATH_INFO"] == page.request["PATH_INFO"] and again.status_code == 200
    assert "The hours are changed." in words_of(again)
    page = client.get("/staff/opening/TST/")
    assert re.search(r"Hours changed: Case · From [^<]+2026", words_of(page))
    assert f'/closures/{Closure.objects.get().pk}/"' in page.content.decode()
    assert (
        client.post(
            f"/staff/opening/TST/closures/{Closure.objects.get().pk}/take-back/"
        ).status_code
        == 404
    )


@pytest.mark.usefixtures("manager")
def test_a_day_is_changed_and_taken_back(client: Client) -> None:
    to_come = {"day_day": "5", "day_month": "12", "day_year": "2026"}
    press(client, send(client, DAY, **AFTERNOON, **to_come))
    assert "Only on Saturday, December 5, 2026" in words_of(client.get(HOME))
    assert HoursTemplate.objects.get().is_exception
    drop = f"{HOME}case_question/drop/day/2026-12-05/"
    preview = client.post(drop, fields_of(client.get(HOME), drop))
    assert "The hours are changed." in words_of(press(client, preview))
    assert "The hours are changed." in words_of(press(client, preview))  # pressed twice
    assert not HoursTemplate.objects.exists()


@pytest.mark.usefixtures("manager")
@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"row0-closes": "12"}, "row0-closes", "end before it begins"),
        ({"row0-opens": "25"}, "row0-opens", "There is no such time"),
        ({"row0-desks": "none"}, "row0-desks", "a whole number from 1 to 200"),
        ({"row0-weekdays": []}, "row0-weekdays", "This is needed"),
        ({"row0-minutes": "2"}, "row0-minutes", "a whole number from 5 to 480"),
        ({"day_year": "2025"}, "day", "This day is past"),
        (
            {f"row1-{name[5:]}": value for name, value in AFTERNOON.items()}
            | {"row1-weekdays": "2"},
            "row1-opens",
            "overlap",
        ),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    client: Client, changes: dict[str, str], field: str, words: str
) -> None:
    page = send(client, WEEK, **{**AFTERNOON, **changes})
    assert page.status_code == 422
    text = page.content.decode()
    assert re.search(rf'id="id_{field}_?0?-error">[^<]*{words}', text)
    assert 'value="13:00"' in text or "row0-opens" in changes
    assert Slot.objects.filter(closed=True).count() == 0


@pytest.mark.usefixtures("manager")
def test_each_row_keeps_minutes_of_its_own(client: Client, office: Office) -> None:
    """Whoever adds a desk on one day says nothing about the minutes of another."""
    tuesdays = OpeningHours.objects.filter(office=office, weekday=2)
    tuesdays.update(minutes=30)
    form = fields_of(client.get(WEEK), WEEK)
    assert (form["row0-minutes"], form["row1-minutes"]) == ("", "30")
    days = {"row0-weekdays": ["1", "3", "4", "5", "6"], "row1-weekdays": ["2"]}
    press(client, client.post(WEEK, {**form, **TODAY, **days, "plan": "move", "row0-desks": "3"}))
    assert [row.minutes for row in office.opening_hours.order_by("weekday")] == [None, 30] + [
        None
    ] * 4


@pytest.mark.usefixtures("manager")
def test_nothing_typed_is_lost_with_more_rows_or_another_language(client: Client) -> None:
    page = send(client, WEEK, **AFTERNOON, more="yes")
    text = page.content.decode()
    assert 'value="13:00"' in text and "row4-opens" in text and 'class="errors"' not in text
    text = send(client, WEEK, **{**AFTERNOON, "row0-desks": ""}, language="fr").content.decode()
    assert (
        'value="13:00"' in text and "Valable à partir du" in text and 'class="errors"' not in text
    )


@pytest.mark.usefixtures("manager")
def test_what_others_did_meanwhile_is_shown_first(client: Client, office: Office) -> None:
    early_form = fields_of(client.get(WEEK), WEEK)
    page = send(client, WEEK, **AFTERNOON)
    make_booked(Slot.objects.get(starts_at=NINE + timedelta(days=1)), now=EARLY)
    again = press(client, page)
    assert again.status_code == 409 and "Others have booked meanwhile (1)." in words_of(again)
    press(client, again)
    late = client.post(
        WEEK, {**early_form, **TODAY, **AFTERNOON, "row0-weekdays": ["3"], "plan": "move"}
    )
    assert late.status_code == 409 and "Somebody has changed these hours" in words_of(late)
    assert 'value="13:00"' in late.content.decode()
    assert "The hours are changed." in words_of(press(client, page))  # by herself, just now
    form = {**fields_of(late, WEEK), **TODAY, "row0-weekdays": ["3"], "plan": "move"}
    assert client.post(WEEK, form).status_code == 200
    assert "What you saw is too old" in words_of(
        client.post(f"{HOME}change/", {"shown": "nonsense"}, follow=True)
    )


def test_an_auditor_reads_and_is_offered_no_change(client: Client, office: Office) -> None:
    sign_in(client, "auditor")
    for path in (HOME, "/staff/opening/TST/"):
        page = client.get(path).content.decode()
        main = page.partition("<main")[2].partition("</main")[0]
        assert "<form" not in main and "/week/" not in main
    assert client.get(WEEK).status_code == 403


@pytest.mark.usefixtures("manager")
def test_hours_of_a_service_that_was_taken_away_lead_back_to_those_of_the_office(
    client: Client,
) -> None:
    for path in ("week/", "day/", "drop/week/2026-12-07/"):
        page = client.post(f"{HOME}talk/{path}", {**TODAY, **AFTERNOON}, follow=True)
        assert page.redirect_chain == [(HOME, 303)]
        assert "this service is not there any more" in words_of(page)
