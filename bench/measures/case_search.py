"""The agents' search: among two million applications and a million contacts, by indexes alone."""

import statistics
import time
from datetime import date

from bench import searched
from bench.figures import Figure, milliseconds
from bench.stage import Stage
from guichet.applications.models import Application
from guichet.contact.searching import actions, queries
from guichet.interactions import actions as contacts
from guichet.interactions.actions import Contact
from guichet.kernel import clock
from guichet.staff.testing import make_staff

CASES, CONTACTS = 2_000_000, 1_000_000
MOST_MILLISECONDS = 100.0
SCANS = """
SELECT coalesce(sum(seq_tup_read), 0) FROM pg_stat_user_tables
 WHERE relname LIKE 'applications%' OR relname LIKE 'interactions%' OR relname LIKE 'contact%'
"""


def measure(stage: Stage) -> list[Figure]:
    share = 20 if stage.quick else 1
    cases, calls = CASES // share, CONTACTS // share
    stage.say(f"      {cases:,} applications, {calls:,} contacts ...")
    searched.make(stage.link, cases=cases, contacts=calls)
    agent = make_staff("national_agent", name="bench-agent").pk
    contact = contacts.begin(
        Contact(channel="telephone", language="fr", agent=agent), now=clock.now()
    )
    before = _rows_read(stage)
    with stage.measured() as usage:
        medians = {
            what: statistics.median(
                _take(contact.pk, agent, text, day) for _ in range(stage.times(50))
            )
            for what, (text, day) in _searches().items()
        }
    count = stage.times(50) * len(medians)
    slowest = max(medians, key=lambda what: medians[what])
    read = _rows_read(stage) - before
    return [
        Figure(
            what=f"An agent's search among {cases:,} applications and {calls:,} contacts",
            figure=f"slowest {medians[slowest]:.1f} ms of clock ({slowest}),"
            f" median of {len(medians)} {statistics.median(medians.values()):.1f} ms;"
            f" rows read without an index: {read:,}",
            processor=milliseconds(web=None, database=usage.milliseconds("database", count)),
            target=f"{MOST_MILLISECONDS:g} ms, by indexes alone",
            met=medians[slowest] <= MOST_MILLISECONDS and read < calls // 100,
        )
    ]


def _searches() -> dict[str, tuple[str, date | None]]:
    number = Application.objects.latest("pk").number
    family_name, given_name = searched.COMMON
    return {
        "number": (number, None),
        "number of a contact": (searched.a_contact(), None),
        "two names": ("FAMILYBCA GIVENCDA", None),
        "the two most frequent names": (f"{given_name} {family_name}", None),
        "a frequent name and a day": (family_name, date(1985, 5, 17)),
        "a name that nobody has": ("Nobody Else", None),
        "telephone that called": (searched.CALLER, None),
        "telephone of a representative": (searched.REPRESENTATIVE, None),
        "telephone without its country": (searched.CALLER.replace("+33", "0"), None),
    }


def _take(contact: int, agent: int, text: str, day: date | None) -> float:
    """Return how many milliseconds one search takes, with its record."""
    start = time.perf_counter()
    try:
        case_search = actions.search(
            contact, text, born_on=day, agent=agent, roles={"national_agent"}, now=clock.now()
        )
    except Exception as error:
        raise RuntimeError(f"A search for {text} fails: {error}") from error
    duration = (time.perf_counter() - start) * 1000
    queries.chosen(case_search.interaction_id)
    return duration


def _rows_read(stage: Stage) -> int:
    row = stage.link.execute(SCANS).fetchone()
    assert row
    return int(row[0])
