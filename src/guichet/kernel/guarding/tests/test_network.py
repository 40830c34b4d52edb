"""The ladder of networks: what limits count by, seen through trusted proxies only."""

import pytest
from django.test import RequestFactory

from guichet.kernel.guarding import network


def ladder(address: str) -> network.Ladder:
    return network.ladder_of(RequestFactory().get("/", REMOTE_ADDR=address))


def shared(address: str, other: str) -> int:
    """Return how many networks two addresses have in common."""
    return len(set(ladder(address).keys) & set(ladder(other).keys))


def test_it_knows_one_network_of_an_ipv4_address() -> None:
    assert len(ladder("203.0.113.9").keys) == 1
    assert shared("203.0.113.9", "203.0.113.10") == 0
    assert shared("203.0.113.9", "::ffff:203.0.113.9") == 1


@pytest.mark.parametrize(
    ("other", "common"),
    [
        ("2001:db8:1:ab12::2", 3),  # the same /64
        ("2001:db8:1:abff::1", 2),  # the same line at home
        ("2001:db8:1:ffff::1", 1),  # the same company
        ("2001:db8:2:ab12::1", 0),
    ],
)
def test_it_knows_the_wider_networks_of_an_ipv6_address(other: str, common: int) -> None:
    assert shared("2001:db8:1:ab12::1", other) == common


def test_it_gives_wider_networks_larger_budgets() -> None:
    assert [share for _, share in ladder("2001:db8::1").shares()] == [1, 2, 4]
    assert [share for _, share in ladder("203.0.113.9").shares()] == [1]


def test_it_begins_with_the_network_that_everything_else_counts() -> None:
    for address in ("203.0.113.9", "2001:db8::1", "nonsense"):
        request = RequestFactory().get("/", REMOTE_ADDR=address)
        assert network.ladder_of(request).nearest == network.network_key(request)
