"""Whoever may apply, walked through the form to the end in a real browser, phone-sized.

Every branch of the form once, the language rotating, two branches to a walk; with PICTURES (a
folder) each branch for itself in three languages, and a picture of every page to look at.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import pytest
from playwright.sync_api import Browser

from guichet.applications.models import Application
from guichet.applications.testing import NIAMH
from tests.test_journeys import Person, browser, pytestmark
from tests.test_journeys_eta import MOST_STEPS, PICTURES, Applicant

__all__ = ["browser", "pytestmark"]
LANGUAGES = ("en", "fr", "ar")
PHONE = "+16135550142"  # as it is kept
APPROVED, LISTED = "issued", "manual_review"
Answers = Mapping[str, object]
REPRESENTATIVE: Answers = {
    "rep_paid": "no",
    "rep_surname": "TREMBLAY",
    "rep_given_names": "LOUISE",
    "rep_address": "12 Elm Street, Ottawa, Canada",
    "rep_phone": PHONE,
    "rep_declaration": "yes",
    "rep_authorization": "yes",
    "signature": "Louise Tremblay",
}
FIRM: Answers = {"rep_paid": "yes", "rep_organization": "Maple Travel Ltd."}
MEMBER: Answers = {**FIRM, "rep_membership": "R123456"}
LICENSED: Answers = {**MEMBER, "rep_province": "CA-ON", "rep_postal_code": "K1A 0B1"}
KINDS: Mapping[str, Answers] = {
    "family_or_friend": {},
    "organization": FIRM,
    "cicc_member": LICENSED,
    "law_society_member": LICENSED,
    "quebec_notary": MEMBER,
    "travel_agent": FIRM,
}
MINOR: Answers = {"birth_date": "2015-05-17"}


def of(code: str, **more: object) -> Answers:
    """Return the answers of somebody with a passport of a country."""
    country = ("issuer", "nationality", "birth_country", "home_country", "work_country")
    return {**dict.fromkeys(country, code), "birth_city": "Bethlehem", **more}


ISRAEL = of("ISR", national_passport="yes")
TAIWAN = of("TWN", personal_id_number="yes", tw_id_number="A223456781")
ROMANIA = of("ROU", electronic="yes")
CONDITIONAL = of("MEX", trv_in_last_10_years="no", us_visa="no")
US_VISA: Answers = {
    **CONDITIONAL,
    "us_visa": "yes",
    "us_visa_number": "K1234567",
    "us_visa_expiry": "2030-05-01",
}
EARLIER_VISA: Answers = {**CONDITIONAL, "trv_in_last_10_years": "yes"}
NATIONALS = {
    "israel": (ISRAEL, APPROVED),
    "taiwan": (TAIWAN, APPROVED),
    "romania": (ROMANIA, APPROVED),
    "us_visa": (US_VISA, LISTED),
    "earlier_visa": (EARLIER_VISA, LISTED),
}
Case = tuple[str, str, Answers, str]  # a name, for whom, the answers, what becomes of it


def represented(kind: str) -> Answers:
    return {**REPRESENTATIVE, "rep_kind": kind, **KINDS[kind]}


TOGETHER: list[Case] = [
    ("minor", "minor", {**represented("family_or_friend"), **MINOR}, APPROVED),
    *(
        (f"{kind}-{nation}", "behalf", {**represented(kind), **answers}, becomes)
        for kind, (nation, (answers, becomes)) in zip(
            list(KINDS)[1:], NATIONALS.items(), strict=True
        )
    ),
]
APART: list[Case] = [
    TOGETHER[0],
    *((kind, "behalf", represented(kind), APPROVED) for kind in KINDS),
    *((nation, "self", answers, becomes) for nation, (answers, becomes) in NATIONALS.items()),
]
WALKS = (
    [(case, language) for case in APART for language in LANGUAGES]
    if PICTURES
    else [(case, LANGUAGES[turn % len(LANGUAGES)]) for turn, case in enumerate(TOGETHER)]
)


class Somebody(Applicant):
    """An applicant; each kind of page is checked once a language, and wherever it says no."""

    seen: ClassVar[set[tuple[str, str]]] = set()
    name = ""

    def look(self) -> None:
        """Check the page, and take its picture where somebody wants to see it."""
        if PICTURES:
            self.shots += 1
            path = Path(PICTURES) / f"{self.name}-{self.language}-{self.shots:02}.png"
            self.page.screenshot(path=path, full_page=True)
        kind = (self.language, self.page.url.rstrip("/").rpartition("/")[2])
        if PICTURES or kind not in self.seen or self.page.locator(".errors").count():
            self.seen.add(kind)
            Person.look(self)


@pytest.mark.parametrize(
    ("case", "language"), WALKS, ids=[f"{case[0]}-{code}" for case, code in WALKS]
)
def test_it_takes_everybody_to_the_end_of_the_form(
    browser: Browser, live_server: Any, case: Case, language: str
) -> None:
    name, who, answers, becomes = case
    person = Somebody(browser, live_server.url, language=language)
    person.name, person.answers = name, {**NIAMH, **answers}
    person.go("eta/apply/")
    person.page.check(f"[name=who][value={who}]")
    person.press("main form button.arrow")
    person.go("eta/apply/go-on/")
    for _ in range(MOST_STEPS):
        if "/passport-lines/" in person.page.url:
            person.go("eta/apply/steps/document/")
        if "/steps/" not in person.page.url:
            break
        person.answer()
        errors = person.page.locator(".errors")
        assert not errors.count(), errors.inner_text()
    person.answer()  # the page of review asks for the signature
    person.press("main form button.arrow")
    person.press("button[value=paid]")

    application = Application.objects.get()
    assert application.state == becomes, application.review_reasons
    assert {key: application.answers[key] for key in answers} == answers
    assert person.page.url.endswith("/status/yours/")
    person.page.context.close()
