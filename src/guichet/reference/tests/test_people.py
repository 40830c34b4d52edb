"""Hours that take a time away: whom it touches is shown, and what becomes of them asked."""

from datetime import timedelta

import pytest
from django.test import Client

from guichet.booking.models import Slot
from guichet.booking.schedule import release
from guichet.booking.testing import make_booked
from guichet.booking.tests.journey import Now
from guichet.kernel import clock
from guichet.offices.models import Closure
from guichet.opening import actions as opening
from guichet.opening.models import Outcome
from guichet.opening.testing import NINE, make_working_office
from guichet.reference.tests.test_files import press, send, words_of
from guichet.staff.testing import make_posted, sign_in_as

pytestmark = pytest.mark.django_db
EARLY = NINE - timedelta(hours=2)
HEAD = "office_code,service_code,weekday,opens_at,closes_at,desks\n"


def test_people_whose_time_goes_are_counted_and_asked_about(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = Now()
    moment.at = EARLY
    monkeypatch.setattr(clock, "now", moment)
    office = make_working_office()
    release.release_slots(office, now=EARLY)
    make_booked(Slot.objects.get(starts_at=NINE + timedelta(days=1)), now=EARLY)
    sign_in_as(client, make_posted(office.pk, "office_manager", name="mia"))

    page = send(client, "hours", f"{HEAD}TST,case_question,1,13:00,15:00,2\n")
    assert 'data-touched="1"' in page.content.decode()
    assert "TST case_question: people whose time goes: 1" in words_of(page)
    missing = press(client, page)
    assert missing.status_code == 422 and 'id="id_plan-error"' in missing.content.decode()
    assert not Outcome.objects.exists()

    make_booked(Slot.objects.get(starts_at=NINE + timedelta(days=2)), now=EARLY, number=2)
    late = press(client, page, plan="move", reason="afternoons")
    assert late.status_code == 409 and 'data-touched="2"' in late.content.decode()
    assert 'value="afternoons"' in late.content.decode()
    assert "The change is made." in words_of(press(client, late, plan="move"))
    opening.settle(Closure.objects.get(), now=EARLY, most=10)  # as the worker does
    assert Outcome.objects.count() == 2
