"""Questions to the service: they are listed, read with their case, and answered once."""

from datetime import date, timedelta

import pytest
from django.test import Client

from guichet.applications import numbers
from guichet.applications.decisions import actions as decisions
from guichet.applications.enquiries import actions, mails, sending
from guichet.applications.enquiries.actions import EnquiryQuestion
from guichet.applications.letters import mail as letter_mail
from guichet.applications.models import Application, Enquiry
from guichet.applications.testing import NETWORK, explained, make_listed, make_officer
from guichet.casework.enquiries.page import READY
from guichet.casework.tests.desk import address, body
from guichet.casework.words import TOPIC
from guichet.kernel import clock
from guichet.kernel.models import AuditEntry, Dispatch
from guichet.kernel.obstacles import Obstacle
from guichet.staff.testing import sign_in
from guichet.web.words import texts

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


def test_questions_stand_on_the_list_and_their_old_address_leads_there(client: Client) -> None:
    sign_in(client, "intake_officer")
    application, other = make_listed(now=clock.now()), make_listed(1, now=clock.now())
    enquiry = ask(application)
    answer = client.get(LIST)
    assert answer["Location"] == "/staff/cases/?kind=enquiry"
    page = body(client.get(answer["Location"]))
    assert path(enquiry) in page
    assert address(other) not in page
    assert "change my flight" not in page
    assert path(enquiry) in body(client.get(address(application)))


def test_it_shows_the_question_whose_it_is_and_how_its_case_stood(client: Client) -> None:
    sign_in(client, "auditor")
    travel = {"travel_known": "yes", "travel_date": "2031-03-04", "travel_time": "10:15"}
    zone = {"travel_time_zone": "Europe/Dublin"}
    application = make_listed(now=clock.now(), **travel, **zone)
    enquiry = ask(application)
    decisions.refuse(application.pk, officer=make_officer(), why=explained(), now=clock.now())
    page = body(client.get(path(enquiry)))
    for words in ("May I change my flight?", "With an officer", "Paid", address(application)):
        assert words in page, words
    for words in ("NIAMH AOIFE OBRIEN A", "May 17, 1985", "Ireland", "Mar 4, 2031", "Refused"):
        assert words in page, words
    assert "niamh@example.org, on file with the application" in page
    assert "<textarea" not in page  # an auditor answers nothing
    assert "somebody@example.org, typed with the question" in body(client.get(path(ask())))


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
    client.get("/staff/cases/?kind=enquiry&sort=name")
    for _ in range(2):
        answer = client.post(path(enquiry), {**words, "step": "confirm"})
        assert answer["Location"] == "/staff/cases/?kind=enquiry&sort=name"
    enquiry.refresh_from_db()
    assert (enquiry.answer, enquiry.officer) == ("Yes. <Tell> us the new date.", officer)
    assert Dispatch.objects.count() == before + 1
    assert AuditEntry.objects.filter(verb="answer_enquiry").count() == 1
    list_page = body(client.get(answer["Location"]))
    assert "Answered. It is on its way." in list_page
    assert f'href="{path(enquiry)}"' in list_page


@pytest.mark.parametrize("has_case", [True, False])
def test_it_shows_the_whole_mail_before_it_is_sent(client: Client, has_case: bool) -> None:
    sign_in(client, "intake_officer")
    enquiry = ask(make_listed(now=clock.now()) if has_case else None)
    words = {"answer": "Yes.\n\nTell us the new date."}
    page = body(client.post(path(enquiry), words))
    client.post(path(enquiry), {**words, "step": "confirm"})
    row = Dispatch.objects.order_by("pk").last()
    assert row
    parcel = (letter_mail if has_case else mails).parcel(row, clock.now())
    assert parcel
    assert f"<b>{parcel.content.subject}</b>" in page
    assert parcel.content.body in page
    assert "Tell us the new date." in parcel.content.body
    assert ("The letter goes along as a file." in page) == bool(parcel.content.attachments)
    assert "A machine translated this page" not in page


def test_it_goes_on_to_what_comes_next_on_the_list(client: Client) -> None:
    sign_in(client, "intake_officer")
    first, second = ask(), ask(words="And a second one?")
    client.get("/staff/cases/?kind=enquiry")
    words = {"answer": "Yes.", "step": "confirm_next"}
    assert client.post(path(first), words)["Location"] == path(second)
    assert numbers.for_people(first.number) in body(client.get(path(second)))
    assert client.post(path(second), words)["Location"] == "/staff/cases/?kind=enquiry"


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
    client.cookies["guichet_staff_language"] = "fr"
    application = make_listed(now=clock.now(), letter_language="en")
    address_of = path(ask(application))
    assert "Votre demande n’est pas oubliée" in body(client.get(address_of))
    form = {"answer": "Dear traveler,", "ready": "late", "step": "insert"}
    page = body(client.post(address_of, form))
    assert "Dear traveler,\n\nWe are sorry that it takes longer" in page
    assert "autofocus" in page.split("<textarea")[1].split(">")[0]
    assert 'data-sentence="Thank you for your question."' in page
    for code in ("", "x", "../late"):
        assert client.post(address_of, {**form, "ready": code}).status_code == 200


def test_every_ready_sentence_has_its_part_of_an_answer() -> None:
    keys = texts(TOPIC).keys()
    codes = {key.partition(".")[2] for key in keys if key.startswith("ready.")}
    assert codes == {code for codes in READY.values() for code in codes}


def test_another_day_is_promised_before_the_first_is_over_and_told_at_once(
    client: Client,
) -> None:
    sign_in(client, "intake_officer")
    enquiry = ask(make_listed(now=clock.now()))
    first, later = enquiry.promised_on, enquiry.promised_on + timedelta(days=7)
    page = body(client.get(path(enquiry)))
    assert "It takes longer" in page

    fields = {"step": "later", "answer": "We are still looking", **in_parts(first)}
    for day in (first - timedelta(days=1), first + timedelta(days=60)):
        answer = client.post(path(enquiry), {**fields, **in_parts(day)})
        assert answer.status_code == 422 and "at most 30 days from today" in body(answer)
    for _ in range(2):
        page = body(client.post(path(enquiry), {**fields, **in_parts(later)}))
        assert "The person is told the new day." in page and "We are still looking" in page
    enquiry.refresh_from_db()
    promise = enquiry.promise
    assert promise and promise.follows and promise.follows.told_at
    assert (enquiry.promised_on, promise.due_on, promise.follows.due_on) == (later, later, first)
    assert enquiry.tasks.get().due_at == promise.due_at
    letter = enquiry.application.letters.get(kind="enquiry_later")  # type: ignore[union-attr]
    assert "takes longer" in letter_mail.mail(letter).subject
    assert AuditEntry.objects.get(verb="postpone_enquiry").record == enquiry.pk


def test_a_promise_that_is_overdue_is_told_anew_no_more(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, "intake_officer")
    enquiry, at = ask(), clock.now() + timedelta(days=9)
    later = at.date() + timedelta(days=3)
    with pytest.raises(Obstacle, match="promise_overdue"):
        actions.postpone(enquiry.pk, later, officer=make_officer(), now=at)
    assert actions.postpone(enquiry.pk, later, officer=make_officer(), now=clock.now()).promise
    dispatch = Dispatch.objects.get(kind=sending.LATER, record=enquiry.pk)
    parcel = mails.parcel(dispatch, at)
    assert parcel and parcel.to == "somebody@example.org"
    sign_in(client, "intake_officer")
    monkeypatch.setattr(clock, "now", lambda: at + timedelta(days=4))
    sign_in(client, "intake_officer")
    assert "The promised day is over" in body(client.get(path(enquiry)))


def in_parts(day: date) -> dict[str, str]:
    """Return a day as its three fields send it."""
    return {f"due_on_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
