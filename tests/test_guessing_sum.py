"""What guessing opens, computed from the table of limits: less than one application in ten years.

Counted is what 10,000 addresses may do for ten years on end: the budget of failures, every wait
that counts, and all the work that a hundred graphics cards do. Both PINs of a record are good, as
after a fresh one was asked for.
"""

from dataclasses import dataclass
from math import isclose

import pytest
from django.conf import settings

from guichet.kernel import references
from guichet.kernel.guarding import proofs
from guichet.kernel.guarding.limits import TRIES
from guichet.kernel.guarding.network import SHARES
from guichet.kernel.guarding.table import GUESS_WAITS, GUESSES

ADDRESSES, YEARS, A_YEAR = 10_000, 10, 5_000_000
HOURS = YEARS * 365.25 * 24
SECONDS = HOURS * 3600
GOOD_PINS = 2
SHORT_PINS, LONG_PINS = 10**6, len(references.ALPHABET) ** references.LONG_PIN
V_NUMBERS = 10**8  # the ninth digit checks the others
CONFIRMATION_NUMBERS = len(references.ALPHABET) ** (references.LENGTH - 1)
APPOINTMENTS = 2_000_000  # live at once: all places of 114 offices, many times over

# A graphics card of 2023 does some 9 * 10**9 rounds of PBKDF2-HMAC-SHA256 a second.
CARDS, ROUNDS_A_SECOND = 100, 9e9
ROUNDS_A_UNIT = proofs.ITERATIONS * proofs.TRIES * 3 / 4
UNITS_A_SECOND = CARDS * ROUNDS_A_SECOND / ROUNDS_A_UNIT / ADDRESSES  # for each address
PAGE = settings.ROOT / "docs" / "limits.md"


@dataclass(frozen=True)
class Sum:
    """What addresses open that have `share` times the budget of one: 1, or 4 for a whole /48."""

    share: int

    @property
    def by_budget(self) -> float:
        """The failures that are free, and those that were ever owed and worked for."""
        back = SECONDS * self.share / GUESSES.seconds
        return back + (GUESSES.burst + GUESSES.owed) * self.share

    @property
    def by_work(self) -> float:
        """What work allows beyond that: nothing as long as it takes longer than the budget."""
        takes = GUESSES.price(GUESSES.owed) / UNITS_A_SECOND
        return max(0.0, SECONDS / takes - SECONDS * self.share / GUESSES.seconds)

    @property
    def by_waiting(self) -> float:
        """The waits that count; who waits beyond them begins anew."""
        return (GUESS_WAITS.burst + SECONDS / GUESS_WAITS.seconds) * self.share

    @property
    def guesses(self) -> float:
        """All guesses of all addresses together."""
        return ADDRESSES * (self.by_budget + self.by_work + self.by_waiting)

    @property
    def known_applications(self) -> float:
        """Openings where every number that is tried exists."""
        return self.guesses * GOOD_PINS / LONG_PINS

    @property
    def random_applications(self) -> float:
        """Openings where numbers are made up, and nothing of ten years was erased."""
        return self.known_applications * min(1, YEARS * A_YEAR / V_NUMBERS)

    @property
    def random_appointments(self) -> float:
        """Openings of appointments whose numbers are made up."""
        return self.guesses * APPOINTMENTS / CONFIRMATION_NUMBERS * GOOD_PINS / SHORT_PINS


NEAR, WIDE = Sum(SHARES[0]), Sum(SHARES[-1])


def hours_to_open_a_known_appointment() -> float:
    """Return how long 10,000 addresses take for one number: five tries an hour each, at most."""
    return SHORT_PINS / GOOD_PINS / (ADDRESSES * TRIES)


@pytest.mark.parametrize("risk", [NEAR, WIDE], ids=["addresses", "networks of /48"])
def test_ten_thousand_addresses_open_less_than_one_application_in_ten_years(risk: Sum) -> None:
    print(f"\n{risk.guesses:.2e} guesses; applications: {risk.random_applications:.2f} by random")
    print(f"and {risk.known_applications:.2f} by known numbers;", end=" ")
    print(f"appointments: {risk.random_appointments:.2f} by random numbers, a known one after")
    print(f"{hours_to_open_a_known_appointment():.0f} hours of {ADDRESSES * TRIES:,} guesses each")
    assert risk.random_applications < 1
    assert risk.known_applications < 1


def test_the_sum_would_notice_shorter_pins_and_waits_without_end() -> None:
    assert WIDE.known_applications * LONG_PINS / SHORT_PINS > 100_000, "six digits"
    a_second = ADDRESSES * SECONDS
    assert (WIDE.guesses + a_second) * GOOD_PINS / LONG_PINS > 1, "a wait that counts each second"


def test_work_buys_no_more_than_the_budget() -> None:
    assert NEAR.by_work == WIDE.by_work == 0
    assert GUESSES.price(GUESSES.owed) / UNITS_A_SECOND > GUESSES.seconds


def test_the_page_states_these_sums() -> None:
    page = PAGE.read_text()
    for name, figures in {
        "random numbers": (NEAR.random_applications, WIDE.random_applications),
        "known numbers": (NEAR.known_applications, WIDE.known_applications),
        "random confirmation numbers": (NEAR.random_appointments, WIDE.random_appointments),
    }.items():
        assert f"| {name} | {figures[0]:.2f} | {figures[1]:.2f} |" in page
    assert isclose(hours_to_open_a_known_appointment(), 10), "as the page says"
