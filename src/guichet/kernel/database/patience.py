"""How long each kind of process waits for the database, and what it calls itself there.

A page waits seconds: who is told at once that the site cannot answer loses less than who looks at
an empty page, and a thread that waits serves nobody. The worker waits minutes; a command that a
person started waits for what it asked, but not for ever for a lock.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

# For every process: a network that swallows what it is sent is found out within seconds.
NETWORK = {
    "connect_timeout": "2",
    "keepalives": "1",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "5000",  # milliseconds
}


@dataclass(frozen=True, kw_only=True)
class Patience:
    """Seconds; None is without an end. `reply` is our own clock, for a server that is frozen."""

    name: str
    statement: float | None
    lock: float
    idle: float | None  # inside a transaction
    reply: float | None
    connection: float  # for a free connection of the pool
    is_web: bool = False  # people wait: it fails at once where it must, and may use a pooler

    @property
    def options(self) -> str:
        """What the server is told of it, as libpq's `options`."""
        limits = {
            "statement_timeout": self.statement,
            "lock_timeout": self.lock,
            "idle_in_transaction_session_timeout": self.idle,
        }
        return " ".join(f"-c {name}={int(1000 * limit)}" for name, limit in limits.items() if limit)


WEB = Patience(
    name="guichet-web", statement=5, lock=2, idle=15, reply=6.5, connection=1.5, is_web=True
)
WORKER = Patience(name="guichet-worker", statement=120, lock=10, idle=300, reply=150, connection=10)
COMMAND = Patience(
    name="guichet-command", statement=None, lock=30, idle=None, reply=None, connection=10
)

_current = COMMAND
_keys: dict[str, tuple[int, ...]] = {"keys": ()}


def act_as(patience: Patience) -> None:
    """Say what this process is, before it connects for the first time."""
    global _current
    _current = patience


def current() -> Patience:
    return _current


def open_with(**versions: Collection[int]) -> None:
    """Say which versions of its keys this process has, before it connects for the first time.

    `keys` are those that open what is enciphered.
    """
    _keys.update({kind: tuple(sorted(those)) for kind, those in versions.items()})


def name_of(patience: Patience) -> str:
    """Return what a process calls itself in the database, with the keys that it has.

    A key is used only once every session says that it has it: see `enciphering.nodes`. Who says
    nothing of one has its first version, as every release has it.
    """
    versions = {kind: those for kind, those in _keys.items() if kind == "keys" or those != (1,)}
    words = [f"{kind} {','.join(map(str, those)) or 'none'}" for kind, those in versions.items()]
    return " ".join([patience.name, *words])


def applied(parameters: Mapping[str, Any], *, options: bool) -> dict[str, Any]:
    """Return connection parameters with the limits of this process; the address may change each.

    `options`: whether the other end takes them, which a pooler of transactions does not.
    """
    ours: dict[str, Any] = {**NETWORK, "application_name": name_of(_current), **parameters}
    if options:
        ours["options"] = " ".join(filter(None, [_current.options, parameters.get("options")]))
    return ours
