"""What changes while a contact goes on: what was told, who speaks, and in which language."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from guichet.interactions import rules
from guichet.interactions.actions import going_on, note_deed
from guichet.interactions.models import Interaction, InteractionNote, Participant
from guichet.kernel.obstacles import Obstacle


@transaction.atomic
def put_right(pk: int, words: str, *, author: int, now: datetime) -> InteractionNote:
    """Put right what was told, while the contact goes on; raise Obstacle for another's words."""
    rules.check_words(words)
    note, interaction = _own_told(pk, author=author)

    note.words, note.written_at = words.strip(), now
    note.save(update_fields=["words", "written_at"])
    note_deed("put_right", interaction, agent=author, now=now, kind=note.kind)
    return note


@transaction.atomic
def take_out(pk: int, *, author: int, now: datetime) -> None:
    """Take out what was told, while the contact goes on; the record keeps that it was taken out.

    Raises Obstacle: `interaction_ended`, `not_your_contact` for another's words.
    """
    note, interaction = _own_told(pk, author=author)
    note.delete()
    note_deed("take_out", interaction, agent=author, now=now, kind=note.kind)


def _own_told(pk: int, *, author: int) -> tuple[InteractionNote, Interaction]:
    note = InteractionNote.objects.get(pk=pk)
    interaction = going_on(note.interaction_id)
    if note.author_id != author or note.kind != InteractionNote.Kind.TOLD:
        raise Obstacle("not_your_contact")
    return note, interaction


@transaction.atomic
def change_speakers(pk: int, roles: Sequence[str], *, agent: int, now: datetime) -> Interaction:
    """Say that others speak from now on: nobody of them has proven anything yet."""
    interaction = going_on(pk)
    interaction.participants.filter(left_at=None).update(left_at=now)
    Participant.objects.bulk_create(
        Participant(interaction=interaction, role=role) for role in roles
    )
    interaction.disclosure = Interaction.Disclosure.GENERAL
    interaction.save(update_fields=["disclosure"])
    note_deed("change_speakers", interaction, agent=agent, now=now, roles=list(roles))
    return interaction


@transaction.atomic
def change_language(pk: int, language: str, *, agent: int, now: datetime) -> Interaction:
    """Say in which language a contact goes on."""
    interaction = going_on(pk)
    interaction.language = language
    interaction.save(update_fields=["language"])
    note_deed("change_language", interaction, agent=agent, now=now, language=language)
    return interaction
