"""Whoever is connected says with which keys it can read; who says nothing cannot."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection

from guichet.kernel.database import patience
from guichet.kernel.enciphering import nodes

pytestmark = pytest.mark.django_db


@contextmanager
def another(name: str) -> Iterator[None]:
    """Be connected as a process of this name, too."""
    parameters = connection.get_connection_params()
    address = {key: parameters[key] for key in ("host", "user", "dbname")}
    with psycopg.connect(**address, application_name=name):
        yield


@pytest.mark.parametrize("name", ["guichet-web", "guichet-web keys none", "guichet-web keys 2,11"])
def test_a_process_without_the_key_is_told(name: str) -> None:
    with another(name), another("guichet-worker keys 1"):
        assert nodes.without(1) == ["guichet-web"]


def test_those_that_have_it_and_strangers_are_not() -> None:
    with another("guichet-web keys 1,2"), another("psql"):
        assert nodes.without(1) == []


def test_this_process_says_its_own() -> None:
    assert nodes.has(patience.name_of(patience.WEB), 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('application_name')")
        assert nodes.has(str(cursor.fetchone()[0]), 1)
