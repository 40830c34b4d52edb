"""What the web server calls can be imported first, in a process where nothing is ready yet."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.patience import PATIENCE

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[1]
SAY_WHO = """
import guichet.{name}
from django.db import connection
from guichet.kernel.database import patience
print(connection.get_connection_params()["application_name"], patience.current().statement)
"""
AT_THE_END = """
from guichet import web_process
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.core.signals import request_finished
print(*(receiver.__name__ for receiver, _ in request_finished.send(sender=None)))
print(*(type(caches[name]).close is BaseCache.close for name in caches))
"""


@pytest.mark.parametrize("name", ["asgi", "wsgi"])
def test_a_web_process_starts_from_nothing_and_knows_what_it_is(name: str) -> None:
    assert said(SAY_WHO.format(name=name)) == "guichet-web keys 1 5\n"


def test_a_request_ends_with_a_look_at_the_connection_and_no_cache_has_to_be_closed() -> None:
    assert said(AT_THE_END) == "close_old_connections\nTrue\n"


def said(program: str) -> str:
    """Return what a process says in which nothing has been imported yet."""
    environment = {word: value for word, value in os.environ.items() if not word.startswith("DJ")}
    process = subprocess.run(
        [sys.executable, "-c", program],
        env=environment | {"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert process.stdout, process.stderr
    return process.stdout
