"""The web server imports one module, and nothing was made ready before."""

import subprocess
import sys

import pytest

SCRIPT = """
from django.conf import settings
settings.WARM_PATHS = []
from guichet.asgi import application
print(type(application).__name__)
"""


@pytest.mark.slow
def test_it_can_be_imported_by_a_web_server_that_knows_nothing_of_django() -> None:
    process = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True)
    assert process.stdout.split() == ["Front"], process.stderr
