"""What is refused to an account stands in the record; what is closed to strangers is counted."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from guichet.kernel.database import tallies
from guichet.kernel.models import AuditEntry
from guichet.staff.testing import sign_in

pytestmark = pytest.mark.django_db


def test_an_auditor_reads_what_was_refused_to_an_account(client: Client) -> None:
    eve = sign_in(client, "intake_officer", name="eve")
    for path in ("/staff/audit/", "/admin/auth/user/"):
        assert client.get(path, follow=True).status_code == 403
    line = AuditEntry.objects.filter(verb="refused").earliest("pk")
    assert (line.actor, line.record, line.facts) == (
        f"staff:{eve.pk}",
        eve.pk,
        {"route": "staff:audit"},
    )
    auditor = Client()
    sign_in(auditor, "auditor")
    page = auditor.get("/staff/audit/").content.decode()
    assert page.count("Was refused a page") >= 2


def test_a_flood_of_refusals_is_counted_and_not_recorded(
    client: Client, settings: Settings
) -> None:
    settings.RATE_LIMITS = True
    sign_in(client, "intake_officer")
    for _ in range(65):
        assert client.get("/staff/audit/").status_code == 403
    assert 60 <= AuditEntry.objects.filter(verb="refused").count() <= 62


def test_what_is_closed_to_a_stranger_leaves_no_line(monkeypatch: pytest.MonkeyPatch) -> None:
    names: list[str] = []
    monkeypatch.setattr(tallies, "count", names.append)
    stranger = Client()
    assert stranger.get("/staff/audit/").status_code == 302
    assert stranger.get("/staff/sign-in/").status_code == 200
    assert names == ["staff_closed_to_stranger"]
    assert not AuditEntry.objects.exists()
