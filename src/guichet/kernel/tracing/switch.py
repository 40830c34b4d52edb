"""Whether traces are sent: where a receiver is set and the packages are installed."""

from importlib import import_module
from importlib.util import find_spec

MISSING = (
    "OTEL_EXPORTER_OTLP_ENDPOINT is set, and what sends traces is not installed, so none are sent:"
    " make ready-with-traces."
)
MIDDLEWARE = "guichet.kernel.tracing.requests.Traced"
_SENDER = "guichet.kernel.tracing.sender"


def is_installed() -> bool:
    """Tell whether the packages of the extra are there, without importing them."""
    return find_spec("opentelemetry") is not None


def load(receiver: str) -> None:
    """Import what sends, before processes part: they share it in memory. Starts no thread."""
    if receiver and is_installed():
        import_module(_SENDER)


def begin(process: str, receiver: str) -> None:
    """Send the traces of this process from now on, to the receiver's address; nothing without one.

    It starts a thread, so a process that is forked calls it after the fork.
    """
    if receiver and is_installed():
        import_module(_SENDER).begin(process, receiver)
