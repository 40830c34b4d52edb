"""Reads of reports: the pages that most is said about, with what is said."""

from collections.abc import Collection

from django.db.models import Count, Max, QuerySet

from guichet.feedback.models import Report

MOST_PAGES, MOST_REPORTS = 50, 500


def reports(*, is_done: bool) -> QuerySet[Report]:
    """Return the reports that are done, or those that are open, the newest first."""
    return Report.objects.filter(done_at__isnull=not is_done)


def pages_of(some: QuerySet[Report]) -> dict[str, int]:
    """Return how many reports each page has, those with the most first; fifty at most."""
    counts = some.order_by().values("page").annotate(number=Count("pk"), last=Max("sent_at"))
    rows = counts.order_by("-number", "-last", "page")[:MOST_PAGES]
    return {row["page"]: row["number"] for row in rows}


def about(some: QuerySet[Report], pages: Collection[str]) -> list[Report]:
    """Return the reports about these pages, the newest first; five hundred at most."""
    return list(some.filter(page__in=pages)[:MOST_REPORTS])
