"""A node of its own sends its traces, from processes that were forked and from the worker."""

import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from guichet.kernel.tracing import switch
from tests.patience import PATIENCE
from tests.sites import Site, small_site

ROOT = Path(__file__).resolve().parents[1]
installed = pytest.mark.skipif(
    not switch.is_installed(), reason="What sends traces is not installed: make ready-with-traces."
)
SLOT = """
SELECT min(id) FROM booking_slot
 WHERE opens_at <= now() AND starts_at > now() + interval '3 days' AND NOT closed
"""
ADA = {
    "name": "Ada Lovelace",
    "date_of_birth": "1985-05-17",
    "phone": "+12125550142",
    "email": "ada@example.org",
    "language": "en",
}
SECRETS = ("Ada", "Lovelace", "ada@", "2125550142", "1985-05-17", "127.0.0.1:")
BOOKING = "POST api/v1/appointments"


def booked(site: Site) -> dict[str, str]:
    with site.connect() as link:
        row = link.execute(SLOT).fetchone()
    assert row and row[0]
    body = json.dumps({"slot": str(row[0]), **ADA}).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{site.url}/api/v1/appointments", body, headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        appointment: dict[str, str] = json.loads(answer.read())
    return appointment


@installed
@pytest.mark.slow
def test_a_node_sends_a_booking_and_its_mail_as_one_trace() -> None:
    from guichet.kernel.tracing.testing import receiving

    with receiving() as receiver:
        settings = {"OTEL_EXPORTER_OTLP_ENDPOINT": receiver.url, "OTEL_BSP_SCHEDULE_DELAY": "200"}
        with small_site(**settings) as site:
            site.run()
            appointment = booked(site)

            def traces(process: str, name: str) -> set[str]:
                spans = [span for span in receiver.spans() if span.process == process]
                return {span.trace for span in spans if span.name == name}

            mail = "deliver appointment_confirmed"
            site.wait_until(lambda: bool(traces("worker", mail)), "the mail's trace")
            site.wait_until(lambda: bool(traces("web", BOOKING)), "the booking's trace")
            assert traces("worker", mail) == traces("web", BOOKING)
            site.wait_until(
                lambda: bool(traces("worker", "guichet.deliver") - traces("web", BOOKING)),
                "a delivery that no booking began",
            )
        for secret in (*SECRETS, appointment["confirmation_number"], appointment["pin"]):
            assert all(secret.encode() not in body for body in receiver.bodies), secret


def python(code: str, folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    own = {name: os.environ[name] for name in ("PATH", "DATABASE_URL") if name in os.environ}
    environment = own | {"DATA_DIR": str(folder), **settings}
    environment["PYTHONPATH"] = f"{folder}:{ROOT / 'src'}"
    return subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


LOADED = """
import guichet.web_process
from django.conf import settings
import sys
sent = [name for name in sys.modules if name.startswith("opentelemetry.")]
traced = settings.DATABASES["default"].get("TRACED")
print(len(sent), settings.TRACES, settings.MIDDLEWARE[0], traced)
"""


@pytest.mark.slow
def test_without_a_receiver_nothing_of_it_is_loaded_and_nothing_stands_in_the_way(
    tmp_path: Path,
) -> None:
    process = python(LOADED, tmp_path)
    assert process.stdout.split() == [
        "0",
        "False",
        "guichet.kernel.logbook.request_ids.Named",
        "None",
    ]


@pytest.mark.slow
@installed
def test_with_one_it_stands_around_every_request_and_statement(tmp_path: Path) -> None:
    process = python(LOADED, tmp_path, OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:4318")
    assert process.stdout.split()[1:] == [
        "True",
        switch.MIDDLEWARE,
        "guichet.kernel.tracing.statements.traced",
    ]


@pytest.mark.slow
def test_where_the_extra_is_missing_it_says_so_and_serves_without(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['opentelemetry'] = None\n")
    receiver = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}
    process = python(LOADED, tmp_path, **receiver)
    assert process.stdout.split() == [
        "0",
        "False",
        "guichet.kernel.logbook.request_ids.Named",
        "None",
    ]
    check = "from guichet.__main__ import main; main(['check-production'])"
    process = python(check, tmp_path, **receiver)
    assert "- Warning: OTEL_EXPORTER_OTLP_ENDPOINT is set, and what sends traces" in process.stdout


@pytest.mark.slow
def test_a_receiver_that_is_no_address_stops_the_start_and_its_other_settings_do_not(
    tmp_path: Path,
) -> None:
    for wrong in ("collector:4318", "http://ada:hidden@collector:4318", "http://:4318"):
        process = python(LOADED, tmp_path, OTEL_EXPORTER_OTLP_ENDPOINT=wrong)
        assert "it takes an address, as in http://127.0.0.1:4318." in process.stderr, wrong
    check = "from guichet.__main__ import main; main(['check-production'])"
    other = {"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "x", "OTEL_EXPORTER_OTLP_ENDPOINTS": "y"}
    assert "OTEL_" not in python(check, tmp_path, PRODUCTION="on", **other).stdout
