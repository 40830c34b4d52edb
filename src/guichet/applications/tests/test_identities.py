"""A leaked IDENTITY_KEY can be changed, and every application is still found."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import override_settings

from guichet.applications import identities
from guichet.applications import public_status as status
from guichet.applications.apply import starting
from guichet.applications.decisions import queries
from guichet.applications.form.answers import reading_of
from guichet.applications.form.circumstances import day_of
from guichet.applications.models import Application, Authorization
from guichet.applications.public_status import StatusQuestion
from guichet.applications.rules import PublicStatus
from guichet.applications.testing import (
    GUESSER,
    NIAMH,
    NOW,
    make_draft,
    make_listed,
    make_paid,
    person,
)

pytestmark = pytest.mark.django_db


def status_by_passport() -> PublicStatus:
    question = StatusQuestion(
        passport_number=str(person(1)["passport_number"]),
        issuer="IRL",
        born_on=day_of(NIAMH, "birth_date"),
        expires_on=day_of(NIAMH, "expiry_date"),
    )
    return status.look_up(question, guesser=GUESSER, now=NOW + timedelta(hours=1)).status


def test_it_finds_every_application_under_a_new_key() -> None:
    application = make_paid(1)
    make_draft(2)
    Application.objects.create(number="V000000001", started_at=NOW, saved_at=NOW)
    before = bytes(application.passport or b"")
    assert status_by_passport().code == "approved"
    with override_settings(IDENTITY_KEY="another key of fifty characters or more, I should say"):
        assert status_by_passport().code == "not_found"
        call_command("derive_identities")
        assert status_by_passport().code == "approved"
        application.refresh_from_db()
        after = bytes(application.passport or b"")
        assert after != before
        authorization = queries.valid_authorization(after)
        assert authorization == Authorization.objects.get()
        assert bytes(authorization.person) == bytes(application.person or b"")


def test_it_knows_a_person_whose_names_stand_the_other_way_round() -> None:
    first = make_listed(1)
    second = make_listed(2)
    second.answers |= {"surname": first.answers["given_names"], "given_names": "OBRIEN-SMYTHE"}
    first.answers |= {"surname": "O'BRIEN SMYTHE"}
    for application in (first, second):
        starting.index(application, reading_of(application.answers, now=NOW))
        application.save()
    assert bytes(first.person or b"") != bytes(second.person or b"")
    assert queries.history_of(second).other_open
    assert queries.history_of(first).other_open


def test_it_derives_the_words_of_earlier_applications_in_batches() -> None:
    for number in range(3):
        make_draft(number)
    Application.objects.update(person_words=None)
    assert [identities.derive_words(now=NOW, most=2) for _ in range(3)] == [2, 1, 0]
    assert not Application.objects.filter(person__isnull=False, person_words=None).exists()
