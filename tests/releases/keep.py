"""Make bookings, or use those that another release made, by the code that PYTHONPATH names.

    python keep.py make > FILE      python keep.py use < FILE

It runs with this release and with the one before, so it knows only what both have: the API, the
pages, and `make_open_slot`.
"""

import base64
import json
import re
import secrets
import sys
from datetime import UTC, date, datetime, timedelta
from typing import Any

import django

django.setup()

from django.test import Client  # noqa: E402

BORN_ON = date(1950, 1, 1) + timedelta(days=secrets.randbelow(15_000))  # others each time
PERSON = {"date_of_birth": str(BORN_ON), "phone": "+12125550142", "language": "en"}
NAMES = ("Ada Lovelace", "Grace Hopper", "Katherine Johnson")
API, DETAILS = "/api/v1/", "/en/appointments/details/"
Pair = tuple[str, str]


def call(method: str, path: str, body: object = None, *, basic: Pair | None = None) -> Any:
    content = b"" if body is None else json.dumps(body).encode()
    headers = {}
    if basic:
        headers["Authorization"] = f"Basic {base64.b64encode(':'.join(basic).encode()).decode()}"
    client = Client(REMOTE_ADDR="192.0.2.9", SERVER_NAME="127.0.0.1")
    return client.generic(
        method, API + path, content, content_type="application/json", headers=headers
    )


def expect(answer: Any, *statuses: int) -> Any:
    if answer.status_code not in statuses:
        raise SystemExit(f"{answer.request['PATH_INFO']}: {answer.status_code} {answer.content!r}")
    return answer.json() if "json" in answer["Content-Type"] else answer.content


def slots() -> list[str]:
    """Make an office with six free times; return them."""
    from guichet.booking.testing import make_open_slot

    now = datetime.now(UTC).replace(microsecond=0)
    yesterday = now - timedelta(days=1)
    days = [now + timedelta(days=7 + day) for day in range(6)]
    return [str(make_open_slot(starts_at=at, opens_at=yesterday).pk) for at in days]


def make() -> dict[str, Any]:
    """Book three times, and begin an application."""
    free, bookings = slots(), []
    for name in NAMES:
        slot = free.pop()
        place = expect(call("POST", "holds", {"slot": slot}), 201)
        body = {"hold": place["hold"], "name": name, **PERSON}
        appointment = expect(call("POST", "appointments", body), 201)
        bookings.append((appointment["confirmation_number"], appointment["pin"]))
    application = expect(call("POST", "eta/applications"), 201)
    return {
        "visit": visit(free.pop()),
        "free": free,
        "bookings": bookings,
        "application": (application["number"], application["pin"]),
    }


def visit(slot: str) -> dict[str, str]:
    """Hold a place by the page; return the cookies of the visit."""
    client = Client(REMOTE_ADDR="192.0.2.11", SERVER_NAME="127.0.0.1")
    answer = client.post(f"/en/appointments/slots/{slot}/hold/")
    assert answer["Location"].startswith(DETAILS), answer["Location"]
    return {name: cookie.value for name, cookie in client.cookies.items()}


def check_visit(cookies: dict[str, str]) -> None:
    """Open the form of a visit that began at a node of another release, and fill it in."""
    client = Client(REMOTE_ADDR="192.0.2.11", SERVER_NAME="127.0.0.1")
    client.cookies.load(cookies)
    page = client.get(DETAILS).content.decode()
    marks = dict(re.findall(r'name="(about|seen)" value="([^"]*)"', page))
    assert marks, page
    parts = dict(zip(("year", "month", "day"), ("1985", "5", "17"), strict=True))
    born = {f"date_of_birth_{part}": value for part, value in parts.items()}
    fields = {**marks, **born, "name": "Mary Jackson", "phone": "(212) 555-0143"}
    page = client.post(DETAILS, fields, follow=True).content.decode()
    assert "Mary Jackson" in page, page
    assert 'action="/en/appointments/book/"' in page, page


def use(state: dict[str, Any]) -> dict[str, Any]:
    """Open what another release made: see, move, cancel, read the notice; by API and by page."""
    (moved, cancelled, third), free = map(tuple, state["bookings"]), state["free"]
    path = f"appointments/{moved[0]}"
    before = expect(call("GET", path, basic=moved), 200)["starts_at"]
    after = expect(call("POST", f"{path}/move", {"slot": free[0]}, basic=moved), 200)
    assert after["starts_at"] != before

    path = f"appointments/{cancelled[0]}"
    expect(call("POST", f"{path}/cancel", basic=cancelled), 200)
    assert expect(call("GET", path, basic=cancelled), 200)["status"] == "cancelled"

    check_visit(state["visit"])
    file = expect(call("GET", f"appointments/{third[0]}/notice.pdf", basic=third), 200)
    assert file.startswith(b"%PDF")
    page = read_page(third)
    assert NAMES[2] in page, page
    wrong = call("GET", f"appointments/{third[0]}", basic=(third[0], "000000"))
    assert wrong.status_code == 401
    number, pin = state["application"]
    answer = call("GET", f"eta/applications/{number}", basic=(number, pin))
    return {"application": answer.status_code}


def read_page(pair: Pair) -> str:
    """Sign in on the page with number and PIN, and return the page that comes."""
    client = Client(REMOTE_ADDR="192.0.2.10", SERVER_NAME="127.0.0.1")
    fields = {"number": pair[0], "pin": pair[1]}
    answer = client.post("/en/appointments/manage/", fields, follow=True)
    return str(answer.content.decode())


if __name__ == "__main__":
    deed = make() if sys.argv[1] == "make" else use(json.load(sys.stdin))
    sys.stdout.write(json.dumps(deed))
