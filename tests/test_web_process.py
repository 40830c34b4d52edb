"""What the web server calls can be imported first, in a process where nothing is ready yet."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[1]
SAY_WHO = """
import guichet.{name}
from django.db import connection
from guichet.kernel.database import patience
print(connection.get_connection_params()["application_name"], patience.current().statement)
"""


@pytest.mark.parametrize("name", ["asgi", "wsgi"])
def test_a_web_process_starts_from_nothing_and_knows_what_it_is(name: str) -> None:
    environment = {word: value for word, value in os.environ.items() if not word.startswith("DJ")}
    process = subprocess.run(
        [sys.executable, "-c", SAY_WHO.format(name=name)],
        env=environment | {"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert process.stdout == "guichet-web keys 1 5\n", process.stderr
