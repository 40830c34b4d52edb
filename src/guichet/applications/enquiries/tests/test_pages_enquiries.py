"""Trouble and questions on the page: it knows the case, and one press is enough."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from guichet.applications import testing as worlds
from guichet.applications import tokens
from guichet.applications.enquiries import actions
from guichet.applications.enquiries.rules import TROUBLES
from guichet.applications.fee import actions as payments
from guichet.applications.fee.providers import TEST, Report
from guichet.applications.letters.tests.test_pages_letters import open_it
from guichet.applications.models import Application, Enquiry
from guichet.applications.testing import NOW
from guichet.applications.tests.paper import hidden, stop_clock, text_of
from guichet.applications.tests.visitor import bare
from guichet.kernel import references
from guichet.web.forms.marks import FIELD, mark

pytestmark = pytest.mark.django_db
ASK, TROUBLE = "/en/eta/yours/enquiry/", "/en/eta/trouble/"
LATER = NOW + timedelta(hours=73)


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, NOW)


def test_it_asks_about_a_delay_with_one_press(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = worlds.make_listed()
    stop_clock(monkeypatch, LATER)
    open_it(client, application)
    page = text_of(client.get(ASK))
    assert "Ask about the delay" in page
    press = {"case": "yes", "kind": "late"}
    answer = text_of(client.post(ASK, press, follow=True))
    again = text_of(client.post(ASK, press, follow=True))
    enquiry = Enquiry.objects.get()
    for page in (answer, again):
        assert enquiry.number[1:4] in page
        assert "November 30, 2026" in page
        assert "n•••@example.org" in page
    assert "waiting for its answer" in text_of(client.get(ASK))
    assert "Ask about the delay" not in text_of(client.get(ASK))


def test_it_shows_the_clock_while_it_runs(client: Client) -> None:
    application = worlds.make_listed()
    open_it(client, application)
    page = text_of(client.get(ASK))
    assert "have not passed yet" in page
    assert "Thursday, November 26" in page
    assert "Ask about the delay" not in page
    assert client.post(ASK, {"case": "yes", "kind": "late"}).status_code == 422
    assert not Enquiry.objects.exists()


def test_it_says_whose_turn_it_is(client: Client) -> None:
    for application, sentence in (
        (worlds.make_asked(1), "It is your turn"),
        (worlds.make_refused(2), "not waiting for us"),
    ):
        open_it(client, application)
        assert sentence in text_of(client.get(ASK))


def test_it_attaches_the_case_after_number_and_pin_were_asked_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = worlds.make_listed()
    stop_clock(monkeypatch, LATER)
    press = {FIELD: mark("enquire", application), "kind": "late"}
    assert client.post(ASK, press).status_code == 403
    keys = {"number": application.number, "pin": tokens.pin_of(application)}
    client.post(ASK, {**press, **keys}, follow=True)
    assert Enquiry.objects.get().application == application


def test_it_shows_the_answer(client: Client) -> None:
    application = worlds.make_paid()
    open_it(client, application)
    client.post(ASK, {"case": "yes", "kind": "other", "words": "May I fly?"})
    officer = worlds.make_officer()
    actions.answer(Enquiry.objects.get().pk, "<b>Yes.</b>", officer=officer, now=NOW)
    page = text_of(client.get(ASK))
    assert '<p class="answer" lang="en" dir="auto">&lt;b&gt;Yes.&lt;/b&gt;' in page
    assert "Answered on" in page


def test_it_takes_a_question_without_a_case(client: Client) -> None:
    page = client.get(ASK + "?about=no_mail")
    fields = {
        "once": hidden(page, "once"),
        "trouble": hidden(page, "trouble"),
        "kind": "trouble",
        "words": "Nothing came.",
        "reply_to": "who@example.org",
    }
    text = text_of(client.post(ASK, fields, follow=True))
    client.post(ASK, fields, follow=True)
    enquiry = Enquiry.objects.get()
    assert (enquiry.about, enquiry.application) == ("no_mail", None)
    assert "w•••@example.org" in text
    assert enquiry.number[1:4] in text


def test_it_tells_nobody_else_of_an_enquiry(client: Client) -> None:
    page = client.get(ASK)
    fields = {"once": hidden(page, "once"), "kind": "other", "words": "?", "reply_to": "w@b.org"}
    target = client.post(ASK, fields)["Location"]
    pk = Enquiry.objects.get().pk
    assert "We have your question" in text_of(client.get(target))
    for guess in (f"?asked={pk}", "?asked=", "?asked=x:y:z", target[len(ASK) :][:-1]):
        assert "We have your question" not in text_of(client.get(ASK + guess))
    open_it(client, worlds.make_paid())
    assert "We have your question" not in text_of(client.get(target))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reference": "!!"}, "This is no reference of an error"),
        ({"reference": "4K7-QMX"}, "six letters and digits, as in"),
        ({"words": ""}, "Write your question."),
        ({"words": "x" * 2001}, "too long"),
        ({"reply_to": ""}, "We need an e-mail address"),
        ({"reply_to": "nobody"}, "An e-mail address has an @ in it"),
        ({"reply_to": "jösé@example.org"}, "only the letters A to Z"),
        ({"reply_to": "nobody@[127.0.0.1]"}, "the name of a mail service"),
        ({"kind": ""}, "Choose one of the two."),
        ({"kind": "late"}, "Choose one of the two."),
    ],
)
def test_it_says_what_is_missing_and_loses_nothing(
    client: Client, changes: dict[str, str], sentence: str
) -> None:
    fields = {"kind": "other", "words": "Where is it?", "reply_to": "w@example.org", **changes}
    page = client.post(ASK, fields)
    assert page.status_code == 422
    text = text_of(page)
    assert sentence in text
    assert fields["words"] in text
    assert f'value="{fields["reply_to"]}"' in text
    assert f'value="{fields.get("reference", "")}"' in text
    assert not Enquiry.objects.exists()


def test_it_keeps_a_question_when_the_language_changes(client: Client) -> None:
    fields = {"kind": "other", "words": "Où est-ce ?", "language": "fr"}
    page = client.post("/fr/eta/yours/enquiry/", fields)
    assert "Où est-ce ?" in text_of(page)
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize("about", TROUBLES)
@pytest.mark.parametrize("is_open", [True, False])
def test_it_has_a_page_for_every_trouble(client: Client, about: str, is_open: bool) -> None:
    application = worlds.make_paid()
    if is_open:
        open_it(client, application)
    page = client.get(f"{TROUBLE}?about={about}")
    assert page.status_code == 200
    text = text_of(page)
    assert "What we know of your application" in text
    assert ("Approved" in text) == is_open
    assert ('name="pin"' in text) == (not is_open)


def test_it_opens_the_application_where_the_trouble_is(client: Client) -> None:
    application = worlds.make_paid()
    where = f"{TROUBLE}?about=no_mail&reference={references.new_error_reference()}"
    wrong = client.post(where, {"number": application.number, "pin": "1"})
    assert wrong.status_code == 422
    keys = {"number": application.number, "pin": tokens.pin_of(application)}
    page = client.post(where, keys, follow=True)
    assert [(bare(path), status) for path, status in page.redirect_chain] == [(where, 302)]
    assert "Approved" in text_of(page)


def step_shown(text: str) -> str:
    match = re.search(r"<dt>Next step</dt><dd>([^<]*)", text)
    return match[1] if match else ""


def test_it_knows_where_a_draft_stands(client: Client) -> None:
    application = worlds.make_draft(email="").application
    open_it(client, application)
    text = text_of(client.get(f"{TROUBLE}?about=session"))
    assert "Last saved" in text
    assert step_shown(text)
    assert "Not begun" in text
    assert "No address yet" in text


def settle(application: Application, *, succeeds: bool) -> None:
    payment = payments.begin(application.pk, now=NOW)
    report = Report(
        reference=payment.reference,
        paid=succeeds,
        cents=700 if succeeds else 0,
        currency="CAD",
        failure="" if succeeds else "declined",
    )
    payments.settle(TEST, report, now=NOW)


def test_it_knows_what_became_of_the_payment_and_never_leads_to_pay_twice(client: Client) -> None:
    application = worlds.make_sent().application
    open_it(client, application)
    page = f"{TROUBLE}?about=payment"
    pay = 'href="/en/eta/apply/pay/"'
    assert pay in bare(text_of(client.get(page)))
    payments.begin(application.pk, now=NOW)
    assert "not confirmed" in text_of(client.get(page))
    settle(application, succeeds=False)
    assert "did not go through" in text_of(client.get(page))
    settle(application, succeeds=True)
    text = bare(text_of(client.get(page)))
    assert "<dd>Paid</dd>" in text
    assert pay not in text
    assert "/en/eta/apply/receipt/" in text


def test_it_leads_to_the_papers_while_they_can_be_sent(client: Client) -> None:
    papers, page = 'href="/en/eta/yours/papers/"', f"{TROUBLE}?about=paper"
    open_it(client, worlds.make_asked(1))
    assert papers in bare(text_of(client.get(page)))
    open_it(client, worlds.make_refused(2))
    assert papers not in bare(text_of(client.get(page)))


def test_it_carries_the_reference_of_an_error_to_the_enquiry(client: Client) -> None:
    reference = references.new_error_reference()
    page = text_of(
        client.get(f"{TROUBLE}?about=error&reference={references.for_people(reference)}")
    )
    assert references.for_people(reference) in page
    ask = f"{ASK}?about=error&reference={reference}"
    assert ask.replace("&", "&amp;") in page
    form = client.get(ask)
    assert reference in text_of(form)
    fields = {
        "once": hidden(form, "once"),
        "trouble": "error",
        "kind": "trouble",
        "reference": references.for_people(reference),
        "reply_to": "who@example.org",
    }
    client.post(ASK, fields)
    assert Enquiry.objects.get().references == [reference]


@pytest.mark.parametrize("reference", ["<script>", "ABCDEF", "x" * 500, "%00"])
def test_it_shows_no_reference_that_is_none(client: Client, reference: str) -> None:
    page = client.get(TROUBLE, {"reference": reference})
    assert "The error had the reference" not in text_of(page)
    assert "<script>" not in text_of(page).replace("<script ", "")
