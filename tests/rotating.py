"""Two keys of everything, and a rotation that waits for nobody."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.conf import LazySettings
from django.core.management import call_command

from guichet.applications.testing import NOW
from guichet.applications.tests.paper import stop_clock
from guichet.kernel.enciphering import current, nodes

SECOND = "a second key of forty characters or more to be sure"


@pytest.fixture(autouse=True)
def two_keys(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    first, pin = settings.IDENTITY_KEY, settings.PIN_KEY
    settings.IDENTITY_KEY, settings.PIN_KEY = f"2:{SECOND},1:{first}", f"2:{SECOND}!,1:{pin}"
    monkeypatch.setattr(current, "PAUSE", 0)
    monkeypatch.setattr(nodes, "without", lambda *args, **kinds: [])  # this process came with one
    stop_clock(monkeypatch, NOW)
    current.forget()
    yield
    current.begin_anew()


def rotate(kind: str, **options: bool) -> str:
    output = StringIO()
    call_command("rotate_keys", kind, stdout=output, **options)
    return output.getvalue()
