"""The telephone system that is none: what it tells, and that it tells it to nobody else."""

import random
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django.fixtures import Settings

from guichet.contact.calls import simulator
from guichet.contact.calls.models import TelephoneCall
from guichet.contact.calls.testing import Telephone
from guichet.interactions.models import Interaction
from guichet.staff.testing import make_staff


def test_its_calls_repeat_turn_around_and_are_missed() -> None:
    chance = random.Random(3)
    scripts = [
        simulator.events_of(f"{number}", "+12025550101", ["a", "b"], ["en", "fr"], chance)
        for number in range(200)
    ]
    paths = [[event.path.rsplit("/", 1)[1] for event in script] for script in scripts]
    assert any(script[0] != "calls" for script in paths)
    assert any(script.count("ended") > 1 for script in paths)
    assert any("answered" not in script for script in paths)
    assert any("transferred" in script for script in paths)
    assert all("calls" in script and "ended" in script for script in paths)


@pytest.mark.slow
@pytest.mark.django_db
def test_it_speaks_to_the_api_over_http(monkeypatch: pytest.MonkeyPatch) -> None:
    make_staff("general_agent", name="agent")
    key = Telephone("demo").key
    waiting: list[tuple[str, bytes, str]] = []

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            waiting.append((self.path, body, self.headers["Authorization"]))
            self.send_response(201)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("TELEPHONY_KEY", key)
    out = StringIO()
    url = f"http://127.0.0.1:{server.server_port}"
    call_command("simulate_calls", calls=6, url=url, agents="agent", seed=1, stdout=out)
    server.shutdown()
    server.server_close()
    assert "6 calls told" in out.getvalue()
    # The site's own thread has the test's database: what came over the line is handed to it.
    client = Client()
    for path, body, key_sent in waiting:
        answer = client.post(
            path, body, content_type="application/json", headers={"Authorization": key_sent}
        )
        assert answer.status_code in {200, 201}, answer.content
    assert TelephoneCall.objects.count() == 6
    assert not TelephoneCall.objects.filter(ended_at=None).exists()
    answered = TelephoneCall.objects.exclude(agent=None).count()
    assert Interaction.objects.filter(direction="in").count() == answered > 0


def test_it_plays_to_no_other_machine_and_not_without_end(settings: Settings) -> None:
    cases: list[dict[str, object]] = [
        {"url": "https://example.org"},
        {"calls": 0},
        {"calls": 501},
        {"pause": -1.0},
        {},  # without a key
        {"url": "http://127.0.0.1:9"},
    ]
    allowed = []
    for case in cases:
        try:
            call_command("simulate_calls", **case)
        except CommandError:
            continue
        allowed.append(case)
    assert allowed == []
