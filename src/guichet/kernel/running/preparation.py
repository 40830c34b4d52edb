"""What must be so before a node serves: the database by one node at a time, its own files by each.

Nodes that start at once on one database would make the same tables. So whoever prepares it holds a
lock in a session of its own; the others wait for it, and then find nothing left to do.
"""

import contextlib
import time
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from guichet.environment import stop
from guichet.kernel import keyring
from guichet.kernel.database import marks
from guichet.kernel.enciphering import current
from guichet.kernel.running import static_files
from guichet.kernel.running.addresses import as_typed
from guichet.kernel.running.switched import call_if_there

Say = Callable[[str], object]
LOCK = 4_712_001  # ours among the advisory locks of the database
PATIENCE = 60.0  # seconds for a database that is only starting as well
PAUSE = 0.5

DIFFERENT = (
    "this node has other secrets than the nodes that use this database ({names}), and what they"
    " gave out (PINs, codes, signed forms) would not open. Set the same, or say"
    " {accept} if the change is meant (docs/operations.md, Secrets)."
)
NO_KEY = (
    "the database holds what is enciphered with keys that CIPHER_KEYS of this node lacks or has"
    " otherwise (version {versions}). Set those of the other nodes (docs/operations.md, Secrets);"
    " without them nobody can read it."
)
NO_VERSION = (
    "{name} of this node has no key of version {versions}, by which the site goes. Set the list of"
    " the other nodes (docs/operations.md, Secrets)."
)
NO_STANDBY = (
    "WARNING: the database waits for no standby (synchronous_standby_names is empty). When its"
    " machine is lost, appointments that people hold a notice for may be lost with it."
)
NO_SYNC = (
    "WARNING: synchronous_commit is off in the database: what it has acknowledged may be lost."
)


@contextlib.contextmanager
def alone(say: Say) -> Iterator[None]:
    """Be the one node that prepares the database, as soon as no other does."""
    with _session(say) as link:
        is_told = False
        while not _is_locked(link):
            if not is_told:
                say("Another node prepares the database; waiting for it.")
            is_told = True
            time.sleep(PAUSE)
        yield


def _session(say: Say) -> psycopg.Connection[Any]:
    """Return a session of its own, as soon as the database answers."""
    parameters = connection.get_connection_params()
    for ours in ("cursor_factory", "context"):
        parameters.pop(ours, None)
    deadline = time.monotonic() + PATIENCE
    is_told = False
    while True:
        try:
            return psycopg.connect(**parameters, autocommit=True)
        except psycopg.OperationalError as error:
            if time.monotonic() > deadline:
                stop(f"the database cannot be reached: {str(error).strip()}")
            if not is_told:
                say("The database does not answer yet; waiting for it.")
            is_told = True
            time.sleep(PAUSE)


def _is_locked(link: psycopg.Connection[Any]) -> bool:
    row = link.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone()
    return bool(row and row[0])


def prepare_database(say: Say) -> None:
    """Bring tables, reference data and slots up to date; safe to run twice and on every node."""
    with alone(say):
        call_command("migrate", verbosity=0, interactive=False)
        fill_database()


def fill_database() -> None:
    """Put into the tables what the site needs to open: offices, slots, demo staff and keys.

    In production a node with other secrets fills nothing: slots would open at a minute of its own.
    """
    if settings.PRODUCTION:
        _compare_secrets(stop)
    _import_reference_data()
    call_if_there("publish_scenarios")
    call_if_there("publish_policies")
    call_if_there("publish_articles")
    call_if_there("release_slots", unless_done=True)
    if settings.LOOPBACK:
        call_if_there("demo_staff")
        call_if_there("demo_keys")


def wait_for_tables(say: Say) -> None:
    """Return when another node, or `./guichet migrate`, has made every table we need."""
    _session(say).close()
    is_told = False
    while _tables_are_missing():
        if not is_told:
            say(f"Tables are missing; waiting for {as_typed('migrate')}.")
        is_told = True
        time.sleep(PAUSE)


def _tables_are_missing() -> bool:
    try:
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    finally:
        connection.close()


def prepare_files(*, for_web: bool) -> None:
    """Compile the words of every language; a node that serves pages names its static files."""
    call_command("compile_sentences", pages=for_web)
    if for_web:
        static_files.collect()
    if settings.CLAMD:
        call_if_there("check_workshop")


def check_database(say: Say) -> None:
    """Stop where this node may not use the database, and warn where it may lose bookings."""
    if versions := current.missing_keys():
        stop(NO_KEY.format(versions=" and ".join(map(str, versions))))
    for name in (keyring.IDENTITY, keyring.PIN):
        if versions := current.missing_of(name):
            stop(NO_VERSION.format(name=name, versions=" and ".join(map(str, versions))))
    if not settings.PRODUCTION:
        _compare_secrets(lambda sentence: say(f"WARNING: {sentence}"))
    else:
        _compare_secrets(stop)
        try:
            call_command("demo_staff", check=True)
        except CommandError as error:
            stop(str(error))
        _warn_of_loss(say)


def _compare_secrets(say: Say) -> None:
    if foreign := marks.foreign_secrets():
        say(DIFFERENT.format(names=", ".join(foreign), accept=as_typed("accept-secrets")))


def leave_database() -> None:
    """Close every connection of this process, which from now on only watches over others."""
    wrapper: Any = connection
    wrapper.close()
    wrapper.close_pool()


def _warn_of_loss(say: Say) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('synchronous_standby_names'),"
            " current_setting('synchronous_commit')"
        )
        row = cursor.fetchone()
    standbys, commit = row or ("", "")
    if settings.DATABASE_URL and not standbys:
        say(NO_STANDBY)
    if commit == "off":
        say(NO_SYNC)


def _import_reference_data() -> None:
    """Import the offices and their words, when there are none or the content has changed."""
    digest = marks.digest_of([settings.CONTENT_DIR, settings.AGENCY.content])
    has_offices = apps.get_model("offices", "Office").objects.exists()
    if not (has_offices and marks.is_marked(marks.CONTENT, digest)):
        _judge_content()  # first: it lists everything, an import what kept it from going on
        try:
            call_if_there("import_reference")
        except CommandError as error:
            stop(str(error))
        marks.leave(marks.CONTENT, digest)


def _judge_content() -> None:
    """Stop where the words and tables of the agency's folder cannot be served."""
    output = StringIO()
    try:
        call_command("check_agency", stdout=output)
    except SystemExit:
        stop(output.getvalue().rstrip())
