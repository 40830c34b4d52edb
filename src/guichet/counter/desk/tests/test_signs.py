"""The sign of a desk: one that the office plans with, or one that was meant so; who was seen."""

import pytest
from django.test import Client

from guichet.counter.desk.tests.walking import press, press_shown, ticket_on, words_of
from guichet.counter.models import Ticket
from guichet.counter.testing import make_expected, make_walk_in
from guichet.kernel.models import AuditEntry
from guichet.offices.models import Office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("manager", "now")]
ASKED = "This office plans with desks 1 to 4. If the sign of the desk really says"


def test_a_sign_that_is_none_of_the_office_is_asked_about_once(
    client: Client, office: Office
) -> None:
    make_walk_in(office)
    page = press(client, office, "call", desk="XXXXXXXX", sure="")
    assert (page.status_code, ASKED in words_of(page)) == (422, True)
    assert 'name="sure" value="XXXXXXXX"' in page.content.decode()
    assert Ticket.objects.get().state == "waiting"
    page = press(client, office, "call", desk="XXXXXXXX", sure="XXXXXXXX")
    assert ticket_on(page) == ("101", "called")
    ticket = make_walk_in(office)
    press(client, office, f"tickets/{Ticket.objects.earliest('pk').pk}/no-show")
    page = press(client, office, "call", desk="XXXXXXXX", sure="")  # is not asked again
    assert ticket_on(page) == (str(ticket.number), "called")


def test_it_is_asked_about_as_well_where_somebody_is_handed_on(
    client: Client, office: Office
) -> None:
    ticket = make_walk_in(office)
    deed = f"tickets/{ticket.pk}/transfer"
    page = press(client, office, deed, desk="77", sure="")
    assert (page.status_code, ASKED in words_of(page)) == (422, True)
    text = page.content.decode()
    assert 'name="sure" value="77"' in text and 'list="work-desks" value="77"' in text
    assert Ticket.objects.get().for_desk == ""
    press(client, office, deed, desk="77", sure="77")
    assert Ticket.objects.get().for_desk == "77"
    press(client, office, deed, desk="4", sure="")  # a desk of the office
    assert Ticket.objects.get().for_desk == "4"


@pytest.mark.parametrize("desk", ["1", "4"])
def test_a_desk_of_the_office_is_offered_and_taken(
    client: Client, office: Office, desk: str
) -> None:
    make_walk_in(office)
    page = client.get(f"/staff/desk/{office.pk}/").content.decode()
    assert '<datalist id="desks"><option value="1">' in page
    assert ticket_on(press(client, office, "call", desk=desk, sure="")) == ("101", "called")


def test_a_program_names_its_desk_and_what_is_too_long_is_never_cut(
    client: Client, office: Office
) -> None:
    make_walk_in(office)
    page = press(client, office, "call", desk="XXXXXXXXX and more")
    assert (page.status_code, "up to eight letters and digits" in words_of(page)) == (422, True)
    assert ticket_on(press(client, office, "call", desk="B12")) == ("101", "called")


@pytest.mark.parametrize("is_seen", [True, False])
def test_a_paper_is_ticked_in_the_row_of_who_is_expected(
    client: Client, office: Office, is_seen: bool
) -> None:
    person, other = make_expected(1, office=office), make_expected(2, office=office)
    page = client.get(f"/staff/desk/{office.pk}/")
    assert words_of(page).count("Paper seen") == 2
    text = page.content.decode()
    marks = {
        pk: text.partition(f'expected/{pk}/check-in/" name="seen" value="')[2].partition('"')[0]
        for pk in (person.pk, other.pk)
    }
    ticked = marks[person.pk if is_seen else other.pk]
    press_shown(client, page, f"expected/{person.pk}/check-in", identity=ticked)
    looks = (
        AuditEntry.objects.filter(verb="identified").order_by("pk").values_list("record", flat=True)
    )
    assert list(looks) == ([person.pk] if is_seen else [])
    assert "English" in words_of(page)
