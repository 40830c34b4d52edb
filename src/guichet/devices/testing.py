"""Ready-made devices, for tests of other rooms."""

from datetime import datetime

from django.test import Client

from guichet.devices import codes
from guichet.devices.holding import COOKIE
from guichet.devices.models import Device, Kind


def make_device(
    office: str, *, client: Client | None = None, now: datetime, **changes: object
) -> Device:
    """Return a device that is let in at an office; a test's browser becomes it."""
    token = codes.new_token()
    if client is not None:
        client.cookies[COOKIE] = token
    values: dict[str, object] = {
        "kind": Kind.DISPLAY,
        "name": "By the door",
        "languages": ["en", "es"],
        "paired_at": now,
        "paired_by": "staff:1",
        "seen_at": now,
    }
    return Device.objects.create(
        office=office, token_hash=codes.hash_of_token(token), **{**values, **changes}
    )
