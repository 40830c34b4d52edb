"""Programs that run at once: what each says that fails is told, and none outlives the rest."""

import os
import sys
from pathlib import Path
from subprocess import DEVNULL, PIPE
from typing import Any

import pytest

from guichet.kernel.backups.pipes import Command, Pipe
from guichet.kernel.backups.programs import BackupError

NOBODY = 4_194_305


def sh(script: str) -> Command:
    return Command(["/bin/sh", "-c", script])


def text_of(*commands: Command) -> str:
    """Return what the last of several programs writes, each reading what the one before wrote."""
    with Pipe() as pipe:
        source: Any = DEVNULL
        for command in commands:
            process = pipe.start(command, stdin=source)
            source = process.stdout
        text: str = source.read().decode()
        pipe.finish()
    return text


def failure_of(*commands: Command) -> str:
    with pytest.raises(BackupError) as failure:
        text_of(*commands)
    return str(failure.value)


def test_each_reads_what_the_one_before_it_writes() -> None:
    assert text_of(sh("echo Ada"), sh("tr a-z A-Z"), sh("sed s/A/a/")) == "aDA\n"


def test_more_than_a_pipe_holds_goes_through() -> None:
    count = 3_000_000
    assert text_of(sh(f"head -c {count} /dev/zero"), sh("cat"), sh("wc -c")).strip() == str(count)


def test_what_failed_is_named_with_what_it_said() -> None:
    assert failure_of(sh("echo ' the disk is full ' >&2; exit 3")) == "sh failed: the disk is full"
    assert failure_of(sh("echo a"), sh("cat >/dev/null; echo no >&2; exit 1")) == "sh failed: no"


def test_of_several_that_fail_each_is_told_in_its_order() -> None:
    first, second = sh("echo one >&2; exit 1"), sh("cat >/dev/null; echo two >&2; exit 1")
    assert failure_of(first, second) == "sh failed: one sh failed: two"


def test_a_writer_that_nobody_reads_on_is_no_failure_of_its_own() -> None:
    """Why nobody reads on, the one that stopped says."""
    endless = Command(["/bin/sh", "-c", "exec yes"])
    assert failure_of(endless, sh("echo full >&2; exit 1")) == "sh failed: full"


def test_a_reader_that_is_content_early_spoils_nothing_of_its_writer() -> None:
    writer = sh("head -c 3000000 /dev/zero && echo done >&2")
    assert text_of(writer, sh("head -c 5 >/dev/null")) == ""


def test_a_writer_that_fails_after_its_reader_was_content_is_told() -> None:
    writer = sh("head -c 3000000 /dev/zero; echo torn >&2; exit 4")
    assert failure_of(writer, sh("head -c 5 >/dev/null")) == "sh failed: torn"


@pytest.mark.parametrize("error", [ZeroDivisionError, KeyboardInterrupt])
def test_whatever_still_runs_at_the_end_is_stopped(error: type[BaseException]) -> None:
    processes = []

    def run() -> None:
        with Pipe() as pipe:
            processes.append(pipe.start(sh("exec sleep 600"), stdin=PIPE))
            processes.append(pipe.start(sh("exec sleep 600")))
            raise error

    with pytest.raises(error):
        run()
    assert [process.poll() is not None for process in processes] == [True, True]
    assert all(process.stdin is None or process.stdin.closed for process in processes)


def test_no_open_file_is_left_of_it() -> None:
    folder = Path("/proc/self/fd")
    if not folder.exists():
        pytest.skip("the open files of a process stand there on Linux alone")
    before = len(list(folder.iterdir()))
    for _time in range(5):
        text_of(sh("echo a"), sh("cat"), sh("head -c 1"))
        failure_of(sh("exit 1"), sh("cat"))
    assert len(list(folder.iterdir())) == before


def test_a_program_has_the_environment_that_it_was_given_and_no_more() -> None:
    script = (
        "import os; print(sorted(os.environ.items() - {('LC_CTYPE', os.environ.get('LC_CTYPE'))}))"
    )
    command = Command([sys.executable, "-c", script], {"PGPASSWORD": "x"})
    assert text_of(command).strip() == "[('PGPASSWORD', 'x')]"
    assert Command(["cat"]).environment == dict(os.environ)


def test_a_command_is_called_by_its_program_not_by_its_arguments() -> None:
    assert Command([Path("/usr/lib/postgresql/15/bin/pg_dump"), "--dbname=x"]).name == "pg_dump"


def test_a_program_that_is_not_there_leaves_nothing_running() -> None:
    with Pipe() as pipe:
        first = pipe.start(sh("exec sleep 600"))
        with pytest.raises(FileNotFoundError):
            pipe.start(Command(["/nowhere/gpg"]), stdin=first.stdout or DEVNULL)
    assert first.poll() is not None
