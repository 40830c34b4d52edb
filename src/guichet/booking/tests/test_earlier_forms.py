"""A process of the release before books on, while this one is rolled out."""

from datetime import timedelta

import pytest
from django.db import connection

from guichet.booking.models import Appointment
from guichet.booking.testing import NOW, make_open_slot
from guichet.kernel.models import AuditEntry

pytestmark = pytest.mark.django_db


def test_it_holds_confirms_and_moves_with_the_earlier_arguments() -> None:
    slot = make_open_slot(capacity=2)
    later = make_open_slot(starts_at=NOW + timedelta(days=9))
    until = NOW + timedelta(minutes=10)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM claim_place(%s, %s, %s, %s, %s, %s, %s)",
            [slot.pk, None, b"n" * 32, 8, NOW, until, False],
        )
        claim, claimed_until, obstacle = cursor.fetchone()
        assert (claimed_until, obstacle) == (until, None)
        person = ["Ada", "1985-05-17", "+12125550142", "", "", "", ""]
        cursor.execute(
            f"SELECT * FROM confirm_place({', '.join(['%s'] * 16)})",
            [claim, "23456789Q", b"i" * 32, NOW, "en", *person, False, b"l" * 32, b"w" * 32, b""],
        )
        assert cursor.fetchone() == (True, None)
        cursor.execute(
            "SELECT * FROM move_place(%s, %s, %s, %s, %s)",
            [claim, later.pk, NOW, NOW + timedelta(minutes=5), "client"],
        )
        assert cursor.fetchone() == (True, None)
    assert Appointment.objects.get(pk=claim).slot == later


def test_it_books_and_moves_as_processes_of_days_ago_do() -> None:
    slot = make_open_slot(capacity=2, room=1)
    later = make_open_slot(starts_at=NOW + timedelta(days=9))
    person = ["Ada", "1985-05-17", "+12125550142", "", "", "", "", False, b"l" * 32, b"w" * 32, b""]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM claim_place(%s, NULL, NULL::bytea[], 0, %s, %s, '10 minutes', false)",
            [slot.pk, NOW, NOW + timedelta(minutes=10)],
        )
        claim, _, obstacle, _ = cursor.fetchone()
        assert obstacle is None
        cursor.execute(
            f"SELECT * FROM confirm_place({', '.join(['%s'] * 18)}, NULL::integer[])",
            [claim, "23456789Q", b"i" * 32, NOW, "en", *person, b"p" * 32, None],
        )
        assert cursor.fetchone() == (True, None, None, None)
        cursor.execute(
            "SELECT * FROM move_place(%s, %s, %s, %s, 'client', NULL::bytea[], 0, '10 minutes')",
            [claim, later.pk, NOW, NOW],
        )
        assert cursor.fetchone() == (True, None, None)
    assert AuditEntry.objects.get(verb="book").actor == "client"
    slot.refresh_from_db()
    assert slot.taken == 0


def test_it_takes_no_network_and_no_visitor_with_the_earlier_arguments() -> None:
    slot = make_open_slot()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM claim_place(%s, NULL, NULL, %s, %s, %s, %s)",
            [slot.pk, 60, NOW, NOW + timedelta(minutes=10), False],
        )
        assert cursor.fetchone()[0]
