"""Random walks of two windows over the booking: nothing is written to what a page did not show."""

import random
from datetime import timedelta

import pytest
from django.test import Client

from guichet.booking.actions import BookedAppointment
from guichet.booking.forms import about
from guichet.booking.models import Appointment, Slot
from guichet.booking.testing import NOW, make_booked, make_open_slot
from guichet.booking.tests.journey import ADA, CANCEL, DETAILS, MANAGE, MOVE, REVIEW, hold
from guichet.booking.tests.windows import Window, time_text
from guichet.offices.testing import make_service
from guichet.web.addresses.paths import address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

PEOPLE = [
    {**ADA, "name": name, "phone": f"(212) 555-01{number}"}
    for number, name in enumerate(("Ann Alpha", "Ben Bravo", "Cyd Delta"), start=11)
]


def written_unseen(seed: int, *, presses: int = 14) -> str:
    """Walk two windows at random; return what was written that the page did not show, or ""."""
    dice, client = random.Random(seed), Client(REMOTE_ADDR=f"192.0.2.{seed}")
    service = make_service(code=f"service_{seed}")
    slots = [
        make_open_slot(capacity=9, starts_at=NOW + timedelta(days=5, hours=n), service=service)
        for n in range(4)
    ]
    times = address("booking:times", "en", office=slots[0].office_id, service=service.pk)
    booked = [make_booked(slots[n], number=seed * 10 + n) for n in (0, 1)]
    windows = [held_or_opened(dice, client, slots, booked) for _ in "ab"]
    for _ in range(presses):
        window = dice.choice(windows)
        buttons = window.buttons
        if not buttons or dice.random() < 0.25:
            window.open(dice.choice([times, MANAGE, MOVE, CANCEL, REVIEW]))
            continue
        form, target, fields = dice.choice(buttons)
        keys = dice.choice(booked)
        entries = {
            name: value
            for name, value in {
                **dice.choice(PEOPLE),
                "number": str(keys.appointment.confirmation_number),
                "pin": keys.pin,
            }.items()
            if name in form.fields and not form.fields[name]
        }
        text, before = window.text if window.shown else "", rows()
        window.send(form, target, {**fields, **entries})
        if wrong := unseen(text + str(entries), before, rows(), target):
            return f"{target}: {wrong}"
    return ""


def held_or_opened(
    dice: random.Random, client: Client, slots: list[Slot], booked: list[BookedAppointment]
) -> Window:
    """Return a window on one of the pages before the last press of something."""
    window, keys = Window(client), dice.choice(booked)
    if dice.random() < 0.5:
        hold(client, dice.choice(slots))
        return window.open(DETAILS).press(DETAILS, **dice.choice(PEOPLE))
    number = str(keys.appointment.confirmation_number)
    window.open(MANAGE).press(MANAGE, number=number, pin=keys.pin)
    return window.open(dice.choice([CANCEL, f"{MOVE}?slot={slots[3].pk}"]))


def rows() -> dict[int, Appointment]:
    return {row.pk: row for row in Appointment.objects.select_related("slot")}


def unseen(
    text: str, before: dict[int, Appointment], after: dict[int, Appointment], target: str
) -> str:
    """Return what became of a claim that the page did not show when its button was pressed."""
    if "/hold/" in target and "/slots/" in target:
        return ""  # the address names the slot, and what was kept before is given back
    for pk, row in after.items():
        old = before.get(pk)
        if old is None or _facts(old) == _facts(row) or old.state == "ended":
            continue  # what is over is a draft; giving up forgets all drafts of the visit
        facts = [
            time_text(old.slot),
            time_text(row.slot),
            *([row.name] if row.state == "booked" else []),
        ]
        if row.name == "" and row.state != "booked":
            facts = [time_text(old.slot)]
        if missing := [words for words in facts if words not in text]:
            return f"claim {pk} became {row.state} {row.slot} {row.name}, unseen: {missing}"
    return ""


def _facts(row: Appointment) -> tuple[object, ...]:
    return row.state, row.slot_id, row.name, row.until_at, row.extended, row.cancelled_at


@pytest.mark.slow
def test_no_walk_of_two_windows_writes_what_a_page_did_not_show() -> None:
    assert [writing for seed in range(1, 11) if (writing := written_unseen(seed))] == []


def test_the_walks_find_a_form_that_does_not_say_whose_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for guard in ("is_meant", "is_as_seen", "concerns"):
        monkeypatch.setattr(about, guard, lambda *_: True)
    assert any(written_unseen(seed) for seed in range(1, 40))
