"""A refusal from both sides: two officers and the person, who reads why and answers to a fact."""

from functools import partial
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser

from guichet.applications import testing as worlds
from guichet.applications.models import Application, Reconsideration
from guichet.kernel import clock
from guichet.kernel.testing import usual
from guichet.staff.testing import make_staff
from tests.journeys.people import ETA_LANGUAGES, JOURNEY, Applicant
from tests.journeys.test_letters import open_it
from tests.journeys.test_staff import PASSWORD, Officer, officer

pytestmark = JOURNEY
WORDS = {
    "en": "You lead a group that the law names, like the person of V 386 876 010.",
    "fr": "Vous dirigez un groupe que la loi vise, comme la personne du dossier V 386 876 010.",
}
NEWS = {
    "en": "The group left that list in May 2026.",
    "fr": "Le groupe a quitté cette liste en mai 2026.",
    "ar": "خرجت المجموعة من تلك القائمة في مايو 2026.",
}
STANDS = {
    "en": "You name no paper that shows it.",
    "fr": "Vous ne nommez aucun document qui le montre.",
}
SUBMIT = "main .acts button"
DESK, NARROW = {"width": 1366, "height": 768}, {"width": 400, "height": 800}


def signed_in(
    browser: Browser, site: Any, name: str, path: str, *, language: str, size: dict[str, int]
) -> Officer:
    """Return an officer who has come through the door to a page."""
    user = make_staff("deciding_officer", name=name, password=PASSWORD)
    TOTP.activate(user, generate_totp_secret())
    person = officer(browser, site, language)
    person.page.set_viewport_size(size)  # type: ignore[arg-type]
    person.name = name
    person.open(path)
    person.type_password(name)
    person.type_code(user)
    return person


def refuse(olga: Officer, words: str) -> None:
    """Fill the page in as somebody in a hurry does, until it asks for a confirmation."""
    olga.press(SUBMIT)  # nothing chosen, nothing written
    assert olga.page.locator(".errors li").count() == 2
    olga.page.select_option("[name=provision_1]", "act_34_1")
    olga.page.check("[name=facts_1][value=offence]")
    olga.page.check("[name=facts_1][value=offence_details]")
    olga.fill(words=words)
    olga.press(SUBMIT)  # the number of another case
    assert "V 386 876 010" in olga.page.locator(".errors").inner_text()
    olga.page.check("[name=meant]")
    olga.press(SUBMIT)
    assert words in olga.page.locator(".sheet").inner_text()


def write_and_come_back(olga: Officer, words: str) -> None:
    """Confirm once the session has ended while the letter was read, and again."""
    path = olga.path
    Session.objects.all().delete()
    olga.press(SUBMIT)
    olga.type_password("olga")
    from django.contrib.auth.models import User

    olga.type_code(User.objects.get(username="olga"))
    assert olga.path == path
    assert words in olga.page.locator(".sheet").inner_text()
    olga.press(SUBMIT)


def agree(otto: Officer, words: str) -> None:
    """Read a refusal as the second officer, and have it sent."""
    otto.press("a[href*='agree-refusal']")
    assert words in otto.page.locator(".sheet").inner_text()
    otto.press(SUBMIT)


def read_and_answer(person: Applicant, case: Application, quotation: tuple[str, str]) -> None:
    """Read why it was refused, on the page and in the letter, and answer to a fact."""
    open_it(person, case)
    person.go("eta/status/yours/")
    assert _quoted(person, "blockquote.officer") == quotation
    assert person.page.locator(".ground a[href*='laws-lois']").count() == 1
    person.go("eta/yours/letters/")
    person.press("a[href*='yours/letters/']:not([href$='pdf/']).button")
    assert quotation[1] in person.page.locator("article.sheet").inner_text()
    person.go("eta/yours/look-again/")
    person.press("main form#ask button.arrow")  # nothing written
    person.page.fill("[name=fact_offence]", NEWS[person.language])
    person.press("main form#ask button.arrow")
    assert NEWS[person.language] in person.page.locator("main").inner_text()


def uphold(anna: Officer, news: str, stands: str) -> None:
    """Look again as another officer, and let the refusal stand."""
    assert news in anna.page.locator(".said.new").inner_text()
    anna.page.check("[name=outcome][value=upheld]")
    anna.press(SUBMIT)  # neither a reason nor words
    assert anna.page.locator(".errors li").count() == 2
    anna.page.check("[name=public][value=no_new_facts]")
    anna.fill(words=stands)
    anna.press(SUBMIT)
    assert stands in anna.page.locator(".sheet").inner_text()
    anna.press(SUBMIT)


def _quoted(person: Applicant, selector: str) -> tuple[str | None, str]:
    quotation = person.page.locator(selector)
    return quotation.get_attribute("lang"), quotation.inner_text()


@pytest.mark.parametrize("language", usual("ar", of=ETA_LANGUAGES))
def test_it_is_written_read_sent_understood_and_answered(
    browser: Browser, live_server: Any, language: str
) -> None:
    letters = "fr" if language == "fr" else "en"
    case = worlds.make_listed(1, now=clock.now(), letter_language=letters)
    Application.objects.filter(pk=case.pk).update(language=language)
    words, file = WORDS[letters], f"/staff/cases/{case.number}/"
    come = partial(signed_in, browser, live_server, language=letters)
    olga = come("olga", f"{file}refuse/", size=DESK)
    refuse(olga, words)
    write_and_come_back(olga, words)
    assert olga.page.locator("a[href*='agree-refusal']").count() == 0
    agree(come("otto", file, size=NARROW), words)

    person = Applicant(browser, live_server.url, language=language)
    person.name = "refused"
    read_and_answer(person, case, (letters, words))
    path = f"{file}reconsider/{Reconsideration.objects.get().pk}/"
    olga.open(path)  # who refused it may not
    assert olga.page.locator(".errors").count() == 1
    uphold(come("anna", path, size=DESK), NEWS[language], STANDS[letters])
    person.go("eta/yours/look-again/")
    assert _quoted(person, "dl blockquote.officer") == (letters, STANDS[letters])
