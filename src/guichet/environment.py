"""Typed readers of the environment, and the one sentence said when a value is wrong.

A start stops at the first one. `./guichet check-production` lists them all: a reader then goes on
with its default.
"""

import os
import re
import secrets
import sys
from collections.abc import Collection, Iterable
from difflib import get_close_matches
from email.utils import parseaddr
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import NoReturn
from urllib.parse import SplitResult, urlsplit

TRUE, FALSE = {"1", "on", "true", "yes"}, {"0", "off", "false", "no"}


def stop(sentence: str) -> NoReturn:
    """End the start with one sentence a person can act on."""
    sys.exit(f"guichet: {sentence}")


_complaints: list[str] | None = None  # a list while all are collected


def collect() -> None:
    """From now on keep what is wrong, rather than stop at it."""
    global _complaints
    _complaints = []


def is_collecting() -> bool:
    return _complaints is not None


def complaints() -> list[str]:
    """Return the sentences that were kept, each once and in order."""
    return list(dict.fromkeys(_complaints or []))


def complain(sentence: str) -> None:
    """Stop the start with one sentence, or keep it where all are collected."""
    if _complaints is None:
        stop(sentence)
    _complaints.append(sentence)


def refuse(sentences: Iterable[str]) -> None:
    """Stop the start where there is a sentence, and say how the others are read."""
    lines = list(sentences)
    if _complaints is not None:
        _complaints.extend(lines)
    elif lines:
        more = f" ./guichet check-production lists {len(lines) - 1} more." if lines[1:] else ""
        stop(f"{lines[0]}{more}")


_read: set[str] = set()
ROOT = Path(__file__).resolve().parents[2]


def data_dir() -> Path:
    """Return the folder of all that a site keeps."""
    return Path(env("DATA_DIR", str(ROOT / "var"))).resolve()


def env(name: str, default: str = "") -> str:
    """Return a setting from the environment; an empty value counts as unset."""
    _read.add(name)
    return os.environ.get(name, "").strip() or default


def env_bool(name: str, *, default: bool) -> bool:
    """Return a yes or no from the environment: on/off, yes/no, true/false or 1/0."""
    value = env(name, "on" if default else "off").lower()
    if value not in TRUE | FALSE:
        complain(f"{name} is {value!r}; it takes on or off.")
        return default
    return value in TRUE


def env_choice(name: str, *, default: str, choices: Collection[str]) -> str:
    """Return one of a few words from the environment."""
    value = env(name, default)
    if value not in choices:
        complain(f"{name} is {value!r}; it takes {', '.join(choices)}.")
        return default
    return value


def env_secret(name: str, default: str = "") -> str:
    """Return a setting that holds a secret: from the environment, or from the file NAME_FILE."""
    value, file = env(name), env(f"{name}_FILE")
    if value and file:
        complain(f"{name} and {name}_FILE are both set; one of them must go.")
    if value or not file:
        return value or default
    try:
        content = Path(file).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        complain(f"{name}_FILE names {file}, which cannot be read: {reason}.")
        return default
    if not content:
        complain(f"{name}_FILE names {file}, which is empty.")
    return content or default


def env_int(name: str, *, default: int, least: int | None = None, most: int | None = None) -> int:
    """Return a whole number from the environment, between `least` and `most`."""
    value = env(name, str(default))
    try:
        number = int(value)
    except ValueError:
        complain(f"{name} is {value!r}; it takes a whole number.")
        return default
    if (least is not None and number < least) or (most is not None and number > most):
        complain(f"{name} is {number}; it takes a number from {least} to {most}.")
        return default
    return number


def env_range(name: str, *, default: str) -> tuple[int, int]:
    """Return two whole numbers written `min,max`."""
    value = env(name, default)
    try:
        shortest, longest = (int(part) for part in value.split(","))
    except ValueError:
        complain(f"{name} is {value!r}; it takes two whole numbers, as in {default}.")
        return env_range("", default=default)
    if not 0 <= shortest <= longest:
        complain(f"{name} is {value!r}; the first number may not exceed the second.")
    return shortest, longest


def env_listen(name: str, *, default: str) -> str:
    """Return the address to listen on: an IP address of this machine, or a host name of it."""
    value = env(name, default)
    try:
        ip_address(value.strip("[]"))
    except ValueError:
        if not re.fullmatch(r"(?=.*[A-Za-z])[A-Za-z0-9.-]+", value):
            complain(f"{name} is {value!r}; it takes an address alone, as in 127.0.0.1 or ::.")
            return default
    return value


def env_networks(name: str) -> list[str]:
    """Return networks, written with commas between them."""
    networks = []
    for network in (part.strip() for part in env(name).split(",") if part.strip()):
        try:
            ip_network(network)
        except ValueError:
            complain(f"{name} names {network!r}; it takes networks, as in 10.0.0.0/8,127.0.0.1/32.")
        else:
            networks.append(network)
    return networks


def env_hosts(name: str, *, default: str) -> list[str]:
    """Return host names, written with commas between them; `.example.org` means every one below."""
    hosts = [part.strip() for part in env(name, default).split(",") if part.strip()]
    for host in hosts:
        has_port = ":" in host and not (host.startswith("[") and host.endswith("]"))
        if "/" in host or " " in host or has_port:
            complain(f"{name} names {host!r}; it takes host names alone, as in site.example.org.")
    return hosts


def env_path(name: str) -> str:
    """Return the whole path of a file, or nothing: processes differ in the folder they begin in."""
    value = env(name)
    if value and not value.startswith("/"):
        complain(f"{name} is {value!r}; it takes a whole path, as in /var/lib/guichet/seals.")
        return ""
    return value


def env_socket(name: str) -> str:
    """Return where a service listens: `unix:/path`, `tcp:host:port`, or nothing."""
    value = env(name)
    kind, _, where = value.partition(":")
    is_tcp = kind == "tcp" and where.rpartition(":")[2].isdecimal()
    if value and not is_tcp and not (kind == "unix" and where.startswith("/")):
        complain(f"{name} is {value!r}; it takes unix:/path/of/socket or tcp:127.0.0.1:3310.")
        return ""
    return value


def env_site(name: str, *, default: str) -> str:
    """Return the address of a site, without a slash at its end."""
    value = env(name, default).rstrip("/")
    parts = parts_of(value)
    is_site = parts.scheme in {"http", "https"} and value == f"{parts.scheme}://{parts.netloc}"
    if not (is_site and parts.hostname) or "@" in value:
        complain(
            f"{name} is {value!r}; it takes an address, as in https://appointments.example.org."
        )
        return default
    return value


def parts_of(url: str) -> SplitResult:
    """Return the parts of an address; empty ones where it, or its port, cannot be read."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return SplitResult("", "", "", "", "")
    return parts


def env_sender(name: str, default: str = "") -> str:
    """Return a mail address, also as `Name <address>`."""
    value = env(name, default)
    address = parseaddr(value)[1]
    if value and (not re.fullmatch(r"[^@\s]+@[^@\s]+", address) or not value.isprintable()):
        complain(f"{name} is {value!r}; it takes a mail address, as in desk@example.org.")
        return default
    return value


def env_receiver(name: str) -> str:
    """Return the address of a service that takes what we send it, without a password; or nothing.

    What cannot be reached is named in the log.
    """
    value = env(name)
    parts = parts_of(value)
    is_plain = parts.scheme in {"http", "https"} and not (parts.query or parts.username)
    if value and not (is_plain and parts.hostname):
        complain(f"{name} is {value!r}; it takes an address, as in http://127.0.0.1:4318.")
        return ""
    return value


def env_contact(name: str) -> str:
    """Return where something is reported: a mail address or an `https://` address, or nothing.

    A mail address is returned as `mailto:`, as `security.txt` writes it.
    """
    value = env(name)
    is_page = value.startswith(("https://", "mailto:"))
    if value and not is_page and not (value.count("@") == 1 and " " not in value):
        complain(
            f"{name} is {value!r}; it takes an address, as in security@example.org or https://…."
        )
        return ""
    return value if is_page or not value else f"mailto:{value}"


def secret(name: str, *, data_dir: Path, required: bool) -> str:
    """Return a secret from the environment or a file, or one made on the first run and kept 0600.

    Where it is required and missing the text is empty: `production` says so.
    """
    value = env_secret(name)
    if value or required or is_collecting():
        return value
    return _kept_secret(data_dir / "secrets" / name.lower())


def _kept_secret(path: Path) -> str:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        stop(f"DATA_DIR cannot be used, for {path.parent} cannot be made: {error.strerror}.")
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
    Those of OpenTelemetry are read by its own library, and many are like each other.
    """
    for name in sorted(name for name in set(present) - _read if not name.startswith("OTEL_")):
        if guesses := get_close_matches(name, _read, n=1, cutoff=0.87):
            complain(
                f"{name} is not a setting; {guesses[0]} may be meant. Correct it or take it away."
            )
