"""The reference data of content/, imported for the tests that look at it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker

if TYPE_CHECKING:
    from guichet.offices.reference.content import Reference


@pytest.fixture(scope="session")
def reference() -> "Reference":
    from guichet.offices.reference.content import Reference  # Django is not set up before

    return Reference(settings.CONTENT_DIR)


@pytest.fixture(scope="module")
def country(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, reference: "Reference"
) -> Iterator["Reference"]:
    """Import once for a module; its tests each roll back to here, the module to nothing."""
    from django.db import connection, transaction

    from guichet.offices import actions

    with django_db_blocker.unblock(), transaction.atomic():
        actions.import_reference(reference, reference.places())
        connection.check_constraints()  # now and once, not at the end of each test
        yield reference
        transaction.set_rollback(True)


@pytest.fixture
def imported(country: "Reference", db: None) -> "Reference":
    return country
