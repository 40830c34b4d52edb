"""The minutes that are said of a service are those of the times one can book now."""

from datetime import timedelta

import pytest
from django.test import Client

from guichet.booking.finding import lengths
from guichet.booking.models import Slot
from guichet.booking.testing import NOW, make_open_slot
from guichet.booking.tests.pages import TIMES, make_serving_office, text_of
from guichet.offices.models import Service

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

OFFICE = "/en/appointments/offices/TST/"
OF_ALL = "/en/offices/TST/"
OFFICES = "/api/v1/offices?postal_code=10001"


def test_days_that_are_made_say_their_minutes_after_a_service_has_others(client: Client) -> None:
    office = make_serving_office()
    for days in (1, 2):
        make_open_slot(office=office, starts_at=NOW + timedelta(days=days))
    assert "20 minutes" in text_of(client.get(TIMES))
    Service.objects.update(duration_minutes=35)

    for address in (OFFICE, OF_ALL, TIMES):
        page = text_of(client.get(address))
        assert "20 minutes" in page and "35 minutes" not in page, address
    (service,) = client.get(OFFICES).json()["offices"][0]["services"]
    assert service["duration_minutes"] == 20

    Slot.objects.update(closed=True)
    assert lengths.minutes_at(office.pk, now=NOW) == {}
    assert "35 minutes" in text_of(client.get(OFFICE))


def test_a_day_that_is_shown_says_its_own_minutes(client: Client) -> None:
    office = make_serving_office()
    make_open_slot(office=office, starts_at=NOW + timedelta(days=1))
    late = make_open_slot(office=office, starts_at=NOW + timedelta(days=8))
    Slot.objects.filter(pk=late.pk).update(ends_at=late.starts_at + timedelta(minutes=50))

    assert "20 minutes" in text_of(client.get(TIMES))
    assert "50 minutes" in text_of(client.get(f"{TIMES}?day={late.local_day}"))
