"""Every address below /staff/ and /admin/, from the resolver, tried by every role."""

import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve

from guichet.booking.keys import tokens
from guichet.booking.models import Appointment, CallTask
from guichet.booking.testing import NOW, make_booked, make_open_slot
from guichet.casework.tests.every_address import addresses
from guichet.contact.call_backs.testing import make_offer
from guichet.counter.queue import arrivals
from guichet.counter.testing import make_arrival
from guichet.devices.testing import make_device
from guichet.feedback.actions import send
from guichet.guidance.policies.testing import make_policy
from guichet.guidance.scenarios import queries as scenarios
from guichet.interactions.testing import make_call
from guichet.kernel import clock
from guichet.notices.testing import make_draft
from guichet.offices.models import Closure
from guichet.offices.testing import make_jurisdiction
from guichet.opening.models import Outcome
from guichet.operations.tests.contents import contents
from guichet.operations.tests.who_may import AT_OFFICE, MAY, MAY_SEND, MISSING, NO_ROLE
from guichet.reference.testing import make_change
from guichet.staff.models import Team
from guichet.staff.roles import OFFICE_ROLES, ROLES
from guichet.staff.testing import make_posted, make_staff, sign_in, sign_in_as

pytestmark = pytest.mark.django_db
HOLE = re.compile(r"(?<!P)<(?:\w+:)?(\w+)>")
ODD = {
    "admin:app_list": "/admin/offices/",
    "admin/(?P<url>.*)$": "/admin/nothing/",
    "admin:autocomplete": (
        "/admin/autocomplete/?app_label=offices&model_name=jurisdiction&field_name=office"
    ),
}


def _routes(patterns: list[Any], before: str, space: str) -> Iterator[tuple[str, str]]:
    for entry in patterns:
        route = before + str(entry.pattern).removeprefix("^" if before else "")
        if isinstance(entry, URLResolver):
            inside = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _routes(entry.url_patterns, route, inside)
        elif route.startswith(("staff/", "admin/")):
            yield (space + entry.name if entry.name else route), route


# What signs out comes last.
LAST = {"account_logout", "staff:change_person", "staff:end_everywhere"}
ROUTES = list(_routes(get_resolver().url_patterns, "", ""))


@pytest.fixture
def paths() -> dict[str, str]:
    """Return an address for every name, of a record that is there."""
    samples = ODD | {f"staff:{name}": path for name, path in addresses().items()}
    keys, holes = _keys(), _holes()
    scenarios.forget()  # another test may have published some
    paths = {}
    for name, route in ROUTES:
        model = "/".join(route.split("/")[1:3])
        fills = {**holes, "object_id": keys.get(model, "1")}
        paths[name] = samples[name] if name in samples else "/" + _filled(route, fills)
    return paths


def _filled(route: str, fills: dict[str, str]) -> str:
    return HOLE.sub(lambda hole: fills[hole[1]], route)


def _keys() -> dict[str, str]:
    """Return a record of every model of the administration, under the model's address."""
    slot = make_booked(make_open_slot(opens_at=NOW)).appointment.slot
    day = slot.local_day
    keys = {
        "auth/user": make_staff("auditor").pk,
        "offices/closure": Closure.objects.create(
            office=slot.office, starts_on=day, ends_on=day
        ).pk,
        "offices/jurisdiction": make_jurisdiction(slot.office, country="FR").pk,
        "offices/office": slot.office_id,
        "offices/service": slot.service_id,
        "staff/team": Team.objects.create(name="Ottawa").pk,
    }
    return {model: str(key) for model, key in keys.items()}


def _holes() -> dict[str, str]:
    appointment = Appointment.objects.get()
    call = CallTask.objects.create(
        appointment=appointment, kind="closure", about_on=appointment.slot.local_day, since=NOW
    )
    slot = appointment.slot
    arrival = make_arrival(slot.service_id)
    ticket = arrivals.admit(slot.office, arrival, actor="system", now=clock.now())
    closure = Closure.objects.get()
    outcome = Outcome.objects.create(
        closure=closure, appointment=appointment, kind=Outcome.Kind.KEPT, made_at=NOW
    )
    holes = {
        "appointment": appointment.pk,
        "call": call.pk,
        "closure": closure.pk,
        "party": tokens.party_token([appointment.pk]),
        "person": 1,
        "outcome": outcome.pk,
        "device": make_device(slot.office_id, now=clock.now()).pk,
        "content_type_id": ContentType.objects.get_for_model(User).pk,
        "office": slot.office_id,
        "day": slot.local_day,
        "service": slot.service_id,
        "kind": "day",
        "sheet": "hours",
        "call_back": make_offer(now=clock.now()).pk,
        "change": make_change("hours", now=clock.now()).pk,
        "number": make_draft(now=clock.now()).id,
        "row": "x",
        "report": send("/", reasons=["wrong"], text="", language="en", release="", now=NOW).pk,
        "first": slot.local_day,
        "ticket": ticket.pk,
        "scenario": "lost_letter",
        "policy": make_policy(now=NOW).policy,
        "contact": make_call(now=NOW).number,
        "story": "number_lost",
        **dict.fromkeys("check draft session version proposal run review pk hand_over".split(), 0),
    }
    return {name: str(value) for name, value in holes.items()}


def _is_right(name: str, method: str, answer: HttpResponse, *, may: bool) -> bool:
    if answer.status_code == 405 and method not in answer["Allow"]:
        return True  # the page takes this method from nobody
    if not may:
        return answer.status_code == 403
    if answer.headers.get("Location", "").partition("?")[0] == "/staff/sign-in/":
        return name in LAST
    shut = {403} if name in MISSING else {403, 404}
    return answer.status_code < 500 and answer.status_code not in shut


def test_the_table_has_every_address_and_no_other() -> None:
    assert {name for name, _ in ROUTES} == set(MAY)
    assert set(MAY_SEND) | MISSING <= set(MAY)
    assert set().union(*MAY.values()) == {*ROLES, *OFFICE_ROLES, NO_ROLE}


def test_it_tries_the_addresses_it_says(paths: dict[str, str]) -> None:
    for name, route in ROUTES:
        assert resolve(paths[name].partition("?")[0]).route == route, name


@pytest.mark.slow
@pytest.mark.parametrize("role", [*ROLES, *OFFICE_ROLES, NO_ROLE])
def test_every_role_opens_its_own_addresses_alone(
    client: Client, paths: dict[str, str], role: str
) -> None:
    _sign_in(client, role, at=Appointment.objects.get().slot.office_id)
    names = sorted(paths, key=lambda name: name in LAST)
    cells = [(method, name, _may(role, method, name)) for method, name in _every(names)]
    wrong, before = [], contents()
    for method, name, may in sorted(cells, key=lambda cell: cell[2]):  # what is closed comes first
        if may and before:
            assert contents() == before  # nothing that was refused has changed anything
            before = {}
        # Django's administration sends whoever may not to a page that says so.
        follow = not may and name.startswith("admin")
        answer = getattr(client, method.lower())(paths[name], follow=follow)
        if not _is_right(name, method, answer, may=may):
            wrong.append((method, name, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("role", OFFICE_ROLES)
def test_a_role_at_an_office_opens_nothing_of_another_one(
    client: Client, paths: dict[str, str], role: str
) -> None:
    _sign_in(client, role, at="ELSE")
    before = contents()
    of_an_office = [name for name, route in ROUTES if "office>" in route]
    for method, name in _every(of_an_office):
        answer = getattr(client, method.lower())(paths[name])
        assert _is_right(name, method, answer, may=False), (method, name, answer.status_code)
    assert contents() == before


def _sign_in(client: Client, role: str, *, at: str) -> None:
    if role in AT_OFFICE:
        sign_in_as(client, make_posted(at, role))
    else:
        sign_in(client, *([role] if role else []))


def _every(names: list[str]) -> Iterator[tuple[str, str]]:
    return product(["GET", "POST"], names)


def _may(role: str, method: str, name: str) -> bool:
    return role in (MAY_SEND.get(name, MAY[name]) if method == "POST" else MAY[name])
