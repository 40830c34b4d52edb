"""What applications are found by: keyed hashes, derived again once IDENTITY_KEY was changed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from guichet.applications import states, tokens
from guichet.applications.form.answers import reading_of
from guichet.applications.form.circumstances import day_of
from guichet.applications.form.fields import Reading
from guichet.applications.models import Application, Authorization
from guichet.kernel.record import audit

AT_ONCE = 1000
A_BATCH = 500
_TWO_CODES = {"D": "DEU", "XKX": "RKS", "KS": "RKS"}


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityKeys:
    """What an application is found by, as far as it was answered already."""

    passport: bytes | None = None
    person: bytes | None = None
    person_words: bytes | None = None
    born_on: date | None = None
    document_issued_on: date | None = None
    document_expires_on: date | None = None
    email: str = ""


def keys_of(reading: Reading) -> IdentityKeys:
    """Return what an application with these answers is found by."""
    answers = reading.answers
    born, number, issuer = (
        day_of(answers, "birth_date"),
        answers.get("passport_number"),
        answers.get("issuer"),
    )
    surname, given_names = answers.get("surname"), str(answers.get("given_names", ""))
    return IdentityKeys(
        passport=tokens.passport_key(str(number), own_issuer(str(issuer)))
        if number and issuer
        else None,
        person=tokens.person_key(str(surname), given_names, born) if surname and born else None,
        person_words=tokens.person_words_key(str(surname), given_names, born)
        if surname and born
        else None,
        born_on=born,
        document_issued_on=day_of(answers, "issue_date"),
        document_expires_on=day_of(answers, "expiry_date"),
        email=str(answers.get("email", "")),
    )


def own_issuer(code: str) -> str:
    """Return the one code of an issuer that has two.

    >>> own_issuer("d"), own_issuer("DEU")
    ('DEU', 'DEU')
    """
    return _TWO_CODES.get(code.upper(), code.upper())


@transaction.atomic
def derive_again(*, now: datetime) -> int:
    """Write the keyed hashes of passports and people anew; return of how many applications.

    All or nothing: half of them under another key, one passport could have two authorizations.
    """
    count = 0
    applications = Application.objects.exclude(passport=None, person=None).only("number", "answers")
    for application in applications.order_by("pk").iterator(chunk_size=AT_ONCE):
        keys = keys_of(reading_of(application.answers, now=now))
        _write(application.pk, keys)
        count += 1
    audit.write("derive_again", "application", 0, actor=states.SYSTEM, now=now, count=count)
    return count


@transaction.atomic
def derive_words(*, now: datetime, most: int = A_BATCH) -> int:
    """Derive the words of applications from before there were any; return of how many.

    Call it until it returns 0; it may stop anywhere, and several may run at once.
    """
    waiting = Application.objects.filter(person__isnull=False, person_words=None)
    batch = (
        waiting.order_by("pk").select_for_update(skip_locked=True).only("number", "answers")[:most]
    )
    rows = list(batch)
    for application in rows:
        keys = keys_of(reading_of(application.answers, now=now))
        if keys.person_words is None:  # the form reads these answers no more; they keep their key
            Application.objects.filter(pk=application.pk).update(person_words=b"")
        else:
            _write(application.pk, keys)
    return len(rows)


def _write(application: int, keys: IdentityKeys) -> None:
    derived = {"passport": keys.passport, "person": keys.person}
    Application.objects.filter(pk=application).update(**derived, person_words=keys.person_words)
    Authorization.objects.filter(application=application).update(**derived)
