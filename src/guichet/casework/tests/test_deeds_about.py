"""Deeds about one thing of a case: a correction, a request to look again, a payment, a task."""

from unittest.mock import Mock

import pytest
from django.test import Client

from guichet.applications import worklist
from guichet.applications.changes import corrections
from guichet.applications.decisions import reconsiderations
from guichet.applications.fee import actions as payments
from guichet.applications.models import Application, OfficerTask
from guichet.applications.testing import make_listed, make_paid, make_refused
from guichet.casework.tests.desk import address, body, confirm, do, fill_in
from guichet.kernel import clock
from guichet.kernel.models import AuditEntry
from guichet.kernel.obstacles import Obstacle
from guichet.staff.testing import sign_in

pytestmark = pytest.mark.django_db


def listed(number: int = 0, **answers: object) -> Application:
    return make_listed(number, now=clock.now(), **answers)


def letters(application: Application) -> list[str]:
    return list(application.letters.order_by("pk").values_list("kind", flat=True))


def correction() -> tuple[Application, OfficerTask]:
    application = make_paid(now=clock.now())
    corrections.correct(application.pk, {"home_city": "Cork"}, now=clock.now())
    return application, application.tasks.get(kind="correction")


def test_it_makes_a_correction(client: Client) -> None:
    sign_in(client, "intake_officer")
    application, task = correction()
    path = address(application, "agree", task.pk)
    assert f"{path}?" in body(client.get(address(application)))
    assert "Cork" in body(client.get(path))
    assert "Corrected." in do(client, path)
    application.refresh_from_db()
    assert application.answers["home_city"] == "Cork"
    again = client.get(path)
    assert (again.status_code, "settled already" in body(again)) == (409, True)


def test_it_declines_a_correction_with_a_reason(client: Client) -> None:
    sign_in(client, "intake_officer")
    application, task = correction()
    path = address(application, "decline", task.pk)
    assert client.post(path, {}).status_code == 422
    form = {"public": ["correction_not_shown"]}
    assert "Nothing that we have shows" in body(fill_in(client, path, form))
    assert "Not corrected." in do(client, path, form)
    application.refresh_from_db()
    assert application.answers["home_city"] == "Galway"
    assert letters(application)[-1] == "correction_declined"


def reconsideration(officer: int | None = None) -> tuple[Application, int]:
    application = make_refused(officer=officer, now=clock.now())
    request = reconsiderations.request_reconsideration(
        application.pk, "Acquitted.", now=clock.now()
    )
    return application, request.pk


@pytest.mark.parametrize(
    ("form", "state", "letter"),
    [
        ({"outcome": "reopened"}, "manual_review", "reconsideration_reopened"),
        (
            {"outcome": "upheld", "public": ["no_new_facts"], "words": "The paper is another's."},
            "refused",
            "reconsideration_upheld",
        ),
    ],
)
def test_it_looks_again(client: Client, form: dict[str, object], state: str, letter: str) -> None:
    sign_in(client, "deciding_officer")
    application, request = reconsideration()
    path = address(application, "reconsider", request)
    assert "Acquitted." in body(client.get(path))
    assert "Decided." in do(client, path, form)
    application.refresh_from_db()
    assert application.state == state
    assert letters(application)[-1] == letter


def test_it_asks_why_a_refusal_stands(client: Client) -> None:
    sign_in(client, "deciding_officer")
    application, request = reconsideration()
    answer = fill_in(client, address(application, "reconsider", request), {"outcome": "upheld"})
    assert (answer.status_code, "#id_public" in body(answer)) == (422, True)
    assert "Write in your own words why the refusal stands" in body(answer)


def test_it_sends_no_words_where_it_reopens_and_says_so(client: Client) -> None:
    sign_in(client, "deciding_officer")
    application, request = reconsideration()
    path = address(application, "reconsider", request)
    page = body(client.get(path))
    assert "Only where the refusal stands" in page and "Needed when the refusal stands" in page
    assert "(optional)" not in page, "no reason is optional that may be needed"
    form = {"outcome": "reopened", "words": "A colleague reads this anew."}
    answer = fill_in(client, path, form)
    assert answer.status_code == 422
    assert "Where you reopen, no words are sent" in body(answer)
    assert form["words"] in body(answer)
    again = fill_in(client, path, {"outcome": "upheld", "public": ["no_new_facts"], "words": "."})
    assert "Write in your own words why the refusal stands" in body(again)


def test_it_keeps_the_first_officer_from_looking_again(client: Client) -> None:
    officer = sign_in(client, "deciding_officer")
    application, request = reconsideration(officer.pk)
    path = address(application, "reconsider", request)
    page = client.get(path)
    assert page.status_code == 409
    assert "Another officer has to decide now" in body(page)
    assert client.post(path, {"outcome": "reopened", "step": "confirm"}).status_code == 409
    application.refresh_from_db()
    assert application.state == "refused"


def test_it_gives_money_back_once(client: Client) -> None:
    sign_in(client, "intake_officer")
    application = listed()
    payment = application.payments.get()
    application.payments.update(refund_due=True)
    path = address(application, "refund", payment.pk)
    assert "CAD\xa07" in body(client.get(path))
    page = fill_in(client, path, {"way": "provider"})
    payment.refresh_from_db()
    assert payment.refunded_at is None  # nothing is given back before it is confirmed
    confirm(client, path, page)
    confirm(client, path, page)
    payment.refresh_from_db()
    assert payment.refunded_at
    assert AuditEntry.objects.filter(verb="refund").count() == 1


def test_it_settles_what_asks_for_nothing(client: Client) -> None:
    sign_in(client, "intake_officer")
    application = make_paid(now=clock.now())
    task = worklist.add_task(application, "answered", cause=1, now=clock.now())
    path = address(application, "settle", task.pk)
    assert f"{path}?" in body(client.get(address(application)))
    assert "The task has left the list." in do(client, path)
    task.refresh_from_db()
    assert task.done_at
    assert letters(application) == ["received", "approved"]


def test_it_settles_nothing_while_a_case_is_open(client: Client) -> None:
    sign_in(client, "deciding_officer")
    application = listed()
    path = address(application, "settle", application.tasks.get().pk)
    assert f"{path}?" not in body(client.get(address(application)))
    assert client.get(path).status_code == 409
    assert client.post(path, {"step": "confirm"}).status_code == 409


def test_it_says_when_the_provider_does_not_answer(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, "intake_officer")
    application = listed()
    application.payments.update(refund_due=True)
    path = address(application, "refund", application.payments.get().pk)
    for code in ("payment_unavailable", "a_code_of_tomorrow"):
        monkeypatch.setattr(payments, "_give_back", Mock(side_effect=Obstacle(code)))
        page = fill_in(client, path, {"way": "provider"})
        assert confirm(client, path, page).status_code == 409
    assert application.payments.get().refunded_at is None
