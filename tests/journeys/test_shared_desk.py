"""Two people take turns at one desk: by a desk PIN, by a passkey, and back is shut."""

from typing import Any

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser

from guichet.counter.testing import make_desk_office
from guichet.devices.holding import COOKIE
from guichet.devices.models import Kind
from guichet.devices.testing import make_device
from guichet.kernel import clock
from guichet.staff import roles
from guichet.staff.desk_pin import actions as desk_pin
from guichet.staff.sessions import days
from guichet.staff.testing import make_staff
from tests.journeys.people import JOURNEY
from tests.journeys.test_staff import PASSWORD, Officer, officer

pytestmark = JOURNEY
NARROW = {"width": 320, "height": 700}


def make_people(office: str) -> None:
    """Make Anna, who has a desk PIN and signed in this morning, and Ben, who has a key."""
    for name in ("anna", "ben"):
        user = make_staff(name=name, password=PASSWORD)
        roles.give_at(office, user, "receptionist")
        TOTP.activate(user, generate_totp_secret())
        if name == "anna":
            desk_pin.choose(user, "835172", now=clock.now())
            days.note(user, now=clock.now())


def become_desk(person: Officer, office: str) -> None:
    client = Client()
    make_device(office, client=client, now=clock.now(), kind=Kind.DESK)
    cookie = {"name": COOKIE, "value": client.cookies[COOKIE].value, "url": person.site}
    person.page.context.add_cookies([cookie])  # type: ignore[list-item]


def plug_in_key(person: Officer) -> None:
    devices = person.page.context.new_cdp_session(person.page)
    devices.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "usb", "isUserVerified": True}
    more = {"hasUserVerification": True, "automaticPresenceSimulation": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": {**key, **more}})


def test_two_people_take_turns_at_a_desk(browser: Browser, live_server: Any) -> None:
    office = make_desk_office().pk
    make_people(office)
    ben = officer(browser, live_server, "en", wide=True)
    become_desk(ben, office)
    plug_in_key(ben)
    ben.open("/staff/account/passkeys/add/")
    ben.type_password("ben")
    ben.type_code(User.objects.get(username="ben"))
    ben.fill(name="Blue key")
    ben.page.locator("main button.arrow").click()
    ben.page.wait_for_url("**/staff/account/codes/")
    ben.open(f"/staff/desk/{office}/")
    ben.press("[data-change-person]")

    assert ben.path == "/staff/shared/"
    ben.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    ben.fill(person="anna", desk_pin="835173")
    ben.press("main button[value=pin]")
    assert ben.page.locator(".errors").count() == 1
    ben.fill(desk_pin="835172")
    ben.press("main button[value=pin]")
    assert ben.path == f"/staff/desk/{office}/"
    assert "anna" in ben.page.content() and "ben" not in ben.page.content()

    ben.press("[data-change-person]")
    ben.page.go_back()
    ben.page.wait_for_url("**/staff/s*/**")
    assert "anna" not in ben.page.content(), "going back shows nothing of who was here"
    ben.open("/staff/shared/")
    ben.fill(person="ben")
    ben.press("main button[value=passkey]")
    ben.page.locator("[data-passkey] button").click()
    ben.page.wait_for_url(f"**/staff/desk/{office}/")
    ben.look()
    assert "ben" in ben.page.content()
    ben.open("/staff/account/")
    assert ben.page.locator("h1").inner_text() == "My account"
