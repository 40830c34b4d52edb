"""A telephone system for tests: it has a key, and tells of its calls over the API."""

import json
from datetime import datetime
from typing import Any

from django.test import Client

from guichet.contact.calls import actions
from guichet.contact.calls.models import TelephoneCall
from guichet.contact.calls.queries import KIND
from guichet.kernel import clock
from guichet.kernel.programs import keys

NUMBER = "+33612345678"
CALLS = "/api/v1/telephony/calls"


class Telephone:
    """Somebody's telephone system; a repeated call is the same one."""

    def __init__(self, name: str = "main") -> None:
        self.key = keys.make(KIND, name, now=clock.now())
        self.client = Client()

    def rings(self, call: str, number: str = NUMBER, **fields: object) -> Any:
        """Tell that somebody calls."""
        return self.post(CALLS, {"id": call, "number": number, **fields})

    def tells(self, call: str, event: str, **fields: object) -> Any:
        """Tell of an event of a call."""
        return self.post(f"{CALLS}/{call}/{event}", fields)

    def post(self, path: str, body: object) -> Any:
        """Send a call with the key."""
        return self.client.post(
            path,
            json.dumps(body),
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.key}"},
        )


def make_missed_call(name: str, number: str = NUMBER, *, now: datetime) -> TelephoneCall:
    """Return a call that nobody answered, with a recording of what was said on the line."""
    actions.begin("main", name, number=number, language="en", menu="", now=now)
    return actions.end("main", name, recording=f"rec/{name}", now=now)
