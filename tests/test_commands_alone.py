"""A command where its site is not: one sentence that says what to type, and nothing is made."""

from contextlib import nullcontext
from pathlib import Path

import psycopg
import pytest
from django.core.management import get_commands
from django.db import OperationalError, ProgrammingError
from pytest_django.fixtures import Settings

from guichet import __main__
from guichet.__main__ import CHECKED, EITHER_WAY, FOUNDS, WITHOUT_DATABASE, CommandLine, main
from guichet.kernel.running.addresses import as_typed

OURS = sorted(
    name
    for name, room in get_commands().items()
    if room.startswith("guichet.") and name not in WITHOUT_DATABASE | EITHER_WAY | FOUNDS
)


@pytest.fixture
def nowhere(settings: Settings, tmp_path: Path) -> Path:
    settings.DATABASE_URL, settings.DATA_DIR = "", tmp_path / "nowhere"
    return tmp_path / "nowhere"


@pytest.mark.parametrize("command", OURS)
def test_where_there_is_no_site_nothing_is_made_and_it_says_what_to_type(
    nowhere: Path, command: str
) -> None:
    words = [command.replace("_", "-"), "demo-officer-1"]
    with pytest.raises(SystemExit) as end:
        main(words)
    assert f"there is no site in {nowhere}; ./guichet run makes one." in str(end.value)
    assert str(end.value).endswith(f"DATA_DIR=… ./guichet {words[0]} demo-officer-1")
    assert not nowhere.exists()


def test_a_command_that_is_none_is_told_as_that(
    nowhere: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Server(__main__.Server):
        def start(self, *, stay: bool = False) -> None:
            pytest.fail("a database is made")

        stop = start

    monkeypatch.setattr(__main__, "Server", Server)
    with pytest.raises(SystemExit):
        main(["demo-date"])
    assert "Unknown command: 'demo_date'" in capsys.readouterr().err


@pytest.mark.parametrize("command", OURS)
def test_a_command_tells_how_it_is_typed_and_nothing_else(command: str) -> None:
    command = command.replace("_", "-")
    parser = CommandLine(["guichet"]).fetch_command(command).create_parser("guichet", command)
    usage = parser.format_usage()
    assert usage.startswith(f"usage: guichet {command} [-h]")
    assert "--pythonpath" not in parser.format_help()
    if command == "staff-code":
        assert usage == "usage: guichet staff-code [-h] NAME\n"


@pytest.mark.parametrize(
    ("failure", "cause", "words"),
    [
        (
            ProgrammingError('relation "offices_office" does not exist\nLINE 1'),
            psycopg.errors.UndefinedTable(),
            'keeps there (relation "offices_office" does not exist). ./guichet run makes it',
        ),
        (
            OperationalError("connection failed"),
            psycopg.OperationalError(),
            "the database cannot be reached: connection failed",
        ),
    ],
)
def test_a_database_without_tables_or_out_of_reach_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, failure: Exception, cause: Exception, words: str
) -> None:
    def execute(line: CommandLine) -> None:
        raise failure from cause

    monkeypatch.setattr(CommandLine, "execute", execute)
    with pytest.raises(SystemExit, match=r"guichet: the database") as end:
        main(["purge"])
    assert words in str(end.value)


def test_what_the_database_answers_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def execute(line: CommandLine) -> None:
        raise OperationalError("canceled") from psycopg.errors.QueryCanceled()

    monkeypatch.setattr(CommandLine, "execute", execute)
    with pytest.raises(OperationalError):
        main(["purge"])


def test_a_command_is_told_with_the_folders_of_its_site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", "../my data")
    monkeypatch.setenv("AGENCY_DIR", "../valmer")
    assert as_typed("purge") == "DATA_DIR='../my data' AGENCY_DIR=../valmer ./guichet purge"
    monkeypatch.setenv("DATA_DIR", "")
    monkeypatch.delenv("AGENCY_DIR")
    assert as_typed("purge") == "./guichet purge"


@pytest.mark.parametrize("command", [*OURS, *sorted(CHECKED)])
def test_django_checks_every_page_only_where_a_release_begins_to_serve(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class ChecksError(Exception):
        pass

    def check(*_: object, **options: object) -> None:
        raise ChecksError

    django = CommandLine(["guichet"]).fetch_command(command)
    monkeypatch.setattr(django, "check", check)
    monkeypatch.setattr(django, "handle", lambda **options: None)
    if command not in CHECKED:  # of which none needs a word more
        monkeypatch.setattr(django, "add_arguments", lambda parser: None)
    with pytest.raises(ChecksError) if command in CHECKED else nullcontext():
        django.run_from_argv(["guichet", command])
