"""From the review to one answer and back; the bar of steps; a valid authorization; autofill."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from guichet.applications import testing as worlds
from guichet.applications.form.questions import words
from guichet.applications.models import Application
from guichet.applications.status.tests.test_pages_status import status_of
from guichet.applications.testing import NIAMH, NOW
from guichet.applications.tests.paper import (
    BASE,
    CHILD,
    STEPS,
    begin,
    fill_in,
    filled,
    hidden,
    sign,
    stop_clock,
    text_of,
    with_faults,
)
from guichet.applications.tests.visitor import leads_to

pytestmark = pytest.mark.django_db
REVIEW = BASE + "review/"


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, NOW)


@pytest.fixture
def review(client: Client) -> Any:
    """Fill everything in and stand on the review."""
    begin(client)
    return fill_in(client, NIAMH)


def change_of(page: Any, section: str) -> str:
    """Return where "Change" beside a section of the review leads."""
    match = re.search(rf'id="{section}"[^>]*>.*?<a href="([^"]*)"', text_of(page))
    assert match
    return match[1].replace("&amp;", "&")


def press(client: Client, page: Any, answers: Mapping[str, object], **more: str) -> Any:
    """Press the button of a step as it stands, with these answers."""
    form = {**filled(page, answers), **more}
    if origin := hidden(page, "review"):
        form["review"] = origin
    return client.post(page.request["PATH_INFO"], form)


def test_it_comes_back_to_the_place_on_the_review(client: Client, review: Any) -> None:
    step = client.get(change_of(review, "passport"))
    assert "Save and go back to the check" in text_of(step)
    assert "/apply/review/#passport" in text_of(step)
    answer = press(client, step, {**NIAMH, "birth_city": "Cork"})
    assert leads_to(answer) == REVIEW + "#passport"
    page = text_of(client.get(REVIEW))
    assert "Cork" in page
    assert 'id="passport"' in page


def test_it_stays_with_what_is_wrong_and_then_comes_back(client: Client, review: Any) -> None:
    step = client.get(change_of(review, "passport"))
    wrong = with_faults(client, press(client, step, {**NIAMH, "birth_city": ""}))
    assert 'id="birth_city-error"' in text_of(wrong)
    assert "Save and go back to the check" in text_of(wrong)
    assert leads_to(press(client, wrong, NIAMH)) == REVIEW + "#passport"


def test_it_keeps_the_way_back_when_the_language_changes(client: Client, review: Any) -> None:
    step = client.get(change_of(review, "passport"))
    form = {**filled(step, NIAMH), "review": hidden(step, "review"), "language": "fr"}
    page = client.post(step.request["PATH_INFO"].replace("/en/", "/fr/"), form)
    assert "revenir à la vérification" in text_of(page)


def test_it_asks_new_questions_of_this_step_and_says_so(client: Client, review: Any) -> None:
    step = client.get(change_of(review, "background"))
    page = press(client, step, {**NIAMH, "offence": "yes"})
    assert "A few more questions follow" in text_of(page)
    assert "Save and go back to the check" in text_of(page)
    answer = press(client, page, {**NIAMH, "offence": "yes", "offence_details": "Cork, 2011"})
    assert leads_to(answer) == REVIEW + "#background"


def test_it_asks_new_questions_of_another_step_and_says_so(client: Client, review: Any) -> None:
    step = client.get(change_of(review, "who"))
    answers = {**NIAMH, **CHILD, "for_minor": "no", "birth_date": NIAMH["birth_date"]}
    page = press(client, step, {**answers})
    if page.status_code == 200:  # the step's own new question first
        assert "A few more questions follow" in text_of(page)
        page = press(client, page, answers)
    assert leads_to(page) == STEPS + "representative/?review=more"
    question_page = client.get(page["Location"])
    assert "A few more questions follow" in text_of(question_page)
    assert "Save and go back to the check" in text_of(question_page)
    for _ in range(2):
        question_page = press(client, question_page, answers)
        if question_page.status_code == 302:
            break
    assert leads_to(question_page) == REVIEW + "#representative"


def to(page: Any) -> set[str]:
    """Return the steps that the bar of a page leads to."""
    return set(re.findall(r'name="to" value="(\w+)"', text_of(page)))


def test_it_leads_from_the_bar_to_the_steps_that_were_answered(client: Client) -> None:
    begin(client)
    client.get(BASE + "go-on/", follow=True)
    page = client.get(STEPS + "document/")
    assert to(page) <= {"who"}
    page = fill_in(client, NIAMH)
    every = to(page)
    assert {"who", "document", "passport", "travel"} <= every
    assert "consent" not in every  # it is this page
    step = client.get(STEPS + "work/")
    assert "consent" in to(step)
    assert "work" not in to(step)


def test_it_saves_what_is_typed_before_it_goes_to_another_step(client: Client, review: Any) -> None:
    step = client.get(STEPS + "work/")
    answer = press(
        client, step, {**NIAMH, "job_title": "Head nurse", "employer": ""}, to="passport"
    )
    assert leads_to(answer) == STEPS + "passport/"
    assert "Head nurse" in text_of(client.get(STEPS + "work/"))
    answer = press(client, client.get(STEPS + "work/"), NIAMH, to="consent")
    assert leads_to(answer) == REVIEW


def test_it_keeps_the_signature_when_somebody_goes_back_once_more(
    client: Client, review: Any
) -> None:
    answer = press(client, review, NIAMH, to="address")
    assert leads_to(answer) == STEPS + "address/"
    assert str(NIAMH["signature"]).replace("'", "&#39;") in text_of(client.get(REVIEW))


def test_it_leads_from_the_consent_to_what_becomes_of_the_details(
    client: Client, review: Any
) -> None:
    page = text_of(review)
    link = page.partition('name="agree"')[2].partition('name="truth"')[0]
    assert 'href="/en/privacy/" target="_blank"' in link
    assert client.get("/en/privacy/").status_code == 200


# --- a valid authorization ------------------------------------------------------------------------


def same_person(client: Client, **changes: object) -> Any:
    """Stand on the review of somebody whose passport has an authorization already."""
    begin(client)
    return fill_in(client, {**NIAMH, "passport_number": "PA0000000", **changes})


def test_it_tells_before_signing_that_an_authorization_stands(client: Client) -> None:
    worlds.make_paid()
    page = same_person(client)
    assert "This passport already has a valid eTA" in text_of(page)
    assert "November 23, 2031" in text_of(page)
    unasked = sign(client, page, NIAMH)
    assert unasked.status_code == 422
    assert '<a href="#again">' in text_of(unasked)
    assert 'id="again-error"' in text_of(unasked)


def test_it_goes_on_with_who_applies_again(client: Client) -> None:
    worlds.make_paid()
    page = same_person(client)
    paying = press(client, page, NIAMH, again="apply")
    assert leads_to(paying) == BASE + "pay/"


def test_it_shows_who_keeps_it_what_they_have(client: Client) -> None:
    first = worlds.make_paid()
    page = same_person(client)
    standing_page = press(client, page, NIAMH, again="keep")
    assert status_of(standing_page) == "Approved"
    assert first.authorization.number not in text_of(standing_page).replace(" ", "")
    assert f"••••••{first.authorization.number[-3:]}" in text_of(standing_page)
    draft = Application.objects.latest("pk")
    assert draft.state == "draft"
    assert draft.number not in text_of(standing_page)


@pytest.mark.parametrize(
    "changes",
    [{"birth_date": "1985-05-18"}, {"expiry_date": "2034-01-30"}, {"passport_number": "PA0000009"}],
)
def test_it_reveals_nothing_to_who_could_not_look_it_up(
    client: Client, changes: dict[str, str]
) -> None:
    worlds.make_paid()
    page = same_person(client, **changes)
    assert "already has a valid eTA" not in text_of(page)


def test_it_does_not_ask_once_the_authorization_is_over(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    worlds.make_paid()
    later = NOW + timedelta(days=366 * 5)
    stop_clock(monkeypatch, later)
    page = same_person(client, issue_date="2030-02-01", expiry_date="2034-01-31")
    assert "already has a valid eTA" not in text_of(page)


# --- autofill -------------------------------------------------------------------------------------
TOKENS = {
    "passport": ("family-name", "given-name", "bday-day", "bday-month", "bday-year"),
    "contact": ("email",),
    "address": ("country", "address-line1", "address-level2"),
}


@pytest.mark.parametrize("section", TOKENS)
def test_it_tells_browsers_what_a_field_is_for(client: Client, review: Any, section: str) -> None:
    page = text_of(client.get(f"{STEPS}{section}/"))
    for token in TOKENS[section]:
        assert f'autocomplete="{token}"' in page


def test_it_offers_nothing_of_ones_own_for_somebody_else(client: Client) -> None:
    begin(client, "minor")
    fill_in(client, CHILD)
    assert "autocomplete" not in text_of(client.get(STEPS + "passport/"))
    assert 'autocomplete="tel"' in text_of(client.get(STEPS + "representative/"))


def test_it_offers_nothing_on_a_shared_computer(client: Client, review: Any) -> None:
    client.post("/en/shared/", {"shared": "on", "next": "/en/eta/"})
    page = text_of(client.get(STEPS + "passport/"))
    assert "bday-day" not in page


def test_it_calls_every_step_by_its_name(client: Client, review: Any) -> None:
    page = text_of(client.get(STEPS + "travel/"))
    for key in to(client.get(STEPS + "travel/")):
        assert words().section(key, "en").text in page
