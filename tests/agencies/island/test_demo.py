"""Invented people and accounts are those of authorizations alone, and in its languages."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from guichet.applications.models import Application, Authorization, Decision
from guichet.staff import demo, roles

pytestmark = pytest.mark.django_db
OF_THE_OTHER = ("appointment", "booking", "places", "offices")


def test_invented_people_apply_in_its_languages() -> None:
    out = StringIO()
    call_command("demo_data", clients=5, rounds=1, stdout=out)
    words = out.getvalue().lower()
    assert [word for word in OF_THE_OTHER if word in words] == []
    assert '"listed: a conditional nationality"' in words  # nobody is on such a list
    languages = set(Application.objects.values_list("language", flat=True))
    assert languages and languages <= set(settings.AGENCY.languages)
    approvals = Decision.objects.filter(kind="approved")
    assert approvals.filter(officer=None).exists() and approvals.exclude(officer=None).exists()
    assert Authorization.objects.exists()
    assert f"{len(Application.objects.all())} applications of invented people" in words


def test_accounts_are_those_of_its_roles(tmp_path: Path) -> None:
    note = demo.make(tmp_path).read_text("ascii")
    names = {line.partition(" ")[0] for line in note.splitlines()}
    assert names == {name for name, role in demo.ACCOUNTS.items() if role in roles.ROLES}
    assert "demo-intake" in names
    client = Client()
    for name in names:
        _, password, _ = next(line for line in note.splitlines() if line.startswith(name)).split()
        assert client.login(username=name, password=password)


def test_limits_and_keys_name_its_programme_alone(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("list_limits")
    call_command("derive_identities")
    words = capsys.readouterr().out.lower()
    assert "papers handed in" in words
    assert [word for word in OF_THE_OTHER if word in words] == []
