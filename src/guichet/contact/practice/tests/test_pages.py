"""A run by the pages: pressed to its end, pressed twice, gone back from, and read by others."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from guichet.contact.practice import upkeep
from guichet.contact.practice.models import PracticeRun
from guichet.contact.practice.stories.shelf import books
from guichet.contact.practice.tests.trainee import HERE, Trainee
from guichet.guidance.testing import publish_shipped
from guichet.kernel import clock
from guichet.staff.testing import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def scenarios() -> None:
    publish_shipped()


def test_the_right_run_is_pressed_to_its_end() -> None:
    trainee = Trainee()
    trainee.begin("namesake")
    assert 'lang="es" dir="ltr">Buenas tardes.' in trainee.text
    assert trainee.text.count('aria-current="page"') == 1  # of contacts and of practice, this one
    assert "Good afternoon. I want to know how my application is going." in trainee.text
    for step in books()["namesake"].story.right:
        trainee.take(step, "namesake")
    assert 'data-score="100"' in trainee.text
    assert "In progress: nothing is asked for." in trainee.text
    assert "The first number belongs to a person with the same name" in trainee.text
    run = PracticeRun.objects.get()
    assert "G84260917" not in str(run.steps) and "García" not in str(run.steps)


def test_the_right_run_of_every_story_can_be_pressed_to_its_end() -> None:
    trainee = Trainee()
    for name, book in books().items():
        trainee.begin(name)
        for step in book.story.right:
            trainee.take(step, name)
        assert 'data-score="100"' in trainee.text, name
    assert PracticeRun.objects.count() == len(books())


def test_a_wrong_run_says_why_and_what_was_right() -> None:
    trainee = Trainee("general_agent", language="fr")
    trainee.begin("at_check_in")
    assert 'lang="ar" dir="rtl">' in trainee.text
    assert "Aidez-moi, je suis à l’aéroport" in trainee.text
    trainee.press("do", "tell_status")
    assert "data-early" in trainee.text and "Trop tôt." in trainee.text
    trainee.press("end", "answered")
    # Neither played nor explained (0), nothing asked (20), once too early (10), 10 and 15.
    assert 'data-score="55"' in trainee.text
    assert "Dit ou fait avant d’être prouvé" in trainee.text
    assert "Qui donne des renseignements généraux" in trainee.text


def test_pressed_twice_is_pressed_once_and_back_changes_nothing() -> None:
    trainee = Trainee()
    trainee.begin("namesake")
    old = trainee.form("ask", ask="number")
    assert trainee.client.post(trainee.path, old).status_code == 303
    assert trainee.client.post(trainee.path, old).status_code == 303
    run = PracticeRun.objects.get()
    assert run.steps == [{"ask": "number"}]
    answer = trainee.client.post(trainee.path, {**old, "ask": "pin"})
    assert answer.status_code == 409
    assert "The call has gone on since this page was shown." in answer.content.decode()
    for after in ("-1", "x", "9", ""):
        assert trainee.client.post(trainee.path, {**old, "after": after}).status_code == 409
    assert trainee.client.post(trainee.path, {**old, "about": "0" * 32}).status_code == 409
    run.refresh_from_db()
    assert run.steps == [{"ask": "number"}]
    trainee.begin("namesake")  # the same run goes on
    assert PracticeRun.objects.count() == 1 and 'data-ask="number"' in trainee.text


def test_after_the_end_nothing_is_added_and_it_begins_anew() -> None:
    trainee = Trainee()
    trainee.begin("namesake")
    end = trainee.form("end", end="cut_off")
    trainee.press("end", "cut_off")
    assert "data-score" in trainee.text and 'name="after"' not in trainee.text
    assert trainee.client.post(trainee.path, end).status_code == 303  # the same press once more
    late = {**end, "after": "1", "step": "do", "do": "explain"}
    assert trainee.client.post(trainee.path, late).status_code == 409
    trainee.begin("namesake")
    assert PracticeRun.objects.count() == 2


def test_bad_input_has_a_sentence_and_loses_nothing() -> None:
    trainee = Trainee()
    trainee.begin("namesake")
    answer = trainee.send("check")
    assert answer.status_code == 422 and "Type one fact at least." in answer.content.decode()
    answer = trainee.send("check", full_name="María G", birth_date_day="31", birth_date_month="2")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="María G"' in text and "Give the day, the month and the year." in text
    cases = "ask hat·do everything·open lost_hat·answer yes·end ·dance x"
    for step, code in (case.split(" ") for case in cases.split("·")):
        answer = trainee.send(step, **{step: code})
        assert answer.status_code == 422, step
        assert 'role="alert"' in answer.content.decode(), step
    day = clock.now().date() - timedelta(days=2)
    fields = {"day": day.day, "month": day.month, "year": day.year}
    parts = {f"due_on_{part}": str(number) for part, number in fields.items()}
    answer = trainee.send("promise", what="answer", **parts)
    assert answer.status_code == 422
    assert "Choose a day from today on, within a year." in answer.content.decode()
    assert PracticeRun.objects.get().steps == []


def test_a_change_of_language_keeps_what_was_typed() -> None:
    trainee = Trainee()
    trainee.begin("namesake")
    answer = trainee.send("check", full_name="María G", language="fr")
    text = answer.content.decode()
    assert answer.status_code == 200 and 'value="María G"' in text and "Nom complet" in text
    assert PracticeRun.objects.get().steps == []


def test_an_agent_reads_their_own_and_who_looks_after_them_reads_all() -> None:
    trainee = Trainee(name="agent-1")
    trainee.begin("namesake")
    other, supervisor = Trainee(name="agent-2"), Trainee("supervisor")
    auditor = Client()
    sign_in(auditor, "auditor")
    assert other.client.get(trainee.path).status_code == 404
    assert supervisor.client.get(trainee.path).status_code == 404  # it still goes on
    assert other.client.post(trainee.path, trainee.form("ask", ask="number")).status_code == 404
    trainee.press("end", "cut_off")
    assert "agent-1" in trainee.get(f"{HERE}scores/")
    assert "agent-1" not in other.get(f"{HERE}scores/")
    assert "agent-1" in supervisor.get(f"{HERE}scores/")
    assert other.client.get(trainee.path).status_code == 404
    for reader in (supervisor.client, auditor):
        text = reader.get(trainee.path).content.decode()
        assert "data-score" in text and 'name="after"' not in text
    assert "agent-1" in auditor.get(f"{HERE}scores/").content.decode()
    assert auditor.post(f"{HERE}namesake/begin/").status_code == 403
    assert auditor.post(trainee.path, {}).status_code == 403
    assert "/begin/" not in auditor.get(HERE).content.decode()


def test_a_story_that_has_changed_is_begun_anew() -> None:
    trainee = Trainee()
    trainee.begin("namesake")
    form = trainee.form("ask", ask="number")
    PracticeRun.objects.update(digest="of before")
    assert "It has changed since you began." in trainee.get(trainee.path)
    assert trainee.client.post(trainee.path, form).status_code == 409
    trainee.begin("namesake")
    assert PracticeRun.objects.get().digest != "of before"


def test_the_database_keeps_a_run_whole_and_it_is_forgotten_after_a_year() -> None:
    trainee = Trainee()
    trainee.begin("namesake")
    run = PracticeRun.objects.get()
    for changes in (
        {"ended_at": clock.now()},
        {"score": 50},
        {"ended_at": clock.now(), "score": 101},
    ):
        with pytest.raises(IntegrityError, match="a_run_ends_with_a_score"), transaction.atomic():
            PracticeRun.objects.update(**changes)
    with pytest.raises(IntegrityError, match="one_run_of_a_story"), transaction.atomic():
        PracticeRun.objects.create(agent=run.agent, story="namesake", begun_at=run.begun_at)
    assert upkeep.purge(now=run.begun_at + timedelta(days=364))["practice_runs"] == 0
    assert upkeep.purge(now=run.begun_at + timedelta(days=366))["practice_runs"] == 1
