"""The rules by which an office releases its days, as they are and as somebody wants them."""

from collections.abc import Collection, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction

from guichet.booking.schedule import changed_hours, release, slot_rows
from guichet.booking.schedule.working_days import calendar_of
from guichet.kernel import keyring
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit
from guichet.offices.models import Office
from guichet.opening import queries

FURTHEST = 90  # working days: what a calendar looks back over
LONGEST = 240  # minutes of a window


@dataclass(frozen=True, slots=True)
class ReleaseRules:
    """How far ahead, at which hour, in how long a window, and what share is kept for staff."""

    horizon: int  # working days
    at: time
    window: int  # minutes
    is_random: bool
    held_back: int  # percent

    def on(self, office: Office) -> Office:
        """Return an office as it would be by these rules; nothing is written."""
        trial = copy(office)
        trial.horizon_days, trial.release_at = self.horizon, self.at
        trial.release_window_minutes, trial.release_is_random = self.window, self.is_random
        trial.public_percent = 100 - self.held_back
        return trial

    def values(self) -> list[Any]:
        """Return them as plain values, as `of_values` reads them."""
        return [self.horizon, f"{self.at:%H:%M}", self.window, self.is_random, self.held_back]


def of_values(values: Sequence[Any]) -> ReleaseRules:
    """Return rules from plain values; ValueError or TypeError where they are none."""
    horizon, at, window, is_random, held_back = values
    return ReleaseRules(horizon, time.fromisoformat(at), window, is_random, held_back)


def rules_of(office: Office) -> ReleaseRules:
    """Return the rules of an office."""
    return ReleaseRules(
        horizon=office.horizon_days,
        at=office.release_at,
        window=office.release_window_minutes,
        is_random=office.release_is_random,
        held_back=100 - office.public_percent,
    )


def mark_of(office: Office) -> str:
    """Return the mark of the rules of an office: another one where any of them is changed."""
    return keyring.working("release rules", *rules_of(office).values()).hex()[:32]


@dataclass(frozen=True, slots=True)
class RulesEffect:
    """What other rules do to days that are made: which open at once, and how many shares change."""

    at_once: Collection[date]
    shares: int


def effect_of(rules: ReleaseRules, office: Office, *, now: datetime) -> RulesEffect:
    """Return what other rules would do now; nothing is written."""
    calendar = calendar_of(rules.on(office), now=now)
    slots = changed_hours.slots_of(calendar, now=now)
    to_open = release.days_to_open(calendar, now=now)
    prepared = {day for _service, day in slot_rows.prepared_days(calendar)}
    at_once = {day for day, opens_at in to_open.items() if opens_at <= now}
    at_once |= {
        day for day in calendar.coming if day not in prepared and calendar.opens_at(day) <= now
    }
    return RulesEffect(sorted(at_once), len(changed_hours.shares(calendar, slots, now=now)))


@transaction.atomic
def change(rules: ReleaseRules, *, office: str, mark: str, by: str, now: datetime) -> None:
    """Have an office release by other rules; days that the public does not see yet follow.

    Days that are open stay open. The shares of made days change, and nobody's place falls away.
    Raises Obstacle `rules_changed` where the rules are others than those of `mark`.
    """
    present = slot_rows.lock(Office(pk=office))
    if mark_of(present) != mark:
        raise Obstacle("rules_changed")

    trial = rules.on(present)
    trial.overridden = True  # the next import leaves alone what is theirs now
    trial.save()
    calendar = calendar_of(trial, now=now)
    slots = changed_hours.slots_of(calendar, now=now, for_update=True)
    changed_hours.share_anew(changed_hours.shares(calendar, slots, now=now), now=now)
    release.open_by_rules(calendar, now=now)
    release.release_slots(trial, now=now)
    audit.write(
        "change_release",
        queries.HOURS,
        0,
        actor=by,
        now=now,
        office=office,
        horizon=rules.horizon,
        window=rules.window,
        is_random=rules.is_random,
        held_back=rules.held_back,
    )
