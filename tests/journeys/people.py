"""People with a browser: what they do, and what is checked of every page that they reach.

With PICTURES (a folder) a picture of every page is taken, to look at, and each journey is made in
each of its languages.
"""

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from guichet.applications import tokens
from guichet.applications.models import Application
from guichet.applications.testing import NIAMH
from guichet.kernel.testing import IS_DEEP
from tests.journeys.axe import violations
from tests.journeys.order import turned

PICTURES = os.environ.get("PICTURES", "")
# Debian packs one without windows as well, which takes half of the processor time for a page.
BROWSERS = (os.environ.get("CHROMIUM", ""), "chromium-headless-shell", "chromium")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), "")
PHONE: ViewportSize = {"width": 360, "height": 740}
APPOINTMENT_LANGUAGES = ("en", "ar", "zh-Hans")
ETA_LANGUAGES = ("en", "fr", "ar")
GO_ON = "main form button.arrow"
ZONE = "P<IRLERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36IRL7408122F3204153ZE184226B<<<<<16"
FRAME = """() => {
  const page = document.documentElement;
  return [page.lang, page.dir, page.scrollWidth - innerWidth];
}"""
# What a page asks that has no answer yet, each with the kind of its field.
CONTROLS = """() => document.querySelector("[name=asked]").value.split(" ").map((key) => [
  key, document.querySelector(`[name=${key}_day]`) ? "date"
    : document.querySelector(`[name=${key}]:not([type=hidden])`)?.type])"""
Answers = Mapping[str, object]
ANNA: Answers = {
    **{key: value for key, value in NIAMH.items() if key not in {"surname", "passport_number"}},
    "given_names": "ANNA MARIA",
    "birth_date": "1974-08-12",
    "expiry_date": "2032-04-15",
    "signature": "Anna Maria Eriksson",
}
REPRESENTATIVE: Answers = {
    "rep_paid": "no",
    "rep_surname": "TREMBLAY",
    "rep_given_names": "LOUISE",
    "rep_address": "12 Elm Street, Ottawa, Canada",
    "rep_phone": "+16135550142",  # as it is kept
    "rep_declaration": "yes",
    "rep_authorization": "yes",
    "signature": "Louise Tremblay",
}
FIRM: Answers = {"rep_paid": "yes", "rep_organization": "Maple Travel Ltd."}
MEMBER: Answers = {**FIRM, "rep_membership": "R123456"}
LICENSED: Answers = {**MEMBER, "rep_province": "CA-ON", "rep_postal_code": "K1A 0B1"}
REPRESENTATIVES: Mapping[str, Answers] = {
    "family_or_friend": {},
    "organization": FIRM,
    "cicc_member": LICENSED,
    "law_society_member": LICENSED,
    "quebec_notary": MEMBER,
    "travel_agent": FIRM,
}
JOURNEY = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in this thread


def represented(kind: str) -> Answers:
    """Return the answers of a representative of a kind."""
    return {**REPRESENTATIVE, "rep_kind": kind, **REPRESENTATIVES[kind]}


def turns[Case](
    cases: Sequence[Case], languages: Sequence[str], *, whole: bool = bool(PICTURES) or IS_DEEP
) -> list[tuple[Case, str]]:
    """Return each case with a language, in turn; a deep run takes each case in every language."""
    return [
        (case, language)
        for turn, case in enumerate(cases)
        for language in (languages if whole else [languages[turn % len(languages)]])
    ]


class Contexts:
    """Browsers that nobody has used, as far as a page can tell, and that are warm nevertheless.

    A new one takes more than half a second of processor until it has shown its first page.
    """

    MOST = 5  # that wait for somebody, of some 80 MB each

    def __init__(self) -> None:
        self.waiting: list[tuple[tuple[str, bool], BrowserContext]] = []
        self.lent: list[tuple[tuple[str, bool], BrowserContext]] = []

    def lend(self, browser: Browser, site: str, *, language: str, script: bool) -> BrowserContext:
        """Return a browser of a language; one that is kept warm has a page that stays open."""
        kind = (language, script)
        entry = next((entry for entry in self.waiting if entry[0] == kind), None)
        if entry:
            self.waiting.remove(entry)
        else:
            context = browser.new_context(
                viewport=PHONE, locale=language, java_script_enabled=script, accept_downloads=True
            )
            context.new_page().goto(f"{site}/health/live")
            entry = kind, context
        self.lent.append(entry)
        return entry[1]

    def take_back(self) -> None:
        """Forget all that was done in the browsers that were lent."""
        while self.lent:
            entry = self.lent.pop()
            _forget(entry[1])
            self.waiting.append(entry)
        while len(self.waiting) > self.MOST:
            self.waiting.pop(0)[1].close()


def _forget(context: BrowserContext) -> None:
    first, *others = context.pages
    for page in others:
        page.close()
    context.set_offline(False)
    context.clear_cookies()
    context.clear_permissions()
    devtools = context.new_cdp_session(first)
    devtools.send("Network.clearBrowserCache")
    for name in ("127.0.0.1", "localhost"):
        origin = f"http://{name}:{urlsplit(first.url).port}"
        devtools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
    devtools.detach()


contexts = Contexts()


class Person:
    """Somebody with a browser; every page they reach is checked."""

    name = ""  # of the pictures
    shots = 0
    asks_axe = True
    kinds_checked: ClassVar[set[tuple[str, ...]]] = set()

    def __init__(self, browser: Browser, site: str, *, language: str, script: bool = True) -> None:
        self.site, self.language = site, language
        context = contexts.lend(browser, site, language=language, script=script)
        self.page: Page = context.new_page()
        self.script = script
        self.requests: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))

    def go(self, path: str) -> None:
        self.page.goto(f"{self.site}/{self.language}/{path}")
        self.look()

    def press(self, selector: str) -> None:
        self.page.locator(selector).first.click()
        self.page.wait_for_load_state()
        self.look()

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            field = self.page.locator(f"[name={name}]")
            if field.evaluate("field => field.tagName") == "SELECT" if self.script else False:
                field.select_option(value)
            else:
                field.fill(value)

    @property
    def kind(self) -> tuple[str, ...]:
        """Of which kind the page is, where one of a kind and a language stands for all."""
        return ()

    def look(self) -> None:
        """Take the page's picture where somebody wants to see it, and check the page."""
        if PICTURES:
            self.shots += 1
            width = (self.page.viewport_size or PHONE)["width"]
            name = f"{type(self).__name__}-{self.name}-{self.language}-{width}-{self.shots:02}.png"
            self.page.screenshot(path=Path(PICTURES) / name, full_page=True)
        kind = (type(self).__name__, self.language, *self.kind)
        if not self.kind or kind not in self.kinds_checked:
            self.kinds_checked.add(kind)
            self.check()

    def check(self) -> None:
        """Check what the person has in front of them: language, width, and axe's findings."""
        page = self.page
        language, direction, overflow = page.evaluate(FRAME)
        assert language == self.language, page.url
        if not self.script:
            return
        assert direction == ("rtl" if self.language == "ar" else "ltr")
        assert overflow <= 0, f"{page.url} is {overflow} px too wide"
        wrong_order = turned(page) if direction == "rtl" else []
        assert not wrong_order, f"{page.url} draws in another order: {wrong_order}"
        faults = violations(page) if self.asks_axe else []
        assert not faults, f"{page.url}: {[(each['id'], _where(each)) for each in faults]}"

    def find_a_time(self) -> None:
        self.go("appointments/")
        self.page.fill("[name=postal_code]", "10001-1234")
        self.press("button[name=where][value=inside]")
        self.press("a.cover")
        self.press("main button.arrow")
        self.press("button[formaction*='/hold/']")

    def say_who_comes(self, name: str = "أحمد Kowalski-Nguyễn") -> None:
        page = self.page
        page.fill("[name=name]", name)
        page.select_option("select[name^=date_of_birth]", "2")
        page.fill("input[name=date_of_birth_day], input[name$=day]", "29")
        page.fill("input[name=date_of_birth_year], input[name$=year]", "1988")
        page.fill("[name=phone]", "(212) 555-0142")

    def book(self) -> tuple[str, str]:
        self.find_a_time()
        self.say_who_comes()
        self.press("#client button.arrow")
        self.press("form[action$='/book/'] button:not([formaction])")
        number, pin = self.page.locator(".references dd bdi").all_inner_texts()[:2]
        return number.strip(), pin.replace(" ", "")


class Applicant(Person):
    """Somebody who fills in the form of the authorization."""

    answers: Answers = ANNA

    def answer(self) -> None:
        """Answer every question of a page that has no answer yet, and go on."""
        page = self.page
        for key, control in page.evaluate(CONTROLS):
            value = str(self.answers.get(key, ""))
            if control == "date":
                year, month, day = value.split("-")
                page.fill(f"[name={key}_year]", year)
                page.select_option(f"[name={key}_month]", str(int(month)))
                page.fill(f"[name={key}_day]", day)
            elif value and control == "select-one":
                page.locator(f"select[name={key}]").first.select_option(value)
            elif value and control == "radio":
                page.check(f"[name={key}][value='{value}']")
            elif value and control == "checkbox":
                page.check(f"[name={key}]")
            elif value:
                page.fill(f"[name={key}]", value)
        self.press(GO_ON)

    def open(self, application: Application) -> None:
        """Open an application with its number and PIN."""
        self.page.goto(f"{self.site}/{self.language}/eta/apply/resume/")
        self.page.fill("[name=number]", application.number)
        self.page.fill("[name=pin]", tokens.pin_of(application))
        self.press(GO_ON)

    def choose(self, *fields: str) -> None:
        """Tick some of the answers, in whatever section they stand."""
        for field in fields:
            box = self.page.locator(f"[name=field][value={field}]")
            box.evaluate("box => box.closest('details').open = true")
            box.check()


def _where(violation: dict[str, Any]) -> list[str]:
    return [" ".join(map(str, node["target"])) for node in violation["nodes"]][:3]
