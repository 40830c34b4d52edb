"""A refusal of a kind that the agency's table names is read by a second officer before it goes."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from guichet.applications.changes import actions as changes
from guichet.applications.decisions import actions as decisions
from guichet.applications.decisions import second_readings
from guichet.applications.models import Application, Decision, SecondReading
from guichet.applications.public_status import of
from guichet.applications.testing import explained, make_listed
from guichet.casework.tests.desk import REFUSAL, address, body, confirm, do, fill_in
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.staff.testing import make_staff, sign_in, sign_in_as

pytestmark = pytest.mark.django_db
WORDS = "You lead a group that the law names. We read it in your own papers."
GRAVE = {**REFUSAL, "provision_1": "act_34_1", "words": WORDS}


@pytest.fixture
def first(client: Client) -> User:
    """Sign in an officer, who will write the refusal."""
    return sign_in(client, "deciding_officer")


@pytest.fixture
def second() -> Client:
    """A colleague at another desk."""
    browser = Client()
    sign_in_as(browser, make_staff("deciding_officer"))
    return browser


@pytest.fixture
def case(first: User) -> Application:
    return make_listed(now=clock.now())


def written(client: Client, case: Application) -> SecondReading:
    """Have the first officer write a refusal, as they do at their desk."""
    page = fill_in(client, address(case, "refuse"), GRAVE)
    assert "A second officer reads this refusal first" in body(page)
    assert WORDS in body(page)  # the very letter is read before it goes
    answer = confirm(client, address(case, "refuse"), page)
    assert "A second officer reads it before it is sent" in body(client.get(answer["Location"]))
    return SecondReading.objects.get()


def test_it_waits_for_somebody_else_and_tells_the_person_nothing(
    client: Client, case: Application
) -> None:
    reading = written(client, case)
    case.refresh_from_db()
    assert (case.state, case.decisions.count()) == ("manual_review", 0)
    assert of(case, now=clock.now()).status.code == "in_progress"
    assert [letter.kind for letter in case.letters.all()] == ["received"]
    file = body(client.get(address(case)))
    assert "Your refusal waits for a second officer" in file
    assert "agree-refusal" not in file
    assert "You wrote this refusal" in body(client.get(address(case, "agree-refusal", reading.pk)))
    client.post(f"/staff/cases/tasks/{reading.task_id}/take/", {"held_by": "0"})
    assert "You wrote this refusal" in body(client.get("/staff/cases/"))


def test_it_is_sent_as_it_stands_once_the_second_agrees(
    client: Client, first: User, second: Client, case: Application
) -> None:
    reading = written(client, case)
    assert "Read a refusal" in body(second.get("/staff/cases/"))
    assert "wrote a refusal that a second officer has to read" in body(second.get(address(case)))
    path = address(case, "agree-refusal", reading.pk)
    page = second.get(path)
    assert "This is what the person will read" in body(page)
    assert body(page).count(WORDS) == 2  # what was written, and the letter
    assert "Agreed and refused" in body(second.get(confirm(second, path, page)["Location"]))
    case.refresh_from_db()
    decision = case.decisions.get()
    assert (case.state, decision.officer, decision.words) == ("refused", first, WORDS)
    assert decision.second_officer_id == SecondReading.objects.get().officer_id != first.pk
    assert [letter.kind for letter in case.letters.all()] == ["received", "refused"]
    for officer in (decision.officer_id, decision.second_officer_id):
        with pytest.raises(Obstacle, match="same_officer"):
            decisions.check_officer(case, officer, now=clock.now())  # neither looks again


def test_it_is_given_back_with_words_and_can_be_written_anew(
    client: Client, second: Client, case: Application
) -> None:
    reading = written(client, case)
    path = address(case, "give-back-refusal", reading.pk)
    assert fill_in(second, path, {"answer": " "}).status_code == 422
    assert "Given back" in do(second, path, {"answer": "The group has left that list."})
    case.refresh_from_db()
    assert (case.state, case.decisions.count(), case.letters.count()) == ("manual_review", 0, 1)
    file = body(client.get(address(case)))
    assert "has given your refusal back" in file
    assert "The group has left that list." in file
    page = body(client.get(address(case, "refuse")))
    assert WORDS in page  # nothing of it is lost
    assert '<option value="act_34_1" selected>' in page
    anew = {**GRAVE, "words": "Another one names you."}
    do(client, address(case, "refuse"), anew)
    do(client, address(case, "refuse"), {**anew, "words": "A third one names you."})
    assert "No number" not in file
    (waiting,) = (row for row in SecondReading.objects.all() if row.task.done_at is None)
    assert waiting.words == "A third one names you."
    assert second.get(address(case, "agree-refusal", reading.pk)).status_code == 409


def test_a_colleague_cannot_write_over_it(
    client: Client, second: Client, case: Application
) -> None:
    written(client, case)
    page = fill_in(second, address(case, "refuse"), GRAVE)
    answer = confirm(second, address(case, "refuse"), page)
    assert (answer.status_code, "a colleague wrote waits" in body(answer)) == (409, True)


def test_nothing_comes_of_it_once_the_case_is_withdrawn(
    client: Client, second: Client, case: Application
) -> None:
    reading = written(client, case)
    path = address(case, "agree-refusal", reading.pk)
    page = second.get(path)
    changes.withdraw(case.pk, now=clock.now())
    answer = confirm(second, path, page)
    assert (answer.status_code, "Nothing was done" in body(answer)) == (409, True)
    case.refresh_from_db()
    assert (case.state, Decision.objects.filter(kind="refused").count()) == ("withdrawn", 0)
    assert "The case went another way" in body(client.get(address(case)))


def test_no_other_way_sends_it(case: Application, first: User) -> None:
    with pytest.raises(Obstacle, match="second_reader_needed"):
        decisions.refuse(case.pk, officer=first.pk, why=explained("security"), now=clock.now())


def _try(action: Callable[..., object]) -> str:
    try:
        action()
    except Obstacle as obstacle:
        return obstacle.code
    finally:
        connection.close()
    return "done"


@pytest.mark.django_db(transaction=True)
def test_two_who_read_it_in_the_same_second_come_to_one_end() -> None:
    now, case = clock.now(), make_listed(now=clock.now())
    officers = [make_staff("deciding_officer").pk for _ in range(3)]
    reading = second_readings.propose(
        case.pk, officer=officers[0], why=explained("security"), now=now
    ).pk
    both = [
        lambda: second_readings.agree(reading, officer=officers[1], now=now),
        lambda: second_readings.give_back(reading, officer=officers[2], words="No.", now=now),
    ]
    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(_try, both))
    assert answers == ["done", "done_already"]
    case.refresh_from_db()
    outcome = SecondReading.objects.get().outcome
    assert (case.state, outcome) in (("refused", "agreed"), ("manual_review", "given_back"))
