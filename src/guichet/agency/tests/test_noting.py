"""What was read is noted in the agency's folder, which may be closed to whoever types."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError

from guichet.agency.management.commands import check_agency
from guichet.agency.shipped import ROOT

CONSULAR = ROOT / "tests" / "agencies" / "consular"


def test_a_folder_that_cannot_be_written_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deny(path: Path, *words: object, **more: object) -> int:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "write_text", deny)
    sentence = rf"nothing was noted, for {tmp_path}/seen.csv cannot be written: Permission denied\."
    with pytest.raises(CommandError, match=sentence):
        check_agency.note_seen(tmp_path)


@pytest.mark.slow
def test_the_command_says_it_without_a_traceback(tmp_path: Path) -> None:
    folder = tmp_path / "agency"
    shutil.copytree(CONSULAR, folder, ignore=shutil.ignore_patterns("*.py", "__py*", "seen.csv"))
    (folder / "seen.csv").symlink_to("/proc/version")  # which nobody may write
    end = subprocess.run(
        [sys.executable, "-m", "guichet", "check-agency", "--seen"],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "AGENCY_DIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert end.returncode == 1
    assert "Traceback" not in end.stderr
    assert "seen.csv cannot be" in end.stderr + end.stdout
