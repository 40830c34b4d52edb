"""How the database is reached: every part of its address comes to libpq, for whoever asks.

The site, the worker and PostgreSQL's own programs (`pg_dump`, `psql`) read the same parameters, so
that a demand for verified TLS or a second host holds for all. Nothing here connects, and nothing
knows Django's settings: it is asked before they exist.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import psycopg
from psycopg import pq
from psycopg.conninfo import conninfo_to_dict, make_conninfo

Parameters = dict[str, str]

SCHEMES = ("postgresql://", "postgres://")
SHAPE = "postgresql://user:password@host:5432/name"
_LIBPQ = {option.keyword.decode(): option for option in pq.Conninfo.get_defaults()}
DEFAULT_PORT = "5432"
# Ours to set, or a secret that PostgreSQL's programs would show on their command line.
REFUSED = {
    "client_encoding",
    "oauth_client_secret",
    "replication",
    "scram_client_key",
    "scram_server_key",
    "sslkeylogfile",
    "sslpassword",
}
CHOICES = {
    "channel_binding": ("disable", "prefer", "require"),
    "gssencmode": ("disable", "prefer", "require"),
    "load_balance_hosts": ("disable", "random"),
    "sslmode": ("disable", "allow", "prefer", "require", "verify-ca", "verify-full"),
    "sslnegotiation": ("postgres", "direct"),
    "target_session_attrs": ("any", "read-write", "primary"),  # we write
}
NUMBERS = (
    "connect_timeout",
    "keepalives",
    "keepalives_count",
    "keepalives_idle",
    "keepalives_interval",
    "tcp_user_timeout",
)
FILES = ("sslrootcert", "sslcert", "sslkey", "sslcrl", "passfile")
DJANGO = {
    "dbname": "NAME",
    "user": "USER",
    "password": "PASSWORD",
    "host": "HOST",
    "port": "PORT",
}


class AddressError(ValueError):
    """An address of a database cannot be right; the message is a sentence without its secrets."""


def parameters(url: str, *, name: str = "DATABASE_URL") -> Parameters:
    """Return what libpq is told by an address; raise AddressError where it cannot be right.

    Several hosts, as in `a:5501,b:5502`, are tried in turn. `name` is the setting that is read.
    """
    if not url.startswith(SCHEMES):
        raise AddressError(f"{name} must look like {SHAPE}.")
    try:
        parts = {word: str(value) for word, value in conninfo_to_dict(url).items()}
    except psycopg.ProgrammingError as error:
        raise AddressError(_unreadable(str(error), name)) from None
    if not parts.get("dbname") and "service" not in parts:
        raise AddressError(f"{name} names no database; it must look like {SHAPE}.")
    for sentence in (_hosts(parts), *(_value(word, parts[word]) for word in sorted(parts))):
        if sentence:
            raise AddressError(f"{name} {sentence}")
    return parts


def _unreadable(message: str, name: str) -> str:
    """Say what libpq found wrong, without the pieces of a password that it may quote."""
    _, unknown, word = message.partition("invalid URI query parameter: ")
    if not unknown:
        return (
            f"{name} cannot be read. It must look like {SHAPE}, with signs such as @ / : in the"
            " password escaped, as in %40 for @."
        )
    word = word.strip().strip('"')
    likeness = get_close_matches(word, _LIBPQ, n=1)
    hint = f"; {likeness[0]} may be meant" if likeness else ""
    return f"{name} has a parameter {word!r} that PostgreSQL does not know{hint}."


def _hosts(parts: Parameters) -> str:
    hosts, ports = parts.get("host", "").split(","), parts.get("port", "").split(",")
    if len(ports) not in {1, len(hosts)}:
        return f"names {len(hosts)} hosts and {len(ports)} ports; each host needs its own."
    for port in filter(None, ports):
        if not (_is_number(port) and 1 <= int(port) <= 65535):
            return f"names the port {port!r}; it takes a number from 1 to 65535."
    return ""


def _value(word: str, value: str) -> str:
    if word in REFUSED:
        return f"may not set {word}."
    if word in CHOICES and value not in CHOICES[word]:
        return f"sets {word}={value}; it takes {', '.join(CHOICES[word])}."
    if word in NUMBERS and not _is_number(value):
        return f"sets {word}={value}; it takes a whole number."
    if word in FILES and value != "system" and not Path(value).is_file():
        return f"sets {word}={value}, and there is no such file."
    return ""


def _is_number(text: str) -> bool:
    """Tell whether libpq reads a text as a number: it knows the digits 0 to 9 alone."""
    return text.isascii() and text.isdecimal()


def for_django(parts: Mapping[str, str]) -> dict[str, Any]:
    """Return Django's description of a database; what it has no word for goes into OPTIONS."""
    entry: dict[str, Any] = {theirs: parts.get(word, "") for word, theirs in DJANGO.items()}
    return {**entry, "OPTIONS": {word: parts[word] for word in parts if word not in DJANGO}}


def beginning_with(parameters: Mapping[str, Any], place: tuple[str, str]) -> dict[str, Any]:
    """Return parameters in which one host and port of several is tried first.

    >>> beginning_with({"host": "a,b", "port": "5501,5502"}, ("b", "5502"))
    {'host': 'b,a', 'port': '5502,5501'}
    """
    hosts = str(parameters.get("host") or "").split(",")
    ports = str(parameters.get("port") or DEFAULT_PORT).split(",")
    if len(hosts) == 1 or parameters.get("hostaddr"):
        return dict(parameters)
    places = list(zip(hosts, ports if len(ports) > 1 else ports * len(hosts), strict=True))
    places.sort(key=lambda other: other != place)
    first, second = (",".join(part) for part in zip(*places, strict=True))
    return {**parameters, "host": first, "port": second}


@dataclass(frozen=True)
class ForPrograms:
    """How a program of PostgreSQL is told where to connect, its secrets out of sight."""

    environment: dict[str, str]
    argument: str  # of pg_dump and psql: what has no variable of its own


def for_programs(connection_parameters: Mapping[str, Any]) -> ForPrograms:
    """Return what `pg_dump` or `psql` is started with, from `connection.get_connection_params()`.

    Environment variables carry every parameter that has one, the password among them; the rest
    stands in an argument `--dbname=…`, which other people on the machine may read.
    """
    environment, rest = {}, {}
    for word, value in connection_parameters.items():
        if word not in _LIBPQ or value in (None, ""):
            continue
        variable = _LIBPQ[word].envvar
        if variable:
            environment[variable.decode()] = str(value)
        else:
            rest[word] = str(value)
    if name := environment.get("PGDATABASE"):
        rest["dbname"] = name
    return ForPrograms(environment, f"--dbname={make_conninfo('', **rest)}")
