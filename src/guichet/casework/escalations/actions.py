"""An officer says what was done about a case that an agent had handed up."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from guichet.applications.models import Application, OfficerTask
from guichet.casework import actions
from guichet.casework.models import CaseNote
from guichet.casework.notes import actions as notes
from guichet.interactions import actions as contacts
from guichet.interactions.models import Promise

ESCALATION = OfficerTask.Kind.ESCALATION


@transaction.atomic
def settle(
    task: int,
    application: Application,
    words: str,
    *,
    colleagues: Collection[int],
    once: str,
    officer: int,
    now: datetime,
) -> bool:
    """Keep what was done as a note, take the task off the list, and keep its promise.

    False where it is settled already, or a colleague has taken it: then nothing is written. The
    same words of the same page sent twice are settled once, and True.
    """
    waiting = OfficerTask.objects.select_for_update().filter(
        pk=task, about=application, kind=ESCALATION, done_at=None
    )
    row = waiting.first()
    if row is None and _is_settled(task, application, words, once=once, officer=officer):
        return True
    if row is None or row.officer_id not in (None, officer):
        return False
    notes.write(application, words, colleagues=colleagues, once=once, officer=officer, now=now)
    waiting.update(done_at=now, officer=officer)
    actions.noted(task, "settle_escalation", officer=officer, now=now)
    promise = Promise.objects.filter(pk=row.facts.get("promise")).first()
    if promise:  # a contact may have been forgotten before its case
        contacts.keep(promise.pk, agent=officer, now=now)
    return True


def _is_settled(
    task: int, application: Application, words: str, *, once: str, officer: int
) -> bool:
    """Tell whether an officer has settled a task already with these words of the same page."""
    rows = OfficerTask.objects.filter(pk=task, about=application, kind=ESCALATION, officer=officer)
    notes_of_page = CaseNote.objects.filter(application=application, officer=officer, once=once)
    note = notes_of_page.first()
    return note is not None and note.words == words and rows.exclude(done_at=None).exists()
