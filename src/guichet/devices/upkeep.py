"""Forget codes that nobody typed, and devices that were taken away long ago."""

from datetime import datetime, timedelta
from functools import partial

from guichet.devices.codes import GOOD_FOR
from guichet.devices.models import Device, Pairing
from guichet.kernel.database import forgetting

TAKEN_AWAY_KEPT = timedelta(days=90)


def purge(*, now: datetime) -> dict[str, int]:
    """Erase what serves no more; return how many of each."""
    pairings = Pairing.objects.filter(asked_at__lte=now - GOOD_FOR)
    devices = Device.objects.filter(revoked_at__lt=now - TAKEN_AWAY_KEPT)
    kinds = {
        "pairing_codes": partial(forgetting.erase, pairings),
        "devices_taken_away": partial(forgetting.erase, devices),
    }
    return forgetting.each(kinds, now=now)
