"""Every write of web notices in the database, and the file brought up to date after it."""

import logging
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit
from guichet.kernel.work import jobs
from guichet.notices import queries, rules
from guichet.notices.models import WebNotice, WebNoticeDeed, WebNoticeVersion
from guichet.notices.numbers import identify
from guichet.notices.standing import board, file
from guichet.notices.values import Deed, Notice, Version, standing

log = logging.getLogger(__name__)
WEB_NOTICE, COMMAND = "web_notice", "command"
TELL = "guichet.tell_web_notice"


def do(deed: Deed, *, now: datetime) -> Notice:
    """Do what somebody wants of a notice, and write the file of this machine; raise Obstacle."""
    notice = apply(deed)
    bring_up_to_date(now=now)
    return notice


@transaction.atomic
def apply(deed: Deed, *, of_journal: bool = False) -> Notice:
    """Write a deed into the database, once however often it comes; raise Obstacle."""
    row = WebNotice.objects.select_for_update().filter(pk=deed.notice).first()
    before = queries.value_of(row) if row else None
    if before and WebNoticeDeed.objects.filter(pk=deed.id).exists():
        return before

    after = rules.done(before, deed, identify=identify)

    _write(before, after)
    WebNoticeDeed.objects.create(
        id=deed.id, notice_id=after.id, verb=deed.verb, by=deed.by, at=deed.at,
        is_of_journal=of_journal,
    )  # fmt: skip
    _note(deed, after)
    if deed.verb not in {rules.DRAFT, rules.UPDATE}:
        jobs.defer(TELL, queue="default", once=TELL)
    return after


def bring_up_to_date(*, now: datetime) -> None:
    """Take up what was done without the database, then write the file from it.

    A file that cannot be written is told in the log: what was done stands in the database, and the
    next write has it.
    """
    try:
        with file.locked():
            take_up()
            file.write(queries.standing(now=now), queries.office_names())
    except OSError as error:
        log.error("The file of the web notices cannot be written: %s", error.strerror)
    board.look_again()


def take_up() -> int:
    """Write the journal into the database; the lock is held. Return how many deeds it had.

    What cannot be done any more, as solving what another machine has solved meanwhile, is named in
    the log and left.
    """
    deeds = file.journal()
    for deed in deeds:
        try:
            apply(deed, of_journal=True)
        except Obstacle as obstacle:
            log.warning("%s of web notice %s: %s", deed.verb, deed.notice, obstacle.code)
    file.clear_journal()
    return len(deeds)


def expire(*, now: datetime) -> int:
    """End what has come to its time; pages show none of it any more. Return how many."""
    rows = WebNotice.objects.filter(state="published")
    notices = [standing(queries.value_of(row), now=now) for row in rows]
    past = [notice for notice in notices if notice.state == "expired"]
    for notice in past:
        _expire(notice, now=now)
    if past:
        bring_up_to_date(now=now)
    return len(past)


@transaction.atomic
def _expire(notice: Notice, *, now: datetime) -> None:
    rows = WebNotice.objects.filter(pk=notice.id, state="published")
    if rows.update(state="expired", ended_at=notice.ended_at):
        audit.write(
            "web_notice_expired", WEB_NOTICE, 0, actor=audit.actor_of(None), now=now,
            notice=notice.id,
        )  # fmt: skip
        jobs.defer(TELL, queue="default", once=TELL)


def _write(before: Notice | None, after: Notice) -> None:
    values = {
        "state": after.state,
        "cause": after.cause,
        "ended_by": after.ended_by,
        "ended_at": after.ended_at,
    }
    WebNotice.objects.update_or_create(pk=after.id, defaults=values)
    versions = {version.number: version for version in before.versions} if before else {}
    for version in after.versions:
        if version.number not in versions:
            _add(after.id, version)
        elif version != versions[version.number]:
            rows = WebNoticeVersion.objects.filter(notice=after.id, number=version.number)
            rows.update(published_by=version.published_by, published_at=version.published_at)


def _add(notice: str, version: Version) -> None:
    words = version.words
    WebNoticeVersion.objects.create(
        notice_id=notice,
        number=version.number,
        identifier=version.identifier,
        kind=words.kind,
        severity=words.severity,
        scope=list(words.scope),
        starts_at=words.starts_at,
        ends_at=words.ends_at,
        title=dict(words.title),
        text=dict(words.text),
        drafted_by=version.drafted_by,
        drafted_at=version.drafted_at,
        published_by=version.published_by,
        published_at=version.published_at,
    )


def _note(deed: Deed, notice: Notice) -> None:
    """Add the deed to the record: by the number of an account, or as a command's."""
    account = User.objects.filter(username=deed.by).values_list("pk", flat=True).first()
    audit.write(
        f"web_notice_{_PAST[deed.verb]}",
        WEB_NOTICE,
        0,
        actor=audit.actor_of(account) if account else COMMAND,
        now=deed.at,
        notice=notice.id,
        version=notice.latest.number,
    )


_PAST = {
    rules.DRAFT: "drafted",
    rules.UPDATE: "updated",
    rules.PUBLISH: "published",
    rules.SOLVE: "solved",
    rules.WITHDRAW: "withdrawn",
}
