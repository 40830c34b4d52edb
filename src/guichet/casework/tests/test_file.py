"""A person's file: everything that is known, to those who may see it, and every look is noted."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client

from guichet.applications import numbers, queries, worklist
from guichet.applications.apply import starting
from guichet.applications.changes import corrections
from guichet.applications.decisions import actions as decisions
from guichet.applications.decisions import authorizations, reconsiderations, requests
from guichet.applications.letters import pdf as letters_pdf
from guichet.applications.letters import send as letters
from guichet.applications.models import Application
from guichet.applications.testing import explained, make_draft, make_listed, make_paid, make_refused
from guichet.casework.testing import make_thick
from guichet.kernel import clock
from guichet.kernel.models import AuditEntry
from guichet.staff.testing import make_staff, sign_in
from guichet.staff.tests.counting import statements

pytestmark = pytest.mark.django_db


def address(application: Application) -> str:
    return f"/staff/cases/{application.number}/"


def text(client: Client, application: Application) -> str:
    response = client.get(address(application))
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store, private"
    return response.content.decode()


def full(officer: User) -> Application:
    """Return an application with something in every part of its file."""
    now = clock.now() - timedelta(days=3)
    make_paid(8, passport_number="PA0000007", now=now - timedelta(days=9))
    application = make_listed(7, now=now)
    corrections.correct(application.pk, {"home_city": "Cork"}, now=now)
    day = (now + timedelta(days=20)).date()
    requests.ask_for_documents(
        application.pk,
        [("itinerary", "All stops, please.")],
        officer=officer.pk,
        due_on=day,
        now=now,
    )
    request = queries.open_requests(application).get()
    requests.answer_request(application.pk, request.pk, "Montréal, then Québec.", now=now)
    decisions.refuse(
        application.pk,
        officer=officer.pk,
        why=explained(),
        internal=["identity_doubtful", "See the note of the court."],
        now=now,
    )
    reconsiderations.request_reconsideration(application.pk, "The fine was paid.", now=now)
    worklist.add_task(application, "refund", cause=1, now=now)
    return Application.objects.get(pk=application.pk)


def test_it_shows_everything_that_is_known(client: Client) -> None:
    sign_in(client, "deciding_officer")
    first = make_staff("deciding_officer", name="amelie")
    page = text(client, full(first))
    for words in (
        "OBRIEN H",  # the name
        "Refused",
        "Declared: an offence",
        "careless driving",  # an answer
        "Passport number",
        "Galway",  # before
        "Cork",  # and after
        "Your travel plans",
        "All stops, please.",
        "Montréal, then Québec.",
        "Request for information",
        "An offence makes you inadmissible to Canada.",
        "Identity is doubtful",
        "See the note of the court.",
        "amelie",
        "The fine was paid.",
        "CAD\xa07",
        "Same passport, another person",
        "signed and sent it",
        "A payment is to be given back",
    ):
        assert words in page, words


def test_it_shows_the_file_in_french(client: Client) -> None:
    sign_in(client, "deciding_officer")
    client.cookies["guichet_staff_language"] = "fr"
    page = text(client, full(make_staff("deciding_officer")))
    for words in ("Refusée", "Numéro du passeport", "Irlande", "Vos projets de voyage", "Avant"):
        assert words in page, words


def test_it_notes_every_look(client: Client) -> None:
    officer = sign_in(client, "auditor")
    application = make_listed(now=clock.now())
    text(client, application)
    text(client, application)
    looks = AuditEntry.objects.filter(verb="see", record_type="application")
    assert (
        list(looks.values_list("record", "actor")) == [(application.pk, f"staff:{officer.pk}")] * 2
    )


def test_it_keeps_looks_out_of_the_history(client: Client) -> None:
    sign_in(client, "deciding_officer")
    application = make_listed(now=clock.now())
    text(client, application)
    assert "looked at the file" not in text(client, application)


def test_it_takes_few_statements_however_much_there_is(client: Client) -> None:
    sign_in(client, "deciding_officer")
    few = full(make_staff("deciding_officer"))
    thick = make_thick(9, papers=30, letters=40, now=clock.now())
    text(client, few)  # the first page begins the session
    for application in (few, thick):
        sql = statements(client, address(application))
        assert len(sql) <= 12, "\n".join(sql)


@pytest.mark.parametrize(
    "make",
    [
        lambda: make_draft(now=clock.now()).application,
        lambda: make_paid(now=clock.now()),
        lambda: make_refused(now=clock.now()),
    ],
    ids=["draft", "approved", "refused"],
)
def test_it_shows_every_state(client: Client, make: object) -> None:
    sign_in(client, "deciding_officer")
    assert "BRIEN" in text(client, make())  # type: ignore[operator]


def test_it_shows_a_draft_with_nothing_in_it(client: Client) -> None:
    sign_in(client, "deciding_officer")
    application = starting.start(language="ar", network=None, now=clock.now()).application
    assert "No letter was sent." in text(client, application)


def test_it_shows_an_authorization_and_how_it_ended(client: Client) -> None:
    officer = sign_in(client, "deciding_officer")
    application = make_paid(now=clock.now())
    number = numbers.for_people(application.authorization.number)
    assert f"{number}</bdi>: " in text(client, application)
    authorizations.cancel(
        application.authorization,
        officer=officer.pk,
        why=explained("issued_by_mistake"),
        now=clock.now(),
    )
    assert "Canceled" in text(client, application)


def test_it_offers_what_the_state_and_the_role_allow(client: Client) -> None:
    application = make_listed(now=clock.now())
    verbs_of = {}
    for role in ("deciding_officer", "intake_officer", "auditor"):
        browser = Client()
        sign_in(browser, role)
        page = text(browser, application)
        verbs = ("approve", "ask", "invite", "resume", "refuse", "close", "give-up", "cancel")
        verbs_of[role] = [verb for verb in verbs if f"{address(application)}{verb}/?" in page]
    assert verbs_of == {
        "deciding_officer": ["approve", "ask", "invite", "refuse", "close"],
        "intake_officer": ["ask", "invite"],
        "auditor": [],
    }


def test_it_tells_who_refused_that_another_decides(client: Client) -> None:
    officer = sign_in(client, "deciding_officer")
    application = make_refused(officer=officer.pk, now=clock.now())
    request = reconsiderations.request_reconsideration(
        application.pk, "Acquitted.", now=clock.now()
    )
    page = text(client, application)
    assert "You have refused this case" in page
    assert "/take/" not in page
    assert f"reconsider/{request.pk}/" not in page

    other = Client()
    second = sign_in(other, "deciding_officer")
    assert f"reconsider/{request.pk}/" in text(other, application)
    reconsiderations.reconsider(
        request.pk, officer=second.pk, reopened=True, public=[], now=clock.now()
    )
    page = text(client, application)
    assert "You refused this application before" in page
    assert "You refused it before" in page  # where others have a button to take the task
    assert "/take/" not in page
    assert "/approve/" not in page
    assert "/close/" not in page
    history = page.partition('id="history"')[2]
    words = unescape(re.sub("<[^>]+>", "", history))
    assert "decided on looking again Reopened" in words
    assert "/approve/" in text(other, application)


def test_it_shows_a_letter_as_a_file_and_notes_it(client: Client) -> None:
    officer = sign_in(client, "auditor")
    application = make_paid(now=clock.now())
    letter = application.letters.get(kind="approved")
    response = client.get(f"{address(application)}letters/{letter.pk}/")
    assert letters_pdf.name(letter) in response["Content-Disposition"]
    assert response.content.startswith(b"%PDF")
    assert "O'BRIEN" not in str(response.headers)
    assert AuditEntry.objects.filter(
        verb="see", actor=f"staff:{officer.pk}", facts__letter=letter.pk
    ).exists()


def test_it_makes_no_file_of_a_pin(client: Client) -> None:
    sign_in(client, "deciding_officer")
    application = make_paid(now=clock.now())
    letter = letters.send(application, "numbers", cause=1, now=clock.now())
    path = f"{address(application)}letters/{letter.pk}/"
    assert path not in text(client, application)
    assert client.get(path).status_code == 404


def test_it_shows_no_letter_of_another_application(client: Client) -> None:
    sign_in(client, "deciding_officer")
    application, other = make_paid(1, now=clock.now()), make_paid(2, now=clock.now())
    letter = other.letters.get(kind="approved")
    assert client.get(f"{address(application)}letters/{letter.pk}/").status_code == 404


def test_it_knows_no_number_that_nobody_has(client: Client) -> None:
    sign_in(client, "deciding_officer")
    page = client.get("/staff/cases/V000000000/")
    assert page.status_code == 404
    assert "Your appointment" not in page.content.decode()  # officers have none here
    assert client.get("/staff/cases/V000000000/approve/").status_code == 404


def test_it_is_closed_to_an_administrator(client: Client) -> None:
    sign_in(client, "administrator")
    application = make_paid(now=clock.now())
    letter = application.letters.get(kind="approved")
    for path in ("", f"letters/{letter.pk}/", "approve/", "cancel/"):
        assert client.get(address(application) + path).status_code == 403
    assert not AuditEntry.objects.filter(verb="see").exists()


def test_it_writes_no_address_into_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    application = make_paid(now=clock.now())
    browser = Client(enforce_csrf_checks=True)
    sign_in(browser, "deciding_officer")
    assert browser.post(address(application) + "approve/").status_code == 403
    assert browser.put(address(application) + "approve/").status_code in {403, 405}
    assert browser.get(address(application) + "nowhere/").status_code == 404
    assert "403 csrf" in caplog.text
    assert application.number not in caplog.text
