"""A start with a folder that cannot be used ends with a list of sentences, never a traceback."""

from pathlib import Path
from subprocess import CompletedProcess

import pytest

from guichet.kernel.running import testing
from guichet.kernel.testing import soon

WRONG = """[agency]
name = "Valmer"
colour = "#123456"
languages = ["fr"]
programmes = ["appointments"]
logo = "logo.svg"
"""


def run(folder: Path, *arguments: str) -> CompletedProcess[str]:
    return testing.guichet(*arguments, AGENCY_DIR=str(folder))


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    (tmp_path / "agency.toml").write_text(WRONG)
    return tmp_path


COMMANDS = ["run", "migrate", "check", "worker"]


@pytest.mark.parametrize("command", soon("check", of=COMMANDS))
def test_it_stops_with_the_list(wrong: Path, command: str) -> None:
    end = run(wrong, command)
    assert end.returncode == 1
    assert "Traceback" not in end.stderr
    assert "to correct (2):" in end.stderr
    assert "agency.toml:3: error: agency.colour is not a key" in end.stderr
    assert "agency.toml:6: error: agency.logo names logo.svg" in end.stderr


@pytest.mark.slow
def test_check_agency_lists_it_and_fails(wrong: Path) -> None:
    end = run(wrong, "check-agency")
    assert end.returncode == 1
    assert "agency.toml:3: error: agency.colour is not a key" in end.stdout
    assert "2 to correct" in end.stdout
    assert end.stderr == ""


@pytest.mark.slow
def test_check_production_names_it_among_all_else(wrong: Path) -> None:
    end = run(wrong, "check-production")
    assert end.returncode == 1
    assert f"- {wrong}/agency.toml:3: error: agency.colour" in end.stdout
    assert "PRODUCTION is off" in end.stdout


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    end = run(tmp_path / "nowhere", "check")
    assert end.returncode == 1
    assert "cannot be read: No such file" in end.stderr
    assert "Traceback" not in end.stderr
