"""Nobody waits unseen: handed on to an empty desk, called and left, or noted as not come."""

import re
from datetime import timedelta
from functools import partial

import pytest
from django.contrib.auth.models import User
from django.test import Client

from guichet.booking.tests.journey import Now
from guichet.counter.desk.tests.walking import press, press_shown, ticket_on, words_of
from guichet.counter.models import Ticket
from guichet.counter.queue import actions, queries
from guichet.counter.testing import TEN, make_checked_in, make_expected, make_walk_in
from guichet.offices.models import Office
from guichet.staff.testing import make_posted, sign_in, sign_in_as

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.mark.usefixtures("manager")
def test_a_desk_where_nobody_works_gives_whom_it_was_handed_back(
    client: Client, office: Office, now: Now
) -> None:
    ticket = make_walk_in(office)
    press(client, office, "call", desk="4")
    page = press(client, office, f"tickets/{ticket.pk}/transfer", desk="9")
    sentence = "101 waits for desk 9, where nobody works now. From 10:10 AM on any desk calls them."
    assert sentence in words_of(page)
    page = press(client, office, "call", desk="4")
    assert "Nobody can be called now" in words_of(page) and sentence in words_of(page)
    assert "Can be called now" not in words_of(page)

    now.at += 10 * MINUTE
    page = client.get(f"/staff/desk/{office.pk}/")
    assert "101 waited for desk 9, where nobody works now. Any desk calls them." in words_of(page)
    assert ticket_on(press(client, office, "call", desk="4")) == ("101", "called")


def test_a_desk_where_somebody_works_keeps_whom_it_was_handed(
    client: Client, office: Office, manager: User, now: Now
) -> None:
    ticket, other = make_walk_in(office), make_walk_in(office)
    press(client, office, "call", desk="9")
    press(client, office, f"tickets/{ticket.pk}/start")
    page = press(client, office, f"tickets/{other.pk}/transfer", desk="9")
    assert "nobody works" not in words_of(page)
    assert '<option value="9"></option>' in page.content.decode()
    call_at = partial(actions.call_next, office, desk="4", officer=manager.pk)
    assert call_at(now=TEN + 40 * MINUTE) is None  # one serving goes on
    now.at += 14 * MINUTE
    press(client, office, f"tickets/{ticket.pk}/finish")
    assert call_at(now=now.at + 29 * MINUTE) is None
    assert call_at(now=now.at + 31 * MINUTE) == other


def test_a_desk_whose_call_is_open_for_long_is_at_work_for_whom_it_was_handed_and_for_the_wait(
    client: Client, office: Office, manager: User, now: Now
) -> None:
    called, other = make_walk_in(office), make_walk_in(office)
    press(client, office, "call", desk="9")
    press(client, office, f"tickets/{other.pk}/transfer", desk="9")
    now.at += 40 * MINUTE
    sign_in_as(later := Client(), manager)
    assert queries.work_of(office, now=now.at).desks == {"9"}
    assert "nobody works" not in words_of(later.get(f"/staff/desk/{office.pk}/"))
    call_at = partial(actions.call_next, office, desk="4", officer=manager.pk)
    assert call_at(now=now.at) is None  # the call goes on
    press(later, office, f"tickets/{called.pk}/no-show")
    assert queries.work_of(office, now=now.at).desks == set()
    assert call_at(now=now.at) == other


@pytest.mark.usefixtures("manager")
def test_who_calls_at_another_desk_reads_of_the_call_that_is_open(
    client: Client, office: Office
) -> None:
    first, _ = make_walk_in(office), make_walk_in(office)
    page = press(client, office, "call", desk="3")
    assert "still called" not in words_of(page)
    sentence = "101 is still called to your desk 3."
    assert sentence in words_of(press(client, office, "call", desk="5"))
    assert sentence in words_of(press(client, office, "call", desk="6"))  # nobody is left
    assert sentence not in words_of(press(client, office, f"tickets/{first.pk}/start"))


@pytest.mark.usefixtures("manager")
def test_whoever_is_here_is_not_offered_to_be_checked_in(client: Client, office: Office) -> None:
    person = make_expected(office=office)
    page = client.get(f"/staff/desk/{office.pk}/")
    ticket = make_checked_in(person)
    again = press_shown(client, page, "check-in")
    assert "They were checked in at 10:00 AM" in words_of(again)
    assert "Press again" not in words_of(again)
    text = press(client, office, "find", number=person.confirmation_number).content.decode()
    matches = text.partition('aria-labelledby="people"')[2].partition("</section>")[0]
    assert f"?ticket={ticket.pk}" in matches and "Check in" not in matches


def test_the_heads_count_people_and_a_reader_has_no_empty_column(
    client: Client, office: Office, now: Now
) -> None:
    sign_in_as(client, make_posted(office.pk, "receptionist"))
    missed, moved = (
        make_expected(1, office=office),
        make_checked_in(make_expected(2, office=office)),
    )
    make_walk_in(office)
    now.at = TEN + 30 * MINUTE
    press(client, office, f"expected/{missed.pk}/no-show")
    page = press(client, office, f"tickets/{moved.pk}/undo")
    words = words_of(page)
    assert "Expected today (1)" in words and "Noted as not come: 1" in words
    assert "Finished today (0)" in words and "What to do" in words
    assert Ticket.objects.get(pk=moved.pk).state == "cancelled"

    sign_in(client, "auditor")
    text = client.get(f"/staff/desk/{office.pk}/").content.decode()
    assert "What to do" not in text
    for table in re.findall(r"<table class=\"record\">.*?</table>", text, re.DOTALL):
        columns = table.count('scope="col"')
        row = table.partition("<tbody>")[2].partition("</tr>")[0]
        assert len(re.findall(r"<t[hd][ >]", row)) == columns
    home = words_of(client.get("/staff/"))
    assert "who is expected, who waits, who is served" in home and "Close an office" not in home
