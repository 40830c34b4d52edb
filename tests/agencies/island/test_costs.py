"""A page costs what it costs where both programmes are on: not a statement, not a file more."""

import pytest

from tests.agencies.costs import STATEMENTS, costs_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    "name",
    [
        "guidance:home",
        "web:contact",
        "web:privacy",
        "applications:home",
        "applications:look_up",
        "eligibility:need",
    ],
)
def test_a_page_costs_no_more(name: str, language: str) -> None:
    assert costs_of(name, language) == (STATEMENTS[name], [])
