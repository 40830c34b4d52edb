"""What applications are found by, derived again once IDENTITY_KEY was changed."""

from datetime import datetime

from django.db import transaction

from guichet.applications import answers, states
from guichet.applications.models import Application, Authorization
from guichet.kernel import audit

AT_ONCE = 1000
A_BATCH = 500


@transaction.atomic
def derive_again(*, now: datetime) -> int:
    """Write the keyed hashes of passports and people anew; return of how many applications.

    All or nothing: half of them under another key, one passport could have two authorizations.
    """
    done = 0
    found = Application.objects.exclude(passport=None, person=None).only("pk", "answers")
    for application in found.order_by("pk").iterator(chunk_size=AT_ONCE):
        keys = answers.keys_of(application.answers, now=now)
        _write(application.pk, keys)
        done += 1
    audit.write("derive_again", "application", 0, actor=states.SYSTEM, now=now, count=done)
    return done


@transaction.atomic
def derive_words(*, now: datetime, most: int = A_BATCH) -> int:
    """Derive the words of applications from before there were any; return of how many.

    Call it until it returns 0; it may stop anywhere, and several may run at once.
    """
    waiting = Application.objects.filter(person__isnull=False, person_words=None)
    batch = waiting.order_by("pk").select_for_update(skip_locked=True).only("pk", "answers")[:most]
    rows = list(batch)
    for application in rows:
        keys = answers.keys_of(application.answers, now=now)
        if keys.person_words is None:  # the form reads these answers no more; they keep their key
            Application.objects.filter(pk=application.pk).update(person_words=b"")
        else:
            _write(application.pk, keys)
    return len(rows)


def _write(application: int, keys: answers.Keys) -> None:
    derived = {"passport": keys.passport, "person": keys.person}
    Application.objects.filter(pk=application).update(**derived, person_words=keys.person_words)
    Authorization.objects.filter(application=application).update(**derived)
