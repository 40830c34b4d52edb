"""Who comes to a page without a free time is counted once, and who reloads it is not."""

import pytest

from guichet.booking.finding import nothing

HOST, PATH = "site.example", "/en/appointments/offices/MIA/visit/"
FROM = f"https://{HOST}/en/appointments/offices/MIA/"
NAVIGATES = {"Sec-Fetch-Mode": "navigate"}


@pytest.mark.parametrize(
    ("headers", "is_coming"),
    [
        (NAVIGATES, True),
        ({**NAVIGATES, "Referer": FROM}, True),
        ({"Referer": FROM}, True),  # an old browser
        ({**NAVIGATES, "Referer": FROM, "Cache-Control": "max-age=0"}, False),
        ({**NAVIGATES, "Cache-Control": "no-cache"}, False),
        ({**NAVIGATES, "Referer": f"https://{HOST}{PATH}?day=2026-12-01"}, False),
        ({**NAVIGATES, "Referer": f"https://{HOST}/fr{PATH[3:]}"}, False),  # another language
        ({**NAVIGATES, "Sec-Purpose": "prefetch;prerender"}, False),
        ({}, False),  # a program
        ({"Referer": "https://elsewhere.example/"}, False),
    ],
)
def test_a_reload_and_a_program_are_nobodys_coming(
    headers: dict[str, str], is_coming: bool
) -> None:
    assert nothing.is_coming(headers, HOST, PATH) is is_coming
