"""Every write of practice: begin a run, take a step, score it. Nothing else is ever written."""

from datetime import datetime
from typing import Any

from django.db import transaction

from guichet.contact.disclosure import table
from guichet.contact.practice import rules
from guichet.contact.practice.models import PracticeRun
from guichet.contact.practice.stories import playing
from guichet.contact.practice.stories.playing import Step
from guichet.contact.practice.stories.shelf import codes
from guichet.contact.practice.stories.story import Story
from guichet.kernel.obstacles import Obstacle


@transaction.atomic
def begin(story: Story, *, agent: int, now: datetime) -> PracticeRun:
    """Begin a run of a story; one that goes on is returned, unless the story has changed since."""
    runs = PracticeRun.objects.filter(agent_id=agent, story=story.name, ended_at=None)
    runs.exclude(digest=story.digest).delete()
    run, _ = PracticeRun.objects.get_or_create(
        agent_id=agent,
        story=story.name,
        ended_at=None,
        defaults={"digest": story.digest, "begun_at": now},
    )
    return run


@transaction.atomic
def take(
    pk: int, story: Story, step: Step, *, after: int, agent: int, now: datetime
) -> PracticeRun:
    """Take a step from a page that showed so many steps; the same press once more changes nothing.

    Raises Obstacle: `gone_on` where the run is further than the page or has ended, `too_long`,
    `not_found` where it is no run of this agent.
    """
    run = PracticeRun.objects.select_for_update().filter(pk=pk, agent_id=agent).first()
    if run is None or run.digest != story.digest:
        raise Obstacle("not_found")

    is_same = 0 <= after < len(run.steps) and run.steps[after] == step
    if not rules.check_turn(len(run.steps), after, is_same=is_same):
        return run
    if run.ended_at is not None:
        raise Obstacle("gone_on")

    run.steps = [*run.steps, dict(step)]
    if "end" in step:
        _end(run, story, now=now)
    run.save()
    return run


def _end(run: PracticeRun, story: Story, *, now: datetime) -> None:
    state = playing.replay(story, run.steps, table())
    parts = rules.score(story, state, table(), codes().points)
    run.ended_at, run.score = now, rules.total(parts)
    run.parts = [_plain(part) for part in parts]


def _plain(part: rules.Part) -> dict[str, Any]:
    return {
        "name": part.name,
        "points": part.points,
        "most": part.most,
        "reasons": [list(reason) for reason in part.reasons],
    }
