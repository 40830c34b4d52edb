"""The privacy page promises what the house does."""

from datetime import timedelta

from django.test import Client

from guichet.booking import upkeep

YEAR = timedelta(days=365)


def test_it_names_the_periods_that_the_purge_keeps(client: Client) -> None:
    text = client.get("/en/privacy/").content.decode()
    assert timedelta(days=90) == upkeep.APPOINTMENTS_KEPT
    assert "Erased 90 days after the day of the appointment." in text
    assert timedelta(days=30) == upkeep.DISPATCHES_KEPT == upkeep.WISHES_KEPT
    assert "We keep for 30 days that a message was sent, not what it said." in text
    assert "Erased after 30 days at the latest." in text
    assert 2 * YEAR == upkeep.AUDIT_KEPT
    assert "Erased after 2 years." in text
    assert timedelta(hours=2) == upkeep.TRIES_KEPT
    assert "Erased after 2 hours." in text
