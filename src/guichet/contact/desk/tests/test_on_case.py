"""What a level opens: one press each, each a look, and no more than was proven."""

import re

import pytest
from django.test import Client

from guichet.applications.models import Application, Enquiry
from guichet.applications.testing import make_listed
from guichet.contact import codes
from guichet.contact.desk.rules import MOST_QUESTIONS
from guichet.contact.desk.tests.test_begin_and_end import begun, pressed
from guichet.contact.desk.tests.test_identity import compared, day, said
from guichet.contact.models import CallerCode, CaseLook
from guichet.interactions.models import Interaction, Promise
from guichet.kernel import clock
from guichet.staff.testing import sign_in
from guichet.web.words import texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def application() -> Application:
    return make_listed()


@pytest.fixture
def address(client: Client) -> str:
    sign_in(client, "national_agent")
    return begun(client)


def button(page: str, start: str) -> str:
    """Return the value of the first button that begins so; it must be on the page."""
    match = re.search(rf'name="do" value="({start}[^"]*)"', page)
    assert match, start
    return match[1]


def with_code(client: Client, address: str, application: Application) -> str:
    """Prove everything with a code; return the page."""
    compared(client, address, number=application.number)
    pressed(client, address, "send:send_code")
    digits = codes.digits(CallerCode.objects.latest("pk"))
    return compared(client, address, number=application.number, code=digits)[1]


def test_each_thing_is_told_by_one_press_in_both_languages_and_is_a_look(
    client: Client, address: str, application: Application
) -> None:
    _, page = compared(client, address, **said(application))
    shows = {
        "tell_status": (texts("apply").get("status.late", "ar").text, "later than promised"),
        "tell_letters": ("Receipt for your application",),
        "tell_requests": ("There is nothing of this.",),
        "tell_history": ("By telephone",),
    }
    wrong = []
    for action, words in shows.items():
        status, card = pressed(client, address, button(page, f"tell:{action}"))
        card = card.split("data-card", 1)[1]
        wrong += [(action, word) for word in words if status != 200 or word not in card]
    assert wrong == []
    assert {look.action for look in CaseLook.objects.all()} == set(shows)
    _, letters = pressed(client, address, button(page, "tell:tell_letters"))
    status, after = pressed(client, address, button(letters, "again:"))
    assert status == 200 and "on its way to the address on file" in after
    assert application.letters.order_by("pk")[0].times_sent == 2


def test_by_the_passport_alone_the_status_is_told_and_not_the_number(
    client: Client, address: str, application: Application
) -> None:
    answers = application.answers
    facts = {
        "passport_number": str(answers["passport_number"]),
        "issuer": str(answers["issuer"]),
        **day("birth_date", application.born_on),
        **day("expiry_date", application.document_expires_on),
    }
    verdict, page = compared(client, address, **facts)
    assert verdict == "fits" and "You may say how it stands." in page
    assert application.number not in page.replace(" ", "").replace("\u202f", "")
    assert "tell:tell_letters" not in page and "ask:" not in page
    status_press = button(page, "tell:tell_status")
    assert "In progress" in pressed(client, address, status_press)[1]
    assert pressed(client, address, status_press.replace("tell_status", "tell_letters"))[0] == 409
    other = status_press.replace("tell:tell_status", "ask")
    assert pressed(client, address, other, question="When?")[0] == 409
    assert not Enquiry.objects.exists()


def test_a_question_is_opened_with_its_day_in_this_contact(
    client: Client, address: str, application: Application
) -> None:
    _, page = compared(client, address, **said(application))
    ask = button(page, "ask:")
    for _ in range(2):
        status, page = pressed(client, address, ask, question="Does my visa count?")
        assert status == 200 and "The question is open." in page
    enquiry, promise = Enquiry.objects.get(), Promise.objects.get()
    assert (enquiry.kind, enquiry.words) == ("other", "Does my visa count?")
    contact = Interaction.objects.get()
    assert (promise.interaction, promise.due_on) == (contact, enquiry.promised_on)
    assert {subject.kind for subject in contact.subjects.all()} == {"application", "enquiry"}


def test_a_contact_opens_ten_questions_and_one_more_is_told_so_with_its_words(
    client: Client, address: str, application: Application
) -> None:
    _, page = compared(client, address, **said(application))
    ask, earlier, agent = button(page, "ask:"), [], Interaction.objects.get().agent
    for number in range(MOST_QUESTIONS):
        words = {"question": f"Question {number}", "once": f"{number:024}"}
        status, page = pressed(client, address, ask, **words)
        earlier.append(status)
        enquiry = Enquiry.objects.get(answered_at=None)
        enquiry.answered_at, enquiry.answer, enquiry.officer = clock.now(), "Yes.", agent
        enquiry.save()
    assert (set(earlier), Enquiry.objects.count()) == ({200}, MOST_QUESTIONS)
    assert pressed(client, address, ask, **words)[0] == 200  # its press arrived a second time
    status, page = pressed(client, address, ask, question="One more?", once="m" * 24)
    assert (status, Enquiry.objects.count()) == (422, MOST_QUESTIONS)
    assert "has opened ten questions already" in page and "One more?" in page


def test_only_a_code_changes_the_address_and_puts_an_answer_right(
    client: Client, address: str, application: Application
) -> None:
    _, page = compared(client, address, **said(application))
    assert 'value="email:' not in page and 'value="correct:' not in page
    page = with_code(client, address, application)
    change, right = button(page, "email:"), button(page, "correct:")
    assert pressed(client, address, change)[0] == 422
    status, page = pressed(client, address, change, email="new@example.org")
    assert status == 200 and "A code is on its way to the new address." in page
    application.refresh_from_db()
    assert application.email_pending == "new@example.org"

    assert pressed(client, address, right, field="", value="")[0] == 422
    status, page = pressed(client, address, right, field="home_city", value="Cork")
    assert status == 200, page
    application.refresh_from_db()
    assert application.answers["home_city"] == "Cork"
    letters = application.letters.count()
    assert 'value="rep_surname"' not in page
    assert pressed(client, address, right, field="rep_surname", value="Roe")[0] == 422
    status, page = pressed(client, address, right, field="home_city", value=" Cork")
    assert status == 200 and "Nothing is different" in page
    assert application.letters.count() == letters
    page = pressed(client, address, button(page, "tell:tell_letters"))[1]
    assert "EST" in page or "EDT" in page


def test_a_contact_opens_nothing_of_the_checks_of_another(
    client: Client, address: str, application: Application
) -> None:
    _, page = compared(client, address, **said(application))
    status_press = button(page, "tell:tell_status")
    other = begun(client)
    assert pressed(client, other, status_press)[0] == 409
    assert pressed(client, other, "tell:nothing:1")[0] == 409
    assert pressed(client, address, "again:x:y:z")[0] == 409
