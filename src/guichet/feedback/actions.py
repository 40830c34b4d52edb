"""Keep what was reported; say that it is done, or open again."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from guichet.feedback.models import Report
from guichet.feedback.rules import scrubbed
from guichet.kernel.obstacles import Obstacle


@transaction.atomic
def send(
    page: str, *, reasons: Sequence[str], text: str, language: str, release: str, now: datetime
) -> Report:
    """Keep a report about a page, without what looks like a number of a person."""
    return Report.objects.create(
        page=page,
        reasons=list(reasons),
        text=scrubbed(text),
        language=language,
        release=release[:40],
        sent_at=now,
    )


@transaction.atomic
def settle(pk: int, *, is_done: bool, actor: str, now: datetime) -> Report:
    """Note that a report is done, or open again; Obstacle `not_found` where it is gone.

    Who comes second changes nothing.
    """
    report = Report.objects.select_for_update().filter(pk=pk).first()
    if report is None:
        raise Obstacle("not_found")
    if (report.done_at is not None) != is_done:
        report.done_at, report.done_by = (now, actor) if is_done else (None, "")
        report.save(update_fields=["done_at", "done_by"])
    return report
