"""Typed readers of the environment, and the one sentence said when a value is wrong."""

import os
import secrets
import sys
from collections.abc import Iterable
from difflib import get_close_matches
from ipaddress import ip_network
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

TRUE, FALSE = {"1", "on", "true", "yes"}, {"0", "off", "false", "no"}


def stop(sentence: str) -> NoReturn:
    """End the start with one sentence a person can act on."""
    sys.exit(f"guichet: {sentence}")


_read: set[str] = set()


def env(name: str, default: str = "") -> str:
    """Return a setting from the environment; an empty value counts as unset."""
    _read.add(name)
    return os.environ.get(name, "").strip() or default


def env_bool(name: str, *, default: bool) -> bool:
    """Return a yes or no from the environment: on/off, yes/no, true/false or 1/0."""
    value = env(name, "on" if default else "off").lower()
    if value not in TRUE | FALSE:
        stop(f"{name} is {value!r}; it takes on or off.")
    return value in TRUE


def env_int(name: str, *, default: int, least: int | None = None, most: int | None = None) -> int:
    """Return a whole number from the environment, between `least` and `most`."""
    value = env(name, str(default))
    try:
        number = int(value)
    except ValueError:
        stop(f"{name} is {value!r}; it takes a whole number.")
    if (least is not None and number < least) or (most is not None and number > most):
        stop(f"{name} is {number}; it takes a number from {least} to {most}.")
    return number


def env_range(name: str, *, default: str) -> tuple[int, int]:
    """Return two whole numbers written `min,max`."""
    value = env(name, default)
    try:
        shortest, longest = (int(part) for part in value.split(","))
    except ValueError:
        stop(f"{name} is {value!r}; it takes two whole numbers, as in {default}.")
    if not 0 <= shortest <= longest:
        stop(f"{name} is {value!r}; the first number may not exceed the second.")
    return shortest, longest


def env_networks(name: str) -> list[str]:
    """Return networks, written with commas between them."""
    networks = [part.strip() for part in env(name).split(",") if part.strip()]
    for network in networks:
        try:
            ip_network(network)
        except ValueError:
            stop(f"{name} names {network!r}; it takes networks, as in 10.0.0.0/8,127.0.0.1/32.")
    return networks


def env_socket(name: str) -> str:
    """Return where a service listens: `unix:/path`, `tcp:host:port`, or nothing."""
    value = env(name)
    kind, _, where = value.partition(":")
    is_tcp = kind == "tcp" and where.rpartition(":")[2].isdecimal()
    if value and not is_tcp and not (kind == "unix" and where.startswith("/")):
        stop(f"{name} is {value!r}; it takes unix:/path/of/socket or tcp:127.0.0.1:3310.")
    return value


def env_site(name: str, *, default: str) -> str:
    """Return the address of a site, without a slash at its end."""
    value = env(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or value != f"{parts.scheme}://{parts.netloc}":
        stop(f"{name} is {value!r}; it takes an address, as in https://appointments.example.org.")
    return value


def env_contact(name: str) -> str:
    """Return where something is reported: a mail address or an `https://` address, or nothing.

    A mail address is returned as `mailto:`, as `security.txt` writes it.
    """
    value = env(name)
    is_page = value.startswith(("https://", "mailto:"))
    if value and not is_page and not (value.count("@") == 1 and " " not in value):
        stop(f"{name} is {value!r}; it takes an address, as in security@example.org or https://….")
    return value if is_page or not value else f"mailto:{value}"


def secret(name: str, *, data_dir: Path, required: bool) -> str:
    """Return a secret from the environment, or one made on the first run and kept 0600."""
    value = env(name)
    if value:
        return value
    if required:
        stop(f"{name} must be set in production: a random text of 50 characters or more.")
    return _kept_secret(data_dir / "secrets" / name.lower())


def _kept_secret(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    value = secrets.token_urlsafe(48)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(value)
    return value


def refuse_misspelt(present: Iterable[str]) -> None:
    """Stop when a variable is almost the name of a setting: it would be read by nobody.

    An environment is full of names that are not ours, so only those close to one of ours count.
    """
    for name in sorted(set(present) - _read):
        if meant := get_close_matches(name, _read, n=1, cutoff=0.87):
            stop(f"{name} is not a setting; {meant[0]} may be meant. Correct it or take it away.")
