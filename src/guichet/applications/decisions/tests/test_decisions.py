"""What officers decide, and how others look again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from guichet.applications import queries
from guichet.applications.changes import actions
from guichet.applications.decisions import actions as decisions
from guichet.applications.decisions import reconsiderations, requests
from guichet.applications.models import Application
from guichet.applications.public_status import of
from guichet.applications.testing import (
    DUE_ON,
    NOW,
    explained,
    make_asked,
    make_draft,
    make_listed,
    make_officer,
    make_paid,
    make_refused,
)
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit

pytestmark = pytest.mark.django_db


def status(application: Application, *, hours: int = 0) -> str:
    return of(application, now=NOW + timedelta(hours=hours)).status.code


def kinds(application: Application) -> list[str]:
    return list(application.letters.values_list("kind", flat=True))


def tasks(application: Application) -> list[str]:
    return list(application.tasks.filter(done_at=None).values_list("kind", flat=True))


def test_it_asks_answers_and_approves() -> None:
    officer = make_officer()
    application = make_asked()
    assert status(application) == "action_needed"
    assert of(application, now=NOW).answer_by == DUE_ON
    assert tasks(application) == []

    request = queries.open_requests(application).get()
    later = NOW + timedelta(days=9)
    requests.answer_request(application.pk, request.pk, "It was dismissed.", now=later)

    application.refresh_from_db()
    assert application.state == "info_received"
    assert application.due_at == later + timedelta(hours=72)
    assert tasks(application) == ["answered"]
    decisions.approve(application.pk, officer=officer, now=later)
    application.refresh_from_db()
    assert status(application) == "approved"
    assert tasks(application) == []
    assert kinds(application) == ["received", "information_asked", "approved"]


def test_it_waits_for_the_last_of_several_answers() -> None:
    application = make_listed()
    first, second = requests.ask_for_documents(
        application.pk,
        [("itinerary", ""), ("explanation", "Why so long?")],
        officer=make_officer(),
        due_on=DUE_ON,
        now=NOW,
    )
    requests.answer_request(application.pk, first.pk, "Halifax", now=NOW)
    assert status(application) == "action_needed"
    requests.answer_request(application.pk, second.pk, "My mother", now=NOW)
    assert status(application) == "in_progress"


def test_it_answers_a_question_once() -> None:
    application = make_asked()
    request = queries.open_requests(application).get()
    requests.answer_request(application.pk, request.pk, "One", now=NOW)
    with pytest.raises(Obstacle, match="not_found"):
        requests.answer_request(application.pk, request.pk, "Two", now=NOW)


def test_it_refuses_nobody_who_was_asked_and_may_still_answer() -> None:
    application = make_asked()
    with pytest.raises(Obstacle, match="not_possible_now"):
        decisions.refuse(application.pk, officer=make_officer(), why=explained(), now=NOW)


def test_it_invites_to_an_interview_and_goes_on() -> None:
    officer, application = make_officer(), make_listed()
    decisions.invite(application.pk, officer=officer, due_on=DUE_ON, now=NOW)
    assert status(application) == "action_needed"
    decisions.resume(application.pk, officer=officer, now=NOW)
    assert status(application) == "in_progress"
    assert not queries.open_requests(application).exists()


def test_it_refuses_with_reasons_that_may_be_shown() -> None:
    application = make_refused()
    standing = of(application, now=NOW)
    assert (standing.status.code, standing.reasons) == ("not_approved", ("criminality",))
    whole = explained()
    for why in (replace(whole, grounds=()), replace(whole, words=" \n")):
        with pytest.raises(Obstacle, match="invalid"):
            decisions.refuse(make_listed(1).pk, officer=make_officer(), why=why, now=NOW)


def test_it_sends_a_citizen_to_the_right_document() -> None:
    application = make_listed()
    decisions.close(application.pk, officer=make_officer(), public=["citizen"], now=NOW)
    standing = of(application, now=NOW)
    assert (standing.status.code, standing.status.next_step) == ("withdrawn", "use_right_document")


def test_it_is_given_up_only_after_the_day() -> None:
    officer, application = make_officer(), make_asked()
    with pytest.raises(Obstacle, match="not_possible_now"):
        decisions.give_up(application.pk, officer=officer, now=NOW)
    decisions.give_up(application.pk, officer=officer, now=NOW + timedelta(days=40))
    assert status(application) == "withdrawn"


def test_it_is_taken_back_by_its_owner() -> None:
    case, draft = make_listed(1), make_draft(2).application
    for _ in range(2):
        assert actions.withdraw(case.pk, now=NOW).state == "withdrawn"
        assert actions.withdraw(draft.pk, now=NOW).state == "abandoned"
    assert of(case, now=NOW).status.next_step == "apply_again"
    assert tasks(case) == []
    with pytest.raises(Obstacle, match="not_possible_now"):
        actions.withdraw(make_paid(3).pk, now=NOW)


@pytest.mark.parametrize("verb", ["started_anew", "roles_changed", "added"])
def test_it_is_not_looked_at_again_by_an_account_of_the_same_hands(verb: str) -> None:
    first, second, third = (make_officer(name) for name in ("first", "second", "third"))
    kind = "user" if verb == "added" else "account"
    for account in (first, second):
        audit.write(verb, kind, account, actor="staff:77", now=NOW - timedelta(days=29))
    audit.write(verb, kind, third, actor="staff:78", now=NOW - timedelta(days=1))
    application = make_refused(officer=first)
    reconsideration = reconsiderations.request_reconsideration(
        application.pk, "It was my cousin.", now=NOW
    )
    again = {"reopened": True, "public": [], "now": NOW}
    with pytest.raises(Obstacle, match="same_administrator"):
        reconsiderations.reconsider(reconsideration.pk, officer=second, **again)  # type: ignore[arg-type]
    reconsiderations.reconsider(reconsideration.pk, officer=third, **again)  # type: ignore[arg-type]
    with pytest.raises(Obstacle, match="same_administrator"):
        decisions.approve(application.pk, officer=second, now=NOW)
    later = NOW + timedelta(days=2)  # 30 days are over
    decisions.approve(application.pk, officer=second, now=later)


def test_it_is_looked_at_again_by_somebody_else() -> None:
    first, second = make_officer("first"), make_officer("second")
    application = make_refused(officer=first)
    reconsideration = reconsiderations.request_reconsideration(
        application.pk, "It was my cousin.", now=NOW
    )
    assert (
        reconsiderations.request_reconsideration(application.pk, "Again", now=NOW)
        == reconsideration
    )
    assert tasks(application) == ["reconsideration"]

    with pytest.raises(Obstacle, match="same_officer"):
        reconsiderations.reconsider(
            reconsideration.pk, officer=first, reopened=True, public=[], now=NOW
        )
    reconsiderations.reconsider(
        reconsideration.pk, officer=second, reopened=True, public=[], now=NOW
    )
    assert status(application) == "in_progress"
    with pytest.raises(Obstacle, match="same_officer"):
        decisions.approve(application.pk, officer=first, now=NOW)
    decisions.approve(application.pk, officer=second, now=NOW)

    assert status(application) == "approved"
    assert "reconsideration_received" in kinds(application)
    assert "reconsideration_reopened" in kinds(application)


def test_it_may_stay_refused() -> None:
    application = make_refused()
    reconsideration = reconsiderations.request_reconsideration(application.pk, "Please", now=NOW)
    reasons, second = ["nothing_new"], make_officer("second")
    reconsiderations.reconsider(
        reconsideration.pk, officer=second, reopened=False, public=reasons, now=NOW
    )
    assert status(application) == "not_approved"
    with pytest.raises(Obstacle, match="not_found"):
        reconsiderations.reconsider(
            reconsideration.pk, officer=second, reopened=True, public=[], now=NOW
        )


@pytest.mark.parametrize("make", [make_paid, make_listed])
def test_it_looks_again_at_refusals_only(make: object) -> None:
    application = make()  # type: ignore[operator]
    with pytest.raises(Obstacle, match="not_possible_now"):
        reconsiderations.request_reconsideration(application.pk, "Please", now=NOW)


def test_it_approves_nobody_whom_the_lists_no_longer_name() -> None:
    application = make_listed()
    application.answers |= {"nationality": "IND", "issuer": "IND"}
    application.save(update_fields=["answers"])
    with pytest.raises(Obstacle, match="not_eligible_by_table"):
        decisions.approve(application.pk, officer=make_officer(), now=NOW)


def test_it_approves_nobody_whose_passport_has_expired_meanwhile() -> None:
    application = make_listed(expiry_date="2026-12-01")
    later = NOW + timedelta(days=9)
    with pytest.raises(Obstacle, match="passport_expired"):
        decisions.approve(application.pk, officer=make_officer(), now=later)


def test_it_is_looked_at_again_by_nobody_who_ever_refused_it() -> None:
    first, second, third = (make_officer(name) for name in ("first", "second", "third"))
    application = make_refused(officer=first)
    reconsideration = reconsiderations.request_reconsideration(
        application.pk, "It was my cousin.", now=NOW
    )
    reconsiderations.reconsider(
        reconsideration.pk, officer=third, reopened=True, public=[], now=NOW
    )
    decisions.refuse(application.pk, officer=second, why=explained(), now=NOW)
    again = reconsiderations.request_reconsideration(application.pk, "Here is his letter.", now=NOW)
    for officer in (first, second):
        with pytest.raises(Obstacle, match="same_officer"):
            reconsiderations.reconsider(
                again.pk, officer=officer, reopened=True, public=[], now=NOW
            )
    reconsiderations.reconsider(again.pk, officer=third, reopened=True, public=[], now=NOW)
    assert status(application) == "in_progress"
