"""A person is found by passport, or by names and birth date, in every spelling; and it is noted."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from guichet.applications.testing import make_listed, make_paid
from guichet.casework.tests.desk import body
from guichet.kernel import clock
from guichet.kernel.models import AuditEntry
from guichet.staff.testing import sign_in

pytestmark = pytest.mark.django_db
PATH = "/staff/cases/search/"
BORN = {"born_on_day": "17", "born_on_month": "5", "born_on_year": "1985"}


@pytest.mark.parametrize(
    "form",
    [
        {"passport_number": "pz 123-4567", "issuer": "DEU"},
        {"passport_number": "PZ1234567"},
        {"surname": "Müller", "given_names": "Zoé Anne", **BORN},
        {"surname": "MUELLER", "given_names": "zoe anne", **BORN},
        {"surname": "Zoe Anne", "given_names": "Mueller", **BORN},
    ],
)
def test_it_finds_a_person_in_every_spelling(client: Client, form: dict[str, str]) -> None:
    officer = sign_in(client, "auditor")
    germany = {"nationality": "DEU", "issuer": "DEU", "passport_number": "PZ1234567"}
    name = {"surname": "MUELLER", "given_names": "ZOE ANNE"}
    application = make_listed(now=clock.now(), signature="Zoe Anne Mueller", **germany, **name)
    make_paid(5, now=clock.now())
    answer = client.post(PATH, form)
    page = body(answer)
    assert answer.status_code == 200
    assert "Applications found: 1" in page
    assert "ZOE ANNE MUELLER" in page
    assert f"/staff/cases/{application.number}/" in page
    look = AuditEntry.objects.get(verb="see")
    assert (look.actor, look.record_type) == (f"staff:{officer.pk}", "list")
    assert look.facts == {"applications": [application.pk], "page": "found"}


@pytest.mark.parametrize("path", [PATH, "/staff/relisting/"])
def test_the_enter_key_presses_no_language(client: Client, path: str) -> None:
    sign_in(client, "deciding_officer")
    form = path.split("/")[-2]
    buttons = re.findall(rf'<button[^>]* form="{form}"[^>]*>', body(client.get(path)))
    assert ["language" in button for button in buttons] == [False, True, True]


def test_it_says_when_nobody_fits_and_notes_no_look(client: Client) -> None:
    sign_in(client, "intake_officer")
    make_paid(now=clock.now() - timedelta(hours=1))
    page = body(client.post(PATH, {"surname": "Obrien A", **BORN}))
    assert "Nobody was found" in page
    assert 'value="Obrien A"' in page
    assert not AuditEntry.objects.filter(verb="see").exists()


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ({}, "Type a passport number, or"),
        ({"surname": "Obrien"}, "Type the date of birth as well"),
        (BORN, "Type the family name as well"),
        ({"surname": "Obrien", "born_on_day": "31", "born_on_month": "2"}, "Date of birth"),
        ({"passport_number": "X", "issuer": "Mars"}, "Issued by"),
        ({"passport_number": "X" * 500}, "Passport number"),
    ],
)
def test_it_says_what_is_missing_beside_its_field(
    client: Client, form: dict[str, str], problem: str
) -> None:
    sign_in(client, "deciding_officer")
    answer = client.post(PATH, form)
    assert answer.status_code == 422
    assert "(optional)" not in body(answer)  # a passport or a name is asked for
    assert problem in body(answer).partition('role="alert"')[2].partition("</ul>")[0]


def test_it_lets_nobody_try_people_without_end(client: Client) -> None:
    sign_in(client, "auditor")
    statuses = {client.post(PATH, {"passport_number": "X1"}).status_code for _ in range(70)}
    assert statuses == {200, 429}
