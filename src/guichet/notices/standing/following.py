"""The file follows the database, on every machine that serves: it is told of each change.

Of all processes of a machine one alone listens, the one that holds a lock; when it ends, another
takes its place. So a machine costs one session of the database, however many serve on it.
"""

import fcntl
import logging
import threading
import time
from collections.abc import Callable
from typing import IO

from django.db import close_old_connections

from guichet.kernel import clock
from guichet.kernel.engine.breaker import breaker
from guichet.kernel.engine.hearing import Ear
from guichet.notices import actions
from guichet.notices.standing import file

log = logging.getLogger(__name__)
CHANNEL = "guichet_web_notices"
LOOKS, DEAF = 5.0, 6  # seconds, and how many looks in which nothing is heard are a failure
# What is done where the database is gone: handed in, for drafts rest on what stands here.
FAILING: list[Callable[..., object]] = []
_held: list[IO[str]] = []  # the lock is let go when its file is closed


def begin() -> None:
    """Begin to follow, in a thread of this process."""
    threading.Thread(target=_follow, name="follows-web-notices", daemon=True).start()


def _follow() -> None:
    try:
        file.folder().mkdir(parents=True, exist_ok=True)
        lock = (file.folder() / "following").open("a")
        fcntl.flock(lock, fcntl.LOCK_EX)
    except OSError as error:
        log.error("The file of the web notices follows nobody: %s", error.strerror)
        return
    _held.append(lock)
    ear = Ear(CHANNEL, heard)
    ear.begin()
    _watch(ear)


def _watch(ear: Ear) -> None:
    """Draft a notice where the database is not heard for a while; it is drafted in the file."""
    deaf = 0
    while True:
        time.sleep(LOOKS)
        if file.has_journal() and breaker.answers():  # a session that was frozen hears no return
            heard("")
        deaf = 0 if ear.hears else deaf + 1
        if deaf == DEAF:
            try:
                for draft in FAILING:
                    draft(now=clock.now())
            except Exception as error:
                log.error("No web notice was drafted: %r", error)


def heard(news: str) -> None:
    """Write the file anew; what was done without the database is written into it first."""
    try:
        actions.bring_up_to_date(now=clock.now())
    except Exception as error:  # it is told again, at the latest when the session is made anew
        log.error("The file of the web notices was not brought up to date: %r", error)
    finally:
        close_old_connections()
