"""What changes while a contact goes on: what was note."""

from datetime import datetime

from django.db import transaction

from guichet.interactions import rules
from guichet.interactions.actions import going_on, note_deed
from guichet.interactions.models import InteractionNote
from guichet.kernel.obstacles import Obstacle


@transaction.atomic
def put_right(pk: int, words: str, *, author: int, now: datetime) -> InteractionNote:
    """Put right what was told, while the contact goes on; raise Obstacle for another's words."""
    rules.check_words(words)
    note = InteractionNote.objects.select_related("interaction").get(pk=pk)
    interaction = going_on(note.interaction_id)
    if note.author_id != author or note.kind != InteractionNote.Kind.TOLD:
        raise Obstacle("not_your_contact")

    note.words, note.written_at = words.strip(), now
    note.save(update_fields=["words", "written_at"])
    note_deed("put_right", interaction, agent=author, now=now, kind=note.kind)
    return note
