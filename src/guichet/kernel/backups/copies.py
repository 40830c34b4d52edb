"""Copies of the whole database in one file, made while people book, and put into another database.

The file holds what clients told us: it is enciphered on its way to the disk. It holds no secret:
without the keys of DATA_DIR/secrets (or of the environment) no PIN can be derived from it.
"""

import contextlib
import os
import shutil
from datetime import datetime
from pathlib import Path
from subprocess import DEVNULL, PIPE
from typing import IO

from django.db import connection

from guichet.kernel.backups import ciphers, programs
from guichet.kernel.backups.pipes import Command, Pipe
from guichet.kernel.backups.programs import BackupError, Toolbox
from guichet.kernel.backups.recipients import Recipients
from guichet.kernel.database import connection as database

# Before the first rows: what a database that was just made has already, and what older servers
# do not know, though a newer pg_restore says it to each.
LEFT_OUT = (b"CREATE SCHEMA public;\n", b"SET transaction_timeout = 0;\n")
FIRST_ROWS = b"COPY "
DUMP = ("--format=custom", "--no-owner", "--no-acl", "--no-unlogged-table-data")
NOTE = """\
This file is enciphered with {program} for {keys}.
It was made on {now:%Y-%m-%d %H:%M} UTC of PostgreSQL {major}. Open it with the private key:
./guichet restore {name} {key}
"""


def default_path(folder: Path, recipients: Recipients, *, now: datetime) -> Path:
    """Return where a backup goes when nobody says where.

    >>> from datetime import UTC
    >>> at = datetime(2026, 3, 1, 2, 3, 4, tzinfo=UTC)
    >>> str(default_path(Path("var"), Recipients("age", ("age1…",)), now=at))
    'var/backups/guichet-20260301T020304Z.dump.age'
    """
    return folder / "backups" / f"guichet-{now:%Y%m%dT%H%M%SZ}.dump{recipients.suffix}"


def server_major() -> int:
    """Return the version of the server, as in 15."""
    connection.ensure_connection()
    return int(connection.pg_version) // 10_000  # type: ignore[attr-defined]


def make(path: Path, recipients: Recipients, *, now: datetime) -> None:
    """Write a copy of the database as it is at this instant; readers and writers are not held up.

    Raise BackupError where what would be written could not be put back into this server. The file
    gets its name last, so that a copy cut short is never taken for a whole one. Bans and tokens
    of networks are in unlogged tables: their rows stay behind, and are not missed.
    """
    box = programs.fitting(server_major())
    cipher = ciphers.enciphering(recipients)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_name(path.name + ".part")
    unfinished.unlink(missing_ok=True)
    try:
        unfinished.touch(mode=0o600, exist_ok=False)
        with unfinished.open("wb") as file:
            _dump(box, cipher, file)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    _write_note(path, recipients, major=box.major, now=now)


def _dump(box: Toolbox, cipher: Command, file: IO[bytes]) -> None:
    with Pipe() as pipe:
        dump = pipe.start(_on_database(box, "pg_dump", *DUMP))
        pipe.start(cipher, stdin=dump.stdout or DEVNULL, stdout=file)
        pipe.finish()


def _write_note(path: Path, recipients: Recipients, *, major: int, now: datetime) -> None:
    note = ciphers.note_path(path)
    if not recipients.keys:
        note.unlink(missing_ok=True)
        return
    note.write_text(
        NOTE.format(
            program=recipients.program,
            keys=recipients,
            now=now,
            major=major,
            name=path.name,
            key="--key FILE" if recipients.program == "age" else "(by the keyring of GnuPG)",
        ),
        "utf-8",
    )


def as_it_is() -> Command:
    """Return what gives a copy of the database as it is, in clear, for `pour`.

    Extensions stay behind: none of ours is needed, and only a superuser may make most of them.
    """
    box = programs.fitting(server_major())
    return _on_database(box, "pg_dump", *DUMP, "--extension=plpgsql")


def pour(opening: Command, name: str) -> None:
    """Put a copy, as the command `opening` gives it in clear, into an empty database."""
    box = _reader(opening)
    options = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
    with Pipe() as pipe:
        clear = pipe.start(opening).stdout or DEVNULL
        read = pipe.start(_of(box, "pg_restore", "--no-owner", "--no-acl", "--file=-"), stdin=clear)
        write = pipe.start(
            _on_database(box, "psql", *options, name=name), stdin=PIPE, stdout=DEVNULL
        )
        assert read.stdout
        assert write.stdin
        with contextlib.suppress(BrokenPipeError):  # psql stopped, and will say why
            _copy_statements(read.stdout, write.stdin)
            write.stdin.close()
        read.stdout.close()
        pipe.finish()


def _copy_statements(read: IO[bytes], write: IO[bytes]) -> None:
    for line in read:
        if line not in LEFT_OUT:
            write.write(line)
        if line.startswith(FIRST_ROWS):
            break
    shutil.copyfileobj(read, write)


def _reader(opening: Command) -> Toolbox:
    """Return programs that can read the copy: the server's own, or the newest there are."""
    reasons = []
    for box in programs.readers(server_major()):
        try:
            with Pipe() as pipe:
                clear = pipe.start(opening).stdout or DEVNULL
                pipe.start(_of(box, "pg_restore", "--list"), stdin=clear, stdout=DEVNULL)
                pipe.finish()
        except BackupError as error:
            reasons.append(str(error))
            if "unsupported version" not in str(error):
                break  # a newer program would say the same
        else:
            return box
    raise BackupError(reasons[-1])


def _of(box: Toolbox, program: str, *arguments: str) -> Command:
    return Command([box.folder / program, *arguments], {"PATH": os.defpath, "LC_ALL": "C"})


def _on_database(box: Toolbox, program: str, *arguments: str, name: str = "") -> Command:
    """Return a program that connects as the site does; its password is on no command line."""
    parameters = connection.get_connection_params()
    if name:
        parameters["dbname"] = name
    address = database.for_programs(parameters)
    command = _of(box, program, address.argument, *arguments)
    return Command(command.words, {**command.environment, **address.environment})
