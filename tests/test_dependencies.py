"""What we are made of is listed whole, and asked about where somebody can be asked."""

import json
import os
import re
import runpy
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.patience import PATIENCE

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def audit() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / ".ci" / "audit"))


def document(*packages: dict[str, Any]) -> str:
    return json.dumps({"dependencies": list(packages), "fixes": []})


SKIPPED = {"name": "django", "skip_reason": "Dependency not found"}
SOUND = {"name": "idna", "version": "3.11", "vulns": []}
HOLED = {
    "name": "jinja2",
    "version": "3.1.0",
    "vulns": [{"id": "CVE-1", "fix_versions": ["3.1.6"], "aliases": [], "description": ""}],
}


def test_it_knows_holes_and_when_nobody_could_be_asked(audit: dict[str, Any]) -> None:
    holes = audit["holes"]
    assert holes("") is None and holes("{}") is None
    assert holes(document(SKIPPED, SKIPPED)) is None
    assert holes(document(SKIPPED, SOUND)) == ([], ["django"])
    assert holes(document(SOUND, HOLED)) == (["jinja2 3.1.0: CVE-1, mended in 3.1.6"], [])


def test_the_network_fails_no_audit(
    audit: dict[str, Any], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    names = audit["audit"].__globals__

    def fail() -> None:
        raise subprocess.CalledProcessError(1, "uv")

    monkeypatch.setitem(names, "prepare", fail)
    assert audit["audit"]() == 0
    assert capsys.readouterr().out == "not audited: no advisory source\n"
    monkeypatch.setitem(names, "prepare", lambda: None)
    monkeypatch.setitem(names, "ask", lambda lock: document(SOUND, HOLED))
    assert audit["audit"]() == 1
    assert capsys.readouterr().out == "jinja2 3.1.0: CVE-1, mended in 3.1.6\n"
    monkeypatch.setitem(names, "ask", lambda lock: document(SOUND, SKIPPED))
    assert audit["audit"]() == 0
    assert capsys.readouterr().out.splitlines() == [
        "not audited: the source does not know django",
        "audited: no hole is known of what is locked",
    ]


class Source(ThreadingHTTPServer):
    """An advisory source of our own, which speaks as OSV does."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Advisories)
        self.holed = ("", "")  # name and version of a package
        self.questions: list[tuple[str, str]] = []
        self.answers_until = ""  # the name of a package, for a source that goes away meanwhile

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1/query"


class _Advisories(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Source

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        query = json.loads(body)
        package = (query["package"]["name"], query["version"])
        self.server.questions.append(package)
        is_gone = self.server.answers_until in {name for name, _ in self.server.questions}
        content = json.dumps(
            {"vulns": [advisory(*package)]} if package == self.server.holed else {}
        )
        self.send_response(503 if is_gone else 200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content.encode())

    def log_message(self, *facts: object) -> None:
        pass


def advisory(name: str, version: str) -> dict[str, Any]:
    package = {"name": name, "ecosystem": "PyPI"}
    events = [{"introduced": "0"}, {"fixed": "99.1"}]
    affected = {"package": package, "ranges": [{"type": "ECOSYSTEM", "events": events}]}
    return {
        "schema_version": "1.6.0",
        "id": "INVENTED-2026-1",
        "published": "2026-01-01T00:00:00Z",
        "summary": f"Invented for a test: a hole in {name}.",
        "affected": [affected],
    }


@pytest.fixture
def source(audit: dict[str, Any]) -> Iterator[Source]:
    """Return a source that knows of no hole; skip where the program that asks cannot be had."""
    try:
        audit["prepare"]()
    except (OSError, subprocess.SubprocessError) as error:
        pytest.skip(f"pip-audit cannot be installed here: {error}")
    with Source() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def audited(url: str) -> tuple[int, list[str]]:
    """Run the step of `.ci/run` as it stands there, and return its code and its lines."""
    process = subprocess.run(
        [sys.executable, str(ROOT / ".ci" / "audit")],
        env={**os.environ, "ADVISORY_URL": url, "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    return process.returncode, process.stdout.splitlines()


def locked_version(name: str, lock: str = "requirements.lock") -> str:
    match = re.search(rf"^{name}==([\w.]+)", (ROOT / lock).read_text(), re.MULTILINE)
    assert match
    return match[1]


@pytest.mark.slow
def test_a_known_hole_of_a_locked_package_fails_the_run_and_is_named(source: Source) -> None:
    version = locked_version("jinja2")
    source.holed = ("jinja2", version)
    assert audited(source.url) == (1, [f"jinja2 {version}: INVENTED-2026-1, mended in 99.1"])


@pytest.mark.slow
def test_it_asks_about_every_locked_package_and_passes_where_none_has_a_hole(
    source: Source, audit: dict[str, Any]
) -> None:
    source.holed = ("jinja2", "0.1")  # an old version is not ours
    assert audited(source.url) == (0, ["audited: no hole is known of what is locked"])
    for lock in audit["LOCKS"]:
        text = (ROOT / lock).read_text()
        names = set(re.findall(r"^([\w.-]+)==[\w.]+ \\$", text, re.MULTILINE))
        assert len(names) > 20 and names <= {name for name, _ in source.questions}, lock
    assert ("jinja2", locked_version("jinja2")) in source.questions


@pytest.mark.slow
def test_it_says_that_nobody_was_asked_where_the_source_cannot_be_reached(source: Source) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        closed = f"http://127.0.0.1:{listener.getsockname()[1]}/v1/query"
    assert audited(closed) == (0, ["not audited: no advisory source"])
    source.answers_until = "jinja2"
    assert audited(source.url) == (0, ["not audited: no advisory source"])


@pytest.mark.slow
def test_it_says_which_lock_nobody_was_asked_about(source: Source) -> None:
    source.answers_until = "pytest"  # which the site itself has not
    code, lines = audited(source.url)
    assert code == 0 and lines == [
        "not audited: requirements-dev.lock, as the source did not answer"
    ]


@pytest.mark.slow
def test_the_list_names_every_locked_package(audit: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "sbom.json"
    try:
        audit["sbom"](path)
    except subprocess.SubprocessError as error:
        pytest.skip(f"The programs that list packages cannot be installed here: {error}")
    bill = json.loads(path.read_text())
    packages = {f"{part['name']}=={part['version']}" for part in bill["components"]}
    lock = (ROOT / "requirements.lock").read_text()
    locked = set(re.findall(r"^([\w.-]+==[\w.]+)", lock, re.MULTILINE))
    assert len(locked) > 50 and locked <= packages
    assert bill["bomFormat"] == "CycloneDX"
    assert bill["metadata"]["component"]["name"] == "guichet"
