"""What an action tells is what triggers of its transaction take for now."""

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from guichet.kernel.database import moments

TOLD = "SELECT current_setting('guichet.now', true)"
NOW = datetime(2026, 12, 24, 15, tzinfo=UTC)


def _told() -> datetime | None:
    with connection.cursor() as cursor:
        cursor.execute(TOLD)
        text = cursor.fetchone()[0]
    return datetime.fromisoformat(text) if text else None


@pytest.mark.django_db(transaction=True)
def test_an_instant_holds_for_one_transaction() -> None:
    with transaction.atomic():
        moments.tell(NOW)
        assert _told() == NOW
    assert _told() is None
