"""Keys of programs: shown once, good for one kind, and over when they are ended."""

from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from guichet.kernel.models import ProgramKey
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.programs import demonstration, keys
from guichet.kernel.programs.bearer import Bearer

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "KINDS", {"bells", "lamps"})


def opens(kind: str, header: str) -> bool:
    request = RequestFactory().get("/", headers={"Authorization": header})
    try:
        return bool(Bearer(kind)(request))
    except Obstacle as obstacle:
        assert obstacle.code == "wrong_token"
        return False


def test_a_key_opens_the_calls_of_its_kind_until_it_ends() -> None:
    key = keys.make("bells", "tower", now=NOW)
    assert key.encode() not in bytes(ProgramKey.objects.get().mark)
    cases = {
        f"Bearer {key}": True,
        f"bearer {key}": True,
        f"Basic {key}": False,
        f"Bearer {key}x": False,
        "Bearer ": False,
        "": False,
    }
    assert {header: opens("bells", header) for header in cases} == cases
    assert not opens("lamps", f"Bearer {key}")
    assert keys.end("bells", "tower", now=NOW) and not keys.end("bells", "tower", now=NOW)
    assert not opens("bells", f"Bearer {key}")
    assert keys.make("bells", "tower", now=NOW) != key


def test_it_makes_no_second_key_and_none_of_no_kind() -> None:
    keys.make("bells", "tower", now=NOW)
    cases = {("bells", "tower"): "key_exists", ("gongs", "x"): "unknown_kind"}
    cases |= {("bells", name): "malformed" for name in ("", "a b", "Ä", "x" * 41)}
    wrong = []
    for (kind, name), code in cases.items():
        try:
            keys.make(kind, name, now=NOW)
        except keys.NoKeyError as error:
            if error.code == code:
                continue
        wrong.append((kind, name))
    assert wrong == []


def test_the_commands_make_list_and_end(settings: Settings) -> None:
    out = StringIO()
    call_command("program_key", "make", "bells", "tower", stdout=out)
    assert opens("bells", f"Bearer {out.getvalue().strip()}")
    out = StringIO()
    call_command("program_key", "list", stdout=out)
    assert out.getvalue().strip() == "bells tower"
    call_command("program_key", "end", "bells", "tower", stdout=out)
    for arguments in (("make", "gongs", "x"), ("end", "bells", "tower")):
        with pytest.raises(CommandError):
            call_command("program_key", *arguments)
    settings.LOOPBACK = False
    with pytest.raises(CommandError):
        call_command("demo_keys")


def test_a_demonstration_keeps_its_keys_with_its_folder(tmp_path: Path) -> None:
    note = demonstration.make(tmp_path, now=NOW)
    lines = note.read_text().splitlines()
    assert [line.split()[:2] for line in lines] == [["bells", "demo"], ["lamps", "demo"]]
    assert note.stat().st_mode & 0o077 == 0
    key = demonstration.key_of(tmp_path, "bells")
    assert opens("bells", f"Bearer {key}")

    ProgramKey.objects.all().delete()  # a new database over an old folder
    demonstration.make(tmp_path, now=NOW)
    assert note.read_text().splitlines() == lines
    assert opens("bells", f"Bearer {key}")
    keys.end("bells", "demo", now=NOW)
    demonstration.make(tmp_path, now=NOW)
    assert not opens("bells", f"Bearer {key}")  # what was taken back by hand stays so
    assert demonstration.key_of(tmp_path, "gongs") == ""
