"""What this process knows of the notices: the file is looked at once a second, and no database."""

import logging
import threading
import time
from datetime import datetime

from guichet.notices.standing import file
from guichet.notices.standing.file import Sheet
from guichet.notices.values import Notice, is_in_feeds, is_in_force

log = logging.getLogger(__name__)
LOOKS = 0.9  # seconds between two looks at the file


class _Board:
    """The sheet as it was read last."""

    sheet = Sheet()
    folder = ""
    look_at = 0.0
    lock = threading.Lock()


def sheet() -> Sheet:
    """Return what the file says, at most a second ago."""
    folder = str(file.folder())
    if time.monotonic() < _Board.look_at and folder == _Board.folder:
        return _Board.sheet
    with _Board.lock:
        _Board.look_at, _Board.folder = time.monotonic() + LOOKS, folder
        if file.mark() != _Board.sheet.mark:
            _read()
    return _Board.sheet


def look_again() -> None:
    """Have the next look see what was just written."""
    _Board.look_at = 0.0


def in_force(*, now: datetime) -> list[Notice]:
    """Return the notices that pages show, the newest first."""
    return [notice for notice in sheet().notices if is_in_force(notice, now=now)]


def in_feeds(*, now: datetime) -> list[Notice]:
    """Return the notices that feeds have: in force, or ended within two days."""
    return [notice for notice in sheet().notices if is_in_feeds(notice, now=now)]


def _read() -> None:
    try:
        _Board.sheet = file.read()
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.error("The file of the web notices cannot be read: %s", type(error).__name__)
