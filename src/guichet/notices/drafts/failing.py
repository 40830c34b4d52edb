"""A failing health check drafts a notice by itself; two people still read and publish it."""

import logging
from datetime import datetime, timedelta

from guichet.kernel.models import Dispatch
from guichet.notices import rules
from guichet.notices.drafts import ready
from guichet.notices.numbers import deed_id, new_id
from guichet.notices.standing import beside, file
from guichet.notices.values import SITE, Deed, Words, standing

log = logging.getLogger(__name__)
BY = "health check"
DATABASE, MESSAGES = "database", "messages"  # what fails, and the ready-made notice of it
READY = {DATABASE: "site_down", MESSAGES: "mail_late"}
LATE = timedelta(minutes=15)  # a message that waits for longer is late
NOT_AGAIN = timedelta(hours=6)  # after somebody has ended or taken back what was drafted


def look(*, now: datetime) -> None:
    """Draft a notice of whatever the worker sees failing."""
    unsent = Dispatch.objects.filter(sent_at=None, given_up_at=None)
    if unsent.filter(created_at__lt=now - LATE, expires_at__gt=now).exists():
        draft(MESSAGES, now=now)


def draft(cause: str, *, now: datetime) -> None:
    """Draft the ready-made notice of what fails, unless there is one already."""
    notices = [notice for notice in file.read().notices if notice.cause == cause]
    for notice in notices:
        ended_at = standing(notice, now=now).ended_at
        if ended_at is None or now < ended_at + NOT_AGAIN:
            return
    title, text = ready.filled(READY[cause], {})
    entry = ready.notice(READY[cause])
    words = Words(
        kind=entry.kind,
        severity=entry.severity,
        scope=(SITE,),
        starts_at=now,
        ends_at=now + rules.USUALLY,
        title=title,
        text=text,
    )
    deed = Deed(
        id=deed_id(), verb=rules.DRAFT, notice=new_id(), by=BY, at=now, words=words, cause=cause
    )
    beside.do(deed, now=now)
    log.warning("A web notice was drafted, for a health check fails: %s", cause)
