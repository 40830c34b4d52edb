"""By what an application is searched on the telephone: keyed hashes, and never a name itself."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from guichet.applications.form.circumstances import day_of
from guichet.applications.models import Application, SearchKeys
from guichet.kernel import keyring
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading import names, phones

MOST = 20  # applications that a search tells of
A_BATCH = 500
LENGTH = 16  # bytes of a key
PHONES = ("rep_phone", "rep_fax")
FIELDS = frozenset({"surname", "given_names", "birth_date", *PHONES})
# All that fit are met by the index before a bound is known, or PostgreSQL might read the table to
# find so many. The same name as the passport spells it by machine is the second condition.
BY_NAME = """
WITH met AS MATERIALIZED (
  SELECT application_id FROM applications_searchkeys WHERE keys @> %(keys)s OR keys @> %(zone)s
)
SELECT application_id FROM met LIMIT %(most)s
"""
BY_PHONE = """
WITH met AS MATERIALIZED (
  SELECT application_id FROM applications_searchkeys WHERE keys && %(keys)s
)
SELECT application_id FROM met LIMIT %(most)s
"""


def keep(application: Application) -> None:
    """Keep by what a signed application is searched, or keep it anew; with its transaction."""
    _write([application])


def forget(application: Application) -> None:
    """Let an application be searched by nothing any more."""
    SearchKeys.objects.filter(pk=application.pk).delete()


def of_name(name: str, born_on: date | None = None) -> list[int]:
    """Return the applications whose names have all of these words, in any order, MOST + 1 at most.

    With a day only those of somebody who was born on it.
    """
    day = [_key("born", born_on.isoformat())] if born_on else []
    keys, zone = (
        [*_of_words(spelling(name)), *day] for spelling in (str.lower, names.as_in_the_zone)
    )
    if len(keys) == len(day):
        return []
    return _ask(BY_NAME, keys=keys, zone=zone)


def of_phones(numbers: Iterable[str]) -> list[int]:
    """Return the applications in which one of these numbers, E.164, stands; MOST + 1 at most."""
    return _ask(BY_PHONE, keys=[_key("phone", number) for number in numbers])


def _ask(statement: str, **keys: list[bytes]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values(**keys))
        return [pk for (pk,) in cursor.fetchall()]


def values(**keys: list[bytes]) -> Any:
    """Return the values of a statement: its lists of keys, and how many it tells of at most."""
    return {**keys, "most": MOST + 1}


def keys_of(answers: Mapping[str, Any]) -> list[bytes]:
    """Return by what an application with these answers is searched."""
    name = " ".join(str(answers.get(key) or "") for key in ("surname", "given_names"))
    born_on = day_of(answers, "birth_date")
    keys = _of_words(name)
    if born_on:
        keys.append(_key("born", born_on.isoformat()))
    numbers = (_number(str(answers.get(key) or "")) for key in PHONES)
    return [*keys, *(_key("phone", number) for number in sorted({*numbers} - {""}))]


def _of_words(name: str) -> list[bytes]:
    return [_key("word", word) for word in sorted(set(names.words(name).split()))]


def _number(text: str) -> str:
    try:
        return phones.read(text).number
    except Obstacle:  # none was answered, or none that anybody could call
        return ""


def _key(kind: str, text: str) -> bytes:
    return keyring.working(f"search by {kind}", text)[:LENGTH]


def derive(*, most: int = A_BATCH) -> Iterator[int]:
    """Derive the keys of signed applications that have none; yield of how many, by batch.

    It may stop anywhere and begin anew, and several may run at once.
    """
    last = 0
    while True:
        with transaction.atomic():
            rows = list(_without(last)[:most])
            _write(rows)
        if not rows:
            return
        last = rows[-1].pk
        yield len(rows)


@transaction.atomic
def derive_anew(*, now: datetime) -> int:
    """Derive all keys again after WORKING_KEY was changed, all or nothing; return of how many."""
    del now
    SearchKeys.objects.all().delete()
    return sum(derive())


def _without(last: int) -> Any:
    own_keys = SearchKeys.objects.filter(pk=OuterRef("pk"))
    rows = Application.objects.filter(~Exists(own_keys), pk__gt=last).exclude(signed_at=None)
    return rows.order_by("pk").select_for_update(skip_locked=True).only("number", "answers")


def _write(applications: Iterable[Application]) -> None:
    SearchKeys.objects.bulk_create(
        [SearchKeys(application=row, keys=keys_of(row.answers)) for row in applications],
        update_conflicts=True,
        unique_fields=["application"],
        update_fields=["keys"],
    )
