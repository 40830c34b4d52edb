"""What the desk costs an office with five hundred appointments a day, and a long past."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guichet.booking.models import Appointment, Slot
from guichet.counter.testing import (
    make_checked_in,
    make_desk_office,
    make_expected,
    make_walk_in,
)
from guichet.offices.models import Office
from guichet.staff.testing import make_posted, sign_in_as
from guichet.staff.tests.counting import OF_THE_DOOR, own_statements

pytestmark = pytest.mark.django_db
MANY = 500
MOST = 6  # statements of a page
MOST_OF_AN_ASK = 4  # of a page that is open: whether anything has changed
MOST_OF_A_CALL = 4  # of the press that calls the next, without those of the door


@pytest.fixture
def office() -> Office:
    """An office at ten with many appointments today, some of the people there."""
    place = make_desk_office()
    for number in range(4):
        make_checked_in(make_expected(number, office=place))
        make_walk_in(place)
    model = make_expected(9, office=place)
    copy(model, days=0, count=MANY - 5)
    return place


def copy(model: Appointment, *, days: int, count: int) -> None:
    """Make so many people like one, some days earlier."""
    slot = model.slot
    slot.pk, slot.capacity, slot.room, slot.taken = None, count, count, count
    slot.starts_at -= timedelta(days=days, seconds=31)
    slot.ends_at -= timedelta(days=days)
    slot.local_day -= timedelta(days=days)
    slot.save(force_insert=True)
    people = Appointment.objects.values().get(pk=model.pk)
    unique = {"id", "identity", "letters", "words", "confirmation_number", "place"}
    same = {name: value for name, value in people.items() if name not in unique}
    same |= {"slot_id": Slot.objects.get(pk=slot.pk).pk}
    Appointment.objects.bulk_create(
        Appointment(**same, place=place, confirmation_number=f"{slot.pk % 100:02}X{place:06}")
        for place in range(1, count + 1)
    )


@pytest.fixture
def manager(client: Client, office: Office) -> User:
    """A manager of that office, signed in, who has seen the page."""
    user = make_posted(office.pk, "office_manager", name="mia")
    sign_in_as(client, user)
    client.get(f"/staff/desk/{office.pk}/")
    return user


@pytest.mark.usefixtures("manager")
def test_the_desk_of_a_large_office_takes_six_statements(client: Client, office: Office) -> None:
    path = f"/staff/desk/{office.pk}/"
    statements = own_statements(client, path)
    assert len(statements) <= MOST, "\n".join(statements)
    assert client.get(path).content.decode().count("/check-in/") > MANY - 10


@pytest.mark.usefixtures("manager")
def test_a_page_that_is_open_asks_only_who_is_where(client: Client, office: Office) -> None:
    path = f"/staff/desk/{office.pk}/now/"
    version = client.get(path)["ETag"]
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path, headers={"If-None-Match": version}).status_code == 304
    own = [sql for sql in (query["sql"] for query in captured.captured_queries) if _is_own(sql)]
    assert len(own) <= MOST_OF_AN_ASK, "\n".join(own)


@pytest.mark.usefixtures("manager")
def test_so_does_its_agenda_and_no_more_with_a_long_past(client: Client, office: Office) -> None:
    model = Appointment.objects.filter(checked_in_at=None)[0]
    for days in (7, 14):
        copy(model, days=days, count=20)
    path = f"/staff/desk/{office.pk}/agenda/"
    statements = own_statements(client, path)
    assert len(statements) <= MOST, "\n".join(statements)
    assert "Past appointments here: 40." in client.get(path).content.decode()


@pytest.mark.usefixtures("manager")
def test_calling_the_next_takes_few_statements(client: Client, office: Office) -> None:
    press = f"/staff/desk/{office.pk}/call/"
    assert client.post(press, {"desk": "1"}).status_code == 303
    client.post(f"/staff/desk/{office.pk}/tickets/{_called()}/left/")
    with CaptureQueriesContext(connection) as captured:
        assert client.post(press, {"desk": "1"}).status_code == 303
    own = [sql for sql in (query["sql"] for query in captured.captured_queries) if _is_own(sql)]
    assert len(own) <= MOST_OF_A_CALL, "\n".join(own)


def _called() -> Any:
    from guichet.counter.models import Ticket

    return Ticket.objects.get(state="called").pk


def _is_own(sql: str) -> bool:
    return not any(name in sql for name in (*OF_THE_DOOR, "SAVEPOINT", 'FROM "auth_user" WHERE'))
