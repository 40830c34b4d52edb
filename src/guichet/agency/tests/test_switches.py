"""A programme that is paid for has a fee; what is off is linked from nowhere."""

from pathlib import Path

import pytest

from guichet.agency.reading import read
from guichet.agency.tests.test_reading import FEE, HEAD, PROMISES, folder_of

PAID = HEAD.replace('["appointments"]', '["eta"]').replace('"pt", "ar"', '"pt", "ar"')


@pytest.mark.parametrize(
    ("more", "line"), [("", 4), (FEE.replace("7.00", "0.00"), 6), (FEE.replace("7.00", "0"), 6)]
)
def test_the_authorization_needs_a_fee(tmp_path: Path, more: str, line: int) -> None:
    reading = read(folder_of(tmp_path, PAID + more))
    assert reading.agency is None
    assert [(fault.line, "no fee above 0" in fault.sentence) for fault in reading.errors] == [
        (line, True)
    ]


def test_a_fee_that_cannot_be_read_is_said_once(tmp_path: Path) -> None:
    (fault,) = read(folder_of(tmp_path, PAID + FEE.replace("7.00", "seven"))).errors
    assert fault.line == 6


def test_with_a_fee_there_is_nothing_to_say(tmp_path: Path) -> None:
    assert read(folder_of(tmp_path, PAID + FEE + PROMISES)).faults == ()
    assert read(folder_of(tmp_path, HEAD)).faults == ()


@pytest.mark.parametrize(
    ("words", "is_told"),
    [
        ("[Voyager](/fr/eta/)", True),
        ("See <a href='/en/eta/apply/'>", True),
        ("(../eta/need/)", True),
        ("[Elsewhere](https://other.example/fr/eta/)", False),
        ("[Here](/fr/appointments/) and [help](/fr/help/)", False),
        ("theta/eta", False),
    ],
)
def test_a_link_to_what_is_off_is_a_warning(tmp_path: Path, words: str, is_told: bool) -> None:
    path = tmp_path / "content" / "routine" / "fr.toml"
    path.parent.mkdir(parents=True)
    path.write_text(f"# {words}\n")
    faults = read(folder_of(tmp_path, HEAD)).faults
    links = [fault for fault in faults if "which is off: there is nothing" in fault.sentence]
    assert [(fault.file, fault.line, fault.severity) for fault in links] == (
        [("content/routine/fr.toml", 1, "warning")] if is_told else []
    )


@pytest.mark.parametrize(
    ("file", "line", "is_told"),
    [
        ("content/routine/links.csv", "https://travel.example/en/appointments/", True),
        ("content/routine/links.csv", "see_us,eta,https://www.here.example:8443/fr/m/,", True),
        ("pages/a.fr.md", "[Venez](https://travel.example/fr/appointments)", True),
        ("locale/fr/django.po", 'msgstr "www.here.example/fr/help/"', True),
        ("content/eta/fr.toml", '"/fr/m/"', True),
        ("content/eta/fr.toml", '"/fr/meta/"', False),
        ("content/eta/fr.toml", '"https://other.travel.example/en/appointments/"', False),
        ("content/eta/fr.toml", '"help@travel.example/en/appointments/"', False),
        ("content/eta/fr.toml", '"https://travel.example/en/eta/"', False),
    ],
)
def test_an_address_of_its_own_host_is_looked_at_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, line: str, is_told: bool
) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://www.here.example:8443")
    (tmp_path / file).parent.mkdir(parents=True)
    (tmp_path / file).write_text(f"#\n{line}\n")
    address = '[address]\neta = "travel.example/go"\n'
    faults = read(folder_of(tmp_path, PAID + FEE + address)).faults
    links = [fault for fault in faults if "which is off: there is nothing" in fault.sentence]
    assert [(fault.file, fault.line) for fault in links] == ([(file, 2)] if is_told else [])
