"""What applications are found by: keyed hashes, under a second key as well in a rotation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from guichet.applications import tokens
from guichet.applications.form.answers import reading_of
from guichet.applications.form.circumstances import day_of
from guichet.applications.form.fields import Reading
from guichet.applications.models import Application, Authorization
from guichet.kernel import clock
from guichet.kernel.enciphering import current, shelves

A_BATCH = 500
COLUMNS = ("passport", "person", "person_words")
AUTHORIZED = ("passport_next", "person_next")
_TWO_CODES = {"D": "DEU", "XKX": "RKS", "KS": "RKS"}


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityKeys:
    """What an application is found by, as far as it was answered already."""

    passport: bytes | None = None
    person: bytes | None = None
    person_words: bytes | None = None
    passport_next: bytes | None = None  # on the spare shelf, while there is one
    person_next: bytes | None = None
    person_words_next: bytes | None = None
    born_on: date | None = None
    document_issued_on: date | None = None
    document_expires_on: date | None = None
    email: str = ""


def keys_of(reading: Reading) -> IdentityKeys:
    """Return what an application with these answers is found by."""
    answers = reading.answers
    return IdentityKeys(
        **_hashes(answers),
        born_on=day_of(answers, "birth_date"),
        document_issued_on=day_of(answers, "issue_date"),
        document_expires_on=day_of(answers, "expiry_date"),
        email=str(answers.get("email", "")),
    )


def _hashes(answers: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the keyed hashes on both shelves, by their columns."""
    pair, hashes = current.identity_shelves(), {}
    number, issuer = answers.get("passport_number"), answers.get("issuer")
    surname, born = answers.get("surname"), day_of(answers, "birth_date")
    for suffix, version in (("", pair.main), (shelves.SPARE, pair.spare)):
        if version and number and issuer:
            key = tokens.passport_key(str(number), own_issuer(str(issuer)), version=version)
            hashes[f"passport{suffix}"] = key
        if version and surname and born:
            person = (str(surname), str(answers.get("given_names", "")), born)
            hashes[f"person{suffix}"] = tokens.person_key(*person, version=version)
            hashes[f"person_words{suffix}"] = tokens.person_words_key(*person, version=version)
    return hashes


def own_issuer(code: str) -> str:
    """Return the one code of an issuer that has two.

    >>> own_issuer("d"), own_issuer("DEU")
    ('DEU', 'DEU')
    """
    return _TWO_CODES.get(code.upper(), code.upper())


def note_spares(application: Application) -> None:
    """Give an application that was read before a rotation its hashes of the spare shelf."""
    for name, key in _spares(application).items():
        setattr(application, name, key)


def _spares(application: Application) -> dict[str, bytes]:
    """Return hashes for the spare shelf; those that the answers give no more are carried over."""
    version = current.identity_shelves().spare
    spares: dict[str, bytes] = {}
    if version is None:
        return spares
    hashes = _hashes(reading_of(application.answers, now=clock.now()).answers)
    for column in COLUMNS:
        if (key := getattr(application, column)) is not None:
            name = f"{column}{shelves.SPARE}"
            carried = tokens.carried(bytes(key), version=version) if key else b""
            spares[name] = hashes.get(name, carried)
    return spares


def fill(pk: int) -> None:
    """Fill the spare shelf of an application and of the authorization that it gave.

    One after the other: who ends an authorization has its row, and then asks for the application's.
    """
    with transaction.atomic():
        application = Application.objects.select_for_update().get(pk=pk)
        if spares := _spares(application):
            Application.objects.filter(pk=pk).update(**spares)
    if of_passport := {name: spares[name] for name in AUTHORIZED if name in spares}:
        Authorization.objects.filter(application=pk).update(**of_passport)


def fill_authorization(pk: int) -> None:
    """Fill the spare shelf of an authorization and of its application."""
    fill(Authorization.objects.values_list("application", flat=True).get(pk=pk))


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
            words = {"person_words": keys.person_words, "person_words_next": keys.person_words_next}
            Application.objects.filter(pk=application.pk).update(**words)
    return len(rows)
