"""What people could not find, by what they looked for: counts of days, the most first."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import TruncDate

from guichet.feedback.models import Report
from guichet.figures.board.rules import FEW
from guichet.figures.models import RefusalCount, StepCount
from guichet.guidance.models import UnansweredSearch
from guichet.guidance.player.pages import place_of
from guichet.guidance.scenarios import queries as scenarios
from guichet.guidance.scenarios.versions import Version
from guichet.interactions.models import Interaction
from guichet.kernel.reading.days import authority_zone

MOST = 25  # of a kind
SPOKEN = ("telephone", "in_person")  # the channels on which an agent plays
_SEARCH = ("words", "language")
type Key = tuple[str, ...]
type Days = dict[Key, Counter[date]]


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a period, and since when days are read for what was before a change."""

    first: date
    last: date
    since: date


def searches(span: Span) -> Days:
    """Return what was looked for in vain, often enough to tell of nobody: words and language."""
    rows = UnansweredSearch.objects.annotate(on=F("day"))
    return _counted(rows, _SEARCH, Sum("count"), span, least=FEW)


def rare_searches(span: Span) -> int:
    """Return how many searches were in vain whose words, maybe a name, were typed by a few."""
    rows = UnansweredSearch.objects.filter(day__range=(span.first, span.last)).order_by()
    totals = rows.values(*_SEARCH).annotate(total=Sum("count")).filter(total__lt=FEW)
    return sum(totals.values_list("total", flat=True))


def steps(span: Span) -> tuple[Days, Counter[Key]]:
    """Return the questions at which people left, and how many were shown each in the period.

    By scenario, step, channel and language: as counted on pages and kiosks, and as contacts say
    that have ended.
    """
    fields = ("scenario", "step", "channel", "language")
    rows = StepCount.objects.filter(is_outcome=False).annotate(on=F("day"))
    days = _counted(rows, fields, Sum("shown") - Sum("passed"), span)
    views = Counter[Key]()
    in_period = rows.filter(on__range=(span.first, span.last))
    for *key, count in in_period.values_list(*fields).annotate(count=Sum("shown")):
        views[tuple(key)] += count
    _add_contacts(days, views, span)
    return _most(days, span), views


def contacts(span: Span) -> Days:
    """Return what agents wrote down as the end of a contact: its scenario, if any, and outcome."""
    rows = _ended().exclude(agent=None)
    return _counted(rows, ("scenario", "outcome"), Count("pk"), span)


def reports(span: Span) -> Days:
    """Return the reports about pages, by page."""
    rows = Report.objects.annotate(on=TruncDate("sent_at", tzinfo=authority_zone()))
    return _counted(rows, ("page",), Count("pk"), span)


def refusals(span: Span) -> Days:
    """Return the fields that were refused: page, field and code."""
    rows = RefusalCount.objects.annotate(on=F("day"))
    return _counted(rows, ("page", "field", "code"), Sum("count"), span)


def in_period(days: Counter[date], span: Span) -> int:
    """Return how much was counted in the period."""
    return sum(count for day, count in days.items() if span.first <= day <= span.last)


def _ended() -> "QuerySet[Any, Any]":
    rows = Interaction.objects.filter(channel__in=SPOKEN).exclude(ended_at=None)
    return rows.annotate(on=TruncDate("ended_at", tzinfo=authority_zone()))


def _counted(
    rows: "QuerySet[Any, Any]", fields: tuple[str, ...], amount: Any, span: Span, *, least: int = 1
) -> Days:
    """Return the counts by day of the keys that have most in the period, the most first."""
    of_period = rows.filter(on__range=(span.first, span.last)).order_by().values(*fields)
    totals = of_period.annotate(total=amount).filter(total__gte=least)
    most = totals.order_by("-total", *fields)[:MOST]
    keys = [tuple(row[name] for name in fields) for row in most]
    days: Days = {key: Counter() for key in keys}
    firsts: Collection[str] = {key[0] for key in keys}
    since = rows.filter(on__gte=span.since, **{f"{fields[0]}__in": firsts}).order_by()
    for row in since.values(*fields, "on").annotate(total=amount).filter(total__gt=0):
        key = tuple(row[name] for name in fields)
        if key in days:
            days[key][row["on"]] += row["total"]
    return days


def _most(days: Days, span: Span) -> Days:
    def rank(key: Key) -> tuple[int, Key]:
        return -in_period(days[key], span), key

    keys = [key for key in days if in_period(days[key], span)]
    return {key: days[key] for key in sorted(keys, key=rank)[:MOST]}


def _add_contacts(days: Days, views: Counter[Key], span: Span) -> None:
    """Add the questions at which contacts ended, as their answers say in their own version."""
    version_of = _versions()
    fields = ("scenario", "scenario_version", "answers", "channel", "language", "on")
    rows = _ended().filter(on__gte=span.since).exclude(scenario="").order_by()
    for row in rows.values(*fields).annotate(total=Count("pk")):
        version = version_of(row["scenario"], row["scenario_version"])
        if version is None:
            continue
        place, way = place_of(version, row["answers"])[0], (row["channel"], row["language"])
        is_open = place.step in version.tree.questions
        for step in (*place.questions, *([place.step] if is_open else [])):
            if span.first <= row["on"] <= span.last:
                views[version.name, step, *way] += row["total"]
        if is_open:
            days.setdefault((version.name, place.step, *way), Counter())[row["on"]] += row["total"]


def _versions() -> Callable[[str, int], Version | None]:
    read = defaultdict[tuple[str, int], list[Version | None]](list)

    def version_of(name: str, number: int) -> Version | None:
        rows = read[name, number]
        if not rows:
            rows.append(scenarios.as_it_was(name, number))
        return rows[0]

    return version_of
