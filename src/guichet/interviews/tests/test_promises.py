"""What was promised of an interview reads well wherever it stands: to call, to find, to give up."""

from datetime import timedelta

import pypdfium2
import pytest
from django.test import Client

from guichet.applications.letters import mail as letters_mail
from guichet.applications.letters import pdf as letters_pdf
from guichet.applications.letters.tests.test_letters_pdf import reader_of
from guichet.applications.models import Application
from guichet.applications.testing import make_listed
from guichet.applications.tests.paper import text_of
from guichet.booking.testing import make_booked, make_open_slot
from guichet.casework.tests.desk import address, body
from guichet.interviews import invitation, testing
from guichet.interviews.sentences import lines, rows, say, when
from guichet.interviews.tests.walking import choose, let_it_be_over, newest_letter, open_in
from guichet.kernel import clock, references
from guichet.offices.models import Office
from guichet.post.tests.reading import READERS, check_no_isolates
from guichet.staff.testing import sign_in

pytestmark = pytest.mark.django_db
STATUS = "/en/eta/status/yours/"
OFFICE: dict[str, object] = {"way": "office", "place": "", "times": ()}


def test_a_telephone_calls_the_number_with_a_press(client: Client) -> None:
    call: dict[str, object] = {"way": "telephone", "place": "+1 613 555 0100 ext. 5"}
    interview = testing.make_invited(now=clock.now(), changes=call)
    for path in (open_in(client, interview.application), STATUS):
        assert 'href="tel:+16135550100;ext=5"><bdi dir="ltr">+1 613' in body(client.get(path))
    interview.place = "Ask at the desk"  # of before: no number that a telephone reads
    interview.save(update_fields=["place"])
    main = body(client.get(path)).partition("<main")[2].partition("</main")[0]
    assert "Ask at the desk" in main and "tel:" not in main


def test_an_office_is_found_and_opened_by_what_the_page_says(client: Client) -> None:
    officer = Client()
    sign_in(officer, "intake_officer")
    application = make_listed(now=clock.now())
    interview = testing.invite(application, now=clock.now(), **OFFICE)
    slot = make_open_slot(starts_at=clock.now() + timedelta(days=9))
    claim = make_booked(slot, now=clock.now(), case_number=application.number)
    Office.objects.update(room="3-120", arrive_early_minutes=30)
    number = claim.appointment.confirmation_number or ""
    testing.name_appointment(interview, number, now=clock.now())
    path = open_in(client, application)
    for text in (
        text_of(client.get(path)),
        text_of(client.get(STATUS)),
        newest_letter(client),
        letters_mail.mail(application.letters.get(kind="interview_chosen")).text,
        text_of(officer.get(address(application))),
    ):
        for words in (references.for_people(number), "3-120", "30 minutes"):
            assert words in text
    page = text_of(client.get("/en/eta/yours/withdraw/"))
    assert "your appointment at the office is canceled: " in page


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_who_withdraws_reads_first_that_the_interview_does_not_come(language: str) -> None:
    client = Client()
    interview = testing.make_invited(now=clock.now())
    path = open_in(client, interview.application, language)
    withdrawing = f"/{language}/eta/yours/withdraw/"
    time = testing.days_after(clock.now(), 10)[0]
    words = say("decline.withdrawn", language, time=when(time, language))
    assert words not in text_of(client.get(withdrawing))
    choose(client, client.get(path), interview.starts[0])
    assert words in text_of(client.get(withdrawing))
    let_it_be_over()
    assert words.partition(":")[0] not in text_of(client.get(withdrawing))


def test_after_the_day_the_status_asks_for_no_answer_by_a_day_of_before(client: Client) -> None:
    interview = testing.make_invited(now=clock.now())
    open_in(client, interview.application)
    status = text_of(client.get(STATUS))
    assert "Please answer by" in status and say("label.times", "en") in status
    let_it_be_over(8)
    status = text_of(client.get(STATUS))
    assert "Please answer by" not in status and "The day for your answer was" in status
    answers = interview.application.answers
    keys = {key: answers[key] for key in ("passport_number", "issuer")}
    year, month, day = answers["birth_date"].split("-")
    born = {"birth_date_year": year, "birth_date_month": month, "birth_date_day": day}
    number = {"number": interview.application.number}
    page = text_of(Client().post("/en/eta/status/", {**number, **keys, **born}))
    assert "The day for your answer to the invitation has passed." in page


def test_a_place_of_several_lines_is_one_line_in_a_sentence() -> None:
    interview = testing.make_invited(now=clock.now())
    Application.objects.update(language="ar")
    place = "Visa office, 2nd floor, 7 rue de la Paix, Paris"
    value = invitation.of(interview)
    assert f"\u2068{place}\u2069" in "\n".join(lines(rows(value, "ar"), "ar"))
    assert say("line.of", "fr", label=say("label.place", "fr"), value=place) in lines(
        rows(value, "fr"), "fr"
    )


def test_a_number_to_call_keeps_its_order_on_paper() -> None:
    number = "+33 6 12 34 56 78"
    invitation = {"way": "telephone", "place": number}
    interview = testing.make_invited(now=clock.now(), changes=invitation)  # type: ignore[arg-type]
    letter = interview.application.letters.get(kind="interview_offered")
    letter.summary_language = "ar"
    content = letters_pdf.pdf(letter)
    assert all(read(content).count(number) == 2 for read in READERS.values())
    check_no_isolates(content)
    words = pypdfium2.PdfDocument(content)[1].get_textpage()
    start = words.get_text_range().index(number)
    edges = [words.get_charbox(start + at)[0] for at, sign in enumerate(number) if sign != " "]
    assert edges == sorted(edges)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_place_with_a_long_word_keeps_its_lines_on_paper(language: str) -> None:
    word = "Llanfairpwllgwyngyll" * 6
    place = f"Cabinet Dupont\n{word}\n7 rue de la Paix"
    interview = testing.make_invited(now=clock.now(), changes={"place": place})
    Application.objects.update(language=language)
    interview.application.letters.update(summary_language=language)
    letter = interview.application.letters.get(kind="interview_offered")
    pages = reader_of(letters_pdf.pdf(letter)).pages
    read = [line.strip() for page in pages for line in page.extract_text().splitlines()]
    assert any(line.endswith("Cabinet Dupont") for line in read) and "7 rue de la Paix" in read
    assert max(map(len, read)) < len(word), "no line is longer than the page is wide"
