"""What makes tests quicker and proves as much: the same answers, with less work in between."""

import functools
import pickle
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.base import DatabaseWrapper
from hypothesis.internal.conjecture import providers
from psycopg import _connection_base
from psycopg._preparing import PrepareManager
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult

import guichet
from guichet.kernel.reading import phones
from tests import migrating

# A plan is made once for all values: no table of a test is so large that another would be better.
SERVER = {"plan_cache_mode": "force_generic_plan"}


def begin() -> None:
    """Do all of it, in this process."""
    migrating.render_each_alone()
    know_our_code_by_its_folder()
    read_toml_once()
    read_numbers_once()
    send_savepoints_as_they_are()
    keep_statements_prepared()


def read_toml_once() -> None:
    """Read each text of TOML once a process: many tests load all of content/ anew."""
    read = tomllib.loads

    @functools.cache
    def packed(text: str) -> bytes:
        return pickle.dumps(read(text))

    def loads(text: str, /, **options: Any) -> dict[str, Any]:
        return read(text, **options) if options else pickle.loads(packed(text))

    tomllib.loads = loads


def read_numbers_once() -> None:
    """Read each telephone number once a country: a bare one is tried in all of them."""
    phones._callable_number = functools.cache(phones._callable_number)


def know_our_code_by_its_folder() -> None:
    """Let a search try the constants of our code, and ask of no other module whose it is."""
    ours = str(Path(guichet.__file__).parent)
    providers.is_local_module_file = (  # type: ignore[attr-defined,assignment]
        lambda path: path.startswith(ours) and "/tests/" not in path
    )


class Prepared(PrepareManager):
    """Statements that stay prepared when a test is rolled back; the server keeps them anyway.

    psycopg forgets them all, for the transaction may have altered a table. Only one that did is a
    reason: by and by each statement of the site is parsed and planned once a process.
    """

    prepared_max = 2000
    _alters = re.compile(rb"(CREATE|DROP|ALTER|DISCARD ALL|DEALLOCATE ALL)\b").match
    _is_altered = False

    def _should_discard(self, prep: Any, results: Sequence[PGresult], *_: Any) -> bool:
        words = [result.command_status or b"" for result in results]
        if any(map(self._alters, words)):
            self._is_altered = True
            return super().clear()
        is_back = any(word.startswith(b"ROLLBACK") for word in words)
        return super().clear() if is_back and self._is_altered else False

    def clear(self) -> bool:
        """Forget them where the transaction that ends has altered something."""
        is_altered, self._is_altered = self._is_altered, False
        return super().clear() if is_altered else False


def keep_statements_prepared() -> None:
    """Let every connection that is made from now on keep what it has prepared."""
    _connection_base.PrepareManager = Prepared  # type: ignore[misc,attr-defined]


def send_savepoints_as_they_are() -> None:
    """Send what frames a part of a transaction without all that a statement with values needs.

    In a test each transaction of ours is such a part: a quarter of all statements. Who looks at
    statements sees them as ever, and whatever goes wrong goes wrong the usual way.
    """
    for name, words in (
        ("_savepoint", "SAVEPOINT {}"),
        ("_savepoint_commit", "RELEASE SAVEPOINT {}"),
        ("_savepoint_rollback", "ROLLBACK TO SAVEPOINT {}"),
    ):
        setattr(DatabaseWrapper, name, _sent(words, getattr(BaseDatabaseWrapper, name)))


def _sent(words: str, as_ever: Any) -> Any:
    def send(self: DatabaseWrapper, name: str) -> None:
        if self.connection is None or self.queries_logged or self.execute_wrappers:
            return as_ever(self, name)
        statement = words.format(self.ops.quote_name(name)).encode()
        if self.connection.pgconn.exec_(statement).status != ExecStatus.COMMAND_OK:
            return as_ever(self, name)
        return None

    return send
