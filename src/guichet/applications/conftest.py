"""What the tests of the authorization have in common."""

import pytest
from django.test import Client


@pytest.fixture
def client() -> Client:
    """Give a browser whose forms carry their marks."""
    from guichet.applications.tests.visitor import Visitor  # once Django is set up

    return Visitor()
