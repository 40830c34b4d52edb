"""What we are made of is listed whole, and asked about where somebody can be asked."""

import json
import re
import runpy
import subprocess
from pathlib import Path
from typing import Any

import pytest

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
    assert holes(document(SKIPPED, SOUND)) == []
    assert holes(document(SOUND, HOLED)) == ["jinja2 3.1.0: CVE-1, mended in 3.1.6"]


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


@pytest.mark.slow
def test_the_list_names_every_locked_package(audit: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "sbom.json"
    try:
        audit["sbom"](path)
    except subprocess.SubprocessError as error:
        pytest.skip(f"The programs that list packages cannot be installed here: {error}")
    listed = json.loads(path.read_text())
    packages = {f"{part['name']}=={part['version']}" for part in listed["components"]}
    lock = (ROOT / "requirements.lock").read_text()
    locked = set(re.findall(r"^([\w.-]+==[\w.]+)", lock, re.MULTILINE))
    assert len(locked) > 50 and locked <= packages
    assert listed["bomFormat"] == "CycloneDX"
    assert listed["metadata"]["component"]["name"] == "guichet"
