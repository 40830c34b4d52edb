"""The address of a caller: what proxies of ours say of it, and nothing that a stranger says."""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address

import pytest
from django.conf import LazySettings
from django.http import HttpRequest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from guichet.kernel.guarding import network
from guichet.kernel.guarding.network import address_from, network_from, without_port

PROXY, INNER, STRANGER, CALLER = "192.0.2.7", "10.0.0.9", "198.51.100.9", "203.0.113.9"
ADDRESSES = st.ip_addresses()


@pytest.fixture(autouse=True)
def _two_proxies(settings: LazySettings) -> Iterator[None]:
    settings.TRUSTED_PROXIES = [f"{PROXY}/32", " 10.0.0.0/8", "2001:db8:ffff::/48"]
    network._trusted.cache_clear()
    yield
    network._trusted.cache_clear()


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        (CALLER, "", CALLER),
        (PROXY, CALLER, CALLER),
        (PROXY, f"{STRANGER}, {CALLER}", CALLER),
        (PROXY, f"{STRANGER},{CALLER},{INNER}", CALLER),
        (PROXY, f" {CALLER} , {INNER} ", CALLER),
        (PROXY, f"{INNER}, {INNER}", INNER),
        (PROXY, "", PROXY),
        (PROXY, f"{CALLER}, ", PROXY),
        (STRANGER, CALLER, STRANGER),
        (STRANGER, f"{CALLER}, {PROXY}", STRANGER),
        ("2001:db8:ffff::1", "2001:db8::5", "2001:db8::5"),
        (PROXY, f"{CALLER}:4711", CALLER),
        (PROXY, "[2001:db8::5]:4711", "2001:db8::5"),
        (PROXY, '"[2001:db8::5]"', "2001:db8::5"),
        (f"::ffff:{CALLER}", "", CALLER),
        (PROXY, f"::ffff:{CALLER}", CALLER),
    ],
)
def test_it_goes_back_through_our_proxies_and_no_further(
    peer: str, forwarded: str, address: str
) -> None:
    assert str(address_from(peer, forwarded)) == address


@pytest.mark.parametrize(
    "words", ["nonsense", "203.0.113", "203.0.113.9/32", "::g", "unknown", "é"]
)
def test_what_is_no_address_is_one_network_for_all_who_send_it(words: str) -> None:
    assert address_from(PROXY, words) is None
    assert address_from(words, CALLER) is None
    assert network_from(words, CALLER) == "unknown"


@given(ADDRESSES, ADDRESSES)
def test_whatever_a_stranger_writes_before_it_changes_nothing(
    caller: IPv4Address | IPv6Address, forged: IPv4Address | IPv6Address
) -> None:
    if not network.is_trusted(str(caller)):
        alone = address_from(PROXY, str(caller))
        assert address_from(PROXY, f"{forged}, {caller}") == alone
        assert address_from(str(caller), str(forged)) == alone


@given(ADDRESSES)
def test_a_port_and_brackets_are_no_part_of_an_address(address: IPv4Address | IPv6Address) -> None:
    text = str(address)
    around = f"[{text}]" if isinstance(address, IPv6Address) else text
    for spelling in (text, around, f"{around}:4711", f'"{around}:4711"'):
        assert without_port(spelling) == text


@given(st.text(max_size=60), st.text(max_size=60))
def test_it_answers_whatever_stands_in_a_head(peer: str, forwarded: str) -> None:
    assert network_from(peer, forwarded)
    assert network_from(PROXY, forwarded)


def test_where_no_proxy_is_ours_nobody_is_believed(settings: LazySettings) -> None:
    settings.TRUSTED_PROXIES = []
    network._trusted.cache_clear()
    assert not network.is_trusted(PROXY)
    assert str(address_from(PROXY, CALLER)) == PROXY


@pytest.mark.parametrize("peer", ["", "unix:", "nobody", STRANGER])
def test_a_peer_that_is_none_of_ours_is_not_trusted(peer: str) -> None:
    assert network.is_trusted(PROXY)
    assert not network.is_trusted(peer)


def from_address(address: str, **head: str) -> HttpRequest:
    return RequestFactory().get("/", REMOTE_ADDR=address, **head)  # type: ignore[arg-type]


def test_a_request_counts_as_an_ipv4_address_or_as_64_bits_of_an_ipv6_one() -> None:
    assert network.network_of(from_address(CALLER)) == CALLER
    assert network.network_of(from_address("2001:db8:1:2:3::4")) == "2001:db8:1:2::/64"
    forwarded = from_address(PROXY, HTTP_X_FORWARDED_FOR="2001:db8:1:2::9")
    assert network.network_of(forwarded) == "2001:db8:1:2::/64"
    assert network.ladder_of(forwarded) == network.ladder_of(from_address("2001:db8:1:2::1"))


def test_a_network_is_kept_as_a_hash_that_changes_with_the_key(settings: LazySettings) -> None:
    request = from_address(CALLER)
    key, ladder = network.network_key(request), network.ladder_of(request)
    assert CALLER.encode() not in key
    assert len(key) == 32
    settings.IDENTITY_KEY = "another"
    assert network.network_key(request) != key
    assert network.ladder_of(request).nearest == network.network_key(request) != ladder.nearest
