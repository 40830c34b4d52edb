"""What a kiosk keeps of a client for the next one, which is nothing, and how much it gives."""

from typing import Any

import pytest
from django.test import Client

from guichet.counter.kiosk import page as pages
from guichet.counter.kiosk.tests.presses import begin, mark_on, say, sent, typed, words_of
from guichet.counter.testing import (
    TEN,
    make_expected,
)
from guichet.devices.models import Device, Kind
from guichet.devices.testing import make_device
from guichet.kernel import references
from guichet.offices.models import Office

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("kiosk")
def test_the_next_client_finds_nothing_of_the_one_before(client: Client, office: Office) -> None:
    number = str(make_expected(office=office).confirmation_number)
    begin(client)
    form = client.get("/kiosk/appointment/")
    page = typed(client, number)
    assert "data-number" in page.content.decode()

    client.get("/kiosk/")  # done, or nobody touched it for a while
    for path in ("ticket", "ticket/print", "appointment", "choice"):
        assert client.get(f"/kiosk/{path}/")["Location"] == "/kiosk/"
    again = {"stay": mark_on(form), "code": number}
    assert client.post("/kiosk/appointment/", again)["Location"] == "/kiosk/"
    begin(client)
    assert client.get("/kiosk/ticket/")["Location"] == "/kiosk/"
    assert client.post("/kiosk/appointment/", again)["Location"] == "/kiosk/"


@pytest.mark.usefixtures("office")
def test_a_stay_is_over_with_its_kiosk(client: Client, kiosk: Device) -> None:
    begin(client)
    kiosk.revoked_at = TEN
    kiosk.save()
    assert client.get("/kiosk/choice/")["Location"] == "/kiosk/"
    assert "data-pairing" in client.get("/kiosk/").content.decode()


@pytest.mark.usefixtures("kiosk")
def test_every_page_goes_back_to_the_start_without_script_too(client: Client) -> None:
    begin(client)
    back = f'<noscript><meta http-equiv="refresh" content="{pages.WITHOUT_SCRIPT};url=/kiosk/">'
    for path in ("choice", "appointment", "walk-in"):
        assert back in client.get(f"/kiosk/{path}/").content.decode()


def test_numbers_that_nobody_has_are_limited_for_each_kiosk_and_right_ones_cost_nothing(
    client: Client, office: Office, kiosk: Device, settings: Any
) -> None:
    settings.RATE_LIMITS = True
    begin(client)
    statuses = [typed(client, references.new_number()).status_code for _ in range(21)]
    assert statuses == [422] * 20 + [429]
    appointment = make_expected(office=office)
    blocked = typed(client, str(appointment.confirmation_number))
    assert blocked.status_code == 429 and say("problem.no_more_numbers") in words_of(blocked)

    other = Client()
    make_device(office.pk, client=other, now=TEN, kind=Kind.KIOSK)
    begin(other)
    for _time in range(25):
        assert typed(other, str(appointment.confirmation_number)).status_code == 200


def test_a_kiosk_gives_no_tickets_without_end(
    client: Client, office: Office, kiosk: Device, settings: Any
) -> None:
    settings.RATE_LIMITS = True
    service = office.opening_hours.values_list("service", flat=True)[0]
    begin(client)
    for _time in range(40):
        page = sent(client, "walk-in", service=service)
        assert page.status_code == 200
    page = sent(client, "walk-in", service=service)
    assert page.status_code == 429 and say("problem.no_more_tickets") in words_of(page)
