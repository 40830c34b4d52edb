"""What is done to a notice: in the database where it answers, else in the file and its journal.

Both ways judge by the same rules. A deed has an id of its own, so one that went into the database
and of which nobody heard is not done twice.
"""

from datetime import datetime

from django.db import InterfaceError, OperationalError

from guichet.kernel.engine.breaker import breaker
from guichet.notices import actions, rules
from guichet.notices.numbers import identify
from guichet.notices.queries import newest_first
from guichet.notices.standing import board, file
from guichet.notices.values import Deed, Notice


def do(deed: Deed, *, now: datetime, answers: bool | None = None) -> Notice:
    """Do it, and have every process of this machine know within a second; raise Obstacle.

    `answers`: whether the database does, where that was asked already; it may take seconds.
    """
    if breaker.answers() if answers is None else answers:
        try:
            if file.has_journal():
                actions.bring_up_to_date(now=now)
            return actions.do(deed, now=now)
        except (OperationalError, InterfaceError):
            pass  # it went away meanwhile
    return without_database(deed)


def without_database(deed: Deed) -> Notice:
    """Do it in the file alone, and note it for the database; raise Obstacle."""
    with file.locked():
        sheet = file.read()
        before = sheet.named(deed.notice)
        after = rules.done(before, deed, identify=identify)
        file.note(deed)
        others = [notice for notice in sheet.notices if notice.id != deed.notice]
        file.write(newest_first([after, *others]), sheet.offices)
    board.look_again()
    return after


def notice(number: str) -> Notice | None:
    """Return the notice of an id as this machine knows it."""
    return file.read().named(number)
