"""The file follows the database, on every machine that serves: it is told of each change.

Of all processes of a machine one alone listens, the one that holds a lock; when it ends, another
takes its place. So a machine costs one session of the database, however many serve on it.
"""

import fcntl
import logging
import threading
from typing import IO

from django.db import close_old_connections

from guichet.kernel import clock
from guichet.kernel.engine.hearing import Ear
from guichet.notices import actions
from guichet.notices.standing import file

log = logging.getLogger(__name__)
CHANNEL = "guichet_web_notices"
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
    Ear(CHANNEL, heard).begin()


def heard(news: str) -> None:
    """Write the file anew; what was done without the database is written into it first."""
    try:
        actions.bring_up_to_date(now=clock.now())
    except Exception as error:  # it is told again, at the latest when the session is made anew
        log.error("The file of the web notices was not brought up to date: %r", error)
    finally:
        close_old_connections()
