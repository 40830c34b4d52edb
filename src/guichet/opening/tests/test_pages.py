"""A manager closes an office as they walk it: seen first, done once, followed, taken back."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from guichet.booking import actions as booking
from guichet.booking import queries as appointments
from guichet.booking.keys.tokens import pin_of
from guichet.booking.models import Appointment
from guichet.booking.notice import mails
from guichet.booking.notice.contents import printed
from guichet.booking.notice.gather import notice_of
from guichet.booking.telling import channels
from guichet.booking.testing import make_booked, make_open_slot
from guichet.booking.tests.journey import Now
from guichet.kernel import clock
from guichet.kernel.models import AuditEntry
from guichet.offices.models import Closure, Office
from guichet.offices.testing import make_office
from guichet.opening import actions, keeping, tokens
from guichet.opening.managers import views_closures
from guichet.opening.models import Outcome
from guichet.opening.testing import MANAGER, NINE, make_people, make_slots, make_working_office
from guichet.staff.testing import make_posted, sign_in, sign_in_as

pytestmark = pytest.mark.django_db
EARLY, HOUR, NEXT = NINE - timedelta(hours=2), timedelta(hours=1), NINE + timedelta(days=1)
TODAY = {"first_day": "30", "first_month": "11", "first_year": "2026"}
WISH = {**TODAY, "first_time": "9:00", "last_time": "1 pm", "reason": "weather", "plan": "move"}
HOME = "/staff/opening/TST/"


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> Now:
    """Seven in the morning at the office."""
    moment = Now()
    moment.at = EARLY
    monkeypatch.setattr(clock, "now", moment)
    return moment


@pytest.fixture
def office() -> Office:
    return make_working_office()


@pytest.fixture
def manager(client: Client, office: Office) -> User:
    """A manager of that office, signed in."""
    user = make_posted(office.pk, "office_manager", name="mia")
    sign_in_as(client, user)
    return user


def words_of(page: Any) -> str:
    """Return the words of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def see(client: Client, **changes: str) -> Any:
    """Ask whom a closure would hit."""
    return client.post(f"{HOME}closures/preview/", {**WISH, **changes})


def do(client: Client, page: Any) -> Any:
    """Press the button of a page that has shown whom a closure hits."""
    match = re.search(r'name="shown" value="([^"]+)"', page.content.decode())
    assert match
    return client.post(f"{HOME}closures/", {"shown": match[1]}, follow=True)


@pytest.mark.usefixtures("manager")
def test_a_closure_is_seen_done_followed_and_taken_back(
    client: Client, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views_closures, "AT_ONCE", 1)
    ada, _bob = make_people(make_slots(office, 1), now=EARLY)
    make_slots(office, 2, first=NEXT)
    page = see(client)
    assert 'data-hit="2"' in page.content.decode()
    assert ada.name in words_of(page) and "It hits 2 appointments" in words_of(page)
    assert not Closure.objects.exists()

    preview = page
    page = do(client, page)
    assert do(client, preview).redirect_chain == page.redirect_chain  # pressed twice
    assert Closure.objects.count() == 1
    assert [status for _, status in page.redirect_chain] == [303]
    assert 'data-waiting="1"' in page.content.decode()
    assert '<meta http-equiv="refresh" content="3;url=?refreshed">' in page.content.decode()
    here = page.redirect_chain[0][0]
    actions.settle_all(now=EARLY)
    page = client.get(here)
    assert "All 2 people have been dealt with." in words_of(page)
    assert "refresh" not in page.content.decode()

    page = client.post(f"{here}take-back/", follow=True)
    assert "its times are open again" in words_of(page)
    assert re.search(r"Opened again .* Closed ", words_of(page))
    verbs = (
        AuditEntry.objects.filter(record_type="closure")
        .order_by("pk")
        .values_list("verb", flat=True)
    )
    assert sorted(verbs) == ["close_office", "reopen_office"]


@pytest.mark.usefixtures("manager")
def test_who_books_meanwhile_is_shown_before_anything_is_done(
    client: Client, office: Office
) -> None:
    (slot,) = make_slots(office, 1)
    page = see(client)
    assert "No appointment lies in this time." in words_of(page)
    make_booked(slot, number=3, now=EARLY)
    page = do(client, page)
    assert page.status_code == 409
    assert "Others have booked meanwhile (1)." in words_of(page)
    assert not Closure.objects.exists()
    do(client, page)
    assert Outcome.objects.count() == 1


@pytest.mark.usefixtures("manager")
@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"first_day": "29"}, "first", "This is over."),
        ({"last_time": "8:30", "first_time": "8:45"}, "last_time", "before it begins"),
        ({"first_time": "5:00", "last_time": "6:00"}, "last_time", "This is over."),
        ({"first_time": "25:00"}, "first_time", "There is no such time."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    client: Client, changes: dict[str, str], field: str, words: str
) -> None:
    page = see(client, **changes)
    assert page.status_code == 422
    text = page.content.decode()
    assert re.search(rf'id="id_{field}-error">[^<]*{words}', text)
    assert 'value="9:00"' in text or "first_time" in changes


@pytest.mark.usefixtures("manager")
def test_what_was_signed_for_another_office_or_by_nobody_does_nothing(client: Client) -> None:
    page = client.post(f"{HOME}closures/", {"shown": "nonsense"}, follow=True)
    assert "What you saw is too old" in words_of(page)
    assert not Closure.objects.exists()


@pytest.mark.usefixtures("manager")
def test_who_could_not_be_reached_is_called_and_marked(client: Client, office: Office) -> None:
    (person, other) = make_people(make_slots(office, 1), now=EARLY)
    page = do(client, see(client))
    channels.call(person, channels.Change.CLOSURE, now=EARLY)
    here = page.redirect_chain[0][0]
    outcome = Outcome.objects.get(appointment=person)
    assert f'data-caller="{outcome.pk}"' in client.get(here).content.decode()
    page = client.post(f"{here}people/{outcome.pk}/reached/", follow=True)
    assert "this person was reached" in words_of(page)
    assert "data-caller" not in page.content.decode()
    there = make_open_slot(office=make_office(code="ELS"), starts_at=NEXT)
    Appointment.objects.filter(pk=other.pk).update(slot=there)  # they chose it meanwhile
    outcome = Outcome.objects.get(appointment=other)
    page = client.post(f"{here}people/{outcome.pk}/reached/", follow=True)
    assert "has chosen a time at another office meanwhile" in words_of(page)
    assert Outcome.objects.get(pk=outcome.pk).told_by == ""


def test_an_administrator_closes_and_reads_no_name(client: Client, office: Office) -> None:
    sign_in(client, "administrator")
    ada, _bob = make_people(make_slots(office, 1), now=EARLY)
    page = see(client)
    assert "It hits 2 appointments" in words_of(page)
    assert ada.name not in words_of(page)


def kept(office: Office) -> tuple[Appointment, Outcome]:
    """Return somebody whose time was closed and for whom another one is kept."""
    person, _other = make_people(make_slots(office, 1), now=EARLY, has_mail=True)
    make_slots(office, 1, first=NEXT)
    closure = actions.close(
        office, starts_at=NINE, ends_at=NINE + HOUR, reason="staff", by=MANAGER, now=EARLY
    )
    actions.settle(closure, now=EARLY)
    return person, Outcome.objects.get(appointment=person)


def test_a_link_shows_and_only_a_press_takes_the_time(client: Client, office: Office) -> None:
    person, outcome = kept(office)
    here = f"/en/k/{tokens.token_of(outcome.pk)}/"
    page = client.get(here)
    assert "Another time is kept for you" in words_of(page)
    assert "December 1" in words_of(page)
    assert person.name not in page.content.decode()
    assert Outcome.objects.get(pk=outcome.pk).answer == ""

    page = client.post(here.replace("/en/", "/fr/"), {"language": "fr"})
    assert "Un autre horaire vous est gardé" in words_of(page)
    assert Outcome.objects.get(pk=outcome.pk).answer == ""
    for _press in range(2):
        page = client.post(here, follow=True)
        assert "This is your new appointment." in words_of(page)
    assert client.get("/en/k/1-0000000000000000/").status_code == 404


def test_a_time_that_is_kept_no_longer_says_what_to_do(
    client: Client, office: Office, now: Now
) -> None:
    _person, outcome = kept(office)
    here = f"/en/k/{tokens.token_of(outcome.pk)}/"
    now.later(days=4)
    page = client.post(here, follow=True)
    assert "This time is no longer kept for you" in words_of(page)
    Outcome.objects.all().delete()
    assert client.get(here).status_code == 200


def test_the_notice_of_a_part_of_the_day_says_so_and_names_the_time_that_is_kept(
    office: Office,
) -> None:
    person, _outcome = kept(office)
    person.refresh_from_db()
    notice = notice_of(person, "", now=EARLY)
    assert notice.closed and notice.closed_for_hours
    assert notice.reason == "Too few staff are there to receive people."
    assert notice.offer == keeping.offer_of(person, EARLY)


@pytest.mark.usefixtures("manager")
def test_who_was_canceled_reads_that_the_office_did_it_and_stays_listed_when_it_opens_again(
    client: Client, office: Office
) -> None:
    ada, _bob = make_people(make_slots(office, 1), now=EARLY)
    page = do(client, see(client, plan="cancel"))
    here = page.redirect_chain[0][0]
    actions.settle_all(now=EARLY)
    for deed in ("", "take-back/"):  # what is told holds beyond the end of the closure
        if deed:
            page = client.post(f"{here}{deed}", follow=True)
            assert f'href="{here}"' in page.content.decode()
        theirs = notice_for(ada)
        assert "The office had to cancel this appointment. We are sorry." in theirs
        assert "The weather makes it unsafe to come." in theirs
        assert "Book another appointment" in theirs and "Thank you" not in theirs
    channels.call(ada, channels.Change.CLOSURE, now=EARLY)
    outcome = Outcome.objects.get(appointment=ada)
    page = client.get(here)
    assert "This closure was taken back" in words_of(page)
    assert "was not told that the office is open: 2." in words_of(page)
    assert f'data-caller="{outcome.pk}"' in page.content.decode()
    assert "take-back/" not in page.content.decode()
    theirs = f"/staff/desk/TST/expected/{ada.pk}/"
    assert f'href="{theirs}"' in page.content.decode() and "English" in words_of(page)
    assert ada.name in words_of(client.get(theirs))
    page = client.post(f"{here}people/{outcome.pk}/reached/", follow=True)
    assert "data-caller" not in page.content.decode() and "telephone" in words_of(page)
    assert client.get("/staff/opening/TST/closures/999/").status_code == 404
    page = client.post(f"{here}take-back/", follow=True)  # in a second window
    assert page.redirect_chain == [(here, 303)]
    assert "This closure had been taken back before" in words_of(page)
    assert client.post("/staff/opening/TST/closures/999/take-back/").status_code == 404


@pytest.mark.parametrize("reason", ["weather", ""])
def test_mail_and_paper_say_that_the_office_canceled_and_why(office: Office, reason: str) -> None:
    ada, bob = make_people(make_slots(office, 1), now=EARLY, has_mail=True)
    booking.cancel(bob, now=EARLY)
    facts = {"starts_at": NINE, "ends_at": NINE + HOUR, "reason": reason, "plan": "cancel"}
    closure = actions.close(office, by="staff:7", now=EARLY, **facts)  # type: ignore[arg-type]
    actions.settle_all(now=EARLY)
    actions.take_back(closure, by="staff:7", now=EARLY)
    canceled = "The office had to cancel this appointment. We are sorry."
    for person, is_by_office in ((ada, True), (bob, False)):
        notice = notice_of(appointments.appointment(person.pk), "", now=EARLY)
        letter = mails.mail(notice, "appointment_cancelled", now=EARLY)
        words = " ".join(letter.text.split())
        assert (canceled in words) is is_by_office
        assert ("If it was not you who canceled it" in words) is not is_by_office
        assert ("The office canceled your appointment" in letter.subject) is is_by_office
        weather = "The weather makes it unsafe to come."
        assert (weather in words) is (is_by_office and bool(reason))
        assert (printed(notice)["cancelled"]["heading"] == canceled) is is_by_office


def notice_for(person: Appointment) -> str:
    """Return the page of an appointment as its client reads it."""
    keys = {"number": person.confirmation_number, "pin": pin_of(person)}
    return words_of(Client().post("/en/appointments/manage/", keys, follow=True))
