"""An agency's own days win over the shipped ones, each kind for itself."""

from dataclasses import replace

import pytest
from pytest_django import Settings

from guichet.kernel.content.retention import table


@pytest.mark.parametrize(("days", "length"), [({}, 1826), ({"refused": 2192}, 2192)])
def test_the_days_of_the_agency_win(settings: Settings, days: dict[str, int], length: int) -> None:
    settings.AGENCY = replace(settings.AGENCY, retention=days)
    table.cache_clear()
    rows = table()
    table.cache_clear()
    assert (rows["refused"]["days"], rows["papers"]["days"]) == (length, 730)
    assert rows["refused"]["reason"]
