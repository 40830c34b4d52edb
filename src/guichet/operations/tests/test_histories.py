"""The history of a record in the administration: what stood there before, and what stands now."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from guichet.booking.tests.journey import Now
from guichet.kernel import clock
from guichet.offices.models import Service
from guichet.offices.testing import make_hours, make_office, make_service
from guichet.operations.tests.test_two_administrators import administrator, fields_of
from guichet.staff.testing import make_staff

pytestmark = pytest.mark.django_db
OFFICE, SERVICE = "/admin/offices/office/TST/", "/admin/offices/service/visit/"
AT = datetime(2026, 12, 7, 14, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Monday to which the clock of the site is set."""
    moment = Now()
    moment.at = AT
    monkeypatch.setattr(clock, "now", moment)


def words_of(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("\u202f", " ").split())


def test_a_history_has_each_value_before_and_after_on_the_clock_of_the_site() -> None:
    client = administrator("ada")
    office = make_office()
    make_hours(office, make_service(), weekdays=(1,))
    assert "Nothing has been changed here" in words_of(client.get(f"{OFFICE}history/"))
    form = fields_of(client.get(f"{OFFICE}change/"))
    form |= {"street": "2 Second Street", "opening_hours-0-desks": "7"}
    desks = office.opening_hours.get().desks
    assert client.post(f"{OFFICE}change/", form).status_code == 302
    page = client.get(f"{OFFICE}history/")
    words = words_of(page)
    assert f"before “{office.street}”, now “2 Second Street”" in words
    assert f"before “{desks}”, now “7”" in words
    assert "Monday, December 7, 2026" in words
    assert 'href="/staff/reference/offices/history/"' in page.content.decode()
    french = words_of(administrator("bob", "fr").get(f"{OFFICE}history/"))
    assert "maintenant « 2 Second Street »" in french


def test_minutes_are_changed_where_what_they_do_is_shown() -> None:
    client = administrator("ada")
    service = make_service(code="visit")
    page = client.get(f"{SERVICE}change/")
    assert 'name="duration_minutes"' not in page.content.decode()
    assert 'href="/staff/reference/services/"' in page.content.decode()
    form = {**fields_of(page), "duration_minutes": "55", "position": "9"}
    assert client.post(f"{SERVICE}change/", form).status_code == 302
    after = Service.objects.get()
    assert (after.position, after.duration_minutes) == (9, service.duration_minutes)


def test_no_value_is_kept_of_an_account() -> None:
    client, other = administrator("ada"), make_staff("auditor", name="eve")
    path = f"/admin/auth/user/{other.pk}/"
    form = {**fields_of(client.get(f"{path}change/")), "first_name": "Evelyn"}
    assert client.post(f"{path}change/", form).status_code == 302
    words = words_of(client.get(f"{path}history/"))
    assert "Changed" in words and "now “" not in words
