"""A crowd of real requests at one slot: three are booked, and the harness can tell if not."""

from collections import Counter
from collections.abc import Iterator

import pytest

from bench import load, world
from bench.browser import Browser, HttpAnswer
from bench.people import person
from guichet.booking.tests.test_no_double_booking import CARELESS
from tests.sites import Site

pytestmark = pytest.mark.slow

CROWD, SLOWEST = 80, 30.0  # seconds, on a machine that does other things too
WORLD = """
from guichet.offices.testing import make_office, make_service
make_office(), make_service()
"""


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """Serve a site with two workers and one office."""
    with Site() as crowded_site:
        crowded_site.prepare()
        crowded_site.command("shell", "--no-imports", "-c", WORLD)
        crowded_site.serve()
        yield crowded_site


def crowd_at(site: Site, slot: int, *, first: int) -> list[HttpAnswer]:
    """Let so many clients, each another person, ask for the slot at one moment."""

    def ask(number: int) -> HttpAnswer:
        with Browser(site.url, timeout=SLOWEST) as browser:
            facts = {"slot": str(slot), **person(first + number, 0), "language": "en"}
            return browser.post_json("/api/v1/appointments", facts)

    return load.at_once(ask, clients=CROWD)[0]


def codes(answers: list[HttpAnswer]) -> Counter[str]:
    return Counter(
        "booked" if answer.status == 201 else f"{answer.status} {answer.json['code']}"
        for answer in answers
    )


def test_it_gives_three_places_to_exactly_three_of_a_crowd(site: Site) -> None:
    with site.connect() as link:
        slot = world.make_hot_slot(link, office="TST")
        near = {str(world.make_hot_slot(link, office="TST")) for _ in range(4)}

        answers = crowd_at(site, slot, first=0)

        places = link.execute(
            "SELECT array_agg(place ORDER BY place) FROM booking_appointment"
            " WHERE slot_id = %s AND state = 'booked'",
            [slot],
        ).fetchone()
    assert codes(answers) == {"booked": 3, "409 slot_full": CROWD - 3}
    assert places == ([1, 2, 3],)
    for answer in answers:
        if answer.status == 409:
            alternatives = [slot["id"] for slot in answer.json["alternatives"]]
            assert 1 <= len(alternatives) <= 3
            assert set(alternatives) <= near
    assert site.command("check-invariants", check=False).returncode == 0


def test_it_can_fail_a_crowd_is_oversold_without_guard_and_constraint(site: Site) -> None:
    with site.connect() as link:
        slot = world.make_hot_slot(link, office="TST")
        guarded = link.execute("SELECT pg_get_functiondef('take_place'::regproc)").fetchone()
        index = link.execute(
            "SELECT indexdef FROM pg_indexes WHERE indexname = 'one_client_per_place'"
        ).fetchone()
        assert guarded and index
        link.execute(CARELESS)
        link.execute("DROP INDEX one_client_per_place")
        try:
            answers = crowd_at(site, slot, first=1000)
            checked = site.command("check-invariants", check=False)
        finally:
            link.execute("DELETE FROM booking_appointment WHERE slot_id = %s", [slot])
            link.execute(guarded[0])
            link.execute(index[0])
    assert codes(answers)["booked"] > 3
    assert checked.returncode == 1
    assert "a place is held twice" in checked.stdout + checked.stderr
