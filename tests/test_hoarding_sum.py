"""What one source can take of an office, computed from the limits themselves."""

import pytest

from bench.measures import hoarding
from guichet.booking import rules
from guichet.booking.guarding import prices

SMALLEST = 378  # places of the smallest office in four weeks
ONE, HOME, SITE, THOUSAND = hoarding.SOURCES


def test_one_address_took_the_smallest_office_in_an_hour_and_takes_a_third_of_it_at_most() -> None:
    assert ONE.before() > SMALLEST
    assert ONE.now(hoarding.by_waiting) < SMALLEST / 3


def test_a_home_and_a_company_take_little_more_than_one_address() -> None:
    for source, times in ((HOME, 2), (SITE, 4)):
        assert source.now(hoarding.by_waiting) <= times * ONE.now(hoarding.by_waiting)
        assert source.before() > 100 * source.now(hoarding.by_waiting)


def test_work_helps_an_attacker_less_the_more_of_it_they_have() -> None:
    card = hoarding.by_work(3600 * hoarding.ROUNDS / hoarding.ROUNDS_A_UNIT)
    hundred = hoarding.by_work(100 * 3600 * hoarding.ROUNDS / hoarding.ROUNDS_A_UNIT)
    assert ONE.now(card) < SMALLEST
    assert ONE.now(hundred) - ONE.now(card) <= 7 * rules.DOUBLES_EVERY


def test_a_thousand_addresses_take_ten_each_without_a_price() -> None:
    assert THOUSAND.now(hoarding.by_nothing) == 1_000 * rules.FREE_CLAIMS


@pytest.mark.parametrize("visitor", [9, 10])
def test_a_family_pays_nothing(visitor: int) -> None:
    assert visitor - 1 < rules.FREE_CLAIMS


def test_a_price_paid_is_good_for_the_load_it_was_asked_at() -> None:
    for load in range(rules.FREE_CLAIMS, 300):
        price = prices.price_at(load)
        for proof in (
            prices.Proof(units=price.units, name="work"),
            prices.Proof(seconds=price.seconds, name="wait"),
        ):
            assert rules.load_paid_for(prices.worth_of(proof)) > load + 1
        cheaper = prices.Proof(units=price.units / 2, name="half")
        if load >= rules.FREE_CLAIMS + rules.DOUBLES_EVERY:
            assert rules.load_paid_for(prices.worth_of(cheaper)) <= load


def test_the_price_rises_without_an_end() -> None:
    costs = [prices.price_at(load) for load in range(rules.FREE_CLAIMS, 640, 7)]
    assert [price.units for price in costs] == sorted({price.units for price in costs})
    assert [price.seconds for price in costs] == sorted({price.seconds for price in costs})
