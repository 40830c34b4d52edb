"""The privacy page promises what the house does."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django import conf
from django.test import Client
from procrastinate.contrib.django import app
from procrastinate.periodic import PeriodicTask
from pytest_django import Settings

from guichet.applications.access import handles
from guichet.applications.periods import period
from guichet.booking import upkeep
from guichet.booking.clients import notes
from guichet.booking.models import Appointment
from guichet.booking.testing import make_booked, make_open_slot
from guichet.booking.tests.journey import ADA, DETAILS, EXTEND, REVIEW, Now, hold, press
from guichet.contact.calls import upkeep as calls
from guichet.feedback import upkeep as feedback
from guichet.guidance.player import visit as answers
from guichet.interactions import upkeep as interactions
from guichet.kernel import clock
from guichet.kernel.content import retention
from guichet.kernel.content.retention import KINDS
from guichet.web import visits
from guichet.web.wire import opened_before

YEAR = timedelta(days=365)


def periodic_tasks() -> list[PeriodicTask[..., object, ...]]:
    """Return what the worker does by itself, again and again."""
    return list(app.periodic_registry.periodic_tasks.values())


def test_it_names_the_periods_that_the_purge_keeps(client: Client) -> None:
    text = client.get("/en/privacy/").content.decode()
    assert timedelta(days=90) == upkeep.APPOINTMENTS_KEPT
    assert "Erased 90 days after the day of the appointment." in text
    assert timedelta(days=30) == upkeep.DISPATCHES_KEPT == upkeep.WISHES_KEPT
    assert "We keep for 30 days that a message was sent, not what it said." in text
    assert "Erased after 30 days at the latest." in text
    assert 2 * YEAR == upkeep.AUDIT_KEPT
    assert "Erased after 2 years." in text
    assert upkeep.TRIES_KEPT < timedelta(hours=24) == upkeep.BUCKETS_KEPT + upkeep.LOOKED_THROUGH
    assert "Erased after 24 hours at the latest." in text
    assert interactions.WITHOUT_CASE_KEPT == YEAR
    assert feedback.KEPT == YEAR
    assert timedelta(days=30) == calls.KEPT
    assert "Erased 30 days after the call" in text
    assert "without a case, a year after we spoke." in text
    assert timedelta(days=90) == opened_before.KEPT
    assert "On your own device we keep for 90 days" in text
    assert timedelta(hours=1) == upkeep.DRAFTS_KEPT + upkeep.LOOKED_THROUGH
    assert conf.settings.HOLD_SECONDS == 10 * 60
    assert "for 10 minutes, or for 20 if you ask for more time. What you do not confirm" in text
    assert "is erased within an hour." in text


def test_the_worker_looks_as_often_as_the_page_promises() -> None:
    crons = {task.task.name: task.cron for task in periodic_tasks()}
    minutes = int(upkeep.LOOKED_THROUGH.total_seconds()) // 60
    assert crons["guichet.purge_soon"] == f"*/{minutes} * * * *"
    nightly = {name for name, cron in crons.items() if cron.split()[1:] == ["3", "*", "*", "*"]}
    assert "guichet.purge" in nightly


@pytest.mark.django_db
@pytest.mark.parametrize(("extended", "minutes"), [(False, 10), (True, 20)])
def test_what_is_not_confirmed_is_there_for_a_while_and_gone_within_an_hour(
    client: Client, monkeypatch: pytest.MonkeyPatch, extended: bool, minutes: int
) -> None:
    now = Now()
    monkeypatch.setattr(clock, "now", now)
    hold(client, make_open_slot())
    press(client, DETAILS, ADA)
    assert "Ada Lovelace" in client.get(REVIEW).content.decode()
    if extended:
        press(client, EXTEND, ADA)

    now.later(minutes=minutes, seconds=-1)
    assert "Ada Lovelace" in client.get(REVIEW).content.decode()
    now.later(seconds=2)
    assert "Ada Lovelace" not in client.get(REVIEW).content.decode()
    upkeep.end_due_claims(now=now.at)
    assert Appointment.objects.filter(name="Ada Lovelace", state="ended").exists()

    now.later(minutes=60 - minutes)  # the last look within the hour was up to five minutes ago
    upkeep.purge_soon(now=now.at - timedelta(seconds=2))
    assert not Appointment.objects.filter(name="Ada Lovelace").exists()


@pytest.mark.django_db
def test_what_is_confirmed_stays_until_the_night_after_ninety_days() -> None:
    booked = make_booked().appointment
    ends_at = booked.slot.ends_at
    upkeep.purge(now=ends_at + timedelta(days=90))
    assert Appointment.objects.filter(pk=booked.pk).exists()
    upkeep.purge(now=ends_at + timedelta(days=91))
    assert not Appointment.objects.filter(pk=booked.pk).exists()


def test_the_browser_keeps_nothing_that_the_page_does_not_name(client: Client) -> None:
    purposes = {
        visits.VISIT: "that a place is held for you",
        notes.NOTICE: "that your notice or your application is open",
        handles.COOKIE: "that your notice or your application is open",
        notes.LOST: "that you asked for a one-time code",
        answers.COOKIE: "What you answer to questions about yourself is kept there",
        visits.SHARED: "that you are on a shared computer",
        visits.LANGUAGE: "we remember it for a year on your own device",
        visits.OPENED: "that an appointment or an application was opened there",
    }
    ours = {value for value in vars(visits).values() if str(value).startswith("guichet_")}
    assert visits.PERSONAL | ours == set(purposes)
    assert timedelta(days=365) == timedelta(seconds=visits.A_YEAR)
    assert conf.settings.CSRF_COOKIE_AGE is None  # it ends with the browser
    text = client.get("/en/privacy/").content.decode()
    for words in purposes.values():
        assert words in text


def test_it_names_the_periods_of_applications(client: Client) -> None:
    text = client.get("/en/privacy/").content.decode()
    promised = {
        "unfinished": (timedelta(days=30), "It is kept for 30 days after you last saved it"),
        "finished": (
            2 * YEAR,
            "They are kept for 2 years after the end of your eTA or of your application.",
        ),
        "refused": (5 * YEAR, "If something was refused or canceled, for 5 years."),
        "papers": (2 * YEAR, "It is kept for 2 years after the decision"),
        "left_papers": (timedelta(days=60), "what you add and do not hand in, for 60 days."),
        "enquiries": (YEAR, "is kept for 1 year after our answer."),
        "payments": (7 * YEAR, "stay in our books for 7 years, without your name."),
    }
    assert set(promised) == set(KINDS)
    for kind, (longest, words) in promised.items():
        assert longest <= period(kind) <= longest + timedelta(days=2), kind  # with its leap days
        assert words in text, kind


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("kept for 1 day after", "kept for 800 days after", "for 6 years.", "for 45 days.")),
        ("pl", ("przez 1 dzień od", "przez 800 dni od", "przez 6 lat.", "przez 45 dni.")),
        ("ru", ("Хранится 1 день после", "Хранятся 800 дней", "6 лет.", "45 дней.")),
        ("ar", ("مدة يوم واحد بعد", "مدة 800 يوم بعد", "فمدة 6 سنوات.", "مدة 45 يوما.")),
        ("fr", ("Gardé 1\xa0jour après", "Gardés 800\xa0jours", "6\xa0ans.", "45\xa0jours.")),
        ("ja", ("1 日保管", "800 日保管", "6 年保管", "45 日保管")),
    ],
)
def test_it_names_the_periods_that_an_agency_chose(
    client: Client, settings: Settings, language: str, words: tuple[str, ...]
) -> None:
    days = {"unfinished": 1, "finished": 800, "refused": 2192, "left_papers": 45}
    settings.AGENCY = replace(settings.AGENCY, retention=days)
    retention.table.cache_clear()
    try:
        text = client.get(f"/{language}/privacy/").content.decode()
    finally:
        retention.table.cache_clear()
    assert [sentence for sentence in words if sentence not in text] == []
