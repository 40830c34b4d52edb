"""An auditor takes the record out as a file, which is a line of the record itself."""

import csv
import io
import json

import pytest
from django.test import Client

from guichet.kernel import clock
from guichet.kernel.models import AuditEntry
from guichet.kernel.record import audit
from guichet.staff.testing import sign_in

pytestmark = pytest.mark.django_db


def test_an_auditor_takes_the_record_out(client: Client) -> None:
    me = sign_in(client, "auditor")
    audit.write("seen", "application", 7, actor="=1+1", now=clock.now(), part="file")
    page = client.get("/staff/audit/").content.decode()
    assert "/staff/audit/record.csv?" in page
    answer = client.get("/staff/audit/record.csv")
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(text)))
    assert any(row["actor"] == "'=1+1" for row in rows)
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "@"))]
    lines = client.get("/staff/audit/record.jsonl?who=%3D1%2B1")
    entries = [json.loads(line) for line in b"".join(lines.streaming_content).splitlines()]  # type: ignore[attr-defined]
    assert [entry["facts"] for entry in entries] == [{"part": "file"}]
    exports = AuditEntry.objects.filter(verb="export", actor=f"staff:{me.pk}")
    assert [export.facts["kind"] for export in exports.order_by("pk")] == ["csv", "jsonl"]
    assert "Took the record out" in client.get("/staff/audit/").content.decode()


def test_nobody_else_does(client: Client) -> None:
    sign_in(client, "deciding_officer")
    assert client.get("/staff/audit/record.csv").status_code == 403
