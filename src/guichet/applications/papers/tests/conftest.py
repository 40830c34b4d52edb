"""What the tests of papers stand on."""

from typing import Any

import pytest


@pytest.fixture
def scanned(settings: Any, clamd: str) -> None:
    """Let the site have a scanner, a real one."""
    settings.CLAMD = clamd


@pytest.fixture
def down(settings: Any) -> None:
    """Let the scanner be down."""
    settings.CLAMD = "unix:/nowhere/clamd.ctl"
