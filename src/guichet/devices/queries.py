"""Reads of devices: which one holds a token, which an office has."""

from collections.abc import Iterable

from django.db.models import QuerySet

from guichet.devices import codes
from guichet.devices.models import Device


def of_token(token: str) -> Device | None:
    """Return the device that a token names, taken away or not."""
    if not codes.is_token(token):
        return None
    return Device.objects.filter(token_hash=codes.hash_of_token(token)).first()


def devices_at(offices: Iterable[str]) -> QuerySet[Device]:
    """Return the devices that are let in at some offices."""
    return Device.objects.filter(office__in=offices, revoked_at=None)
