"""Everything that was sent: read on the page, sent again in one click, never twice by a slip."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from guichet.applications import testing as worlds
from guichet.applications import tokens
from guichet.applications.access import handles
from guichet.applications.enquiries.lost import Owner, send_numbers
from guichet.applications.letters import send as letters
from guichet.applications.letters.body import SHOWS
from guichet.applications.models import Application, Correspondence
from guichet.applications.testing import DUE_ON, GUESSER, NOW
from guichet.applications.tests.paper import stop_clock, text_of
from guichet.applications.tests.visitor import leads_to
from guichet.kernel.models import Dispatch
from guichet.kernel.references import pin_for_people

pytestmark = pytest.mark.django_db
LIST = "/en/eta/yours/letters/"


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, NOW)


def open_it(client: Client, application: Application) -> None:
    """Open an application in this browser with its number and PIN."""
    pin = tokens.pin_of(application)
    client.cookies.pop(handles.COOKIE, None)
    client.post("/en/eta/apply/resume/", {"number": application.number, "pin": pin})


def last(application: Application, kind: str) -> Correspondence:
    return application.letters.filter(kind=kind).latest("pk")


def again(client: Client, letter: Correspondence, times: int = 1) -> object:
    return client.post(f"{LIST}{letter.pk}/again/", {"times": times}, follow=True)


def test_it_lists_everything_that_was_sent(client: Client) -> None:
    application = worlds.make_paid()
    open_it(client, application)
    text = text_of(client.get(LIST))
    assert "Receipt for your application" in text
    assert "Approval" in text
    assert "n•••@example.org" in text
    assert "niamh@" not in text


def test_it_asks_others_for_number_and_pin(client: Client) -> None:
    application = worlds.make_paid()
    letter = last(application, "approved")
    for path in ("", f"{letter.pk}/", f"{letter.pk}/pdf/"):
        answer = client.get(LIST + path)
        assert leads_to(answer).startswith("/en/eta/apply/resume/")
    assert leads_to(client.post(f"{LIST}{letter.pk}/again/")).endswith("resume/")
    assert Correspondence.objects.get(pk=letter.pk).times_sent == 1


def test_it_shows_nobody_a_letter_of_another(client: Client) -> None:
    mine, other = worlds.make_paid(1), worlds.make_paid(2)
    open_it(client, mine)
    letter = last(other, "approved")
    assert client.get(f"{LIST}{letter.pk}/").status_code == 404
    assert client.get(f"{LIST}{letter.pk}/pdf/").status_code == 404
    again(client, letter)
    letter.refresh_from_db()
    assert letter.times_sent == 1


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_it_reads_a_letter_with_its_summary(client: Client, language: str) -> None:
    application = worlds.make_refused()
    open_it(client, application)
    letter = last(application, "refused")
    text = text_of(client.get(f"/{language}/eta/yours/letters/{letter.pk}/"))
    assert '<article class="sheet" lang="en" dir="ltr">' in text
    assert "An offence makes you inadmissible" in text
    assert {"en": "was refused", "fr": "refusée", "ar": "رُفض"}[language] in text


def test_it_can_read_every_kind_and_shows_no_secret(client: Client) -> None:
    application = worlds.make_asked()
    Application.objects.filter(pk=application.pk).update(email_pending="new@example.org")
    application.refresh_from_db()
    facts = {"due_on": DUE_ON.isoformat(), "reasons": ["criminality"], "fields": ["home_city"]}
    open_it(client, application)
    for kind in sorted(SHOWS):
        letter = letters.send(application, kind, cause="1", now=NOW, **facts)
        text = text_of(client.get(f"{LIST}{letter.pk}/"))
        assert pin_for_people(tokens.pin_of(application)) not in text, kind
        assert tokens.email_code(application) not in text, kind
        assert ("only in the e-mail" in text) == (kind in ("numbers", "prove_email")), kind
        assert "www.canada.ca/eta" in text, kind


def test_it_sends_again_and_says_where_to(client: Client) -> None:
    application = worlds.make_paid()
    open_it(client, application)
    letter = last(application, "approved")
    page = again(client, letter)
    assert "on its way to <bdi" in text_of(page)
    assert "n•••@example.org" in text_of(page)
    letter.refresh_from_db()
    assert letter.times_sent == 2
    assert Dispatch.objects.filter(kind="eta_letter", record=letter.pk).count() == 2


def test_it_sends_once_for_two_presses(client: Client) -> None:
    application = worlds.make_paid()
    open_it(client, application)
    letter = last(application, "approved")
    for _ in range(2):
        again(client, letter)
    letter.refresh_from_db()
    assert letter.times_sent == 2


def test_it_sends_at_most_five_an_hour(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    application = worlds.make_paid()
    open_it(client, application)
    letter = last(application, "approved")
    answers = [again(client, letter, times) for times in range(1, 7)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]  # type: ignore[attr-defined]
    letter.refresh_from_db()
    assert letter.times_sent == 6


def test_it_sends_no_approval_that_has_ended(client: Client) -> None:
    application = worlds.make_paid()
    application.authorization.ended_at, application.authorization.ended_as = NOW, "cancelled"
    application.authorization.save()
    open_it(client, application)
    letter = last(application, "approved")
    assert f"{letter.pk}/again/" not in text_of(client.get(LIST))
    assert "cannot be sent again" in text_of(again(client, letter))


def test_it_gives_a_letter_as_a_file_but_never_one_with_a_pin(client: Client) -> None:
    application = worlds.make_paid()
    assert application.born_on
    send_numbers(
        Owner(passport_number="PA0000000", issuer="IRL", born_on=application.born_on),
        networks=GUESSER.ladder,
        now=NOW,
    )
    application.refresh_from_db()
    open_it(client, application)
    answer = client.get(f"{LIST}{last(application, 'approved').pk}/pdf/")
    assert answer.content.startswith(b"%PDF")
    assert "no-store" in answer["Cache-Control"]
    assert client.get(f"{LIST}{last(application, 'numbers').pk}/pdf/").status_code == 404


def test_it_says_what_became_of_the_mail(client: Client) -> None:
    application = worlds.make_paid()
    rows = Dispatch.objects.filter(kind="eta_letter")
    rows.filter(record=last(application, "received").pk).update(sent_at=NOW)
    rows.filter(record=last(application, "approved").pk).update(given_up_at=NOW)
    open_it(client, application)
    text = re.sub(r"<[^>]+>", "|", text_of(client.get(LIST)))
    assert "Sent" in text
    assert "Could not be delivered" in text


def test_it_reads_the_list_in_a_fixed_number_of_statements(
    client: Client, django_assert_max_num_queries: object
) -> None:
    application = worlds.make_asked()
    for number in range(12):
        letters.send(application, "corrected", cause=number, now=NOW + timedelta(number))
    open_it(client, application)
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        client.get(LIST)
