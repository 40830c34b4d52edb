"""Every write about devices: one asks for a code, staff let it in, staff take it away."""

from collections.abc import Container, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from guichet.devices import codes
from guichet.devices.models import Device, Pairing
from guichet.kernel.guarding import limits
from guichet.kernel.guarding.table import PAIRINGS
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit
from guichet.staff.sessions import lifetime

DEVICE = "device"
SEEN_EVERY = timedelta(minutes=1)


@transaction.atomic
def ask(token: str, *, kind: str, office: str, network: bytes, now: datetime) -> datetime:
    """Return since when the code of a waiting device is good; a stale one is made anew.

    `office` is empty for a device whose office staff choose. Raises Obstacle("too_many") where one
    network asks for very many.
    """
    waiting = Pairing.objects.filter(token_hash=codes.hash_of_token(token))
    pairing = waiting.filter(office=office, kind=kind, asked_at__gt=now - codes.GOOD_FOR).first()
    if pairing:
        return pairing.asked_at

    limits.take(PAIRINGS, network, now=now)

    asked_at = now.replace(microsecond=0)
    Pairing.objects.update_or_create(
        token_hash=codes.hash_of_token(token),
        defaults={
            "kind": kind,
            "office": office,
            "asked_at": asked_at,
            "code_hash": codes.hash_of_code(codes.code_of(token, asked_at)),
        },
    )
    return asked_at


@transaction.atomic
def pair(
    code: str,
    *,
    name: str,
    languages: Sequence[str],
    office: str = "",
    offices: Container[str],
    actor: str,
    now: datetime,
) -> Device:
    """Let in the device that shows a code, at one of the `offices` where the actor may.

    A kiosk names no office itself: it gets the one that was chosen. Raises Obstacle: `unknown_code`
    for one that is wrong, stale, or of another office alike, `no_office` where none was chosen.
    """
    pairing = _waiting(code, office=office, offices=offices, now=now)

    device = Device.objects.create(
        kind=pairing.kind,
        office=pairing.office,
        name=name,
        languages=list(languages),
        token_hash=pairing.token_hash,
        paired_at=now,
        paired_by=actor,
        seen_at=now,
    )
    pairing.delete()
    audit.write(
        "device_paired", DEVICE, device.pk, actor=actor, now=now, office=device.office,
        kind=device.kind,
    )  # fmt: skip
    return device


def _waiting(code: str, *, office: str, offices: Container[str], now: datetime) -> Pairing:
    """Return the device that shows a code, with the office where it is let in."""
    good = Pairing.objects.filter(asked_at__gt=now - codes.GOOD_FOR).select_for_update()
    pairing = good.filter(code_hash=codes.hash_of_code(code)).first()
    if pairing is None:
        raise Obstacle("unknown_code")
    pairing.office = pairing.office or office
    if not pairing.office:
        raise Obstacle("no_office")
    if pairing.office not in offices:
        raise Obstacle("unknown_code")
    return pairing


@transaction.atomic
def take_away(pk: int, *, office: str, actor: str, now: datetime) -> Device:
    """Let a device in no longer; raise Obstacle("not_found") where the office has none such.

    Whoever came in at a shared desk is signed out with it.
    """
    live = Device.objects.filter(pk=pk, office=office, revoked_at=None)
    device = live.select_for_update().first()
    if device is None:
        raise Obstacle("not_found")
    device.revoked_at = now
    device.save(update_fields=["revoked_at"])
    lifetime.end_at(device.pk)
    audit.write("device_taken_away", DEVICE, pk, actor=actor, now=now, office=office)
    return device


def note_seen(device: Device, *, now: datetime) -> None:
    """Note that a device has opened its page, once a minute at most."""
    if now - device.seen_at >= SEEN_EVERY:
        Device.objects.filter(pk=device.pk).update(seen_at=now)
