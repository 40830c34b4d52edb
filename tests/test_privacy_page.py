"""The privacy page promises what the house does."""

from datetime import timedelta

from django.test import Client

from guichet.applications.periods import KINDS, period
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


def test_it_names_the_periods_of_applications(client: Client) -> None:
    text = client.get("/en/privacy/").content.decode()
    promised = {
        "unfinished": (timedelta(days=30), "Erased 30 days after you last saved it"),
        "finished": (2 * YEAR, "Erased 2 years after the end of your eTA or of your application."),
        "refused": (5 * YEAR, "If something was refused or canceled, after 5 years."),
        "papers": (2 * YEAR, "Erased 2 years after the decision"),
        "left_papers": (timedelta(days=60), "what you add and do not hand in, after 60 days."),
        "enquiries": (YEAR, "is erased 1 year after our answer."),
        "payments": (7 * YEAR, "stay in our books for 7 years, without your name."),
    }
    assert set(promised) == set(KINDS)
    for kind, (kept, words) in promised.items():
        assert kept <= period(kind) <= kept + timedelta(days=2), kind  # with its leap days
        assert words in text, kind
