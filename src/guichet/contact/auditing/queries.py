"""Reads of the contacts of all agents."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from guichet.contact.desk.queries import BY_AGENTS
from guichet.contact.queries import LEVELS, with_furthest
from guichet.interactions.models import Interaction
from guichet.kernel.reading.days import authority_zone

COLUMNS = {"agent": "agent", "channel": "channel", "outcome": "outcome"}


def contacts(facts: Mapping[str, object]) -> QuerySet[Interaction]:
    """Return the contacts that fit, the newest first; `facts` are those of the filter."""
    rows = Interaction.objects.filter(channel__in=BY_AGENTS).select_related("agent")
    values = {column: facts[name] for name, column in COLUMNS.items() if facts.get(name)}
    day = facts.get("day")
    if isinstance(day, date):
        begins = datetime.combine(day, time.min, authority_zone())
        ends = datetime.combine(day + timedelta(days=1), time.min, authority_zone())
        rows = rows.filter(started_at__gte=begins, started_at__lt=ends)
    ranked = with_furthest(rows.filter(**values))
    if level := facts.get("level"):
        ranked = ranked.filter(furthest=LEVELS.index(str(level)))
    return ranked.order_by("-pk")
