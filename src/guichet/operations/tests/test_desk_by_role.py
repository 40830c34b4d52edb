"""Every role tries every deed of the desk and of devices; who may not changes nothing."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from guichet.booking.staff_pages.on_behalf import urls as on_behalf
from guichet.booking.tests.journey import Now
from guichet.counter.desk import urls as desk
from guichet.counter.testing import TEN
from guichet.devices import urls as devices
from guichet.kernel import clock
from guichet.kernel.models import AuditEntry
from guichet.operations.tests.contents import contents
from guichet.operations.tests.desk_by_role import (
    COLUMNS,
    LOOKS,
    RECORDED,
    ROWS,
    SENT_ON,
    Press,
    World,
    make_world,
    presses,
)
from guichet.operations.tests.who_may import AGENTS
from guichet.staff.roles import OFFICE_ROLES, ROLES
from guichet.staff.testing import make_posted, sign_in, sign_in_as

# Open to whoever stands there, and tested where they are: `devices/desks/`.
OF_A_SHARED_DESK = {
    *("shared_desk", "waiting_desk", "change_person", "desk_pin", "remove_desk_pin"),
}
pytestmark = pytest.mark.django_db


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """An office at its work at ten in the morning."""
    moment = Now()
    moment.at = TEN
    monkeypatch.setattr(clock, "now", moment)
    return make_world()


def come(client: Client, role: str, office: str) -> None:
    """Sign in as somebody of a role, who works here unless the role is one of elsewhere."""
    if role in OFFICE_ROLES:
        sign_in_as(client, make_posted(office, role))
    elif role == "elsewhere":
        sign_in_as(client, make_posted("ELS", "office_manager"))
    elif role != "stranger":
        sign_in(client, *([] if role == "nobody" else [role]))


def pressed(client: Client, press: Press) -> Any:
    """Open a page or send its form."""
    return client.get(press.path) if press.form is None else client.post(press.path, press.form)


def is_refused(client: Client, role: str, deed: str, press: Press) -> bool:
    """Tell whether somebody gets the page that says: not for you, or the sign-in."""
    answer = pressed(client, press)
    if role == "stranger":
        return answer.status_code == 302 and answer["Location"].startswith("/staff/sign-in/")
    if (role, deed) == ("elsewhere", "pair"):  # the page is theirs, the code is of no office there
        return answer.status_code == 422
    return answer.status_code == 403 and "not open to you" in answer.content.decode()


def why_not_done(
    client: Client, deed: str, press: Press, *, before: dict[str, tuple[int, int]]
) -> str:
    """Do a deed and take it back; return what stood in the way, or nothing."""
    with transaction.atomic():
        answer = pressed(client, press)
        has_changed = contents() != before
        transaction.set_rollback(True)
    if answer.status_code != (200 if deed in LOOKS - SENT_ON else 303):
        return f"{answer.status_code}"
    return (
        ""
        if has_changed is (deed not in LOOKS | RECORDED)
        else f"has changed something: {has_changed}"
    )


AS_NOBODY = {"communications", "policy_writer", *AGENTS}  # roles that open nothing of the desk


def test_the_table_has_every_address_and_every_role(world: World) -> None:
    assert {*COLUMNS} == {
        *OFFICE_ROLES,
        *ROLES.keys() - AS_NOBODY,
        "elsewhere",
        "nobody",
        "stranger",
    }
    assert set(ROWS) == set(presses(world))
    # To look at devices and to pair one is one address, so it is to call the next and another, and
    # to read once more who is booked and to book them.
    routes = (*desk.urlpatterns, *devices.urlpatterns, *on_behalf.urlpatterns)
    names = {route.name for route in routes} - {"desks"} - OF_A_SHARED_DESK
    assert len(names) == len(ROWS) - 3


@pytest.mark.slow
@pytest.mark.parametrize("role", COLUMNS)
def test_each_role_does_its_own_deeds_and_no_other(client: Client, world: World, role: str) -> None:
    come(client, role, world.office.pk)
    forbidden = {deed: press for deed, press in presses(world).items() if role not in ROWS[deed]}
    allowed = {deed: press for deed, press in presses(world).items() if role in ROWS[deed]}
    before, lines = contents(), AuditEntry.objects.exclude(verb="refused").count()
    assert [d for d, press in forbidden.items() if not is_refused(client, role, d, press)] == []
    assert contents() == before
    assert AuditEntry.objects.exclude(verb="refused").count() == lines
    problems = {
        deed: why_not_done(client, deed, press, before=before) for deed, press in allowed.items()
    }
    assert {deed: problem for deed, problem in problems.items() if problem} == {}
