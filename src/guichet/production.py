"""What a start for the public may not be: rules with a code and a sentence each.

*Public* means that somebody beyond this machine may come: by BIND, by the host of PUBLIC_URL, by
one of ALLOWED_HOSTS, or through a proxy of TRUSTED_PROXIES. Nothing here reads the environment,
connects or ends the program: the settings do, and `./guichet check-production` lists all at once.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network

from guichet.environment import parts_of

LEAST_CHARACTERS, LEAST_DISTINCT = 40, 10  # of a secret; ten digits of hex at the least
LEAST_TOKEN = 20  # characters of what opens counts alone
HOW_TO_MAKE_ONE = 'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
TEXTS_IN_FILES = (
    "Text messages in files are for tests on the loopback address only."
    " Set SMS_URL=none: where no provider is configured."
)


@dataclass(frozen=True, kw_only=True)
class Start:
    """The settings a start is judged by, as they were read; an empty text is one not set."""

    production: bool = False
    is_meant_for_the_public: bool = False  # asked what stands in the way of it
    bind: str = "127.0.0.1"
    public_url: str = "http://127.0.0.1:8000"
    allowed_hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    trusted_proxies: tuple[str, ...] = ()
    secrets: Mapping[str, str] = field(default_factory=dict)
    rate_limits: bool = True
    bent: bool = False  # a clock is shifted, a hold or a rest has another length
    payment_provider: str = ""
    email_url: str = ""
    sms_url: str = ""
    backup_recipient: str = ""
    seal_file: str = ""
    metrics_token: str = ""
    senders: Mapping[str, str] = field(default_factory=dict)
    database: Mapping[str, str] = field(default_factory=dict)  # what libpq is told; {}: embedded
    direct: Mapping[str, str] = field(default_factory=dict)  # the same, round a pooler

    @property
    def is_guarded(self) -> bool:
        """Tell whether the public is served, or will be by a proxy that we cannot see."""
        return self.production or self.is_meant_for_the_public or bool(beyond_loopback(self))


def is_loopback(host: str) -> bool:
    """Tell whether a host name or address leads to this machine only.

    >>> [is_loopback(host) for host in ("127.0.0.2", "[::1]", "localhost", "0.0.0.0", "a.example")]
    [True, True, True, False, False]
    """
    name = host.strip("[]").lower().rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def beyond_loopback(start: Start) -> str:
    """Return the setting by which somebody beyond this machine may come, as NAME=value; or ''."""
    if not is_loopback(start.bind):
        return f"BIND={start.bind}"
    if not is_loopback(parts_of(start.public_url).hostname or ""):
        return f"PUBLIC_URL={start.public_url}"
    for host in start.allowed_hosts:
        if not is_loopback(host):
            return f"ALLOWED_HOSTS={host}"
    for network in start.trusted_proxies:
        if not ip_network(network).is_loopback:
            return f"TRUSTED_PROXIES={network}"
    return ""


def _limits_are_off(start: Start) -> str:
    if start.rate_limits:
        return ""
    return "RATE_LIMITS=off is for load tests and works on the loopback address only."


def _clocks_are_bent(start: Start) -> str:
    if not start.bent:
        return ""
    return "HOLD_SECONDS, PAUSE_SECONDS, CLOCK_OFFSET_SECONDS work on the loopback address only."


def _payment_is_a_test(start: Start) -> str:
    if start.payment_provider != "test":
        return ""
    return "PAYMENT_PROVIDER=test takes no money and works on the loopback address only."


def _production_is_off(start: Start) -> str:
    if start.production:
        return ""
    if public := beyond_loopback(start):
        public = f" and the site would be public by {public}"
    return f"PRODUCTION is off{public}. Set PRODUCTION=on, or keep to the loopback address."


def _secret_is_missing(start: Start) -> Iterable[str]:
    for name, value in start.secrets.items():
        if not value:
            yield (
                f"{name} must be set in production: a random text of {LEAST_CHARACTERS} characters"
                f" or more, as {HOW_TO_MAKE_ONE} makes."
            )


def _secret_is_weak(start: Start) -> Iterable[str]:
    for name, value in start.secrets.items():
        repeats = value in (value + value)[1:-1]
        if value and (len(value) < LEAST_CHARACTERS or len(set(value)) < LEAST_DISTINCT or repeats):
            yield (
                f"{name} can be guessed: it takes {LEAST_CHARACTERS} random characters or more,"
                f" as {HOW_TO_MAKE_ONE} makes."
            )


def _secrets_are_equal(start: Start) -> Iterable[str]:
    names: dict[str, str] = {}
    for name, value in start.secrets.items():
        if value and value in names:
            yield f"{names[value]} and {name} are the same; each secret is a text of its own."
        names.setdefault(value, name)


def _address_is_not_https(start: Start) -> str:
    if start.public_url.startswith("https://"):
        return ""
    return f"PUBLIC_URL is {start.public_url!r}; in production it begins with https://."


def _address_is_not_allowed(start: Start) -> str:
    host = (parts_of(start.public_url).hostname or "").lower()
    if any(_allows(pattern.lower(), host) for pattern in start.allowed_hosts):
        return ""
    return f"ALLOWED_HOSTS does not name {host!r}, the host of PUBLIC_URL; nobody could come."


def _allows(pattern: str, host: str) -> bool:
    wide = pattern.startswith(".") and (host.endswith(pattern) or host == pattern[1:])
    return wide or pattern == "*" or pattern.strip("[]") == host


def _any_host_is_allowed(start: Start) -> str:
    if not {"*", "."} & set(start.allowed_hosts):
        return ""
    return (
        "ALLOWED_HOSTS=* lets whoever asks name the host of the addresses that we write;"
        " it takes the names of this site."
    )


def _mail_goes_nowhere(start: Start) -> str:
    kind = parts_of(start.email_url).scheme
    if not start.email_url:
        return "EMAIL_URL must be set in production, as in smtps://user:password@host:465."
    return "EMAIL_URL is a folder; mail in files is for tests only." if kind == "file" else ""


def _mail_goes_in_clear(start: Start) -> str:
    url = parts_of(start.email_url)
    if url.scheme != "smtp" or is_loopback(url.hostname or ""):
        return ""
    return (
        "EMAIL_URL begins with smtp://, which sends its password and every mail in clear to"
        " another machine; use smtp+starttls:// (port 587) or smtps:// (port 465)."
    )


def _texts_go_nowhere(start: Start) -> str:
    if not start.sms_url:
        return "SMS_URL must be set in production; SMS_URL=none: says that no text is sent."
    return TEXTS_IN_FILES if parts_of(start.sms_url).scheme == "file" else ""


def _backups_are_for_anybody(start: Start) -> str:
    if start.backup_recipient:
        return ""
    return (
        "BACKUP_RECIPIENT must be set in production: the public key, age1… or gpg:FINGERPRINT,"
        " for which backups are enciphered. BACKUP_RECIPIENT=none: says that they lie in clear."
    )


def _everybody_is_believed(start: Start) -> str:
    if all(ip_network(network).prefixlen for network in start.trusted_proxies):
        return ""
    return (
        "TRUSTED_PROXIES names every address there is: whoever comes could say that they are"
        " somebody else, and no limit would hold. Name the networks of your own proxies."
    )


def _counts_can_be_guessed(start: Start) -> str:
    if not start.metrics_token or len(start.metrics_token) >= LEAST_TOKEN:
        return ""
    return f"METRICS_TOKEN can be guessed: it takes {LEAST_TOKEN} random characters or more."


Rule = Callable[[Start], str | Iterable[str]]
RULES: Mapping[str, Rule] = {
    "limits_are_off": _limits_are_off,
    "clocks_are_bent": _clocks_are_bent,
    "payment_is_a_test": _payment_is_a_test,
    "production_is_off": _production_is_off,
    "secret_is_missing": _secret_is_missing,
    "secret_is_weak": _secret_is_weak,
    "secrets_are_equal": _secrets_are_equal,
    "address_is_not_https": _address_is_not_https,
    "address_is_not_allowed": _address_is_not_allowed,
    "any_host_is_allowed": _any_host_is_allowed,
    "mail_goes_nowhere": _mail_goes_nowhere,
    "mail_goes_in_clear": _mail_goes_in_clear,
    "texts_go_nowhere": _texts_go_nowhere,
    "backups_are_for_anybody": _backups_are_for_anybody,
    "everybody_is_believed": _everybody_is_believed,
    "counts_can_be_guessed": _counts_can_be_guessed,
}


def obstacles(start: Start) -> list[tuple[str, str]]:
    """Return what stands in the way of serving the public, as codes and sentences; [] if nothing.

    A start on the loopback address that is not for production is never in the way.
    """
    return list(_judged(RULES, start)) if start.is_guarded else []


def _database_is_embedded(start: Start) -> str:
    if start.database:
        return ""
    return "DATABASE_URL is not set: the embedded server is one machine, and is lost with it."


def _database_is_read_in_clear(start: Start) -> Iterable[str]:
    for name, parameters in {
        "DATABASE_URL": start.database,
        "DATABASE_DIRECT_URL": start.direct,
    }.items():
        hosts = [
            host for host in parameters.get("host", "").split(",") if host[:1] not in {"", "/"}
        ]
        verified = parameters.get("sslmode", "").startswith("verify-")
        if not verified and not all(is_loopback(host) for host in hosts):
            yield (
                f"{name} reaches another machine without sslmode=verify-full: names and birth"
                " dates may be read, or changed, on their way."
            )


def _backups_are_in_clear(start: Start) -> str:
    if start.backup_recipient != "none:":
        return ""
    return "BACKUP_RECIPIENT=none: leaves backups in clear: who takes one reads every case in it."


def _seals_are_in_the_log(start: Start) -> str:
    if start.seal_file:
        return ""
    return (
        "AUDIT_SEAL_FILE is not set: seals of the record are lines of the log alone. Send the log"
        " to another machine, or who owns the database can write the record anew."
    )


def _mail_is_nobodys(start: Start) -> Iterable[str]:
    for name, sender in start.senders.items():
        if sender.rstrip(">").endswith(".example"):
            yield f"{name} is {sender}: no mail server takes mail from there, or brings an answer."


WARNINGS: Mapping[str, Rule] = {
    "database_is_embedded": _database_is_embedded,
    "database_is_read_in_clear": _database_is_read_in_clear,
    "backups_are_in_clear": _backups_are_in_clear,
    "seals_are_in_the_log": _seals_are_in_the_log,
    "mail_is_nobodys": _mail_is_nobodys,
}


def warnings(start: Start) -> list[tuple[str, str]]:
    """Return what a start in production should think about, as codes and sentences."""
    return list(_judged(WARNINGS, start)) if start.production else []


def _judged(rules: Mapping[str, Rule], start: Start) -> Iterable[tuple[str, str]]:
    for code, rule in rules.items():
        answer = rule(start)
        for sentence in [answer] if isinstance(answer, str) else answer:
            if sentence:
                yield code, sentence
