"""The status page says what the last letter says, and the other way round."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from guichet.applications import testing as worlds
from guichet.applications.changes import actions
from guichet.applications.changes.tests.opening import open_it
from guichet.applications.decisions import actions as decisions
from guichet.applications.decisions import reconsiderations
from guichet.applications.decisions.upkeep import tell_late
from guichet.applications.fee import actions as payments
from guichet.applications.fee.providers import TEST
from guichet.applications.models import Application
from guichet.applications.status.tests.test_pages_status import LOOK, fields_of, status_of
from guichet.applications.status.tests.test_pages_status_steps import (
    YOURS,
    button,
    canceled_application,
)
from guichet.applications.testing import DUE_ON, NOW
from guichet.applications.tests.paper import stop_clock, text_of
from guichet.applications.tests.visitor import bare
from guichet.interviews import testing as interviews
from guichet.kernel.obstacles import Obstacle

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)
LATE = NOW + timedelta(hours=73)
FLY = "Please wait for our answer before you fly."
REFUND = "We received a payment that is not needed"


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, LATER)


def status(client: Client, application: Application) -> str:
    open_it(client, application)
    return text_of(client.get(YOURS))


def newest_letter(client: Client) -> str:
    """Open the list of letters and read the first one."""
    page = text_of(client.get("/en/eta/yours/letters/"))
    address = page.partition('class="button plain small" href="')[2].partition('"')[0]
    return text_of(client.get(address))


def invited() -> Application:
    interview = interviews.make_invited(changes={"days": (30, 31), "answer_by": DUE_ON})
    return interview.application


def looked_at_again() -> Application:
    application = worlds.make_refused()
    reconsiderations.request_reconsideration(application.pk, "The charge was dropped.", now=LATER)
    return application


def reopened() -> Application:
    application = looked_at_again()
    request = application.decisions.get(kind="refused").reconsiderations.get()
    reconsiderations.reconsider(
        request.pk, officer=worlds.make_officer("second"), reopened=True, public=[], now=LATER
    )
    application.refresh_from_db()
    return application


SAME: list[tuple[Callable[[], Application], list[str]]] = [
    (worlds.make_listed, ["72 hours|Answer promised by", "before you fly"]),
    (worlds.make_asked, ["December 20, 2026", FLY]),
    (invited, ["An officer would like to speak with you", "December 20, 2026", FLY]),
    (worlds.make_paid, ["There is nothing to print", "An officer at the border", "new passport"]),
    (worlds.make_refused, ["refused it", "You cannot fly to Canada with", "is not given back"]),
    (canceled_application, ["cannot fly to Canada with it any more", "on grounds of security"]),
    (looked_at_again, ["Until then the refusal stands", "different officer|officer other than"]),
    (reopened, ["before you", "working on it|has reopened your application"]),
    (
        lambda: actions.withdraw(worlds.make_listed().pk, now=NOW),
        ["has ended without a decision", "The fee is not given back"],
    ),
]


@pytest.mark.parametrize(("make", "sentences"), SAME)
def test_it_says_on_the_page_what_the_letter_says(
    client: Client, make: Callable[[], Application], sentences: list[str]
) -> None:
    page = status(client, make())
    letter = newest_letter(client)
    for sentence in sentences:
        for text in (page, letter):
            assert any(part in text for part in sentence.split("|")), (sentence, text)


def test_it_gives_no_reason_once_a_refusal_no_longer_stands(client: Client) -> None:
    application = reopened()
    page = status(client, application)
    assert "In progress" in page
    assert "An offence" not in page
    assert "The reasons" not in page


def test_it_leads_who_is_invited_to_the_answer(client: Client) -> None:
    open_it(client, invited())
    page = client.get(YOURS)
    assert button(page) == "/en/eta/yours/interview/"
    assert "7 rue de la Paix, Paris" in text_of(page)
    assert "Choose one of the times by December 20, 2026." in text_of(client.get(button(page)))
    papers = text_of(client.get("/en/eta/yours/papers/"))
    assert "/eta/yours/interview/" in bare(papers)
    assert "not waiting for anything" not in papers


def test_an_invitation_of_before_is_answered_in_words(client: Client) -> None:
    application = worlds.make_listed()
    decisions.invite(application.pk, officer=worlds.make_officer(), due_on=DUE_ON, now=NOW)
    application.requests.update(kind="interview")
    open_it(client, application)
    page = client.get(YOURS)
    assert "where and when" not in text_of(page)
    request = application.requests.get()
    answer = f"/en/eta/yours/papers/{request.pk}/"
    papers_text = bare(text_of(client.get(button(page), follow=True)))
    assert answer in papers_text
    client.post(answer, {"words": "Tuesday at ten, by phone.", "loaded": "", "do": "save"})
    client.post("/en/eta/yours/papers/hand-in/")
    page = client.get(YOURS)
    assert status_of(page) == "In progress"
    assert "We have your answer about the interview" in text_of(page)
    assert "Answer promised by" not in text_of(page)


def test_it_says_that_a_late_case_was_asked_about(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = worlds.make_listed()
    stop_clock(monkeypatch, LATE)
    tell_late(now=LATE)
    open_it(client, application)
    assert "Ask us why it takes so long" in text_of(client.get(YOURS))
    fields = {"case": "yes", "kind": "late"}
    for _ in range(2):  # a double press asks once
        text = text_of(client.get(client.post("/en/eta/yours/enquiry/", fields)["Location"]))
    day = text.partition('class="when">')[2].partition("<span>")[2].partition("<")[0]
    assert "2026" in day
    page = client.get(YOURS)
    assert f"Our answer comes by {day}." in text_of(page)
    assert "Ask us why it takes so long" not in text_of(page)
    assert button(page) == "/en/eta/yours/enquiry/"
    assert day in text_of(client.get(button(page)))
    assert f"Our answer comes by {day}." in text_of(client.post(LOOK, fields_of(application)))
    assert text_of(client.get("/en/eta/yours/letters/")).count("We have your question") == 1


def twice_paid() -> Application:
    """Return an application whose first payment went through after the second one."""
    application = worlds.make_sent().application
    first = payments.begin(application.pk, now=NOW)
    report = worlds.paid(first.reference)
    payments.settle(TEST, replace(report, paid=False, failure="declined"), now=NOW)
    worlds.pay(application)
    return payments.settle(TEST, report, now=NOW)


def test_it_tells_at_once_of_a_payment_that_is_not_needed(client: Client) -> None:
    application = twice_paid()
    first = application.payments.order_by("pk")[0]
    assert REFUND in status(client, application)
    receipt = text_of(client.get("/en/eta/apply/receipt/"))
    assert "A payment that you get back" in receipt
    assert first.reference in receipt
    assert "Not yet" in receipt
    letter = newest_letter(client)
    assert first.reference in letter
    assert "You get all of it back" in letter

    payments.refunded(first.pk, officer=worlds.make_officer(), now=LATER)
    assert REFUND not in text_of(client.get(YOURS))
    assert "November 23, 2026" in text_of(client.get("/en/eta/apply/receipt/"))


def test_it_tells_of_a_payment_for_what_was_withdrawn(client: Client) -> None:
    application = twice_paid()
    assert application.letters.filter(kind="refund_due").count() == 1
    other = worlds.make_sent(1).application
    payment = payments.begin(other.pk, now=NOW)
    open_it(client, other)
    client.post("/en/eta/yours/withdraw/", {"ends": "erased"})
    try:
        payments.settle(TEST, worlds.paid(payment.reference), now=LATER)
    except Obstacle:
        return  # it was erased whole, and the provider gives the money back at once
    assert REFUND in status(client, other)


def test_it_tells_programs_the_same(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    application = reopened()
    question: dict[str, Any] = {
        "number": application.number,
        "passport_number": application.answers["passport_number"],
        "issuer": "IRL",
        "birth_date": "1985-05-17",
    }
    body = client.post("/api/v1/eta/status", question, content_type="application/json").json()
    assert (body["status"], body["reasons"]) == ("in_progress", [])
    assert datetime.fromisoformat(body["decision_due_at"]) > LATER
