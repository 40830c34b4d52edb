"""Writing a note into a file, and reading one that names oneself."""

import secrets
from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from guichet.applications import worklist
from guichet.applications.models import Application, OfficerTask
from guichet.casework import actions
from guichet.casework.models import CaseNote
from guichet.kernel.record import audit

MENTION = OfficerTask.Kind.MENTION


@transaction.atomic
def write(
    application: Application,
    text: str,
    *,
    colleagues: Collection[int],
    once: str,
    officer: int,
    now: datetime,
) -> CaseNote:
    """Write a note, and give everybody who is named in it a task; pressed twice it is one.

    Other words from the same page, which the browser kept, are another note.
    """
    note, is_new = CaseNote.objects.get_or_create(
        application=application,
        officer_id=officer,
        once=_mark(application, text, once=once, officer=officer),
        defaults={"words": text, "written_at": now},
    )
    if not is_new:
        return note
    actor = audit.actor_of(officer)
    audit.write("note", "application", application.pk, actor=actor, now=now, note=note.pk)
    writer = User.objects.get(pk=officer).get_username()
    for colleague in sorted(set(colleagues) - {officer}):
        cause = f"{note.pk}-{colleague}"
        task = worklist.add_task(
            application, MENTION, cause=cause, now=now, note=note.pk, by=writer
        )
        OfficerTask.objects.filter(pk=task.pk).update(officer=colleague)
    return note


def _mark(application: Application, text: str, *, once: str, officer: int) -> str:
    """Return the mark of a page, or a fresh one where other words were sent under it."""
    notes = CaseNote.objects.filter(application=application, officer=officer, once=once)
    note = notes.first()
    return once if note is None or note.words == text else secrets.token_urlsafe(24)


@transaction.atomic
def read(task: int, application: int, *, officer: int, now: datetime) -> bool:
    """Take a mention off one's list; False where it is not there, or is a colleague's."""
    mention = OfficerTask.objects.filter(
        pk=task, about=application, kind=MENTION, officer=officer, done_at=None
    )
    if not mention.update(done_at=now):
        return False
    actions.noted(task, "read_note", officer=officer, now=now)
    return True
