from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from guichet.films import kept
    from guichet.web.pages import assets

    settings.DATA_DIR = tmp_path
    monkeypatch.setitem(assets.FOLDERS, kept.SERVED, kept.folder())
