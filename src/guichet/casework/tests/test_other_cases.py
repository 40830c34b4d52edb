"""What words to a person name of others is asked about, wherever an officer writes them."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from guichet.applications import numbers
from guichet.applications.changes import actions as changes
from guichet.applications.letters import body as letters_body
from guichet.applications.letters.parts import Sheet
from guichet.applications.models import Application
from guichet.applications.testing import make_listed, make_paid
from guichet.casework.deeds.language_of_words import language_of
from guichet.casework.deeds.other_cases import digits_in, numbers_in, passports_in
from guichet.casework.tests.desk import REFUSAL, address, body, confirm, do, due, fill_in
from guichet.casework.tests.test_enquiries import ask
from guichet.kernel import clock
from guichet.kernel.models import AuditEntry
from guichet.post.mail_body import Quotation
from guichet.staff.testing import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(client: Client) -> Application:
    sign_in(client, "deciding_officer")
    return make_listed(now=clock.now())


@pytest.fixture
def other() -> str:
    """The number of an authorization that is somebody else's, as an officer copies it."""
    return numbers.for_people(make_paid(7, now=clock.now()).authorization.number)


def meant(page: HttpResponse) -> str:
    """Return the ticks that a page has for what is asked about words to a person."""
    return " ".join(re.findall(r'<input[^>]*name="meant\w*"[^>]*>', body(page)))


def tick(page: HttpResponse) -> dict[str, str]:
    """Return what is sent once each of these is ticked."""
    return dict(re.findall(r'name="(meant\w*)" value="([^"]+)"', body(page)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Like v386876010.", ["V386876010"]),
        ("J 386 876 010, E386-876-010 and once more J386876010", ["J386876010", "E386876010"]),
        ("V ٣٨٦ ٨٧٦ ٠١٠, or v.386.876/010", ["V386876010"]),
        ("PAV386876010, V38687601 and V3868760101", []),
    ],
)
def test_it_knows_a_number_however_it_is_written(text: str, expected: list[str]) -> None:
    assert numbers_in(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In 2011, 3 572 319 048 or 572-319.048: one.", ["V572319048"]),
        ("572\u00a0319\u202f047 and ٥٧٢٣١٩٠٤٨", ["J572319047", "V572319048"]),
        ("572319049, +1 613 555 0142, 5723190481, A572319048 and 2011-05-12", []),
    ],
)
def test_it_knows_nine_digits_that_check_themselves(text: str, expected: list[str]) -> None:
    assert digits_in(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Passport DM2623280, or DM 262 3280", ["DM2623280"]),
        ("passport dm-2623280, Dm\u00a0262.3280 or dm/262 3280 of 2011", ["DM2623280"]),
        ("C01X00T47 was sent on May 3, 2011", ["C01X00T47"]),
        ("From May to June 2011, 14:30, we had 12 papers; COVID19 and H1N1", []),
    ],
)
def test_it_knows_what_may_be_a_passport(text: str, expected: list[str]) -> None:
    assert [number for number in passports_in(text) if number[0].isalpha()] == expected


def test_it_asks_about_it_in_a_refusal_and_takes_yes_for_what_was_shown(
    client: Client, case: Application, other: str
) -> None:
    words = f"Your case {case.number} is the one that {other} names."
    form, path = {**REFUSAL, "words": words}, address(case, "refuse")
    page = fill_in(client, path, form)
    assert page.status_code == 422
    assert f"These words name another case: {other}." in body(page)
    assert "These words name another case: V" not in body(page)
    assert words in body(page)
    form |= tick(page)
    further = numbers.for_people(make_paid(8, now=clock.now()).number)
    for replaced in (f"Not that one, but {further} is.", f"{words} So does {further}."):
        again = fill_in(client, path, {**form, "words": replaced})
        assert (again.status_code, f"another case: {further}." in body(again)) == (422, True)
        assert 'name="meant" value="' in body(again) and " checked>" not in meant(again)
    shorter = fill_in(client, path, {**form, **tick(again), "words": f"Only {further} is the one."})
    assert " checked>" in meant(confirm(client, path, shorter, "change"))
    do(client, path, {**form, **tick(again), "words": replaced})
    assert case.decisions.get().words == replaced


def test_it_asks_about_more_numbers_than_a_sentence_names(
    client: Client, case: Application
) -> None:
    others = [f"V {digits} 319 048" for digits in range(571, 578)]
    path, form = (
        address(case, "refuse"),
        {**REFUSAL, "words": f"All were as in {'; '.join(others)}."},
    )
    page = fill_in(client, path, form)
    assert f"another case: {', '.join(others[:5])}." in body(page)
    page = fill_in(client, path, form | tick(page))
    assert f"another case: {', '.join(others[5:])}." in body(page)
    page = fill_in(client, path, form | tick(page))
    assert page.status_code == 200, re.findall(r'class="error"[^<]*', body(page))


@pytest.mark.parametrize(
    ("letters", "text", "expected"),
    [
        ("fr", "The court of Cork convicted you in 2011.", "en"),
        ("fr", "Le tribunal de Cork vous a condamné.", ""),
        (
            "fr",
            "Votre lettre \u201cThe fine of the court\u201d ne le montre pas. Et vous ?",
            "",
        ),
        ("en", "Le tribunal de Cork vous a condamné.", "fr"),
        ("en", "Das Gericht hat Sie verurteilt, und die Strafe ist nicht bezahlt.", "de"),
        ("en", "حكمت عليك المحكمة بالغرامة.", "ar"),
        ("en", "裁判所はあなたを有罪としました。", "ja"),
        ("ja", "裁判所はあなたを有罪としました。", ""),
        ("en", "Garda vetting disclosure, Cork 2011", ""),
    ],
)
def test_it_knows_in_which_language_words_look_written(
    letters: str, text: str, expected: str
) -> None:
    assert language_of(text, letters=letters) == expected


def test_it_asks_about_words_in_another_language_and_says_truly_which(client: Client) -> None:
    sign_in(client, "deciding_officer")
    case = make_listed(5, now=clock.now(), letter_language="fr")
    path = address(case, "refuse")
    page = fill_in(client, path, REFUSAL)
    assert page.status_code == 422
    assert "These words look like English; the letter is in French." in body(page)
    page = fill_in(client, path, {**REFUSAL, **tick(page)})
    assert "anglais" in body(page)
    arabic = {**REFUSAL, **tick(page), "words": "حكمت عليك المحكمة بالغرامة ولم تدفعها."}
    assert "look like Arabic" in body(fill_in(client, path, arabic))
    assert confirm(client, path, page).status_code == 302
    assert case.decisions.get().language == "en"
    question = ask(case)
    form = {"answer": "Your letter was sent to you by mail."}
    answer = client.post(f"/staff/enquiries/{question.number}/", form)
    assert "look like English; the letter is in French" in body(answer)
    confirmation = client.post(f"/staff/enquiries/{question.number}/", {**form, **tick(answer)})
    assert '<blockquote lang="en" dir="ltr"><p>Your letter was' in body(confirmation)
    assert confirm(client, f"/staff/enquiries/{question.number}/", confirmation).status_code == 302
    question.refresh_from_db()
    assert question.answer_language == "en"
    assert meant_in("answer_enquiry") == meant_in("refused") == ["en"]


def meant_in(verb: str) -> object:
    """Return what the record of a deed says of words in another language."""
    return AuditEntry.objects.get(verb=verb).facts.get("words_in")


def test_it_keeps_in_which_language_the_words_beside_a_paper_are_meant(client: Client) -> None:
    sign_in(client, "deciding_officer", "auditor")
    case = make_listed(6, now=clock.now(), letter_language="fr")
    form = {"documents": ["itinerary", "other"], "words_itinerary": "Toutes les pages.", **due()}
    form = {**form, "words_other": "Send the paper that the court gave you, with its date."}
    page = fill_in(client, address(case, "ask"), form)
    assert "These words look like English; the letter is in French." in body(page)
    page = fill_in(client, address(case, "ask"), {**form, **tick(page)})
    assert confirm(client, address(case, "ask"), page).status_code == 302
    requests = case.requests.order_by("kind")
    assert [request.language for request in requests] == ["", "en"]
    (letter,) = case.letters.filter(kind="information_asked")
    blocks = letters_body.opening(Sheet(letter, "fr"))
    (quotation,) = [block for block in blocks if isinstance(block, Quotation)]
    assert (quotation.language, quotation.lines) == ("en", [form["words_other"]])
    assert meant_in("ask") == ["en"]
    record = body(client.get(f"/staff/audit/?number={case.number}"))
    assert "Words in English: the officer was asked about them" in record
    path = address(case, "ask").removesuffix("ask/")
    assert 'lang="en"><b lang="en">Our words' in body(client.get(f"{path}?all=answers"))


def test_it_does_not_ask_where_there_is_none(client: Client, case: Application) -> None:
    assert 'name="meant"' not in body(client.get(address(case, "refuse")))
    assert 'name="meant"' not in body(fill_in(client, address(case, "refuse"), {}))


def test_it_asks_in_a_question_for_papers(client: Client, case: Application, other: str) -> None:
    form = {"documents": ["other"], "words_other": f"As for {other}.", **due()}
    page = fill_in(client, address(case, "ask"), form)
    assert (page.status_code, f"another case: {other}" in body(page)) == (422, True)
    unsent = {**form, "words_other": "All.", "words_itinerary": f"As for {other}."}
    assert fill_in(client, address(case, "ask"), unsent).status_code == 200  # it is not chosen


def test_it_asks_in_the_answer_to_a_question(client: Client, case: Application, other: str) -> None:
    question = ask(case)
    path = f"/staff/enquiries/{question.number}/"
    page = client.post(path, {"answer": f"{question.number} is answered in {other}."})
    assert (page.status_code, f"another case: {other}" in body(page)) == (422, True)
    confirmation = client.post(path, {"answer": f"As in {other}.", **tick(page)})
    assert confirm(client, path, confirmation).status_code == 302
    question.refresh_from_db()
    assert other in question.answer


def test_it_finds_a_number_without_its_letter_and_asks_of_nobody(
    client: Client, case: Application, other: str
) -> None:
    path = address(case, "refuse")
    bare = other.partition(" ")[2]
    page = fill_in(client, path, {**REFUSAL, "words": f"As we wrote in {bare}, on 572 319 048."})
    assert (page.status_code, f"another case: {other}. " in body(page)) == (422, True)
    form = {**REFUSAL, "words": f"Ring 572 319 048. Your case is {case.number[1:]}."}
    assert fill_in(client, path, form).status_code == 200


def test_it_finds_the_passport_of_another_person_and_not_ones_own(
    client: Client, case: Application
) -> None:
    path = address(case, "refuse")
    again = {"passport_number": "DM2623280", "issuer": "DEU", "nationality": "DEU"}
    make_paid(8, now=clock.now(), **again)
    words = "You showed the passport DM 262-3280."
    page = fill_in(client, path, {**REFUSAL, "words": words})
    assert page.status_code == 422
    assert "the passport number of another person: DM2623280." in body(page)
    do(client, path, {**REFUSAL, "words": words, **tick(page)})

    own = make_listed(9, now=clock.now())
    earlier = {key: own.answers[key] for key in ("surname", "given_names", "signature")}
    make_paid(10, now=clock.now(), passport_number="PX7654321", **earlier)
    words = f"Your passports are {own.answers['passport_number']} and PX7654321, not PX7654322."
    assert fill_in(client, address(own, "refuse"), {**REFUSAL, "words": words}).status_code == 200


def test_it_names_both_at_once_and_leaves_out_what_the_question_holds(
    client: Client, case: Application, other: str
) -> None:
    make_paid(8, now=clock.now(), passport_number="DM2623280")
    words = f"For {other} and DM2623280."
    path = address(case, "ask")
    page = body(fill_in(client, path, {"documents": ["other"], "words_other": words, **due()}))
    assert f"another case ({other})" in page
    assert "another person (DM2623280)" in page
    for words_of_theirs, status in (("Is DM2623280 read?", 200), ("Is it read?", 422)):
        question = ask(None, words_of_theirs)
        answer = client.post(f"/staff/enquiries/{question.number}/", {"answer": "DM2623280 is."})
        assert answer.status_code == status


def test_nobody_is_refused_who_withdrew_while_the_letter_was_read(
    client: Client, case: Application
) -> None:
    path = address(case, "refuse")
    page = fill_in(client, path, REFUSAL)
    changes.withdraw(case.pk, now=clock.now())
    answer = confirm(client, path, page)
    assert (answer.status_code, "Nothing was done" in body(answer)) == (409, True)
    case.refresh_from_db()
    assert (case.state, case.decisions.filter(kind="refused").count()) == ("withdrawn", 0)
    assert str(REFUSAL["words"]) not in "".join(letter.kind for letter in case.letters.all())
