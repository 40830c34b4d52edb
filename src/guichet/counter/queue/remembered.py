"""What many ask for at once, looked up once in a process every few seconds."""

from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from threading import Lock

MOST_KEPT = 2000  # devices and offices that a process remembers


class Remembered[Value]:
    """What was looked up a moment ago: looked up again by one thread when it is too old."""

    def __init__(self, good_for: timedelta) -> None:
        self._good_for, self._lock = good_for, Lock()
        self.values: dict[Hashable, tuple[datetime, Value]] = {}

    def of(self, key: Hashable, look: Callable[[], Value], *, now: datetime) -> Value:
        """Return the value of a key, as `look` returns it or returned it a moment ago."""
        with self._lock:
            at, value = self.values.get(key, (None, None))
            if at is None or value is None or not timedelta() <= now - at < self._good_for:
                if len(self.values) >= MOST_KEPT:
                    self.values.clear()
                value = look()
                self.values[key] = now, value
            return value

    def forget(self, key: Hashable) -> None:
        """Have a key looked up anew."""
        with self._lock:
            self.values.pop(key, None)
