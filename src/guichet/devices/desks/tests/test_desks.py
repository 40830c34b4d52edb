"""A shared desk without a browser: who comes in by a desk PIN, what it opens, and what ends it."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from guichet.devices import actions as devices
from guichet.devices.models import Device, Kind, Pairing
from guichet.devices.testing import make_device
from guichet.kernel import clock
from guichet.kernel.models import AuditEntry
from guichet.offices.models import Office
from guichet.offices.testing import make_hours, make_office, make_service
from guichet.staff import roles
from guichet.staff.desk_pin import actions as desk_pin
from guichet.staff.models import DeskPin, Posting, StaffSession
from guichet.staff.sessions import days, lifetime
from guichet.staff.testing import make_posted, make_staff, sign_in_as

pytestmark = pytest.mark.django_db
PIN, WRONG = "835172", "835173"
TEN = datetime(2026, 12, 1, 15, 0, tzinfo=UTC)  # ten in the morning at the office
HOUR = timedelta(hours=1)
SHARED, CHANGE = "/staff/shared/", "/staff/shared/change/"


class Now:
    """A clock that a test sets."""

    at = TEN

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> Now:
    moment = Now()
    monkeypatch.setattr(clock, "now", moment)
    return moment


@pytest.fixture
def office() -> Office:
    office = make_office(code="TST")
    make_hours(office, make_service(), desks=4)
    return office


@pytest.fixture
def device(client: Client, office: Office) -> Device:
    """The shared desk that the browser of the test is."""
    return make_device(office.pk, client=client, now=TEN, kind=Kind.DESK)


def colleague(office: Office, name: str, *role_names: str) -> User:
    """Return somebody of an office who has a desk PIN and has signed in fully an hour ago."""
    user = make_posted(office.pk, *(role_names or ("receptionist",)), name=name)
    desk_pin.choose(user, PIN, now=TEN)
    days.note(user, now=TEN - HOUR)
    return user


def come_in(client: Client, name: str, pin: str = PIN, **more: str) -> Any:
    return client.post(SHARED, {"person": name, "desk_pin": pin, **more})


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def test_a_browser_becomes_a_shared_desk_by_its_code(client: Client, office: Office) -> None:
    page = client.get(SHARED, follow=True).content.decode()
    assert "data-pairing" in page
    pairing = Pairing.objects.get()
    assert (pairing.kind, pairing.office) == ("desk", "")
    make_device(office.pk, now=TEN, kind=Kind.DESK)
    Device.objects.update(token_hash=pairing.token_hash)
    page = client.get("/staff/shared/waiting/", follow=True).content.decode()
    assert "Who is at this desk?" in page


def test_a_display_is_no_shared_desk(client: Client, office: Office) -> None:
    make_device(office.pk, client=client, now=TEN)
    assert client.get(SHARED, follow=True).status_code == 404


def test_one_press_changes_the_person_and_keeps_nothing_of_the_one_before(
    client: Client, office: Office, device: Device
) -> None:
    anna, ben = colleague(office, "anna"), colleague(office, "ben")
    sign_in_as(client, anna)
    page = client.get(f"/staff/desk/{office.pk}/")
    assert "data-change-person" in page.content.decode()
    assert "no-store" in page["Cache-Control"]

    answer = client.post(CHANGE)
    assert (answer.status_code, answer["Location"]) == (303, SHARED)
    assert "anna" not in client.get(SHARED).content.decode()
    assert not StaffSession.objects.filter(user=anna).exists()
    assert days.since(anna) == TEN - HOUR, "her day goes on"
    assert client.get(f"/staff/desk/{office.pk}/").status_code == 302

    answer = come_in(client, "ben")
    assert answer["Location"] == f"/staff/desk/{office.pk}/"
    page = client.get(answer["Location"]).content.decode()
    assert "ben" in page and "anna" not in page
    entries = AuditEntry.objects.filter(verb__in=["desk_left", "desk_entered"]).order_by("pk")
    assert [(entry.verb, entry.record) for entry in entries] == [
        ("desk_left", anna.pk),
        ("desk_entered", ben.pk),
    ]
    facts = {"by": "desk_pin", "device": device.pk, "office": office.pk}
    assert entries[1].facts.items() >= facts.items()
    client.post(CHANGE)
    assert come_in(client, "anna").status_code == 303


@pytest.mark.usefixtures("device")
def test_wrong_unknown_and_unfit_are_answered_alike(client: Client, office: Office) -> None:
    colleague(office, "anna")
    elsewhere = make_posted("ELS", "receptionist", name="els")
    desk_pin.choose(elsewhere, PIN, now=TEN)
    days.note(elsewhere, now=TEN - HOUR)
    days.end(colleague(office, "late"))
    colleague(office, "shut")
    User.objects.filter(username="shut").update(is_active=False)
    blank = make_posted(office.pk, "receptionist", name="bare")
    days.note(blank, now=TEN)
    pages = set()
    for name, pin in [
        *(("anna", WRONG), ("nobody", PIN), ("els", PIN), ("late", PIN), ("shut", PIN)),
        ("bare", PIN),
    ]:
        answer = come_in(client, name, pin)
        assert answer.status_code == 422
        assert f'value="{name}"' in answer.content.decode()
        pages.add(re.sub(r'value="[^"]*"', "", answer.content.decode()))
    assert len(pages) == 1
    assert verbs().count("desk_pin_failed") == 6
    assert not StaffSession.objects.exists()


@pytest.mark.usefixtures("device")
def test_three_wrong_tries_of_a_person_end_the_pin_for_the_day(
    client: Client, office: Office, now: Now
) -> None:
    anna = colleague(office, "anna")
    assert come_in(client, "anna").status_code == 303
    client.post(CHANGE)
    for _time in range(3):
        assert come_in(client, "anna", WRONG).status_code == 422
    assert come_in(client, "anna").status_code == 422
    days.note(anna, now=now.at)
    desk_pin.choose(anna, "570394", now=now.at)
    assert come_in(client, "anna", "570394").status_code == 422, "in all, whatever she does"

    now.at = TEN + 24 * HOUR
    days.note(anna, now=now.at)
    assert come_in(client, "anna", "570394").status_code == 303


@pytest.mark.usefixtures("device")
def test_a_desk_has_a_total_of_wrong_tries(client: Client, office: Office, settings: Any) -> None:
    settings.RATE_LIMITS = True
    colleague(office, "anna")
    for number in range(10):
        assert come_in(client, f"nobody-{number}").status_code == 422
    assert come_in(client, "anna").status_code == 429


def test_a_pin_opens_nothing_in_another_browser(client: Client, office: Office) -> None:
    colleague(office, "anna")
    assert come_in(client, "anna")["Location"] == "/staff/shared/waiting/"
    make_device(office.pk, client=client, now=TEN, kind=Kind.KIOSK)
    come_in(client, "anna")
    assert not StaffSession.objects.exists()


@pytest.mark.usefixtures("device")
def test_a_pin_opens_the_desk_and_nothing_else(client: Client, office: Office) -> None:
    user = colleague(office, "mia", "office_manager", "receptionist")
    roles.give(user, "administrator", "deciding_officer")
    roles.give_at("ELS", user, "office_manager")
    days.note(user, now=TEN)
    come_in(client, "mia")
    desk = f"/staff/desk/{office.pk}/"
    for path in ("/staff/", desk, f"{desk}agenda/", f"{desk}now/", f"{desk}book/"):
        assert client.get(path).status_code == 200, path
    assert client.post(f"{desk}find/", {"name": "Ada"}).status_code == 422
    closed = (
        *("/admin/", "/staff/account/", "/staff/account/desk-pin/", "/staff/account/password/"),
        *("/staff/account/app/", "/staff/account/sessions/", "/staff/cases/", "/staff/audit/"),
        *(f"/staff/opening/{office.pk}/", "/staff/figures/", "/staff/devices/"),
        *("/staff/desk/ELS/", f"{desk}many/"),
    )
    for path in closed:
        answer = client.get(path, follow=True)
        assert answer.status_code == 403, path
        assert "desk PIN" in answer.content.decode()
    assert 'href="/staff/account/"' not in client.get(desk).content.decode()


@pytest.mark.parametrize(
    "end",
    [
        lambda user, _device: Posting.objects.filter(user=user, role="receptionist").delete(),
        lambda user, _device: roles.give(user, "auditor"),
        lambda user, _device: lifetime.end_others(user),
        lambda _user, device: devices.take_away(
            device.pk, office=device.office, actor="staff:1", now=TEN
        ),
    ],
)
def test_it_ends_with_a_role_the_day_and_the_desk(
    client: Client, office: Office, device: Device, end: Any
) -> None:
    user = colleague(office, "anna", "receptionist", "counter_officer")
    come_in(client, "anna")
    assert client.get("/staff/").status_code == 200
    end(user, device)
    assert client.get("/staff/")["Location"].startswith("/staff/sign-in/")


@pytest.mark.usefixtures("device")
@pytest.mark.parametrize(("minutes", "why"), [(16, "idle"), (11 * 60 + 1, "day")])
def test_it_ends_when_left_alone_and_with_the_full_sign_in(
    client: Client, office: Office, now: Now, minutes: int, why: str
) -> None:
    user = colleague(office, "anna")
    come_in(client, "anna")
    now.at = TEN + timedelta(minutes=minutes)
    if why == "day":
        StaffSession.objects.filter(user=user).update(seen_at=now.at)
    assert f"ended={why}" in client.get("/staff/")["Location"]


def test_a_role_that_was_lost_since_the_sign_in_ends_the_day(office: Office) -> None:
    user = colleague(office, "anna", "receptionist", "counter_officer")
    roles.give(user, "auditor")
    assert days.since(user)
    Posting.objects.filter(user=user, role="receptionist").delete()
    roles.forget(user)
    assert days.since(user) is None


@pytest.mark.usefixtures("device")
def test_who_goes_on_where_a_session_ended_gets_that_page_and_no_other_site(
    client: Client, office: Office
) -> None:
    colleague(office, "anna")
    agenda = f"/staff/desk/{office.pk}/agenda/"
    assert come_in(client, "anna", next=agenda)["Location"] == agenda
    client.post(CHANGE)
    for target in ("//evil.example/staff/", "https://evil.example/", "/en/"):
        assert come_in(client, "anna", next=target)["Location"] == f"/staff/desk/{office.pk}/"
        client.post(CHANGE)


def test_somebody_sets_and_removes_a_pin_in_their_account(client: Client, office: Office) -> None:
    sign_in_as(client, make_posted(office.pk, "receptionist", name="anna"))
    page = "/staff/account/desk-pin/"
    assert client.get(page).status_code == 200
    for pin, again, problem in [
        ("835172", "835127", "not the same"),
        ("123456", "123456", "easily guessed"),
        ("8351", "8351", "six digits"),
    ]:
        answer = client.post(page, {"desk_pin": pin, "desk_pin_again": again})
        assert (answer.status_code, problem in answer.content.decode()) == (422, True)
        assert pin not in answer.content.decode()
    answer = client.post(page, {"desk_pin": "835 172", "desk_pin_again": "٨٣٥١٧٢"}, follow=True)
    assert "Your desk PIN is set." in answer.content.decode()
    assert PIN not in DeskPin.objects.get().secret
    answer = client.post(f"{page}remove/", follow=True)
    assert "Your desk PIN is removed." in answer.content.decode()
    assert not DeskPin.objects.exists()
    assert verbs()[-2:] == ["desk_pin_set", "desk_pin_removed"]


def test_who_signs_out_everywhere_has_no_day_any_more(client: Client, office: Office) -> None:
    user = colleague(office, "anna")
    sign_in_as(client, user)
    client.get("/staff/")
    assert client.post("/staff/account/sessions/end/")["Location"] == "/staff/sign-in/"
    assert days.since(user) is None
    assert client.get("/staff/").status_code == 302


def test_nobody_without_an_office_has_a_desk_pin(client: Client) -> None:
    sign_in_as(client, make_staff("auditor"))
    assert client.get("/staff/account/desk-pin/").status_code == 403
    assert "desk-pin" not in client.get("/staff/account/").content.decode()
