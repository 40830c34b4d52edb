"""What hangs on no key that is rotated outlives both: a rotation, and a WORKING_KEY that comes."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt, encrypt
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.core.management import call_command

from guichet.applications import tokens as application_tokens
from guichet.applications.status import calendar_entry
from guichet.applications.testing import NOW, make_draft
from guichet.booking.keys import tokens
from guichet.booking.testing import make_booked, make_details, make_open_slot
from guichet.kernel import endings, keyring
from guichet.kernel.obstacles import Obstacle
from tests.rotating import SECOND, rotate, two_keys

pytestmark = pytest.mark.django_db

__all__ = ["two_keys"]
OWN = "a working key of its own, of forty characters or more"


def nothing(settings: LazySettings) -> None:
    """Let nothing happen."""


def rotate_all(settings: LazySettings) -> None:
    rotate("identity")
    rotate("pin", leaked=True)


def take_own(settings: LazySettings) -> None:
    settings.WORKING_KEY = OWN
    call_command("derive_identities")


def take_the_first_and_let_it_go(settings: LazySettings) -> None:
    """Do as the operations page says where no key has leaked."""
    settings.WORKING_KEY = keyring.key("IDENTITY_KEY", 1)
    call_command("derive_identities")
    rotate("identity")
    settings.IDENTITY_KEY = f"2:{SECOND}"


@pytest.mark.parametrize("change", [nothing, rotate_all, take_own, take_the_first_and_let_it_go])
def test_nobody_loses_anything(
    change: Callable[[LazySettings], None], settings: LazySettings
) -> None:
    booked, visit = make_booked(make_open_slot(capacity=2), number=1), endings.new_visit()
    endings.end(visit, now=NOW)
    application = make_draft(1).application
    application.email_pending = "new@example.org"
    user = User.objects.create_user("officer")
    factor = Authenticator.objects.create(user=user, type="totp", data={"secret": encrypt("S3")})
    hold, link = tokens.hold_token(7), tokens.address_token(booked.appointment.pk)
    code, entry = application_tokens.email_code(application), calendar_entry.key_of(1)

    change(settings)
    factor.refresh_from_db()
    assert decrypt(factor.data["secret"]) == "S3"
    assert endings.has_ended(visit)
    assert tokens.claim_of(hold) == 7
    assert tokens.appointment_of(link) == booked.appointment.pk
    assert application_tokens.is_email_code(application, code)
    assert (calendar_entry.key_of(1) == entry) is (change is not take_own)
    with pytest.raises(Obstacle, match="already_booked"):
        make_booked(booked.appointment.slot, number=1)
    booked.appointment.refresh_from_db()
    assert bytes(booked.appointment.identity or b"") == make_details(1).keys.identity
