"""Lines of the log: as text or as JSON, each with its request, and never the same for ever.

An outage of twenty seconds is one thing that happened, and not a thousand lines.
"""

import json
import logging
import re
import threading
import time
from collections.abc import Callable, Hashable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime

request_id: ContextVar[str] = ContextVar("request_id", default="")
trace_id: ContextVar[str] = ContextVar("trace_id", default="")  # where traces are sent

MOST = 10  # of the same within MINUTE
MINUTE = 60.0  # seconds
_KINDS = 1000  # that are remembered at once
_NO_LETTERS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")  # they break lines, or bid terminals
ADMITTED = {"is_admitted": True}  # `extra` of a line whose caller has asked a Limit itself


@dataclass
class _Count:
    began: float
    number: int = 0


class Limit:
    """So many of the same a minute; tells the first one after it how many were kept back."""

    def __init__(self, *, most: int = MOST, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock = most, clock
        self._counts: dict[Hashable, _Count] = {}
        self._lock = threading.Lock()

    def admit(self, kind: Hashable) -> int | None:
        """Return how many were kept back before this one; None for one that is kept back."""
        now = self._clock()
        with self._lock:
            if len(self._counts) >= _KINDS:
                self._counts.clear()
            count = self._counts.setdefault(kind, _Count(now))
            kept_back = 0
            if now >= count.began + MINUTE:
                kept_back = max(0, count.number - self._most)
                count = self._counts[kind] = _Count(now)
            count.number += 1
            return kept_back if count.number <= self._most else None


def repeated(kept_back: int) -> str:
    """Return what a line says of those before it that were not written."""
    return f" (repeated {kept_back} times before)" if kept_back else ""


class Repeats(logging.Filter):
    """Keeps back warnings and errors of one place in the code that come again and again."""

    def __init__(self) -> None:
        super().__init__()
        self._limit = Limit()

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether a line is written."""
        if record.levelno < logging.WARNING or hasattr(record, "is_admitted"):
            return True
        # A library may log any object: an error, which is another each time, or a dictionary.
        kept_back = self._limit.admit((record.name, record.levelno, str(record.msg)))
        if kept_back:
            record.msg, record.args = f"{record.getMessage()}{repeated(kept_back)}", None
        return kept_back is not None


class LogFormat(logging.Formatter):
    """A line for people, in UTC; the request stands at its end."""

    converter = staticmethod(time.gmtime)
    default_time_format, default_msec_format = "%Y-%m-%dT%H:%M:%S", "%s.%03dZ"

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  the library's name
        """Return the line, without what follows it of an exception."""
        line = _NO_LETTERS.sub(" ", super().formatMessage(record))
        names = " ".join(dict.fromkeys(filter(None, (request_id.get(), trace_id.get()))))
        return f"{line} [{names}]" if names else line


class Json(logging.Formatter):
    """A line for programs: one JSON object, also where a message has several lines."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the object."""
        facts = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "process": record.process,
        }
        if request := request_id.get():
            facts["request"] = request
        if trace := trace_id.get():
            facts["trace"] = trace
        facts |= getattr(record, "facts", {})
        return json.dumps(facts, ensure_ascii=False)


def configuration(*, level: str, form: str, seals: bool = True) -> dict[str, object]:
    """Return what Django's LOGGING takes; `form` is text or json.

    `seals`: the seals of the record are lines of the log whatever the level; nobody needs those of
    a site on the loopback address.
    """
    formatter = "guichet.kernel.logbook.logs." + ("Json" if form == "json" else "LogFormat")
    # These name the address, which may name a case; `failures` notes the same without it.
    silent = ("django.request", "django.security.csrf")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter}},
        "filters": {
            "one_line": {"()": "guichet.kernel.logbook.logged_errors.OneLine"},
            "repeats": {"()": "guichet.kernel.logbook.logs.Repeats"},
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["one_line", "repeats"],
            }
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            **{name: {"level": "CRITICAL"} for name in silent},
            # A seal that is kept nowhere proves nothing, however little the log is to say.
            "guichet.kernel.record.seals": {"level": "INFO" if seals else level},
        },
    }
