"""What applications are found by, derived again once IDENTITY_KEY was changed."""

from datetime import datetime

from django.db import transaction

from guichet.applications import answers, states
from guichet.applications.models import Application, Authorization
from guichet.kernel import audit

AT_ONCE = 1000


@transaction.atomic
def derive_again(*, now: datetime) -> int:
    """Write the keyed hashes of passports and people anew; return of how many applications.

    All or nothing: half of them under another key, one passport could have two authorizations.
    """
    done = 0
    found = Application.objects.exclude(passport=None, person=None).only("pk", "answers")
    for application in found.order_by("pk").iterator(chunk_size=AT_ONCE):
        keys = answers.keys_of(application.answers, now=now)
        derived = {"passport": keys.passport, "person": keys.person}
        Application.objects.filter(pk=application.pk).update(**derived)
        Authorization.objects.filter(application=application.pk).update(**derived)
        done += 1
    audit.write("derive_again", "application", 0, actor=states.SYSTEM, now=now, count=done)
    return done
