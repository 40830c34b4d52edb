"""A wrong setting stops the start with one sentence."""

from pathlib import Path

import pytest

from guichet import environment
from guichet.kernel.running.testing import guichet
from guichet.kernel.testing import soon


def test_it_names_the_setting_that_a_misspelt_variable_meant() -> None:
    environment.env("RATE_LIMITS")
    with pytest.raises(SystemExit, match="RATE_LIMIT is not a setting; RATE_LIMITS may be meant"):
        environment.refuse_misspelt(["RATE_LIMIT", "PATH", "HOME"])


def test_it_leaves_other_programs_variables_alone() -> None:
    environment.refuse_misspelt(["PATH", "HOME", "LANG", "INVOCATION_ID", "PYTHONPATH", "TERM"])


@pytest.mark.parametrize(("value", "read"), [("on", True), ("No", False), ("1", True)])
def test_it_reads_yes_and_no(monkeypatch: pytest.MonkeyPatch, value: str, read: bool) -> None:
    monkeypatch.setenv("A_CHOICE", value)
    assert environment.env_bool("A_CHOICE", default=not read) is read


@pytest.mark.parametrize("value", ["maybe", "2"])
def test_it_stops_at_what_is_neither_yes_nor_no(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("A_CHOICE", value)
    with pytest.raises(SystemExit, match="A_CHOICE"):
        environment.env_bool("A_CHOICE", default=True)


@pytest.mark.parametrize("value", ["many", "0", "65536"])
def test_it_stops_at_a_number_out_of_range(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("A_NUMBER", value)
    with pytest.raises(SystemExit, match="A_NUMBER"):
        environment.env_int("A_NUMBER", default=1, least=1, most=65535)


@pytest.mark.parametrize("value", ["5", "9,1", "a,b", "-1,4"])
def test_it_stops_at_a_range_that_is_none(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("A_RANGE", value)
    with pytest.raises(SystemExit, match="A_RANGE"):
        environment.env_range("A_RANGE", default="1,2")


STOPS: list[tuple[dict[str, str], str]] = [
    ({"TRUSTED_PROXIES": "10.0.0.0/8,proxy"}, "TRUSTED_PROXIES names 'proxy'"),
    ({"PUBLIC_URL": "appointments.example.org"}, "PUBLIC_URL is 'appointments.example.org'"),
    ({"PUBLIC_URL": "https://example.org/in/a/folder"}, "PUBLIC_URL is"),
    ({"PUBLIC_URL": "https://["}, "PUBLIC_URL is 'https://['"),
    ({"PUBLIC_URL": "https://example.org:port"}, "PUBLIC_URL is"),
    ({"PUBLIC_URL": "https://ada@example.org"}, "PUBLIC_URL is"),
    ({"BIND": "127.0.0.1:80"}, "BIND is '127.0.0.1:80'; it takes an address alone"),
    ({"BIND": "127.0.0.300"}, "BIND is '127.0.0.300'"),
    ({"FROM_EMAIL": "desk"}, "FROM_EMAIL is 'desk'; it takes a mail address"),
    ({"ETA_FROM_EMAIL": "a@b.example\nBcc: c@d.example"}, "ETA_FROM_EMAIL is"),
    ({"OPERATOR_EMAIL": "us at example.org"}, "OPERATOR_EMAIL is"),
    ({"DATA_DIR": "/dev/null/data"}, "DATA_DIR cannot be used"),
    ({"CLAMD": "127.0.0.1:3310"}, "CLAMD is '127.0.0.1:3310'"),
    ({"CLAMD": "unix:clamd.ctl"}, "CLAMD is 'unix:clamd.ctl'"),
    ({"BIND": "0.0.0.0", "CLOCK_OFFSET_SECONDS": "60"}, "loopback address only"),
    ({"BIND": "0.0.0.0", "HOLD_SECONDS": "20"}, "loopback address only"),
    ({"BIND": "0.0.0.0", "PAUSE_SECONDS": "1,2"}, "loopback address only"),
]


@pytest.mark.parametrize(("wrong", "sentence"), soon(STOPS[0], of=STOPS))
def test_the_start_stops_with_one_sentence(
    tmp_path: Path, wrong: dict[str, str], sentence: str
) -> None:
    start = guichet("version", **{"DATA_DIR": str(tmp_path), **wrong})
    assert start.returncode == 1
    assert start.stderr.startswith("guichet: ")
    assert sentence in start.stderr
    assert start.stderr.count("\n") == 1
