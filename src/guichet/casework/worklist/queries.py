"""Reads of the officers' list: what waits, for whom, and how much of it there is."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from guichet.applications import numbers
from guichet.applications.models import Application, OfficerTask

KINDS = tuple(OfficerTask.Kind.values)
MINE, FREE = "mine", "free"


@dataclass(frozen=True, slots=True)
class TaskTally:
    """How many tasks of one kind wait: all of them, this officer's, and nobody's."""

    every: int = 0
    mine: int = 0
    free: int = 0

    def of(self, whose: str) -> int:
        """Return how many belong to somebody: "mine", "free", or all."""
        return {MINE: self.mine, FREE: self.free}.get(whose, self.every)


# A case that is late stands on the list already: it is one line, in red, and not two.
_TOLD_BEFORE = Exists(
    OfficerTask.objects.filter(
        application=OuterRef("application"), done_at=None, kind__in=("decide", "answered")
    )
)
_TWICE = Q(_TOLD_BEFORE, kind="late")


_SHOWN = Q(application__isnull=False) | Q(kind="second_read")


def waiting(*, kind: str = "", whose: str = "", officer: int) -> QuerySet[OfficerTask]:
    """Return the officers' list, what is late first. Answers stay where they are but for one."""
    tasks = OfficerTask.objects.filter(_SHOWN, done_at=None)
    if kind:
        tasks = tasks.filter(kind=kind)
    elif whose != MINE:
        tasks = tasks.exclude(_TWICE)
    if whose == MINE:
        tasks = tasks.filter(officer=officer)
    elif whose == FREE:
        tasks = tasks.filter(officer=None)
    tasks = tasks.select_related("application", "about", "officer").defer("application__steps")
    return tasks.order_by("due_at", "pk")


def tallies(*, officer: int) -> dict[str, TaskTally]:
    """Return how many tasks of each kind wait; under "", how many lines they are together."""
    counts = {
        "every": Count("pk"),
        "mine": Count("pk", filter=Q(officer=officer)),
        "free": Count("pk", filter=Q(officer=None)),
    }
    open_tasks = OfficerTask.objects.filter(_SHOWN, done_at=None).order_by()
    rows = open_tasks.values_list("kind").annotate(**counts)
    by_kind = {kind: TaskTally(every, mine, free) for kind, every, mine, free in rows}
    twice = open_tasks.filter(_TWICE).aggregate(**counts) if "late" in by_kind else {}
    by_kind[""] = TaskTally(
        sum(tally.every for tally in by_kind.values()) - twice.get("every", 0),
        sum(tally.mine for tally in by_kind.values()),
        sum(tally.free for tally in by_kind.values()) - twice.get("free", 0),
    )
    return by_kind


def why_not_found(text: str) -> str:
    """Return why no application was found: "mistyped" where the number does not check itself."""
    number = numbers.read(text)
    kinds = (numbers.APPLICATION, numbers.AUTHORIZATION)
    return "not_found" if any(numbers.is_number(number, kind) for kind in kinds) else "mistyped"


def by_any_number(text: str) -> Application | None:
    """Return the application of a number V… or of an authorization's number J…."""
    number = numbers.read(text)
    if number.startswith(numbers.AUTHORIZATION):
        return Application.objects.filter(authorization__number=number).first()
    return Application.objects.filter(number=number).first()
