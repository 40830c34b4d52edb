"""Nothing an officer types is lost: not when the session ends, not when the language changes."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client

from guichet.applications.enquiries import actions as enquiries
from guichet.applications.enquiries.actions import EnquiryQuestion
from guichet.applications.models import Application
from guichet.applications.testing import NETWORK, make_listed
from guichet.casework.tests.desk import REFUSAL, address, body, change_of, due, fill_in
from guichet.kernel import clock
from guichet.staff.frame import keeping
from guichet.staff.roles import give
from guichet.staff.testing import sign_in
from guichet.staff.tests.signing import CODE, code_of, officer, type_password

pytestmark = pytest.mark.django_db
WORDS = "The newest one, with every page, Ms. O’Brien & Söhne."
ASKED = {"documents": ["court_documents", "other"], "words_other": WORDS}
CHECKED = 'value="court_documents" checked'
Later = Callable[[int], None]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Let minutes pass."""

    def passes(minutes: int) -> None:
        then = clock.now() + timedelta(minutes=minutes)
        monkeypatch.setattr(clock, "now", lambda: then)

    return passes


@pytest.fixture
def case() -> Application:
    return make_listed(now=clock.now())


def come_in(client: Client, user: User) -> None:
    """Sign in as a person does: name and password, then the code."""
    type_password(client, user.username)
    client.post(CODE, {"code": code_of(user)})
    assert client.get("/staff/").status_code == 200


def come_back(client: Client, user: User, sign_in_page: str) -> str:
    """Sign in at the page that a form led to, and return the page that follows."""
    query = sign_in_page.removeprefix("/staff/sign-in/")
    assert "next=" in query
    type_password(client, user.username, query=query)
    response = client.post(CODE, {"code": code_of(user)}, follow=True)
    assert response.status_code == 200
    return unescape(body(response))


def test_it_brings_back_what_was_typed_when_the_session_had_ended(
    client: Client, case: Application, later: Later
) -> None:
    user, path = officer(), address(case, "ask")
    come_in(client, user)
    number = change_of(body(client.get(path)))
    later(31)
    ended = client.post(path, {**ASKED, **due(20), "seen": number})
    assert ended["Location"].startswith("/staff/sign-in/?next=%2Fstaff%2Fcases%2F")
    assert "Brien" not in ended["Location"]
    assert "What you typed is kept" in body(client.get(ended["Location"]))
    page = come_back(client, user, ended["Location"])
    assert WORDS in page
    assert CHECKED in page
    assert "It was not sent" in page
    assert change_of(page) == number
    assert not case.requests.exists()
    assert WORDS not in unescape(body(client.get(path)))  # it waits no longer


def test_it_brings_back_the_page_that_asks_for_a_confirmation(
    client: Client, case: Application, later: Later
) -> None:
    user, path = officer(), address(case, "refuse")
    come_in(client, user)
    page = fill_in(client, path, {**REFUSAL, "note": WORDS})
    carried = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', body(page)))
    later(31)
    ended = client.post(path, {**carried, "note": WORDS, "step": "confirm"})
    page_again = come_back(client, user, ended["Location"])
    assert "An offence" in page_again
    assert WORDS in page_again
    assert 'value="confirm">' in page_again
    case.refresh_from_db()
    assert case.state == "manual_review"


def test_it_brings_back_what_was_typed_after_another_page_ended_the_session(
    client: Client, case: Application, later: Later
) -> None:
    user, path = officer(), address(case, "ask")
    come_in(client, user)
    client.get(path)
    later(31)
    client.get("/staff/cases/")  # in another window
    ended = client.post(path, ASKED)
    assert WORDS in come_back(client, user, ended["Location"])


def test_it_brings_back_what_was_typed_when_the_session_is_gone(
    client: Client, case: Application
) -> None:
    user, path = officer(), address(case, "ask")
    come_in(client, user)
    Session.objects.all().delete()  # overnight
    ended = client.post(path, ASKED)
    assert WORDS in come_back(client, user, ended["Location"])


def test_it_shows_another_account_nothing(client: Client, case: Application, later: Later) -> None:
    user, other, path = officer(), officer("otto"), address(case, "ask")
    come_in(client, user)
    client.get(path)
    later(31)
    ended = client.post(path, ASKED)
    page = come_back(client, other, ended["Location"])
    assert "words_other" in page  # it is the same form
    assert WORDS not in page
    assert CHECKED not in page


def test_it_keeps_it_enciphered(client: Client, case: Application, later: Later) -> None:
    come_in(client, officer())
    client.get(address(case, "ask"))
    later(31)
    client.post(address(case, "ask"), {**ASKED, "words_other": "plainwords"})
    (form,) = [
        data
        for session in Session.objects.all()
        if (data := session.get_decoded().get("staff_typed"))
    ]
    assert "plainwords" not in str(form)


def test_it_keeps_nothing_of_strangers(client: Client, case: Application) -> None:
    answer = client.post(address(case, "ask"), ASKED)
    assert answer.status_code == 302
    assert not Session.objects.exists()
    client.cookies[keeping.ACCOUNT] = "1"
    client.post(address(case, "ask"), ASKED)
    assert not Session.objects.exists()


def test_it_brings_back_the_refusal_that_was_read_while_another_window_signed_out(
    client: Client, case: Application
) -> None:
    user, path = officer(), address(case, "refuse")
    come_in(client, user)
    page = fill_in(client, path, REFUSAL)
    form = {**REFUSAL, "seen": change_of(body(page)), "stage": "confirm", "step": "confirm"}
    client.post("/staff/sign-out/")
    ended = client.post(path, form)
    text = body(client.get(ended["Location"]))
    assert "no longer signed in" in text
    assert "Nothing was done" in text
    assert "What you typed is kept" in text
    page_again = come_back(client, user, ended["Location"])
    assert "It was not sent" in page_again
    assert f'name="words" value="{REFUSAL["words"]}"' in page_again
    case.refresh_from_db()
    assert case.state == "manual_review"
    confirmed = client.post(path, {**form, "seen": change_of(page_again)})
    assert confirmed["Location"] == address(case)


@pytest.mark.parametrize("is_ours", [True, False])
def test_it_keeps_nothing_of_a_form_of_another_site(
    case: Application, later: Later, is_ours: bool
) -> None:
    browser = Client(enforce_csrf_checks=True)
    sign_in(browser, "deciding_officer")
    page = body(browser.get(address(case, "ask")))
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]
    later(31)
    browser.post(address(case, "ask"), {**ASKED, "csrfmiddlewaretoken": token if is_ours else "x"})
    says_kept = "What you typed is kept" in body(browser.get("/staff/sign-in/"))
    assert says_kept is is_ours


def test_it_keeps_no_password(client: Client, later: Later) -> None:
    come_in(client, officer())
    later(31)
    client.post("/staff/account/password/", {"oldpassword": "secret"})
    assert "What you typed is kept" not in body(client.get("/staff/sign-in/"))


def test_it_keeps_what_was_typed_when_the_language_changes(
    client: Client, case: Application
) -> None:
    path = address(case, "ask")
    sign_in(client, "deciding_officer")
    first_page = body(client.get(path))
    assert f'value="fr" lang="fr" form="deed" formaction="{path}" formnovalidate' in first_page
    page = client.post(path, {**ASKED, "seen": change_of(first_page), "language": "fr"})
    assert page.status_code == 200
    text = unescape(body(page))
    assert '<html lang="fr"' in text
    assert WORDS in text
    assert CHECKED in text
    assert change_of(text) == change_of(first_page)
    assert '<html lang="fr"' in body(client.get("/staff/"))
    assert not case.requests.exists()


def test_it_changes_the_language_of_the_page_that_asks_for_a_confirmation(
    client: Client, case: Application
) -> None:
    path = address(case, "refuse")
    sign_in(client, "deciding_officer")
    page = body(fill_in(client, path, {**REFUSAL, "note": WORDS}))
    form = {**REFUSAL, "note": WORDS, "stage": "confirm", "seen": change_of(page)}
    french = unescape(body(client.post(path, {**form, "language": "fr"})))
    assert '<html lang="fr"' in french
    assert 'name="step" value="confirm"' in french
    assert 'name="language" value="fr">' not in french.split("<main")[1]
    case.refresh_from_db()
    assert case.state == "manual_review"


def test_it_keeps_an_answer_to_a_question(client: Client, case: Application, later: Later) -> None:
    question = EnquiryQuestion(kind="other", language="en", words="When?", reply_to="")
    enquiry = enquiries.ask(question, application=case.pk, network=NETWORK, now=clock.now())
    path = f"/staff/enquiries/{enquiry.number}/"
    user = officer()
    come_in(client, user)
    french = client.post(path, {"answer": WORDS, "language": "fr"})
    assert WORDS in unescape(body(french))
    later(31)
    ended = client.post(path, {"answer": WORDS, "step": "confirm"})
    page = come_back(client, user, ended["Location"])
    assert WORDS in page
    enquiry.refresh_from_db()
    assert not enquiry.answer


def test_it_keeps_a_change_of_the_lists(client: Client) -> None:
    sign_in(client, "deciding_officer")
    form = {"nationality": "MEX", "permits": "J572319047", "language": "fr"}
    page = client.post("/staff/relisting/", form)
    assert page.status_code == 200
    assert "J572319047" in body(page)
    assert 'value="MEX" selected' in body(page)


def test_it_opens_no_form_of_a_role_that_was_taken_away(
    client: Client, case: Application, later: Later
) -> None:
    user, path = officer(), address(case, "ask")
    come_in(client, user)
    later(31)
    ended = client.post(path, ASKED)
    user.groups.clear()
    give(user, "auditor")
    type_password(client, user.username, query=ended["Location"].removeprefix("/staff/sign-in/"))
    page = client.post(CODE, {"code": code_of(user)}, follow=True)
    assert page.status_code == 403
    assert WORDS not in unescape(body(page))
