"""Books the clients of a simulated day, by the actions with which clients and staff book."""

import contextlib
import json
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, cycle
from math import ceil
from random import Random
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet

from guichet.booking import actions, demo, rules
from guichet.booking.models import Appointment, Slot
from guichet.booking.on_behalf import actions as on_behalf
from guichet.booking.on_behalf.actions import Override
from guichet.booking.places import Details
from guichet.booking.schedule import capacities
from guichet.counter.simulation.day import Day
from guichet.counter.simulation.plan import ExpectedClient
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit

WITH_EMAIL, MOVED = 0.4, 0.03  # of the clients
BORN = date(1946, 1, 1)
BIRTHS = 20_000  # days
REASON = "A simulated day."


def expected_on(day: Day) -> list[ExpectedClient]:
    """Return who is expected on a day, in the order of their times."""
    booked = appointments_of(day).filter(state=Appointment.State.BOOKED, ended_as="")
    rows = booked.order_by("slot__starts_at", "pk").select_related("slot")
    return [
        ExpectedClient(
            appointment=row.pk,
            starts_at=row.slot.starts_at,
            service=row.service_id,
            language=row.language,
        )
        for row in rows
    ]


def appointments_of(day: Day) -> QuerySet[Appointment]:
    """Return every appointment of a day, those that were given back too."""
    return Appointment.objects.filter(
        slot__office=day.office, slot__local_day=day.date, confirmation_number__isnull=False
    )


def fill(day: Day, clients: int, *, actor: str, dice: Random) -> Iterator[int]:
    """Book until a day has so many clients, those it had before included; yield one by one."""
    missing = clients - appointments_of(day).count()
    _make_room(day, missing, actor=actor)
    places = _places(day)
    dice.shuffle(places)
    people = _people(day, dice)
    for number in range(missing):
        details, language = next(people)
        while places and not _book(places.pop(), details, language=language, actor=actor):
            details, language = next(people)
        yield number
    _move_some(day, dice)


def _make_room(day: Day, clients: int, *, actor: str) -> None:
    """Give the slots of a day more places, as an office with more desks has them."""
    slots = list(_slots(day))
    shortage = clients - sum(slot.capacity - slot.live for slot in slots)
    more = ceil(shortage / len(slots)) if shortage > 0 else 0
    for slot in slots if more else []:
        facts = {"capacity": slot.capacity + more, "room": slot.room + more}
        capacities.set_capacity(slot.pk, **facts, now=clock.now())
        audit.write("set_capacity", "slot", slot.pk, actor=actor, now=clock.now(), **facts)


def _slots(day: Day) -> QuerySet[Any]:
    live = Count("appointments", filter=~Q(appointments__state="ended"))
    slots = Slot.objects.filter(office=day.office, local_day=day.date, closed=False)
    return slots.annotate(live=live).order_by("starts_at", "pk")


def _places(day: Day) -> list[Slot]:
    """Return each free place of a day, by its slot."""
    return [slot for slot in _slots(day) for _ in range(slot.capacity - slot.live)]


def _people(day: Day, dice: Random) -> Iterator[tuple[Details, str]]:
    """Yield people whom nobody has booked for: invented names, births of their own for each day.

    Their phones are of the block that is kept for fiction, 555-0100 to 555-0199.
    """
    personas = [json.loads(line) for line in demo.PEOPLE.read_text("utf-8").splitlines()]
    languages = settings.AGENCY.languages
    for number, persona in zip(count(day.date.toordinal() * 1009), cycle(personas)):
        area, line = divmod(number, 100)
        language = persona["preferred_language"]
        yield (
            Details(
                name=" ".join(filter(None, [persona["given_names"], persona["family_name"]])),
                date_of_birth=BORN + timedelta(days=number % BIRTHS),
                phone=f"+1{201 + area % 700}55501{line:02}",
                email=f"client.{number}@example.org" if dice.random() < WITH_EMAIL else "",
            ),
            language if language in languages else dice.choice(languages),
        )


def _book(slot: Slot, details: Details, *, language: str, actor: str) -> bool:
    """Book a place of the public's, or one of the staff's where the public has none left."""
    now = clock.now()
    facts: dict[str, Any] = {"language": language, "now": now, "somebody_else": True}
    with contextlib.suppress(Obstacle):
        actions.book_slot(slot.pk, details, networks=None, **facts)
        return True
    lifted = [rules.RELEASE] if slot.opens_at > now else []
    override = Override(lifted=lifted, reason=REASON)
    with contextlib.suppress(Obstacle):
        on_behalf.book_for(
            slot.pk, details, office=slot.office_id, actor=actor, override=override, **facts
        )
        return True
    return False


def _move_some(day: Day, dice: Random) -> None:
    """Let some clients move to another time of the day that is free."""
    clients = expected_on(day)
    for client in dice.sample(clients, round(MOVED * len(clients))):
        free = Slot.objects.filter(
            office=day.office, local_day=day.date, service=client.service, taken__lt=F("room")
        ).exclude(appointments=client.appointment)
        slot = free.filter(closed=False, opens_at__lte=clock.now()).order_by("starts_at").first()
        if slot:
            appointment = Appointment.objects.select_related("slot").get(pk=client.appointment)
            actions.move(appointment, slot.pk, now=clock.now())
