"""Two officers at once, a double click, a stale page: the second hears of it, nothing twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from guichet.applications import queries
from guichet.applications.decisions import actions as decisions
from guichet.applications.decisions import requests
from guichet.applications.models import Application
from guichet.applications.testing import explained, make_asked, make_listed
from guichet.casework.deeds.case import case_of
from guichet.casework.file import views_deeds
from guichet.casework.tests.desk import REFUSAL, address, body, change_of, confirm, fill_in
from guichet.kernel import clock
from guichet.kernel.models import AuditEntry
from guichet.staff.testing import make_staff, sign_in


@pytest.fixture
def application(db: None) -> Application:
    return make_listed(now=clock.now())


def test_it_tells_the_second_officer_that_the_case_is_decided(
    client: Client, application: Application
) -> None:
    sign_in(client, "deciding_officer")
    path = address(application, "refuse")
    page = fill_in(client, path, REFUSAL)
    other = make_staff("deciding_officer")
    decisions.approve(application.pk, officer=other.pk, now=clock.now())

    answer = confirm(client, path, page)
    assert answer.status_code == 409
    assert "Somebody may have decided in the meantime" in body(answer)
    assert f"<b>{other.get_username()}</b> approved it" in body(answer)
    assert "A refusal has consequences for years" not in body(answer)
    assert f"<bdi>{REFUSAL['words']}</bdi>" in body(answer)  # nothing typed is lost
    application.refresh_from_db()
    assert application.state == "issued"
    assert application.decisions.count() == 1


def test_it_shows_what_is_new_and_lets_the_officer_confirm_again(
    client: Client, application: Application
) -> None:
    sign_in(client, "deciding_officer")
    path = address(application, "refuse")
    page = fill_in(client, path, REFUSAL)
    requests.offer_information(application.pk, "I was acquitted.", now=clock.now())

    answer = confirm(client, path, page)
    assert answer.status_code == 409
    assert "This case has changed since you opened it" in body(answer)
    assert "added information unasked" in body(answer)
    assert 'value="offence_details" checked' in body(answer)  # nothing typed is lost
    application.refresh_from_db()
    assert application.state == "manual_review"

    again = client.post(path, {**REFUSAL, "seen": change_of(body(answer))})
    assert "This is what the person will read" in body(again)
    assert confirm(client, path, again).status_code == 302


def test_it_knows_which_state_of_the_file_was_read(
    client: Client, application: Application
) -> None:
    sign_in(client, "deciding_officer")
    file = body(client.get(address(application)))
    link = file.split('href="' + address(application, "approve"))[1].split('"')[0]
    requests.offer_information(application.pk, "I was acquitted.", now=clock.now())
    page = fill_in(client, address(application, "approve") + link, {})
    assert (page.status_code, "has changed since" in body(page)) == (409, True)


def test_it_does_once_what_was_pressed_twice(client: Client, application: Application) -> None:
    sign_in(client, "deciding_officer")
    path = address(application, "refuse")
    page = fill_in(client, path, REFUSAL)
    answers = [confirm(client, path, page) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert application.decisions.count() == 1
    assert application.letters.filter(kind="refused").count() == 1


def test_it_does_not_take_the_deed_of_a_colleague_for_its_own(
    client: Client, application: Application
) -> None:
    sign_in(client, "deciding_officer")
    path = address(application, "refuse")
    page = fill_in(client, path, REFUSAL)
    other = make_staff("deciding_officer")
    decisions.refuse(application.pk, officer=other.pk, why=explained("health"), now=clock.now())
    assert confirm(client, path, page).status_code == 409


def test_it_rehearses_without_a_trace(client: Client, application: Application) -> None:
    sign_in(client, "deciding_officer")
    before = AuditEntry.objects.exclude(verb="see").count()
    assert "inadmissible" in body(fill_in(client, address(application, "refuse"), REFUSAL))
    assert AuditEntry.objects.exclude(verb="see").count() == before
    assert application.letters.count() == 1
    application.refresh_from_db()
    assert application.state == "manual_review"


def test_a_taken_task_binds_and_can_be_taken_over(client: Client, application: Application) -> None:
    sign_in(client, "deciding_officer")
    path = address(application, "refuse")
    page = fill_in(client, path, REFUSAL)
    colleague = Client()
    sign_in(colleague, "deciding_officer")
    colleague.get(address(application))
    colleague.post(f"/staff/cases/tasks/{application.tasks.get().pk}/take/", {"held_by": 0})
    # The look is no change of the case; that a colleague has it now stands in the way.
    answer = confirm(client, path, page)
    assert answer.status_code == 409
    assert f"{application.tasks.get().officer} has taken this task" in body(answer)
    assert "The court of Cork convicted you" in body(answer)  # nothing typed is lost
    assert "Only who has it decides" in body(client.get(address(application)))
    task = application.tasks.get()
    client.post(f"/staff/cases/tasks/{task.pk}/take/", {"held_by": task.officer_id})
    assert confirm(client, path, page).status_code == 302


def test_a_task_is_taken_over_where_it_stands_in_the_way_and_no_word_is_lost(
    client: Client, application: Application
) -> None:
    officer = sign_in(client, "deciding_officer")
    client.get("/staff/cases/?kind=decide")
    path, task = address(application, "refuse"), application.tasks.get()
    page = fill_in(client, path, REFUSAL)
    application.tasks.update(officer=make_staff("deciding_officer"))
    answer = confirm(client, path, page)
    assert (answer.status_code, 'value="take_over"' in body(answer)) == (409, True)
    form = {**REFUSAL, "seen": change_of(body(answer))}
    again = client.post(path, {**form, "step": "take_over"})
    assert again.status_code == 200
    assert str(REFUSAL["words"]) in body(again)
    assert 'value="offence_details" checked' in body(again)
    task.refresh_from_db()
    assert task.officer == officer
    page = client.post(path, form)
    assert confirm(client, path, page, "confirm_next")["Location"] == "/staff/cases/?kind=decide"


def test_who_comes_second_in_the_same_second_reads_that_it_is_decided_and_of_no_task(
    client: Client, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, "deciding_officer")
    path, colleague = address(application, "refuse"), make_staff("deciding_officer")
    page = fill_in(client, path, REFUSAL)
    application.tasks.update(officer=colleague)
    read_before = case_of(application, now=clock.now())
    decisions.approve(application.pk, officer=colleague.pk, now=clock.now())
    reads = iter([read_before])
    monkeypatch.setattr(
        views_deeds, "case_of", lambda case, now: next(reads, None) or case_of(case, now=now)
    )
    answer = confirm(client, path, page)
    assert (answer.status_code, "has taken this task" in body(answer)) == (409, False)
    assert "Somebody may have decided in the meantime" in body(answer)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_it_lets_one_of_two_decide_when_both_press_at_once() -> None:
    application = make_asked(now=clock.now())
    request = queries.open_requests(application).get()
    requests.answer_request(application.pk, request.pk, "Here.", now=clock.now())
    pages = []
    for verb, form in (("approve", {}), ("refuse", REFUSAL)):
        browser = Client()
        sign_in(browser, "deciding_officer")
        path = address(application, verb)
        pages.append((browser, path, fill_in(browser, path, form)))

    def press(step: tuple[Client, str, object]) -> int:
        try:
            return int(confirm(*step).status_code)  # type: ignore[arg-type]
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=2) as pool:
        statuses = sorted(pool.map(press, pages))
    assert statuses == [302, 409]
    assert application.decisions.count() == 1
