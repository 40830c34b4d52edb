"""What each test of this room begins with."""

import pytest


@pytest.fixture(autouse=True)
def own_scenarios() -> None:
    """Read the list of scenarios anew: another test may have published some."""
    from guichet.guidance.scenarios import queries

    queries.forget()


@pytest.fixture(autouse=True)
def own_figures() -> None:
    """Measure anew how long callers wait: another test had calls of its own."""
    from guichet.contact.calls import measured

    measured.forget()
