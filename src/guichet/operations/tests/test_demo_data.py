"""The demonstration: invented people, real rules."""

import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.models import Sum
from django.test import override_settings

from guichet.applications import numbers, tokens
from guichet.applications.models import Application
from guichet.booking import queries
from guichet.booking.models import Appointment, Slot
from guichet.booking.schedule import release
from guichet.booking.schedule.invariants import broken_laws
from guichet.figures.models import DayFigures
from guichet.figures.queries import counts_of
from guichet.kernel import clock
from guichet.kernel.references import pin_for_people
from guichet.kernel.running import addresses
from guichet.offices.models import Jurisdiction, OpeningHours
from guichet.offices.testing import make_office, make_service
from guichet.operations.management.commands.demo_data import STORIES


def tell_a_draft_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    draft = next(story for story in STORIES if story.key == "a draft")
    monkeypatch.setattr("guichet.operations.management.commands.demo_data.STORIES", (draft,))


@pytest.mark.django_db(transaction=True)
def test_it_books_invented_people_at_the_office_that_serves_them() -> None:
    office, service = make_office(), make_service()
    Jurisdiction.objects.create(postal_code="37211", office=office, overridden=False)
    for weekday in range(1, 8):
        OpeningHours.objects.create(
            office=office, service=service, weekday=weekday,
            opens_at="09:00", closes_at="10:00", desks=2,
        )  # fmt: skip
    release.release_slots(office, now=clock.now())
    out = io.StringIO()

    for _ in range(2):
        call_command("demo_data", clients=170, rounds=0, stdout=out)

    booked = Appointment.objects.exclude(confirmation_number=None)
    assert booked.count() >= 2 and "appointments of invented people" in out.getvalue()
    assert all(
        appointment.date_of_birth < date(2027, 1, 1) and not appointment.email
        for appointment in booked
    )
    assert broken_laws() == []
    # Invented weeks lie before the first day of which there is anything to count.
    days = DayFigures.objects.filter(office=office, by="all").values_list("date", flat=True)
    assert 80 < len(days) < 90 and max(days) < Slot.objects.earliest("local_day").local_day
    day = DayFigures.objects.filter(office=office, by="all").latest("date")
    assert counts_of(office.pk, day.date)["booked"] == day.booked > 0
    assert "found none: at most one place in 3 of a day is theirs." in out.getvalue()
    today = clock.now().date()
    free = queries.free_times(
        office.pk, service.pk, first=today, last=today + timedelta(days=28), now=clock.now()
    )
    assert len(free) > 5 and all(day.slots for day in free), "who tries the site finds times"
    shares = Slot.objects.values("local_day").annotate(claims=Sum("taken"), places=Sum("room"))
    assert all(share["claims"] * 3 <= share["places"] for share in shares)


@pytest.mark.django_db
@pytest.mark.parametrize(("loopback", "expectation"), [(True, True), (False, False)])
def test_it_shows_numbers_and_pins_on_the_loopback_address_alone(
    monkeypatch: pytest.MonkeyPatch, loopback: bool, expectation: bool
) -> None:
    tell_a_draft_alone(monkeypatch)
    out = io.StringIO()
    with override_settings(LOOPBACK=loopback):
        call_command("demo_data", clients=0, rounds=1, stdout=out)
    application = Application.objects.get()
    assert "1 applications of invented people, 1 of them new." in out.getvalue()
    assert (numbers.for_people(application.number) in out.getvalue()) == expectation
    assert (pin_for_people(tokens.pin_of(application)) in out.getvalue()) == expectation


@pytest.mark.django_db
def test_it_asks_no_real_provider_for_invented_people() -> None:
    out = io.StringIO()
    with override_settings(PAYMENT_PROVIDER="bank.Provider"):
        call_command("demo_data", clients=0, rounds=1, stdout=out)
    assert "No applications" in out.getvalue()
    assert not Application.objects.exists()


@pytest.mark.django_db
def test_it_names_the_address_of_the_site_that_was_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tell_a_draft_alone(monkeypatch)
    with override_settings(DATA_DIR=tmp_path, PUBLIC_URL="http://127.0.0.1:8441"):
        addresses.note()
    out = io.StringIO()
    with override_settings(DATA_DIR=tmp_path, PUBLIC_URL="http://127.0.0.1:8000"):
        call_command("demo_data", clients=0, rounds=1, stdout=out)
    assert "Open one at http://127.0.0.1:8441/en/eta/apply/resume/ with:" in out.getvalue()
