"""Reads of quality: what is drawn of a week, what was found, and the totals without names."""

from collections.abc import Mapping
from datetime import date, datetime, time

from django.db.models import Count, QuerySet

from guichet.contact.desk.queries import BY_AGENTS
from guichet.contact.quality import rules
from guichet.contact.quality.models import QualityAnswer, QualityReview
from guichet.contact.quality.sampling import sampling
from guichet.interactions.models import Interaction
from guichet.kernel.reading.days import authority_zone


def drawn(week: str, *, today: date) -> list[Interaction]:
    """Return the contacts that are drawn of a week that is over, by agent; none of another."""
    days = rules.days_of(week, today=today)
    if days is None:
        return []
    since, until = (datetime.combine(day, time.min, authority_zone()) for day in days)
    rows = Interaction.objects.filter(
        channel__in=BY_AGENTS, ended_at__gte=since, ended_at__lt=until
    ).exclude(agent=None)
    by_agent: dict[str, list[str]] = {}
    for number, agent in rows.order_by("pk").values_list("number", "agent__username"):
        by_agent.setdefault(str(agent), []).append(number)
    numbers = rules.draw(sampling(), by_agent, week=week)
    each = rows.filter(number__in=numbers).select_related("agent", "quality_review")
    return sorted(each, key=lambda contact: numbers.index(contact.number))


def is_drawn(contact: Interaction, *, today: date) -> bool:
    """Tell whether a contact is among those that are drawn of its week."""
    if contact.ended_at is None:
        return False
    week = rules.week_of(contact.ended_at.astimezone(authority_zone()).date())
    return any(each.pk == contact.pk for each in drawn(week, today=today))


def review_of(contact: Interaction) -> QualityReview | None:
    """Return what was found in a contact, with its answers."""
    rows = QualityReview.objects.filter(interaction=contact).select_related("agent", "reviewer")
    return rows.prefetch_related("answers").first()


def of_agent(agent: int) -> QuerySet[QualityReview]:
    """Return what was found in the contacts of an agent, the last first."""
    rows = QualityReview.objects.filter(agent=agent).select_related("interaction", "reviewer")
    return rows.prefetch_related("answers").order_by("-pk")


def totals() -> Mapping[str, Mapping[str, int]]:
    """Return how often each question had each answer in all reviews that are kept: no names."""
    counts = {question: dict.fromkeys(rules.VERDICTS, 0) for question in rules.QUESTIONS}
    rows = QualityAnswer.objects.order_by().values_list("question", "verdict")
    for question, verdict, count in rows.annotate(count=Count("pk")):
        if question in counts:
            counts[question][verdict] = count
    return counts
