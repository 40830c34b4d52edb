"""What words to a person name of others is asked about, wherever an officer writes them."""

import pytest
from django.test import Client

from guichet.applications import numbers
from guichet.applications.changes import actions as changes
from guichet.applications.models import Application
from guichet.applications.testing import make_listed, make_paid
from guichet.casework.deeds.other_cases import digits_in, numbers_in, passports_in
from guichet.casework.tests.desk import REFUSAL, address, body, confirm, do, due, fill_in
from guichet.casework.tests.test_enquiries import ask
from guichet.kernel import clock
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Like v386876010.", ["V386876010"]),
        ("J 386 876 010, E386-876-010 and once more J386876010", ["J386876010", "E386876010"]),
        ("V ٣٨٦ ٨٧٦ ٠١٠", ["V386876010"]),
        ("PAV386876010, V38687601 and V3868760101", []),
    ],
)
def test_it_knows_a_number_however_it_is_written(text: str, expected: list[str]) -> None:
    assert numbers_in(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In 2011, 3 572 319 048 or 572-319-048: one.", ["V572319048"]),
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
        ("C01X00T47 was sent on May 3, 2011", ["C01X00T47"]),
        ("From May to June 2011, 14:30, we had 12 papers; COVID19 and H1N1", []),
    ],
)
def test_it_knows_what_may_be_a_passport(text: str, expected: list[str]) -> None:
    assert [number for number in passports_in(text) if number[0].isalpha()] == expected


def test_it_asks_about_it_in_a_refusal_and_takes_yes(
    client: Client, case: Application, other: str
) -> None:
    words = f"Your case {case.number} is the one that {other} names."
    form, path = {**REFUSAL, "words": words}, address(case, "refuse")
    page = fill_in(client, path, form)
    assert page.status_code == 422
    assert f"These words name another case: {other}." in body(page)
    assert "These words name another case: V" not in body(page)
    assert 'name="meant"' in body(page)
    assert words in body(page)
    do(client, path, {**form, "meant": "on"})
    assert case.decisions.get().words == words


def test_it_does_not_ask_where_there_is_none(client: Client, case: Application) -> None:
    assert 'name="meant"' not in body(client.get(address(case, "refuse")))
    assert 'name="meant"' not in body(fill_in(client, address(case, "refuse"), {}))


def test_it_asks_in_a_question_for_papers(client: Client, case: Application, other: str) -> None:
    form = {"wanted": ["other"], "words_other": f"As for {other}.", **due()}
    page = fill_in(client, address(case, "ask"), form)
    assert (page.status_code, f"another case: {other}" in body(page)) == (422, True)
    unsent = {**form, "words_other": "All.", "words_itinerary": f"As for {other}."}
    assert fill_in(client, address(case, "ask"), unsent).status_code == 200  # it is not chosen


def test_it_asks_in_the_answer_to_a_question(client: Client, case: Application, other: str) -> None:
    question = ask(case)
    path = f"/staff/enquiries/{question.number}/"
    page = client.post(path, {"answer": f"{question.number} is answered in {other}."})
    assert (page.status_code, f"another case: {other}" in body(page)) == (422, True)
    confirmation = client.post(path, {"answer": f"As in {other}.", "meant": "on"})
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
    do(client, path, {**REFUSAL, "words": words, "meant": "on"})

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
    page = body(fill_in(client, path, {"wanted": ["other"], "words_other": words, **due()}))
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
