"""The sessions of staff as Django keeps them, read by a statement that is put into words once.

Every page of staff and every press begins with this read.
"""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session

from guichet.kernel.database import rows

_SESSIONS = rows.Reader(Session)


class SessionStore(db.SessionStore):
    """A session in its row."""

    def _get_session_from_db(self) -> Any:
        row = _SESSIONS.first("it.session_key = %s AND it.expire_date > now()", [self.session_key])
        if row is None:
            self._session_key = None
        return row
