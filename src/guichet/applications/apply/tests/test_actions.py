"""From the first answer to the rule, over a real database."""

import re
from datetime import date, timedelta

import pytest

from guichet.applications import queries
from guichet.applications.access.actions import sign_in
from guichet.applications.apply import actions, starting
from guichet.applications.form.answers import reading_of
from guichet.applications.letters import send as letters
from guichet.applications.models import Application, Correspondence, Version
from guichet.applications.public_status import of
from guichet.applications.testing import (
    GUESSER,
    NOW,
    make_draft,
    make_listed,
    make_paid,
    make_refused,
    make_sent,
    person,
    wrong_pin,
)
from guichet.kernel import references
from guichet.kernel.guarding.guesses import Guesser
from guichet.kernel.guarding.network import Ladder
from guichet.kernel.models import AuditEntry, Dispatch
from guichet.kernel.obstacles import Obstacle

pytestmark = pytest.mark.django_db


def save(application: Application, version: int, **changes: object) -> Application:
    return actions.save_step(
        application.pk, "passport", changes, version=version, language="fr", now=NOW
    )


def status(application: Application, *, hours: int = 0) -> str:
    return of(application, now=NOW + timedelta(hours=hours)).status.code


def kinds(application: Application) -> list[str]:
    return list(application.letters.values_list("kind", flat=True))


def tasks(application: Application) -> list[str]:
    return list(application.tasks.filter(done_at=None).values_list("kind", flat=True))


def test_it_begins_with_a_number_and_a_pin() -> None:
    draft = starting.start(language="ar", network=None, now=NOW)
    assert draft.application.number.startswith("V")
    assert re.fullmatch(f"[{references.ALPHABET}]{{8}}", draft.pin)
    assert (draft.application.state, draft.application.language) == ("draft", "ar")


def test_it_opens_with_number_and_pin() -> None:
    draft = make_draft()
    application = sign_in(draft.application.number.lower(), draft.pin, guesser=GUESSER, now=NOW)
    assert application == draft.application


def test_it_stays_shut_after_five_wrong_pins_even_for_the_right_one() -> None:
    draft = make_draft()
    wrong = wrong_pin(draft.pin)
    for _ in range(5):
        with pytest.raises(Obstacle, match="wrong_credentials"):
            sign_in(draft.application.number, wrong, guesser=GUESSER, now=NOW)
    with pytest.raises(Obstacle, match="too_many"):
        sign_in(draft.application.number, draft.pin, guesser=GUESSER, now=NOW)
    sign_in(
        draft.application.number,
        draft.pin,
        guesser=Guesser(ladder=Ladder((b"x" * 32,))),
        now=NOW,
    )


def test_it_keeps_every_step() -> None:
    application = starting.start(language="en", network=None, now=NOW).application
    saved_draft = save(application, 0, passport_number="pa 123", surname="Ó BRIEN")
    assert saved_draft.answers == {"passport_number": "pa 123", "surname": "Ó BRIEN"}
    assert list(saved_draft.steps) == ["passport"]
    assert (saved_draft.version, saved_draft.language) == (1, "fr")


def test_it_keeps_both_when_two_windows_save() -> None:
    application = make_draft().application
    save(application, 0, birth_city="Cork")

    with pytest.raises(Obstacle, match="changed_elsewhere") as stop:
        save(application, 0, birth_city="Sligo")

    application.refresh_from_db()
    assert application.answers["birth_city"] == "Cork"
    beside = application.versions.get(cause=Version.Cause.TYPED_ELSEWHERE)
    assert beside.answers["birth_city"] == "Sligo"
    assert stop.value.facts == {"version": 1, "fields": ["birth_city"]}


def test_it_takes_a_double_click_for_one() -> None:
    application = make_draft().application
    save(application, 0, birth_city="Cork")
    save(application, 0, birth_city="Cork")
    assert not application.versions.exists()


def test_it_hands_on_what_a_family_has_in_common() -> None:
    common = {key: value for key, value in person().items() if key.startswith("home_")}
    application = starting.start(
        language="en", reading=reading_of(common, now=NOW), network=None, now=NOW
    ).application
    assert application.answers == common


def test_it_sends_nothing_unfinished() -> None:
    application = make_draft(signature="", passport_number="").application
    with pytest.raises(Obstacle, match="invalid") as stop:
        actions.submit(application.pk, now=NOW)
    assert stop.value.facts["errors"] == {"signature": "required", "passport_number": "required"}


def test_it_keeps_what_was_sent_and_sends_it_once() -> None:
    application = make_sent().application
    again = actions.submit(application.pk, now=NOW + timedelta(minutes=1))
    assert again.state == "submitted_unpaid"
    assert again.signed_at == NOW
    assert application.versions.filter(cause="sent").count() == 1


def test_it_can_be_changed_before_it_is_paid_for() -> None:
    application = make_sent().application
    actions.revise(application.pk, now=NOW)
    application.refresh_from_db()
    assert (application.state, application.signature) == ("draft", "")
    assert "signature" not in application.answers
    with pytest.raises(Obstacle, match="invalid"):
        actions.submit(application.pk, now=NOW)


def test_it_saves_no_step_after_it_was_sent() -> None:
    application = make_sent().application
    with pytest.raises(Obstacle, match="not_possible_now"):
        save(application, 0, birth_city="Cork")


def test_it_approves_a_simple_case_at_once() -> None:
    application = make_paid()
    authorization = queries.authorization_of(application)
    assert authorization
    assert application.state == "issued"
    assert authorization.number.startswith("J")
    assert (authorization.valid_from, authorization.valid_until) == (
        date(2026, 11, 23),
        date(2031, 11, 23),
    )
    assert (authorization.nationality, authorization.basis) == ("IRL", "V")
    assert kinds(application) == ["received", "approved"]
    assert status(application) == "approved"


def test_it_never_refuses_by_itself() -> None:
    application = make_listed()
    assert application.state == "manual_review"
    assert application.review_reasons == ["declared_offence"]
    assert tasks(application) == ["decide"]
    assert status(application) == "in_progress"
    assert status(application, hours=72) == "late"


def test_it_shows_an_officer_two_people_on_one_passport() -> None:
    make_paid(1)
    second = make_paid(2, passport_number="PA0000001")
    assert second.review_reasons == ["other_person_on_passport"]


def test_it_shows_an_officer_a_second_application_at_the_same_time() -> None:
    make_listed(1)
    assert make_paid(1).review_reasons == ["other_application_open"]


def test_it_shows_an_officer_an_earlier_refusal_on_another_passport() -> None:
    make_refused(1)
    assert make_paid(1, passport_number="NEW000001").review_reasons == ["adverse_decision"]


def test_it_sends_a_letter_again() -> None:
    application = make_paid()
    letter = queries.letters_of(application)[0]
    letters.send_again(letter, now=NOW)
    assert Dispatch.objects.filter(kind="eta_letter", record=letter.pk).count() == 2


def test_it_writes_in_the_language_that_was_wished() -> None:
    application = make_paid(letter_language="fr")
    languages = Correspondence.objects.filter(application=application)
    assert set(languages.values_list("letter_language", "summary_language")) == {("fr", "en")}


def test_it_writes_nothing_personal_into_the_record_and_the_outbox() -> None:
    application = make_refused()
    lines = [str(entry.facts) for entry in AuditEntry.objects.all()]
    lines += [f"{row.key} {row.kind}" for row in Dispatch.objects.all()]
    for secret in (application.number, "OBRIEN", "PA0000000", "niamh", "careless"):
        assert not any(secret in line for line in lines)
