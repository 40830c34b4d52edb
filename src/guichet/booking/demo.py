"""Fill a site with the appointments of invented people."""

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import cycle, islice

from django.conf import settings
from django.db import transaction

from guichet.booking import actions, places, queries
from guichet.booking.places import Details
from guichet.kernel.obstacles import Obstacle
from guichet.offices import queries as offices
from guichet.offices.models import Office

PEOPLE = settings.CONTENT_DIR / "demo" / "personas.jsonl"
AHEAD = timedelta(days=28)
DICE = random.SystemRandom()
CANCELLED = 0.08  # of the appointments: a real agenda has its gaps


type Person = tuple[Office, Details, str]


def clients(count: int) -> Iterator[Person]:
    """Yield people where they live; every round of the list is born a day later than the last."""
    personas = [json.loads(line) for line in PEOPLE.read_text(encoding="utf-8").splitlines()]
    later = DICE.randrange(5000)
    for number, persona in enumerate(islice(cycle(personas), count)):
        home = persona["residence"]
        try:
            match = offices.find_office(postal_code=home.get("zip"), country=home.get("country"))
        except Obstacle:
            continue
        for office in match.offices:
            details = Details(
                name=" ".join(filter(None, [persona["given_names"], persona["family_name"]])),
                date_of_birth=date.fromisoformat(persona["date_of_birth"]),
                phone=persona["phone"],
            )
            born = details.date_of_birth - timedelta(days=later + number // len(personas))
            yield office, replace(details, date_of_birth=born), persona["preferred_language"]


@transaction.atomic
def book(person: Person, *, now: datetime) -> bool:
    """Book a free time at the office that serves somebody; false when it has none."""
    office, details, language = person
    service = DICE.choice(list(offices.services_of(office)))
    slots = [
        slot
        for slot in queries.free_slots(
            office.pk, service.pk, first=now.date(), last=(now + AHEAD).date(), now=now
        )
        if slot.free
    ]
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
