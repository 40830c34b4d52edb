"""How a screen comes to belong to an office: it shows a code, staff type it."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from guichet.devices import codes, upkeep
from guichet.devices.holding import COOKIE
from guichet.devices.models import Device, Pairing
from guichet.kernel import clock
from guichet.kernel.models import AuditEntry
from guichet.offices.models import Office
from guichet.offices.testing import make_office
from guichet.staff import roles
from guichet.staff.testing import make_posted, sign_in_as

pytestmark = pytest.mark.django_db
CODE = re.compile(
    r'<h1><bdi class="number" dir="ltr" translate="no">([A-Z2-9]{3}-[A-Z2-9]{3}-[A-Z2-9]{2})<'
)


class Now:
    """The time of day, which a test lets pass."""

    at = datetime(2026, 12, 1, 15, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def later(self, **by: int) -> None:
        self.at += timedelta(**by)


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> Now:
    """A clock that tests move."""
    moment = Now()
    monkeypatch.setattr(clock, "now", moment)
    return moment


@pytest.fixture
def office() -> Office:
    """An office with a waiting room."""
    return make_office(code="TST")


@pytest.fixture
def staff(client: Client, office: Office) -> User:
    """Its manager, signed in."""
    user = make_posted(office.pk, "office_manager", name="mia")
    sign_in_as(client, user)
    return user


def opened(screen: Client, office: str = "TST") -> Any:
    return screen.get(f"/display/{office}/")


def code_on(screen: Client, office: str = "TST") -> str:
    match = CODE.search(opened(screen, office).content.decode())
    assert match
    return match[1]


def typed(client: Client, code: str) -> Any:
    fields = {"code": code, "name": "Left of the door", "languages": ["en", "ar"]}
    return client.post("/staff/devices/", fields, follow=True)


def test_a_screen_is_let_in_by_its_code_and_thrown_out_again(
    client: Client, staff: User, now: Now
) -> None:
    screen = Client()
    code = code_on(screen)
    assert code_on(screen) == code  # it looks again every few seconds
    cookie = screen.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert int(cookie["max-age"]) > 365 * 24 * 3600

    words = codes.words_of(codes.hash_of_token(cookie.value))
    assert words in opened(screen).content.decode()
    assert words not in opened(Client()).content.decode()

    page = typed(client, code.lower().replace("-", " "))
    assert "Left of the door is paired" in page.content.decode()
    assert page.content.decode().count(words) == 2  # said, and kept in the list
    assert "data-display" in opened(screen).content.decode()
    assert "data-display" not in opened(Client()).content.decode()
    device = Device.objects.get()
    assert (device.office, device.kind, device.languages) == ("TST", "display", ["en", "ar"])

    page = client.post(f"/staff/devices/TST/{device.pk}/take-away/", follow=True)
    assert "Left of the door is taken away" in page.content.decode()
    assert code_on(screen) != code
    page = client.post(f"/staff/devices/TST/{device.pk}/take-away/", follow=True)
    assert "taken away already" in page.content.decode()

    lines = AuditEntry.objects.filter(record_type="device", record=device.pk)
    verbs = list(lines.order_by("pk").values_list("verb", "actor"))
    actor = f"staff:{staff.pk}"
    assert verbs == [("device_paired", actor), ("device_taken_away", actor)]


@pytest.mark.usefixtures("staff")
def test_a_wrong_a_stale_and_a_foreign_code_are_answered_alike(client: Client, now: Now) -> None:
    make_office(code="ELS")
    screen = Client()
    code = code_on(screen)
    foreign = code_on(Client(), "ELS")
    answers = [typed(client, "222-222-22"), typed(client, foreign)]
    now.later(minutes=10, seconds=1)
    answers.append(typed(client, code))
    for page in answers:
        assert page.status_code == 422
        assert "No screen of your offices shows this code now" in page.content.decode()
        assert 'value="Left of the door"' in page.content.decode()
    assert not Device.objects.exists()

    fresh = code_on(screen)
    assert fresh != code
    assert typed(client, fresh).status_code == 200


@pytest.mark.usefixtures("staff")
def test_five_wrong_codes_an_hour_are_looked_at_and_right_ones_are_not_counted(
    client: Client, settings: Any
) -> None:
    settings.RATE_LIMITS = True
    for _time in range(6):
        assert typed(client, code_on(Client())).status_code == 200
    statuses = [typed(client, "222-222-22").status_code for _time in range(6)]
    assert statuses == [422] * 5 + [429]


@pytest.mark.usefixtures("staff")
def test_what_is_no_code_is_told_so(client: Client) -> None:
    page = typed(client, "12")
    assert "A code has eight letters and digits" in page.content.decode()
    page = client.post("/staff/devices/", {"code": "ABCDEF", "name": "", "languages": []})
    assert page.status_code == 422


@pytest.mark.usefixtures("staff")
def test_a_code_is_good_once(client: Client) -> None:
    code = code_on(Client())
    typed(client, code)
    assert typed(client, code).status_code == 422
    assert Device.objects.count() == 1


@pytest.mark.usefixtures("staff")
def test_a_device_of_one_office_is_none_of_another(client: Client) -> None:
    make_office(code="ELS")
    screen = Client()
    typed(client, code_on(screen))
    assert opened(screen, "ELS").status_code == 404
    assert "data-display" in opened(screen).content.decode()
    assert opened(screen, "XXX").status_code == 404


@pytest.mark.usefixtures("staff")
def test_a_kiosk_names_no_office_and_gets_the_one_of_who_types_its_code(client: Client) -> None:
    screen = Client()
    match = CODE.search(screen.get("/kiosk/").content.decode())
    assert match
    page = typed(client, match[1])
    assert "is paired" in page.content.decode()
    device = Device.objects.get()
    assert (device.kind, device.office) == ("kiosk", "TST")
    assert "data-start" in screen.get("/kiosk/").content.decode()


def test_who_pairs_at_several_offices_chooses_that_of_a_kiosk(
    client: Client, office: Office
) -> None:
    other = make_office(code="ELS")
    user = make_posted(office.pk, "office_manager", name="mia")
    roles.give_at(other.pk, user, "office_manager")
    sign_in_as(client, user)
    match = CODE.search(Client().get("/kiosk/").content.decode())
    assert match
    fields = {"code": match[1], "name": "By the door", "languages": ["en"]}
    page = client.post("/staff/devices/", fields)
    assert (page.status_code, "in which this device stands" in page.content.decode()) == (422, True)
    assert client.post("/staff/devices/", {**fields, "office": "XXX"}).status_code == 422
    client.post("/staff/devices/", {**fields, "office": "ELS"})
    assert Device.objects.get().office == "ELS"


@pytest.mark.usefixtures("staff")
def test_staff_see_when_a_device_was_last_there(client: Client, now: Now) -> None:
    screen = Client()
    typed(client, code_on(screen))
    paired_at = now.at
    now.later(minutes=5)
    opened(screen)
    assert Device.objects.get().seen_at == paired_at + timedelta(minutes=5)
    assert "Left of the door" in client.get("/staff/devices/").content.decode()
    client.post("/staff/language/", {"language": "fr", "next": "/staff/"})
    assert "Appareils" in client.get("/staff/devices/").content.decode()


@pytest.mark.usefixtures("office")
def test_one_network_gets_no_codes_without_end(settings: Any) -> None:
    settings.RATE_LIMITS = True
    statuses = {opened(Client()).status_code for _ in range(62)}
    assert statuses == {200, 429}
    assert Pairing.objects.count() == 60


@pytest.mark.usefixtures("staff")
def test_the_purge_forgets_codes_and_what_was_taken_away_long_ago(client: Client, now: Now) -> None:
    typed(client, code_on(Client()))
    code_on(Client())
    device = Device.objects.get()
    client.post(f"/staff/devices/TST/{device.pk}/take-away/")
    now.later(minutes=11)
    assert upkeep.purge(now=now.at) == {"pairing_codes": 1, "devices_taken_away": 0}
    now.later(minutes=91 * 24 * 60)
    assert upkeep.purge(now=now.at) == {"pairing_codes": 0, "devices_taken_away": 1}
