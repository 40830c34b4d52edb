"""Who has gone today: the desk shows the last of them, a page of its own all, and finds one."""

import re

import pytest
from django.test import Client

from guichet.booking.tests.journey import Now
from guichet.counter.desk import queries
from guichet.counter.desk.views_gone import ON_A_PAGE
from guichet.counter.models import Ticket
from guichet.counter.testing import TEN, make_checked_in, make_expected, make_walk_in
from guichet.kernel.models import AuditEntry
from guichet.offices.models import Office
from guichet.staff.testing import make_posted, sign_in_as
from guichet.staff.tests.counting import own_statements

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("manager")]
MOST = 6  # statements of a page


def make_gone(office: Office, count: int) -> None:
    """End so many tickets like one, each a second before the other."""
    model = Ticket.objects.get(pk=make_walk_in(office).pk)
    model.state, model.desk, model.changed_by = "finished", "3", "staff:1"
    model.save()
    values = Ticket.objects.values().get(pk=model.pk)
    del values["id"], values["number"], values["changed_at"]
    Ticket.objects.bulk_create(
        Ticket(**values, number=500 + second, changed_at=TEN.replace(minute=59, second=second))
        for second in range(count)
    )


def numbers(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'data-number="(\d+)"', page)]


def test_the_desk_shows_who_went_last_and_where_the_others_are(
    client: Client, office: Office
) -> None:
    make_gone(office, 30)
    page = client.get(f"/staff/desk/{office.pk}/").content.decode()
    assert numbers(page) == [*range(529, 529 - queries.LATEST, -1)]
    assert "(31)" in page
    assert f'href="/staff/desk/{office.pk}/gone/"' in page


def test_who_went_long_ago_stands_on_top_when_asked_for(client: Client, office: Office) -> None:
    make_gone(office, 30)
    ticket = Ticket.objects.get(number=501)
    page = client.get(f"/staff/desk/{office.pk}/?ticket={ticket.pk}").content.decode()
    assert numbers(page)[0] == 501
    for nothing in ("x", "²", "9" * 30):
        assert client.get(f"/staff/desk/{office.pk}/?ticket={nothing}").status_code == 200


def test_all_who_have_gone_are_on_pages_and_found(client: Client, office: Office) -> None:
    make_gone(office, ON_A_PAGE + 3)
    ticket = make_checked_in(make_expected(1, office=office))
    Ticket.objects.filter(pk=ticket.pk).update(state="left", changed_at=TEN.replace(minute=58))
    path = f"/staff/desk/{office.pk}/gone/"
    assert len(own_statements(client, path)) <= MOST
    first, second = (client.get(path, {"page": n}).content.decode() for n in (1, 2))
    assert len(numbers(first)) == ON_A_PAGE
    assert len(numbers(second)) == 5
    assert not set(numbers(first)) & set(numbers(second))
    assert numbers(client.get(path, {"page": "99999"}).content.decode()) == numbers(first)
    by_number = client.post(path, {"words": " 503 "}).content.decode()
    assert numbers(by_number) == [503]
    assert ticket.appointment
    by_name = client.post(path, {"words": ticket.appointment.name.upper()}).content.decode()
    assert numbers(by_name) == [ticket.number]
    assert not numbers(client.post(path, {"words": "nobody"}).content.decode())


def test_who_went_long_ago_is_taken_back_from_their_page(client: Client, office: Office) -> None:
    make_gone(office, 30)
    ticket = Ticket.objects.get(number=501)
    Ticket.objects.filter(pk=ticket.pk).update(state="left")
    page = client.get(f"/staff/desk/{office.pk}/gone/").content.decode()
    press = rf'formaction="([^"]*/{ticket.pk}/undo/)" name="seen" value="(\w+)"'
    match = re.search(press, page)
    assert match
    answer = client.post(match[1], {"seen": match[2]}, follow=True)
    assert 'data-number="501" data-state="waiting"' in answer.content.decode()


def test_a_page_that_shows_what_is_so_is_told_that_alone(
    client: Client, office: Office, now: Now
) -> None:
    path = f"/staff/desk/{office.pk}/now/"
    version = client.get(path).headers["ETag"]
    unchanged = client.get(path, headers={"If-None-Match": version})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert "no-store" in unchanged.headers["Cache-Control"]
    expected = make_expected(1, office=office)
    versions = [version]
    for change in (
        lambda: None,
        lambda: make_checked_in(expected),
        lambda: make_walk_in(office),
        lambda: setattr(now, "at", TEN.replace(minute=1)),
        lambda: sign_in_as(client, make_posted(office.pk, "receptionist", name="rea")),
    ):
        change()
        answer = client.get(path, headers={"If-None-Match": versions[-1]})
        assert answer.status_code == 200
        versions.append(answer.headers["ETag"])
    assert len(set(versions)) == len(versions)


def test_a_look_at_those_who_have_gone_is_recorded(client: Client, office: Office) -> None:
    client.get(f"/staff/desk/{office.pk}/gone/")
    look = AuditEntry.objects.filter(verb="seen", record_type="office").latest("pk")
    assert look.facts == {"office": office.pk, "page": "gone"}
