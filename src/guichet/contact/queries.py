"""Reads worth a name: what failed of late for a case, and how far a contact has come."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Max, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Greatest

from guichet.applications.models import OfficerTask
from guichet.contact.disclosure import table
from guichet.contact.models import CaseLook, IdentityCheck, TakeOver
from guichet.interactions.models import Interaction

TO_OFFICERS = ("open_enquiry", "escalate")  # a look of which is one that was done
LEVELS: list[str] = Interaction.Disclosure.values  # in their order


def failures(subject: str, *, now: datetime) -> int:
    """Return how many sets did not fit a case in the hours that count, whoever typed them."""
    since = now - timedelta(hours=table().hours)
    return IdentityCheck.objects.filter(subject=subject, failed=True, checked_at__gt=since).count()


def heard(interaction: int) -> QuerySet[IdentityCheck]:
    """Return the checks of a contact that its agent has heard of who speaks now.

    Whoever is on the line now may be somebody else than who proved it to a colleague.
    """
    turns = TakeOver.objects.filter(hand_over__interaction=interaction).order_by("-pk")
    before = turns.values_list("checks_before", flat=True).first() or 0
    return IdentityCheck.objects.filter(interaction=interaction, pk__gt=before, dropped_at=None)


def channel_of(interaction: Interaction) -> str:
    """Return over which channel an agent hears the client: tiers meet by telephone alone."""
    is_taken_over = TakeOver.objects.filter(hand_over__interaction=interaction).exists()
    return Interaction.Channel.TELEPHONE if is_taken_over else interaction.channel


def best_check(interaction: int, application: int) -> IdentityCheck | None:
    """Return the check of a contact that went furthest for a case; None where none fits."""
    checks = heard(interaction).filter(application_id=application, fits=True)
    ranked = sorted(checks, key=lambda check: (table().rank(check.level), check.pk))
    return ranked[-1] if ranked else None


def opened(interaction: int) -> list[IdentityCheck]:
    """Return the check that went furthest for each case that a contact has opened."""
    rows = heard(interaction).filter(fits=True)
    best: dict[int, IdentityCheck] = {}
    for check in rows.exclude(application=None).select_related("application").order_by("pk"):
        pk, rank = check.application_id or 0, table().rank(check.level)
        if not table().levels[rank].is_blind and rank >= _rank_of(best.get(pk)):
            best[pk] = check
    return list(best.values())


def went_to_officers(interaction: Interaction) -> bool:
    """Tell whether a case went to the officers in a contact: by a question, or handed up to them.

    A correction counts that an officer must agree to; what could be put right at once does not.
    """
    looks = CaseLook.objects.filter(check_made__interaction=interaction)
    corrected = looks.filter(action="correct").values("check_made__application")
    corrections = OfficerTask.objects.filter(
        kind=OfficerTask.Kind.CORRECTION,
        application__in=corrected,
        created_at__gte=interaction.started_at,
    )
    return looks.filter(action__in=TO_OFFICERS).exists() or corrections.exists()


def with_furthest(rows: QuerySet[Interaction]) -> "QuerySet[Any, Any]":
    """Add to contacts, as `furthest`, the rank of the furthest level that each ever reached.

    What was told to somebody was told, whoever speaks by now; the level of the contact is the one
    in force. A set that fits no case has reached nothing.
    """
    blind = [level.name for level in table().levels if level.is_blind]
    checks = IdentityCheck.objects.filter(interaction=OuterRef("pk"), fits=True)
    opening = checks.exclude(application=None).exclude(level__in=blind)
    proven = opening.order_by().values("interaction")
    most = proven.annotate(most=Max(_ranked("level"))).values("most")
    return rows.annotate(furthest=Greatest(_ranked("disclosure"), Subquery(most)))


def furthest(contact: Interaction) -> str:
    """Return the furthest level that a contact ever reached."""
    rows = with_furthest(Interaction.objects.filter(pk=contact.pk))
    rank: int = rows.values_list("furthest", flat=True).get()
    return LEVELS[rank]


def _ranked(field: str) -> Case:
    ranks = [When(**{field: level}, then=Value(rank)) for rank, level in enumerate(LEVELS)]
    return Case(*ranks, default=Value(0))


def _rank_of(check: IdentityCheck | None) -> int:
    return table().rank(check.level) if check else 0


def last_check(interaction: int) -> IdentityCheck | None:
    """Return what was last compared in a contact; None where nothing was yet."""
    checks = heard(interaction).select_related("application")
    return checks.order_by("-pk").first()
