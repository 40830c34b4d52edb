"""Every write about quality: look a contact over once, and say something to what was found."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from guichet.contact.quality import queries, rules
from guichet.contact.quality.models import QualityAnswer, QualityReview
from guichet.interactions.actions import INTERACTION
from guichet.interactions.models import Interaction
from guichet.interactions.rules import scrub
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading.days import authority_day
from guichet.kernel.record import audit


@transaction.atomic
def review(
    pk: int, answers: Mapping[str, tuple[str, str]], *, reviewer: int, now: datetime
) -> QualityReview:
    """Keep what a supervisor found; `answers`: by question, a verdict and a note.

    Raises Obstacle: `not_drawn`, `own_contact`, `reviewed_already` by somebody else,
    `reviewed_before` by the same supervisor with other answers.
    """
    contact = Interaction.objects.select_for_update().get(pk=pk)
    earlier = QualityReview.objects.filter(interaction=contact).first()
    findings = {name: (verdict, scrub(note.strip())) for name, (verdict, note) in answers.items()}
    if earlier and earlier.reviewer_id == reviewer:
        rows = {row.question: (row.verdict, row.note) for row in earlier.answers.all()}
        if rows != findings:
            raise Obstacle("reviewed_before")
        return earlier
    if earlier:
        raise Obstacle("reviewed_already")
    rules.check_review(
        agent=contact.agent_id,
        reviewer=reviewer,
        has_ended=contact.ended_at is not None,
        is_drawn=queries.is_drawn(contact, today=authority_day(now)),
    )

    assert contact.agent_id is not None
    row = QualityReview.objects.create(
        interaction=contact, agent_id=contact.agent_id, reviewer_id=reviewer, reviewed_at=now
    )
    for question, (verdict, note) in findings.items():
        QualityAnswer.objects.create(review=row, question=question, verdict=verdict, note=note)
    audit.write("review", INTERACTION, pk, actor=audit.actor_of(reviewer), now=now)
    return row


@transaction.atomic
def reply(pk: int, words: str, *, agent: int, now: datetime) -> QualityReview:
    """Keep what an agent says to what was found in a contact of theirs; once.

    Raises Obstacle: `not_found`, `replied_already` where other words are kept.
    """
    row = QualityReview.objects.select_for_update().filter(pk=pk, agent=agent).first()
    if row is None:
        raise Obstacle("not_found")
    text = scrub(words.strip())
    if row.replied_at and row.reply != text:
        raise Obstacle("replied_already")
    if row.replied_at is None:
        row.reply, row.replied_at = text, now
        row.save(update_fields=["reply", "replied_at"])
        actor = audit.actor_of(agent)
        audit.write("answer_review", INTERACTION, row.interaction_id, actor=actor, now=now)
    return row
