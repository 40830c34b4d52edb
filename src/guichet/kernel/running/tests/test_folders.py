"""Folders that settings name and no start could work with are told before one is tried."""

import io
import os
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings

from guichet.kernel.running import folders

Patch = pytest.MonkeyPatch


def listed(data_dir: Path) -> str:
    """Return what `check-production` lists, which ends with 1."""
    out = io.StringIO()
    with override_settings(DATA_DIR=data_dir), pytest.raises(SystemExit) as ended:
        call_command("check_production", stdout=out)
    assert ended.value.code == 1
    return out.getvalue()


@pytest.mark.parametrize(
    ("place", "sentence"),
    [("a-file", "a-file, which is no folder."), ("a-file/data", "a-file is no folder.")],
)
def test_a_folder_of_data_that_cannot_be_one_is_told(
    tmp_path: Path, place: str, sentence: str
) -> None:
    (tmp_path / "a-file").touch()
    sentences = listed(tmp_path / place)
    assert f"- DATA_DIR is {tmp_path / place}" in sentences
    assert sentence in sentences


def test_a_folder_of_data_that_is_closed_is_told(tmp_path: Path, monkeypatch: Patch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != tmp_path)
    assert f"this account may not write in {tmp_path}." in listed(tmp_path / "new" / "data")


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("nowhere", "which is no folder that we can see."),
        ("", "where we cannot run postgres, initdb, pg_dump, pg_restore, psql."),
    ],
)
def test_a_folder_without_the_programs_is_told(
    tmp_path: Path, monkeypatch: Patch, place: str, sentence: str
) -> None:
    monkeypatch.setenv("POSTGRES_BIN", str(tmp_path / place))
    with override_settings(DATABASE_URL=""):
        sentences = listed(tmp_path)
    assert f"- POSTGRES_BIN is {tmp_path / place}" in sentences
    assert sentence in sentences


def test_a_right_folder_is_not_told_of(tmp_path: Path, monkeypatch: Patch) -> None:
    for name in ("pg_dump", "pg_restore", "psql"):
        (tmp_path / name).touch(mode=0o755)
    monkeypatch.setenv("POSTGRES_BIN", str(tmp_path))
    right = {"DATABASE_URL": "postgresql://db/guichet", "DATA_DIR": tmp_path / "new"}
    with override_settings(**right):
        assert list(folders.obstacles()) == []
