"""Reads of runs: an agent's own, and everybody's for who looks after them."""

from django.db.models import QuerySet

from guichet.contact.practice.models import PracticeRun

MOST = 200


def going_on(agent: int) -> dict[str, PracticeRun]:
    """Return the runs of an agent that go on, by story."""
    runs = PracticeRun.objects.filter(agent_id=agent, ended_at=None)
    return {run.story: run for run in runs}


def ended(agent: int | None = None) -> QuerySet[PracticeRun]:
    """Return the runs that have ended, the latest first: an agent's, or everybody's."""
    runs = PracticeRun.objects.exclude(ended_at=None).select_related("agent")
    return (runs if agent is None else runs.filter(agent_id=agent)).order_by("-ended_at", "-pk")


def run_of(pk: int, agent: int, *, sees_all: bool) -> PracticeRun | None:
    """Return a run that an account may read: its own; who looks after agents, every ended one."""
    run = PracticeRun.objects.select_related("agent").filter(pk=pk).first()
    is_open_to = run is not None and (
        run.agent_id == agent or (sees_all and run.ended_at is not None)
    )
    return run if is_open_to else None
