"""Two presses at one moment begin one contact."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection, transaction

from guichet.interactions import actions
from guichet.interactions.actions import Contact
from guichet.interactions.models import Interaction

NOW = datetime(2026, 11, 30, 15, tzinfo=UTC)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_equal_presses_at_one_moment_lead_to_the_one_contact() -> None:
    together = Barrier(4, timeout=20)
    contact = Contact(channel="telephone", language="en", once="page")

    def press(_: int) -> int:
        try:
            with transaction.atomic():
                assert not Interaction.objects.exists()  # nobody is there before the others
                together.wait()
                return actions.begin(contact, now=NOW).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=4) as pool:
        keys = set(pool.map(press, range(4)))
    assert keys == {Interaction.objects.get().pk}
