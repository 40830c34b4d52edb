"""Each test has a folder of notices of its own: what one publishes stands on no page of another."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from guichet.notices.standing import board


@pytest.fixture
def own_folder(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "cache").symlink_to(settings.DATA_DIR / "cache")
    settings.DATA_DIR = tmp_path
    board.look_again()
    yield tmp_path
    board.look_again()
