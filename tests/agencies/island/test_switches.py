"""Appointments are off: nothing of them is there, and an authorization is applied for."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from procrastinate.contrib.django import app

from guichet.staff import roles
from guichet.staff.testing import sign_in
from guichet.web.addresses.paths import address
from guichet.web.languages import OFFERED
from tests.agencies.addresses import here, off
from tests.agencies.walks import (
    answers_of_what_is_off,
    description,
    staff_pages_nobody_may_open,
    text,
)

pytestmark = pytest.mark.django_db
OF_THE_OTHER = ("appointment", "confirmation number", "予約", "immigration office")


def test_what_is_off_is_known_whole() -> None:
    assert "/LANGUAGE/appointments/" in off() and "/LANGUAGE/m/" in off()
    assert "/LANGUAGE/help/without-an-appointment/" in off() and "/api/v1/offices" in off()
    assert "/staff/calls/" in off() and "/admin/offices/office/" in off()
    assert "/LANGUAGE/eta/apply/" in here() and "/staff/cases/" in here()
    assert not [path for path in here() if "appointments" in path]


def test_no_address_of_them_answers() -> None:
    answers = list(answers_of_what_is_off(OFFERED))
    assert len(answers) > 100
    assert [answer for answer in answers if answer[2] != 404] == []
    kinds = {kind for _, path, _, kind in answers if path.startswith("/api/")}
    assert kinds == {"application/problem+json"}


@pytest.mark.parametrize("language", list(OFFERED))
@pytest.mark.parametrize(
    "page",
    [
        "guidance:home",
        "films:films",
        "web:privacy",
        "web:contact",
        "web:accessibility",
        "web:finish",
    ],
)
def test_no_page_says_anything_of_them(page: str, language: str) -> None:
    words = text(address(page, language)).partition('id="who"')[0]
    assert [word for word in OF_THE_OTHER if word in words] == []


@pytest.mark.parametrize("language", list(OFFERED))
def test_the_first_page_is_the_door_of_the_authorization(language: str) -> None:
    words = text(f"/{language}/")
    for page in ("eligibility:need", "applications:home", "applications:look_up"):
        assert f'href="{address(page, language)}"' in words
    assert 'class="tongues"' not in words


@pytest.mark.parametrize("language", list(OFFERED))
def test_a_page_that_is_not_there_leads_to_whom_to_ask(language: str) -> None:
    words = Client().get(f"/{language}/nothing-here/").content.decode().lower()
    assert address("web:contact", language) in words
    assert [word for word in OF_THE_OTHER if word in words] == []


def test_programs_hear_nothing_of_them() -> None:
    schema = description()
    rooms = ("eta/", "scenarios", "web-notices", "knowledge/", "telephony/")
    others = (*(f"/api/v1/{room}" for room in rooms), "/health/", "/metrics")
    assert [path for path in schema["paths"] if not path.startswith(others)] == []  # type: ignore[attr-defined]
    for path in ("/api/v1/openapi.json", "/api/v1/docs", "/robots.txt"):
        words = text(path)
        assert [word for word in OF_THE_OTHER if word in words] == [], path
    words = text("/metrics")
    for name in ("places", "claims", "last_release", "bookings", 'kind="pin"', "appointment"):
        assert name not in words


def test_every_page_of_staff_opens_to_a_role_that_is_there() -> None:
    assert staff_pages_nobody_may_open() == []


def test_roles_and_menu_of_the_staff_are_those_of_applications() -> None:
    assert set(roles.ROLES) == {
        "intake_officer",
        "deciding_officer",
        "general_agent",
        "national_agent",
        "centre_staff",
        "supervisor",
        "policy_writer",
        "communications",
        "auditor",
        "administrator",
    }
    permissions = frozenset[str]().union(*roles.ROLES.values())
    assert not permissions & {"see_appointments", "call_clients", *roles.AT_OFFICES}
    assert roles.OFFICE_ROLES == {}  # there are no offices
    client = Client()
    sign_in(client, *roles.ROLES)
    words = text("/staff/", client)
    for path in ("/staff/cases/", "/staff/relisting/", "/staff/audit/", "/admin/"):
        assert f'href="{path}"' in words
        assert client.get(path).status_code == 200
    assert "/staff/calls/" not in words and "/staff/sources/" not in words
    assert "/admin/offices/" not in text("/admin/", client)


def test_nothing_of_them_is_begun_again_and_again() -> None:
    periodic = {task.task.name for task in app.periodic_registry.periodic_tasks.values()}
    assert not {"guichet.release_slots", "guichet.remind", "guichet.end_due_claims"} & periodic
    assert {"guichet.eta_clock", "guichet.tidy", "guichet.rescue", "guichet.purge"} <= periodic
    app.tasks["guichet.remind"].func(timestamp=0)  # queued before: it is done, and fails not


def test_commands_of_them_say_that_they_are_off(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("check_invariants", "release_slots", "import_reference"):
        with pytest.raises(CommandError, match="not among the `programmes`"):
            call_command(command)
    call_command("purge")
    words = capsys.readouterr().out
    assert "appointments" not in words and "finished applications" in words


def test_its_footer_speaks_of_no_demonstration() -> None:
    assert 'class="demo"' not in text("/en/")
