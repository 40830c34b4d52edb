"""Questions to the service: they are listed, read with their case, and answered once."""

import pytest
from django.test import Client

from guichet.applications.enquiries import actions
from guichet.applications.enquiries.actions import EnquiryQuestion
from guichet.applications.models import Application, Enquiry
from guichet.applications.testing import NETWORK, make_listed
from guichet.casework.tests.desk import address, body
from guichet.kernel import clock
from guichet.kernel.models import AuditEntry, Dispatch
from guichet.staff.testing import sign_in

pytestmark = pytest.mark.django_db
LIST = "/staff/enquiries/"


def ask(application: Application | None = None, words: str = "May I change my flight?") -> Enquiry:
    question = EnquiryQuestion(
        kind="other",
        language="fr",
        words=words,
        reply_to="" if application else "somebody@example.org",
    )
    pk = application.pk if application else None
    return actions.ask(question, application=pk, network=NETWORK, now=clock.now())


def path(enquiry: Enquiry) -> str:
    return f"{LIST}{enquiry.number}/"


def test_it_says_that_no_question_waits(client: Client) -> None:
    sign_in(client, "intake_officer")
    assert "No question waits" in body(client.get(LIST))


def test_it_lists_questions_without_their_words(client: Client) -> None:
    sign_in(client, "intake_officer")
    application = make_listed(now=clock.now())
    enquiry = ask(application)
    page = body(client.get(LIST))
    assert path(enquiry) in page
    assert "change my flight" not in page
    assert path(enquiry) in body(client.get("/staff/cases/?kind=enquiry"))
    assert path(enquiry) in body(client.get(address(application)))


def test_it_shows_the_question_and_how_its_case_stood(client: Client) -> None:
    sign_in(client, "auditor")
    application = make_listed(now=clock.now())
    page = body(client.get(path(ask(application))))
    for words in ("May I change my flight?", "With an officer", "Paid", address(application)):
        assert words in page, words
    assert "<textarea" not in page  # an auditor answers nothing


@pytest.mark.parametrize("has_case", [True, False])
def test_it_answers_once_in_the_officers_words(client: Client, has_case: bool) -> None:
    officer = sign_in(client, "intake_officer")
    application = make_listed(now=clock.now()) if has_case else None
    enquiry = ask(application)
    before = Dispatch.objects.count()
    words = {"answer": "Yes. <Tell> us the new date."}
    page = body(client.post(path(enquiry), words))
    assert "This is what the person will read" in page
    assert "&lt;Tell&gt;" in page
    assert Dispatch.objects.count() == before
    for _ in range(2):
        answer = client.post(path(enquiry), {**words, "step": "confirm"})
        assert answer["Location"] == LIST
    enquiry.refresh_from_db()
    assert (enquiry.answer, enquiry.officer) == ("Yes. <Tell> us the new date.", officer)
    assert Dispatch.objects.count() == before + 1
    assert AuditEntry.objects.filter(verb="answer_enquiry").count() == 1
    assert "Answered. It is on its way." in body(client.get(LIST))


def test_it_tells_the_second_officer_and_keeps_what_was_typed(client: Client) -> None:
    sign_in(client, "intake_officer")
    enquiry = ask()
    colleague = Client()
    sign_in(colleague, "intake_officer")
    colleague.post(path(enquiry), {"answer": "Yes.", "step": "confirm"})
    answer = client.post(path(enquiry), {"answer": "No.", "step": "confirm"})
    assert answer.status_code == 409
    assert "answered in the meantime" in body(answer)
    enquiry.refresh_from_db()
    assert enquiry.answer == "Yes."


def test_it_asks_for_words_and_goes_back_to_them(client: Client) -> None:
    sign_in(client, "intake_officer")
    enquiry = ask()
    assert client.post(path(enquiry), {"answer": " "}).status_code == 422
    assert client.post(path(enquiry), {"answer": "x" * 4001}).status_code == 422
    again = client.post(path(enquiry), {"answer": "Yes, but", "step": "change"})
    assert (again.status_code, "Yes, but</textarea>" in body(again)) == (200, True)


def test_it_lets_an_auditor_answer_nothing(client: Client) -> None:
    sign_in(client, "auditor")
    enquiry = ask()
    assert client.post(path(enquiry), {"answer": "Yes.", "step": "confirm"}).status_code == 403
    enquiry.refresh_from_db()
    assert enquiry.answered_at is None


def test_it_notes_who_read_a_question(client: Client) -> None:
    officer = sign_in(client, "auditor")
    application = make_listed(now=clock.now())
    client.get(path(ask(application)))
    looks = AuditEntry.objects.filter(verb="see", actor=f"staff:{officer.pk}")
    assert sorted(looks.values_list("record_type", flat=True)) == ["application", "enquiry"]
    assert client.get(f"{LIST}E000000000/").status_code == 404


def test_ready_sentences_go_into_the_answer_in_the_language_of_the_letter(client: Client) -> None:
    sign_in(client, "intake_officer")
    client.cookies["site_staff_language"] = "fr"
    application = make_listed(now=clock.now(), letter_language="en")
    address_of = path(ask(application))
    assert "Votre demande n’est pas oubliée" in body(client.get(address_of))
    form = {"answer": "Dear traveler,", "ready": "late", "step": "insert"}
    page = body(client.post(address_of, form))
    assert "Dear traveler,\n\nWe are sorry that it takes longer" in page
    assert "Cela n’est pas possible" not in page
    for code in ("", "x", "../late"):
        assert client.post(address_of, {**form, "ready": code}).status_code == 200
