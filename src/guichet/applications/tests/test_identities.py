"""A leaked IDENTITY_KEY can be changed, and every application is still found."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import override_settings

from guichet.applications import queries, status
from guichet.applications.answers import day_of
from guichet.applications.models import Application, Authorization
from guichet.applications.rules import PublicStatus
from guichet.applications.status import Asked
from guichet.applications.worlds import NIAMH, NOW, make_draft, make_paid, person

pytestmark = pytest.mark.django_db


def found() -> PublicStatus:
    asked = Asked(
        passport_number=str(person(1)["passport_number"]),
        issuer="IRL",
        born_on=day_of(NIAMH, "birth_date"),
        expires_on=day_of(NIAMH, "expiry_date"),
    )
    return status.look_up(asked, network=b"n" * 32, now=NOW + timedelta(hours=1)).status


def test_it_finds_every_application_under_a_new_key() -> None:
    application = make_paid(1)
    make_draft(2)
    Application.objects.create(number="V000000001", started_at=NOW, saved_at=NOW)
    before = bytes(application.passport or b"")
    assert found().code == "approved"
    with override_settings(IDENTITY_KEY="another key of fifty characters or more, I should say"):
        assert found().code == "not_found"
        call_command("derive_identities")
        assert found().code == "approved"
        application.refresh_from_db()
        after = bytes(application.passport or b"")
        assert after != before
        given = queries.valid_authorization(after)
        assert given == Authorization.objects.get()
        assert bytes(given.person) == bytes(application.person or b"")
