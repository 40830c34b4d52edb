"""A new address: proven by a code before letters follow, and the old one is told."""

from datetime import timedelta

import pytest
from django.test import Client

from guichet.applications import testing as worlds
from guichet.applications import tokens
from guichet.applications.changes import actions
from guichet.applications.letters.tests.test_pages_letters import open_it
from guichet.applications.models import Application
from guichet.applications.testing import NOW
from guichet.applications.tests.paper import stop_clock, text_of
from guichet.web.forms.marks import mark

pytestmark = pytest.mark.django_db
PAGE = "/en/eta/yours/address/"
NEW = "new@example.org"


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, NOW)


@pytest.fixture
def application(client: Client) -> Application:
    listing = worlds.make_listed()
    open_it(client, listing)
    return listing


def press(client: Client, what: str, **fields: str) -> object:
    return client.post(PAGE, {"does": what, **fields}, follow=True)


def addresses(application: Application) -> tuple[str, str]:
    application.refresh_from_db()
    return application.email, application.email_pending


def codes(application: Application) -> int:
    return application.letters.filter(kind="prove_email").count()


def test_it_changes_the_address_once_the_code_is_typed(
    client: Client, application: Application
) -> None:
    page = press(client, "send", email=NEW)
    assert NEW in text_of(page)
    assert addresses(application) == ("niamh@example.org", NEW)
    page = press(client, "confirm", code=tokens.email_code(application))
    assert addresses(application) == (NEW, "")
    assert "From now on, letters go to" in text_of(page)
    assert application.letters.filter(kind="email_changed").exists()


def test_it_refuses_a_wrong_code_and_stops_guesses(
    client: Client, application: Application
) -> None:
    press(client, "send", email=NEW)
    application.refresh_from_db()
    right = tokens.email_code(application)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    answers = [press(client, "confirm", code=wrong) for _ in range(5)]
    assert {answer.status_code for answer in answers} == {422}  # type: ignore[attr-defined]
    assert "This code is not right" in text_of(answers[0])
    assert f'value="{wrong}"' in text_of(answers[0])
    assert press(client, "confirm", code=right).status_code == 429  # type: ignore[attr-defined]
    assert addresses(application)[0] == "niamh@example.org"


def test_it_takes_no_code_that_is_an_hour_old(
    client: Client, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(client, "send", email=NEW)
    application.refresh_from_db()
    old = tokens.email_code(application)
    stop_clock(monkeypatch, NOW + timedelta(hours=1))
    open_it(client, application)
    page = press(client, "confirm", code=old)
    assert "more than an hour old" in text_of(page)
    press(client, "again")
    assert codes(application) == 2
    fresh = tokens.email_code(application)
    assert fresh != old
    press(client, "confirm", code=fresh)
    assert addresses(application) == (NEW, "")


def test_it_sends_the_code_again(client: Client, application: Application) -> None:
    press(client, "send", email=NEW)
    page = press(client, "again")
    assert "on its way to" in text_of(page)
    letter = application.letters.get(kind="prove_email")
    assert letter.times_sent == 2


def test_it_sends_one_code_for_two_presses(client: Client, application: Application) -> None:
    for _ in range(2):
        press(client, "send", email=NEW)
    assert codes(application) == 1


def test_it_sends_at_most_five_codes_an_hour(client: Client, application: Application) -> None:
    answers = [press(client, "send", email=f"new{number}@example.org") for number in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]  # type: ignore[attr-defined]


def test_it_keeps_the_old_address_when_somebody_thinks_again(
    client: Client, application: Application
) -> None:
    press(client, "send", email=NEW)
    application.refresh_from_db()
    code = tokens.email_code(application)
    for _ in range(2):
        assert "stays as it was" in text_of(press(client, "cancel"))
    press(client, "confirm", code=code)
    assert addresses(application) == ("niamh@example.org", "")


@pytest.mark.parametrize("text", ["", "nobody", "a@b", "x" * 5000, "new@exa\x00mple.org"])
def test_it_says_what_is_no_address_and_keeps_what_was_typed(
    client: Client, application: Application, text: str
) -> None:
    page = press(client, "send", email=text)
    assert page.status_code == 422  # type: ignore[attr-defined]
    assert addresses(application) == ("niamh@example.org", "")


def test_it_knows_the_address_on_file(client: Client, application: Application) -> None:
    page = press(client, "send", email="NIAMH@example.org")
    assert "on file already" in text_of(page)
    assert codes(application) == 0


def test_it_leads_to_the_form_before_it_is_sent(client: Client) -> None:
    draft = worlds.make_draft().application
    open_it(client, draft)
    assert "/apply/steps/contact/" in text_of(client.get(PAGE))
    assert press(client, "send", email=NEW).status_code == 422  # type: ignore[attr-defined]
    assert addresses(draft)[1] == ""


def test_it_changes_nothing_once_it_is_over(client: Client, application: Application) -> None:
    actions.withdraw(application.pk, now=NOW)
    assert "no longer changes" in text_of(client.get(PAGE))
    assert press(client, "send", email=NEW).status_code == 422  # type: ignore[attr-defined]


def test_it_keeps_what_was_typed_when_the_visit_is_over(
    client: Client, application: Application
) -> None:
    client.cookies.clear()
    about = mark("new_address", application)
    page = press(client, "send", email=NEW, about=about)
    assert page.status_code == 403  # type: ignore[attr-defined]
    assert f'value="{NEW}"' in text_of(page)
    keys = {"number": application.number, "pin": tokens.pin_of(application)}
    press(client, "send", email=NEW, about=about, **keys)
    assert addresses(application)[1] == NEW


def test_it_keeps_what_was_typed_when_the_language_changes(
    client: Client, application: Application
) -> None:
    page = client.post("/fr/eta/yours/address/", {"does": "send", "email": NEW, "language": "fr"})
    assert f'value="{NEW}"' in text_of(page)
    assert codes(application) == 0
