"""Whoever may apply, walked through the form to the end in a real browser, phone-sized.

Two branches of the form to a walk, the language rotating: the largest and each end here, every
branch in every language by `make test-deep`; where pictures are wanted, each branch for itself.
What each branch asks, and that it is all that is asked, is tried without a browser as well.
"""

from typing import Any

import pytest
from playwright.sync_api import Browser

from guichet.applications.models import Application
from guichet.applications.testing import NIAMH
from guichet.kernel.testing import IS_DEEP, usual
from tests.journeys.people import (
    ETA_LANGUAGES,
    JOURNEY,
    PICTURES,
    REPRESENTATIVES,
    Answers,
    Applicant,
    represented,
    turns,
)

pytestmark = JOURNEY
MOST_STEPS = 25
APPROVED, LISTED = "issued", "manual_review"
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


TOGETHER: list[Case] = [
    ("minor", "minor", {**represented("family_or_friend"), **MINOR}, APPROVED),
    *(
        (f"{kind}-{nation}", "behalf", {**represented(kind), **answers}, becomes)
        for kind, (nation, (answers, becomes)) in zip(
            list(REPRESENTATIVES)[1:], NATIONALS.items(), strict=True
        )
    ),
]
APART: list[Case] = [
    TOGETHER[0],
    *((kind, "behalf", represented(kind), APPROVED) for kind in REPRESENTATIVES),
    *((nation, "self", answers, becomes) for nation, (answers, becomes) in NATIONALS.items()),
]
WALKS = turns(APART if PICTURES else TOGETHER, ETA_LANGUAGES)
# Who is asked most: for a child, by a licensed member, and one whom an officer looks at.
FIRST = [walk for walk in WALKS if walk[0][0].startswith(("minor", "cicc_member", "quebec_notary"))]
WALKED = usual(*FIRST, of=WALKS, deep=IS_DEEP or bool(PICTURES))


class Somebody(Applicant):
    """An applicant; each kind of page is checked once a language, and wherever it says no."""

    @property
    def kind(self) -> tuple[str, ...]:
        step = self.page.url.rstrip("/").rpartition("/")[2]
        return () if self.page.locator(".errors").count() else (step,)


@pytest.mark.parametrize(
    ("case", "language"), WALKED, ids=[f"{case[0]}-{code}" for case, code in WALKED]
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
