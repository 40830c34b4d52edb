"""Which network a request comes from: what limits are counted by, and never stored in clear."""

from functools import cache
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

from guichet.kernel import references


@cache
def _trusted() -> tuple[object, ...]:
    return tuple(ip_network(part.strip()) for part in settings.TRUSTED_PROXIES)


def _is_trusted(address: str) -> bool:
    try:
        return any(ip_address(address) in network for network in _trusted())  # type: ignore[operator]
    except ValueError:
        return False


def network_of(request: HttpRequest) -> str:
    """Return the IPv4 address or the IPv6 /64 of the caller, seen through trusted proxies only."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    hops = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    while hops and hops[-1] and _is_trusted(address):
        address = hops.pop()
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ip_network((parsed, 64), strict=False))
    return str(parsed)


def network_key(request: HttpRequest) -> bytes:
    """Return a keyed hash of the caller's network."""
    return references.derive(settings.IDENTITY_KEY, "network", network_of(request))
