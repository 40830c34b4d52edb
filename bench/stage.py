"""What every measurement works on: the site, a connection of ours, and slots nobody else uses."""

import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

import django
import psycopg
from django.db import connection
from psycopg import ClientCursor

from bench import world
from bench.browser import Browser
from bench.processor import Usage, measured
from bench.site import Site


@dataclass
class Stage:
    """A site that serves, and how long its measurements may take."""

    site: Site
    link: psycopg.Connection[Any]
    quick: bool = False
    free_slots: list[int] = field(default_factory=list)

    def say(self, text: str) -> None:
        """Tell the person who waits; the table itself goes to the other stream."""
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()

    def seconds(self, usual: float) -> float:
        return max(1.0, usual / 5) if self.quick else usual

    def times(self, usual: int) -> int:
        return max(10, usual // 10) if self.quick else usual

    @property
    def database_pid(self) -> int | None:
        return self.site.database.pid

    def measured(self) -> AbstractContextManager[Usage]:
        """Measure the processor time of the web server and of the database."""
        return measured(web=self.site.processes["web"].pid, database=self.database_pid)

    def browsers(self, count: int) -> list[Browser]:
        return [Browser(self.site.url) for _ in range(count)]

    def take_slots(self, count: int) -> list[int]:
        """Return free slots that no other measurement gets."""
        slots, self.free_slots = self.free_slots[:count], self.free_slots[count:]
        if len(slots) < count:
            raise RuntimeError("The invented world has no free slots left.")
        return slots

    def take_office(self, *, by_day: bool = False) -> str:
        """Return an office with four weeks of free times that no other measurement gets."""
        row = self.link.execute(
            "SELECT code, min(slot.id), max(slot.id)"
            "  FROM booking_slot AS slot JOIN offices_office ON code = office_id"
            " WHERE slot.id = ANY(%s) AND (NOT %s OR"
            "       extract(hour FROM now() AT TIME ZONE time_zone) BETWEEN %s AND %s)"
            " GROUP BY code ORDER BY min(slot.id) DESC LIMIT 1",
            [self.free_slots, by_day, world.FROM_HOUR, world.TO_HOUR - 1],
        ).fetchone()
        if not row:
            raise RuntimeError("The invented world has no office left.")
        code, first, last = row
        self.free_slots = [slot for slot in self.free_slots if not first <= slot <= last]
        return str(code)


def set_up_django(site: Site) -> None:
    """Let this process read and write the site's database with the site's own code."""
    os.environ.update({k: v for k, v in site.environment.items() if k != "PYTHONPATH"})
    django.setup()


def make_world(site: Site, link: psycopg.Connection[Any], *, quick: bool) -> Stage:
    """Fill the database, and return the stage."""
    site.command("import-reference", "--skip-checks")
    world.make_grid(link)
    first, last = world.make_room(link, offices=10 if quick else 60)
    world.settle(link)
    return Stage(site, link, quick, list(range(first, last + 1)))


@contextmanager
def captured() -> Iterator[list[str]]:
    """Collect the statements our own code sends from here, with their values written out."""
    statements: list[str] = []

    def note(execute: Any, statement: str, values: Any, many: bool, context: Any) -> Any:
        with connection.connection.cursor() as plain:
            literal = ClientCursor(plain.connection)
            statements.append(literal.mogrify(statement, values))
        return execute(statement, values, many, context)

    connection.ensure_connection()
    with connection.execute_wrapper(note):
        yield statements
