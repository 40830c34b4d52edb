"""A start that fails, and check-agency, say everything that is wrong, in one list."""

from pathlib import Path

import pytest

from guichet.agency.tests.test_bad_folders import LOGO, TOML, folder, spoil, start

__all__ = ["folder"]  # a fixture


@pytest.mark.slow
def test_one_fault_does_not_hide_what_rests_on_it(folder: Path) -> None:
    spoil(folder, "logo.svg", LOGO.format("<script>x()</script>").encode())
    spoil(folder, "content/offices/countries.csv", ("FR,PAR", "FR,XYZ"))
    spoil(folder, TOML, ("time_zone", "timezone"))
    end = start(folder, "check-agency")
    assert (end.returncode, end.stderr) == (1, "")
    assert "logo.svg:1: error: the logo has a script" in end.stdout
    assert "office_code 'XYZ' is no open office." in end.stdout
    assert "agency.timezone is not a key" in end.stdout
    assert "3 to correct" in end.stdout and "more may follow" not in end.stdout
    failed = start(folder)
    assert failed.returncode == 1
    errors = [line for line in end.stdout.splitlines() if ": error" in line]
    assert failed.stderr.splitlines()[1:] == errors
    spoil(folder, "content/services/pt.toml", b"a = = 1")
    spoil(folder, "locale/fr/django.po", b"msgid 1")
    end = start(folder, "check-agency")
    assert (end.returncode, end.stderr) == (1, "")
    assert "django.po:1: error [fr]: this is no catalogue" in end.stdout
    assert "looked at once they are right: more may follow." in end.stdout
