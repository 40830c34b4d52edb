"""Whether a client's coming, or not coming, may be noted. Values in; nothing or an Obstacle out."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from guichet.kernel.obstacles import Obstacle

_NO_LONGER = {"cancelled": "already_cancelled", "held": "not_found"}
_OVER = {"completed": "already_ended", "no_show": "already_ended"}
_UNSERVED = {"left": "already_ended", "not_served": "already_ended"}
_CAME = {"left": "already_checked_in", "not_served": "already_checked_in"}
# What stands in the way of each deed, by where an appointment stands.
HINDRANCES: Mapping[str, Mapping[str, str]] = {
    "check_in": {**_NO_LONGER, **_OVER, **_CAME, "checked_in": "already_checked_in"},
    "undo_check_in": {**_NO_LONGER, **_OVER, **_UNSERVED, "booked": "not_checked_in"},
    "complete": {**_NO_LONGER, **_OVER, **_UNSERVED, "booked": "not_checked_in"},
    "leave": {**_NO_LONGER, **_OVER, **_UNSERVED, "booked": "not_checked_in"},
    "turn_away": {**_NO_LONGER, **_OVER, **_UNSERVED, "booked": "not_checked_in"},
    "miss": {**_NO_LONGER, **_OVER, **_UNSERVED},
    "undo_ending": {**_NO_LONGER, "booked": "not_ended", "checked_in": "not_ended"},
}


def check_deed(deed: str, status: str) -> None:
    """Refuse a deed that does not fit where the appointment stands; `status` goes with it.

    >>> check_deed("check_in", "booked")
    """
    if code := HINDRANCES[deed].get(status):
        raise Obstacle(code, status=status)


def check_missable(starts_at: datetime, *, grace: timedelta, now: datetime) -> None:
    """Refuse to call somebody missing before their time and the grace after it are over."""
    if now < starts_at + grace:
        raise Obstacle("not_missing_yet", until=starts_at + grace)
