"""Staff sign in with a real browser: an app, recovery codes, a passkey; phone-sized, with axe."""

from itertools import product

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser

from guichet.applications.testing import make_listed
from guichet.kernel import clock
from guichet.kernel.testing import usual
from guichet.staff import second_factor
from guichet.staff.sign_in import one_time
from guichet.staff.testing import make_staff
from tests.journeys.people import JOURNEY, PHONE, Person

pytestmark = JOURNEY
PASSWORD = "four plain words"
DESK = {"width": 1280, "height": 900}


class Officer(Person):
    """Somebody of the staff; every page they reach is checked."""

    def look(self) -> None:
        """Wait until the page is there, and check it."""
        self.page.wait_for_load_state()
        super().look()

    def open(self, path: str) -> None:
        self.page.goto(self.site + path)
        self.look()

    def press(self, selector: str) -> None:
        """Press something; on a phone, what stands in the head is behind "Menu"."""
        fold = self.page.locator(".staff-fold:not([open]) summary")
        if not self.page.locator(selector).first.is_visible() and fold.is_visible():
            fold.click()
        super().press(selector)

    def type_password(self, name: str, password: str = PASSWORD) -> None:
        self.fill(login=name, password=password)
        self.press("main button.arrow")

    def type_code(self, user: User) -> None:
        app = Authenticator.objects.get(user=user, type=second_factor.TOTP)
        code = second_factor.next_code(app)
        assert code
        self.fill(code=code)
        self.press("main button.arrow")

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.site)


def officer(browser: Browser, live_server: object, language: str, *, wide: bool = False) -> Officer:
    """Open a browser on the live server by the name that passkeys allow."""
    site = str(live_server).replace("127.0.0.1", "localhost")
    person = Officer(browser, site, language=language)
    person.page.set_viewport_size(DESK if wide else PHONE)  # type: ignore[arg-type]
    return person


@pytest.mark.parametrize(
    ("language", "wide"),
    usual(("en", False), ("fr", True), of=list(product(["en", "fr"], [False, True]))),
)
def test_a_new_officer_sets_up_an_app_and_comes_back(
    browser: Browser, live_server: object, language: str, wide: bool
) -> None:
    user = make_staff("deciding_officer", name="olga")
    password = one_time.give(user, now=clock.now())
    olga = officer(browser, live_server, language, wide=wide)

    olga.open("/staff/account/")
    assert olga.path.startswith("/staff/sign-in/?next=")
    olga.type_password("olga", "wrong")
    assert olga.page.locator(".errors").count() == 1
    olga.type_password("olga", password)
    assert olga.path == "/staff/account/password/"
    olga.fill(oldpassword=password, password1=PASSWORD, password2=PASSWORD)
    olga.press("main button.arrow")
    assert olga.path == "/staff/account/app/"
    olga.fill(code="000000")
    olga.press("main button.arrow")
    secret = olga.page.locator(".staff-secret").inner_text()
    olga.fill(code=_code_of(secret))
    olga.press("main button.arrow")
    codes = olga.page.locator(".staff-codes li").all_inner_texts()
    assert len(codes) == 10
    olga.press("main button.arrow")
    assert olga.path == "/staff/"
    olga.press(".staff-who a")
    olga.press(".staff-who button")

    olga.type_password("olga")
    olga.fill(code=codes[0])
    olga.press("main button.arrow")
    assert olga.path == "/staff/"


def _code_of(secret: str) -> str:
    app = Authenticator(type=second_factor.TOTP, data={"secret": ""})
    app.data["secret"] = _kept(secret)
    code = second_factor.next_code(app)
    assert code
    return code


def _kept(secret: str) -> str:
    from allauth.mfa.utils import encrypt

    return str(encrypt(secret))


def test_a_passkey_opens_the_account_and_stays_with_its_site(
    browser: Browser, live_server: object
) -> None:
    user = make_staff("auditor", name="anna", password=PASSWORD)
    TOTP.activate(user, generate_totp_secret())
    anna = officer(browser, live_server, "en")
    devices = anna.page.context.new_cdp_session(anna.page)
    devices.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "usb", "isUserVerified": True}
    more = {"hasUserVerification": True, "automaticPresenceSimulation": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": {**key, **more}})

    anna.open("/staff/account/passkeys/add/")
    anna.type_password("anna")
    anna.type_code(user)
    assert anna.path == "/staff/account/passkeys/add/"
    anna.fill(name="Blue key")
    anna.page.locator("main button.arrow").click()
    anna.page.wait_for_url("**/staff/account/codes/")
    anna.look()
    anna.open("/staff/account/")
    assert anna.page.locator(".rows").inner_text().startswith("Blue key")

    anna.press(".staff-who button")
    anna.type_password("anna")
    anna.page.locator("[data-passkey] button").click()
    anna.page.wait_for_url("**/staff/")
    anna.look()

    anna.open("/staff/account/")
    anna.press(".rows a")
    anna.press("main button.danger")
    assert anna.page.locator(".rows").count() == 0
    anna.open("/admin/login/")
    assert anna.page.locator("h1").inner_text() == "This page is not open to you"


def test_an_administrator_reaches_the_administration_through_the_same_door(
    browser: Browser, live_server: object
) -> None:
    user = make_staff("administrator", name="ada", password=PASSWORD)
    TOTP.activate(user, generate_totp_secret())
    ada = officer(browser, live_server, "en", wide=True)
    ada.open("/admin/")
    ada.type_password("ada")
    ada.type_code(user)
    assert ada.path == "/admin/"
    ada.open("/staff/account/codes/new/")
    ada.press("main button.arrow")
    assert ada.page.locator(".staff-codes li").count() == 10

    stranger = officer(browser, live_server, "en")
    stranger.open("/staff/")
    stranger.type_password("", "")
    assert stranger.page.locator(".errors a").count() == 2
    for _ in range(6):
        stranger.type_password("ada", "wrong")
    assert stranger.page.locator("h1").inner_text() == "Too many tries"


def test_it_works_without_script(browser: Browser, live_server: object) -> None:
    user = make_staff("intake_officer", name="ines", password=PASSWORD)
    TOTP.activate(user, generate_totp_secret())
    site = str(live_server).replace("127.0.0.1", "localhost")
    ines = Officer(browser, site, language="fr", script=False)
    ines.open("/staff/")
    ines.type_password("ines")
    ines.type_code(user)
    assert ines.path == "/staff/"
    ines.language = "en"
    ines.press("button[name=language][value=en]")
    assert ines.page.locator("h1").inner_text() == "Your work"


@pytest.mark.parametrize("language", usual("fr", of=["en", "fr"]))
def test_nothing_typed_is_lost_when_the_language_changes_or_the_session_ends(
    browser: Browser, live_server: object, language: str
) -> None:
    user = make_staff("deciding_officer", name="olga", password=PASSWORD)
    TOTP.activate(user, generate_totp_secret())
    case = make_listed(now=clock.now())
    olga = officer(browser, live_server, language)
    path = f"/staff/cases/{case.number}/ask/"
    olga.open(path)
    olga.type_password("olga")
    olga.type_code(user)
    assert olga.path == path
    olga.fill(words_other="Every page of it.")
    other = "fr" if language == "en" else "en"
    olga.language = other
    olga.press(f".staff-tongues button[value={other}]")
    assert olga.page.locator("html").get_attribute("lang") == other
    words = olga.page.locator("[name=words_other]")
    assert words.input_value() == "Every page of it."

    Session.objects.all().delete()  # overnight
    olga.press("main .acts button")
    assert olga.path.startswith("/staff/sign-in/?next=")
    assert olga.page.locator(".callout.warning").count() == 1
    olga.type_password("olga")
    olga.type_code(user)
    assert olga.path == path
    assert words.input_value() == "Every page of it."
    assert olga.page.locator(".callout").count() == 1
    assert not case.requests.exists()
