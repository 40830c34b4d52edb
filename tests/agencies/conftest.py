"""Walks on the sites of invented agencies: each is collected only where its agency is served.

`tests/test_agencies.py` starts one process of tests for each; by hand it is
`AGENCY_DIR=tests/agencies/consular .venv/bin/python -m pytest tests/agencies/consular`.
"""

from pathlib import Path

from django.conf import settings

from tests.journeys.conftest import browser, chromium

__all__ = ["browser", "chromium"]  # one browser for all walks on an agency
HERE = Path(__file__).parent


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out the walks on every agency but the one that is served."""
    parts = collection_path.relative_to(HERE).parts if collection_path != HERE else ()
    if not parts or not (HERE / parts[0]).is_dir():
        return None
    return None if HERE / parts[0] == settings.AGENCY_DIR else True
