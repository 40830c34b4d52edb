"""A new folder can be served as it is; what could not is not made."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from guichet.agency.making import Wishes, make
from guichet.agency.reading import read
from guichet.agency.shipped import COMPLETE, PROGRAMMES


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_language_of_a_programme_makes_a_folder_without_a_fault(
    tmp_path: Path, programme: str
) -> None:
    folder = tmp_path / "new"
    name = 'The "Service" of Ünlü \\ Ö'
    assert make(folder, Wishes(name, COMPLETE[programme], (programme,))).faults == ()
    reading = read(folder)
    assert reading.faults == ()
    assert reading.agency
    assert reading.agency.spoken("fr").name == name
    assert reading.agency.logo.startswith("<svg")


def test_what_is_there_to_be_filled_in_can_be_as_it_stands(tmp_path: Path) -> None:
    make(tmp_path / "new", Wishes("A", ("en",), PROGRAMMES))
    file = tmp_path / "new" / "agency.toml"
    lines = [line.removeprefix("# ") for line in file.read_text("utf-8").split("\n")]
    keys = [line for line in lines if line.startswith("[") or " = " in line]
    file.write_text("\n".join(keys), encoding="utf-8")
    reading = read(tmp_path / "new")
    assert reading.faults == ()
    assert reading.agency
    assert set(reading.agency.senders) == set(PROGRAMMES)
    assert reading.agency.privacy.email == "privacy@example.org"


def test_the_command_takes_flags_and_has_defaults(tmp_path: Path) -> None:
    call_command("new_agency", tmp_path / "a", "--languages", "fr, pt", "--name", "Valmer")
    agency = read(tmp_path / "a").agency
    assert agency
    assert (agency.languages, agency.programmes) == (("fr", "pt"), ("appointments",))


@pytest.mark.parametrize(
    ("flags", "country"),
    [
        (("--zone", "Europe/Vaduz"), "LI"),
        (("--zone", "Europe/Vaduz", "--country", "ch"), "CH"),
        ((), ""),
    ],
)
def test_it_writes_the_country_of_the_zone_or_the_one_that_is_told(
    tmp_path: Path, flags: tuple[str, ...], country: str
) -> None:
    call_command("new_agency", tmp_path / "a", "--programmes", "appointments,eta", *flags)
    agency = read(tmp_path / "a").agency
    assert agency
    assert (agency.country("appointments"), agency.country("eta")) == (country, country)
    assert "[country]" in (tmp_path / "a" / "agency.toml").read_text("utf-8")


@pytest.mark.parametrize(
    "flags",
    [
        ("--languages", "xx"),
        ("--programmes", "visas"),
        ("--zone", "Mars"),
        ("--country", "Peru"),
        ("--languages", "ja"),
    ],
)
def test_what_could_not_be_served_is_not_made(tmp_path: Path, flags: tuple[str, str]) -> None:
    with pytest.raises(CommandError, match="No folder was made"):
        call_command("new_agency", tmp_path / "a", *flags)
    assert not (tmp_path / "a").exists()


def test_nothing_that_is_there_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("x")
    with pytest.raises(CommandError, match="there is something in it"):
        call_command("new_agency", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
