"""Fill a site with the appointments of invented people."""

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import cycle, islice

from django.conf import settings
from django.db import transaction
from django.db.models import F, Sum

from guichet.booking import actions, places, queries
from guichet.booking.models import Slot
from guichet.booking.places import Details
from guichet.kernel.obstacles import Obstacle
from guichet.offices import queries as offices
from guichet.offices.models import Office
from guichet.offices.queries import OfficeMatch

PEOPLE = settings.CONTENT_DIR / "demo" / "personas.jsonl"
AHEAD = timedelta(days=28)
DICE = random.SystemRandom()
PART = 3  # at most one place in so many of a day is theirs: whoever tries the site finds others
CANCELLED = 0.08  # of the appointments: a real agenda has its gaps


type Person = tuple[Office, Details, str]


def clients(count: int) -> Iterator[Person]:
    """Yield people where they live; every round of the list is born a day later than the last."""
    personas = [json.loads(line) for line in PEOPLE.read_text(encoding="utf-8").splitlines()]
    later = DICE.randrange(5000)
    for number, persona in enumerate(islice(cycle(personas), count)):
        if office := _office_of(persona["residence"]):
            details = Details(
                name=" ".join(filter(None, [persona["given_names"], persona["family_name"]])),
                date_of_birth=date.fromisoformat(persona["date_of_birth"]),
                phone=persona["phone"],
            )
            born = details.date_of_birth - timedelta(days=later + number // len(personas))
            language = persona["preferred_language"]
            if language not in settings.AGENCY.languages:
                language = DICE.choice(settings.AGENCY.languages)
            yield office, replace(details, date_of_birth=born), language


def _office_of(home: dict[str, str]) -> Office | None:
    """Return the office that serves somebody, who lives near any where none does; or None."""
    try:
        match = offices.find_office(postal_code=home.get("zip"), country=home.get("country"))
    except Obstacle:
        match = OfficeMatch([], None)
    receiving = match.offices or list(offices.offices())
    return DICE.choice(receiving) if receiving else None


@transaction.atomic
def book(person: Person, *, now: datetime) -> bool:
    """Book a free time at the office that serves somebody; false when none is left for them."""
    office, details, language = person
    service = DICE.choice(list(offices.services_of(office)))
    slots = _free_slots(office.pk, service.pk, now=now)
    if not slots:
        return False
    until = now + timedelta(seconds=settings.HOLD_SECONDS)
    try:
        with transaction.atomic():
            claim = places.claim(
                DICE.choice(slots).pk, visitor=None, networks=None, now=now, until=until
            )
            booked = actions.book(claim.pk, details, language=language, now=now)
    except Obstacle:
        return False
    if DICE.random() < CANCELLED:
        actions.cancel(booked.appointment, now=now)
    return True


def _free_slots(office: str, service: str, *, now: datetime) -> list[queries.FreeSlot]:
    """Return the free times of a day on which others find most times free after one more."""
    days = (
        Slot.objects.filter(office_id=office, service_id=service, closed=False)
        .filter(local_day__range=(now.date(), (now + AHEAD).date()))
        .filter(starts_at__gt=now, opens_at__lte=now)
        .values("local_day")
        .annotate(claims=Sum("taken"), places=Sum("room"))
        .filter(places__gte=(F("claims") + 1) * PART)
        .values_list("local_day", flat=True)
    )
    if not days:
        return []
    day = DICE.choice(days)
    slots = queries.free_slots(office, service, first=day, last=day, now=now)
    return [slot for slot in slots if slot.free]
