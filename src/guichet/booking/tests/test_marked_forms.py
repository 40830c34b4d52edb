"""Each form that writes to a claim or an appointment is refused without its own mark."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import URLPattern

from guichet.booking.forms import about
from guichet.booking.models import Appointment
from guichet.booking.testing import NOW, make_booked, make_open_slot
from guichet.booking.tests.journey import (
    ADA,
    BASE,
    BOOK,
    CANCEL,
    DETAILS,
    EXTEND,
    GIVE_UP,
    LOST,
    LOST_CODE,
    MANAGE,
    MOVE,
    hold,
    marks_of,
    press,
)
from guichet.booking.urls import urlpatterns

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

# Forms that are about no claim and no appointment of a visit: they look something up, ask who
# somebody is, or choose what their own address names.
ABOUT_NOTHING = {
    *("start", "documents", "times", "tell_me", "hold", "manage", "lost"),
    *("confirm_address", "ask", "entry", "leave_list", "offer"),
}
OF_A_CLAIM = {"extend": EXTEND, "give_up": GIVE_UP, "details": DETAILS, "book": BOOK}
OF_AN_APPOINTMENT = {"move": MOVE, "cancel": CANCEL, "earlier": BASE + "earlier/"}


def post_routes() -> set[str]:
    """Return the names of the addresses that a form may be sent to."""
    names = {str(route.name) for route in urlpatterns if isinstance(route, URLPattern)}
    only_read = {"office", "wait", "review", "notice", "notice_pdf", "notice_ics", "asked"}
    only_read |= {"contacts"}
    return names - only_read - ABOUT_NOTHING


def test_every_form_that_writes_is_looked_at_here() -> None:
    assert post_routes() == {*OF_A_CLAIM, *OF_AN_APPOINTMENT, "lost_code"}


@pytest.mark.parametrize("route", OF_A_CLAIM)
def test_a_form_of_a_claim_is_refused_without_its_own_mark(client: Client, route: str) -> None:
    other = make_booked(make_open_slot(starts_at=NOW + timedelta(days=3)), number=3).appointment
    hold(client, make_open_slot())
    press(client, DETAILS, ADA)
    mine = Appointment.objects.get(state="held")
    before = list(Appointment.objects.order_by("pk").values())
    for wrong in ({}, marks_of(about.CLAIM, other), marks_of(about.MOVE, mine), {"about": "x"}):
        answer = client.post(OF_A_CLAIM[route], {**ADA, "name": "Else", **wrong})
        assert answer.status_code == 409
        assert list(Appointment.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("route", OF_AN_APPOINTMENT)
def test_a_form_of_an_appointment_is_refused_without_its_own_mark(
    client: Client, route: str
) -> None:
    later = make_open_slot(starts_at=NOW + timedelta(days=10))
    first, beside = (make_booked(make_open_slot(starts_at=NOW + timedelta(days=day)), number=day,
                          email="ada@example.org")
                      for day in (7, 9))  # fmt: skip
    mine, other = first.appointment, beside.appointment
    press(client, MANAGE, {"number": str(mine.confirmation_number), "pin": first.pin})
    deed, else_deed = route, {"move": about.CANCEL}.get(route, about.MOVE)
    before = list(Appointment.objects.order_by("pk").values())
    for wrong in ({}, marks_of(deed, other), marks_of(else_deed, mine), {"about": "x"}):
        answer = client.post(OF_AN_APPOINTMENT[route], {"slot": later.pk, **wrong})
        assert answer.status_code == 409
        assert list(Appointment.objects.order_by("pk").values()) == before


def test_a_code_is_refused_without_its_own_mark(client: Client) -> None:
    make_booked()
    client.post(LOST, ADA)
    for wrong in ({}, {"about": "x"}):
        answer = client.post(LOST_CODE, {"code": "12345678", **wrong})
        assert answer.status_code == 409
