"""Invented agencies, each served and walked by a process of its own: settings are read once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from guichet.agency.reading import read

ROOT = Path(__file__).resolve().parents[1]
AGENCIES = sorted(path.parent for path in (ROOT / "tests" / "agencies").glob("*/agency.toml"))

_AS_SHIPPED = (
    "content/routine/{0}.toml: warning [{0}]: in your words in fr, and as shipped in {0} (1):"
    " case_status.label. Say it in yours here, too."
)
_SENTENCE = (
    "locale/{0}/django.po: warning [{0}]: in your words in fr, and as shipped in {0} (1):"
    " 'Contact'. Say it in yours here, too."
)
WARNINGS = {
    "consular": [
        _AS_SHIPPED.format("ar"),
        _SENTENCE.format("ar"),
        _AS_SHIPPED.format("pt"),
        _SENTENCE.format("pt"),
    ]
}


@pytest.mark.parametrize("folder", AGENCIES, ids=lambda folder: folder.name)
def test_its_folder_has_nothing_to_correct(folder: Path) -> None:
    assert [str(fault) for fault in read(folder).faults] == WARNINGS.get(folder.name, [])


@pytest.mark.slow
@pytest.mark.parametrize("folder", AGENCIES, ids=lambda folder: folder.name)
def test_its_site_is_walked(folder: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)]
    environment = {**os.environ, "AGENCY_DIR": str(folder)}
    for name in ("PYTEST_XDIST_WORKER", "PYTEST_XDIST_WORKER_COUNT", "PYTEST_CURRENT_TEST"):
        environment.pop(name, None)
    walk = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert walk.returncode == 0, walk.stdout[-6000:] + walk.stderr[-2000:]
