"""A number of another case in words to a person is asked about, wherever an officer writes them."""

import pytest
from django.test import Client

from guichet.applications import numbers
from guichet.applications.changes import actions as changes
from guichet.applications.models import Application
from guichet.applications.testing import make_listed, make_paid
from guichet.casework.deeds.other_cases import numbers_in
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
