"""The authorization is off: nothing of it is there, and appointments are made to the end."""

import re

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
OF_THE_OTHER = ("/eta/", "electronic travel", "eta_", "(eta)", "ave)")


def test_what_is_off_is_known_whole() -> None:
    assert "/LANGUAGE/eta/apply/" in off() and "/api/v1/eta/applications" in off()
    assert "/staff/cases/" in off() and "/staff/audit/" not in off()
    assert "/LANGUAGE/appointments/" in here()
    assert not [path for path in here() if "eta" in path.split("/")]


def test_no_address_of_it_answers() -> None:
    answers = list(answers_of_what_is_off(OFFERED))
    assert len(answers) > 200
    assert [answer for answer in answers if answer[2] != 404] == []
    kinds = {kind for _, path, _, kind in answers if path.startswith("/api/")}
    assert kinds == {"application/problem+json"}


@pytest.mark.parametrize("language", list(OFFERED))
@pytest.mark.parametrize(
    "page",
    [
        "guidance:home",
        "guidance:routine",
        "films:films",
        "web:privacy",
        "web:contact",
        "web:accessibility",
    ],
)
def test_no_page_says_anything_of_it(page: str, language: str) -> None:
    words = text(address(page, language)).partition('id="who"')[0]
    assert [word for word in OF_THE_OTHER if word in words] == []


@pytest.mark.parametrize("language", list(OFFERED))
def test_a_page_that_is_not_there_offers_help_without_an_appointment(language: str) -> None:
    words = Client().get(f"/{language}/nothing-here/").content.decode()
    assert address("guidance:routine", language) in words
    assert [word for word in OF_THE_OTHER if word in words.lower()] == []


def test_programs_hear_nothing_of_it() -> None:
    schema = description()
    assert [path for path in schema["paths"] if "/eta" in path] == []  # type: ignore[attr-defined]
    assert "authorizations" not in schema["info"]["description"]  # type: ignore[index]
    for path in ("/api/v1/openapi.json", "/api/v1/docs", "/metrics", "/robots.txt"):
        words = text(path)
        assert [word for word in (*OF_THE_OTHER, "quarantine") if word in words] == [], path


def test_every_page_of_staff_opens_to_a_role_that_is_there() -> None:
    assert staff_pages_nobody_may_open() == []


def test_roles_and_menu_of_the_staff_are_those_of_appointments() -> None:
    of_contacts = {"general_agent", "centre_staff", "supervisor"}  # nobody opens a case by proof
    of_every_site = {"policy_writer", "communications"}
    assert of_contacts | of_every_site <= set(roles.ROLES)
    assert {
        "intake_officer": {"see_appointments", "call_clients"},
        "auditor": {
            *("see_appointments", "see_audit", "see_desk", "see_hours", "see_figures"),
            *("see_contacts", "see_supervision", "see_policy", "see_feedback", "see_board"),
        },
        "administrator": {
            *("see_audit", "manage", "see_hours", "open_hours", "see_figures", "pair_devices"),
            *("see_feedback", "settle_feedback", "see_board"),
        },
    } == {role: roles.ROLES[role] for role in roles.ROLES.keys() - of_contacts - of_every_site}
    assert set(roles.OFFICE_ROLES) == {"office_manager", "receptionist", "counter_officer"}
    client = Client()
    sign_in(client, *roles.ROLES)
    words = text("/staff/", client)
    for path in ("/staff/calls/", "/staff/sources/", "/staff/audit/", "/admin/"):
        assert f'href="{path}"' in words
        assert client.get(path).status_code == 200
    assert "/staff/cases/" not in words and "/staff/relisting/" not in words


def test_who_answers_practises_the_stories_of_appointments_alone() -> None:
    client = Client()
    sign_in(client, "general_agent")
    words = text("/staff/contact/practice/", client)
    assert re.findall(r'data-story="(\w+)"', words) == ["notice_lost"]
    answer = client.post("/staff/contact/practice/notice_lost/begin/", follow=True)
    assert answer.status_code == 200 and 'lang="zh-Hans"' in answer.content.decode()
    assert client.post("/staff/contact/practice/namesake/begin/").status_code == 404


def test_nothing_of_it_is_begun_again_and_again() -> None:
    periodic = {task.task.name for task in app.periodic_registry.periodic_tasks.values()}
    assert "guichet.eta_clock" not in periodic and "guichet.eta_remind" not in periodic
    assert {"guichet.remind", "guichet.tidy", "guichet.rescue", "guichet.eta_purge"} <= periodic
    app.tasks["guichet.eta_clock"].func(timestamp=0)  # queued before: it is done, and fails not


def test_commands_of_it_say_that_they_are_off(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError, match="not among the `programmes`"):
        call_command("re_evaluate", "2026-12-01")
    call_command("check_invariants")
    call_command("purge")
    assert "applications" not in capsys.readouterr().out


def test_its_footer_speaks_of_no_demonstration() -> None:
    assert 'class="demo"' not in text("/fr/")
