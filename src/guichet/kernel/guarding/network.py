"""Which network a request comes from: what limits are counted by, and never stored in clear.

A line at home may have a /56 of IPv6, a company a /48, and each holds hundreds or thousands of
networks of /64. So limits count on a ladder: the network itself, and the wider ones around it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

from guichet.kernel import keyring


@cache
def _trusted() -> tuple[object, ...]:
    return tuple(ip_network(part.strip()) for part in settings.TRUSTED_PROXIES)


def _is_trusted(address: str) -> bool:
    try:
        return any(ip_address(address) in network for network in _trusted())  # type: ignore[operator]
    except ValueError:
        return False


# The networks around an address, the narrowest first, and how many times more of a budget each
# has than the narrowest: some mobile networks give every telephone a /64 out of one /48.
WIDTHS = (64, 56, 48)
SHARES = (1, 2, 4)


@dataclass(frozen=True)
class Ladder:
    """Keyed hashes of the networks a request comes from, the narrowest first.

    IPv4 has one: the address. IPv6 has three: its /64, its /56, its /48.
    """

    keys: tuple[bytes, ...]

    @property
    def nearest(self) -> bytes:
        """The network that `network_key` returns: the IPv4 address or the IPv6 /64."""
        return self.keys[0]

    def shares(self) -> Iterator[tuple[bytes, int]]:
        """Yield each network with how many times the budget of the narrowest it has."""
        yield from zip(self.keys, SHARES, strict=False)


def ladder_of(request: HttpRequest) -> Ladder:
    """Return the networks a request comes from, each as a keyed hash."""
    peer = str(request.META.get("REMOTE_ADDR", ""))
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    keys = settings.WORKING_KEY + settings.IDENTITY_KEY
    return _ladder(peer, forwarded, keys, *settings.TRUSTED_PROXIES)


def ladder_around(text: str) -> Ladder | None:
    """Return the networks around an address that somebody typed; None where it is none."""
    address = address_from(without_port(text.strip()), "")
    if address is None:
        return None
    return _ladder(str(address), "", settings.WORKING_KEY + settings.IDENTITY_KEY)


def network_of(request: HttpRequest) -> str:
    """Return the IPv4 address or the IPv6 /64 of the caller, seen through trusted proxies only."""
    peer = str(request.META.get("REMOTE_ADDR", ""))
    return network_from(peer, request.META.get("HTTP_X_FORWARDED_FOR", ""))


def network_key(request: HttpRequest) -> bytes:
    """Return a keyed hash of the caller's network."""
    return _key(network_of(request))


def network_from(peer: str, forwarded: str) -> str:
    """Return the same as `network_of`, of a request that only the web server has seen so far."""
    address = address_from(peer, forwarded)
    return _around(address)[0] if isinstance(address, IPv6Address) else _as_text(address)


def is_trusted(peer: str) -> bool:
    """Tell whether a request comes from a proxy of ours, which is believed about its caller."""
    return bool(settings.TRUSTED_PROXIES) and _is_trusted(peer)


def address_from(peer: str, forwarded: str) -> IPv4Address | IPv6Address | None:
    """Return the address of a caller: that of the peer, or what proxies of ours say it is.

    A port behind an address, which some gateways write, is no part of it.
    """
    address = peer
    hops = [part.strip() for part in forwarded.split(",")]
    while hops and hops[-1] and _is_trusted(address):
        address = without_port(hops.pop())
    try:
        parsed = ip_address(address)
    except ValueError:
        return None
    return parsed.ipv4_mapped or parsed if isinstance(parsed, IPv6Address) else parsed


def without_port(address: str) -> str:
    """Return an address as it is, without the port or the brackets that some write around it.

    >>> without_port("203.0.113.7:4711"), without_port("[2001:db8::7]:4711")
    ('203.0.113.7', '2001:db8::7')
    >>> without_port("2001:db8::7"), without_port('"[2001:db8::7]"')
    ('2001:db8::7', '2001:db8::7')
    """
    address = address.strip('"')
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address


@lru_cache(maxsize=256)
def _ladder(peer: str, forwarded: str, _hashed_with: str, *_believed: str) -> Ladder:
    address = address_from(peer, forwarded)
    names = _around(address) if isinstance(address, IPv6Address) else (_as_text(address),)
    return Ladder(tuple(_key(name) for name in names))


def _around(address: IPv6Address) -> tuple[str, ...]:
    return tuple(str(ip_network((address, width), strict=False)) for width in WIDTHS)


def _as_text(address: IPv4Address | IPv6Address | None) -> str:
    return str(address) if address else "unknown"


def _key(network: str) -> bytes:
    return keyring.working("network", network)
