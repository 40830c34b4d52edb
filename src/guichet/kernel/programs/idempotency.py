"""The same call twice is one call: answers kept by Idempotency-Key for a day.

What is kept is the status, the code of the obstacle and the record, never a PIN or a word of the
client: the answer is built again from the record. The row is written before the work and in its
transaction, so a second call with the same key waits for the first one to end.

A key belongs to its caller: to the credentials that were proved, else to the network, so that two
strangers who both count from 1 never get each other's answers. Nobody hits upon a key of 22
characters or more by chance, and telephones change their network while they try again: such a
key is the caller, from wherever it comes.
"""

import json
import re
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest

from guichet.kernel import keyring
from guichet.kernel.guarding.network import network_key
from guichet.kernel.models import IdempotentAnswer
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.programs.problems import CONFLICT
from guichet.kernel.programs.voices import kind_of

KEPT = timedelta(hours=24)
HEADER = "Idempotency-Key"
_IN_META = "HTTP_IDEMPOTENCY_KEY"  # `request.headers` would be made for this alone
LONGEST = 255
UNGUESSABLE = 22  # characters: 128 random bits in base64url; a UUID has 32 or 36
_OF_A_FORM = re.compile(r"[A-Za-z0-9_-]{43}")

# Waits while another call with the same key is under way; the row of an old call is taken over.
_CLAIM = """
INSERT INTO kernel_idempotentanswer AS kept (key, body, status, code, record, at)
VALUES (%s, %s, 0, '', NULL, %s)
ON CONFLICT (key) DO UPDATE
   SET body = excluded.body, status = 0, code = '', record = NULL, at = excluded.at
 WHERE kept.at <= %s
"""


def once(
    request: HttpRequest,
    body: dict[str, object],
    write: Callable[[], int],
    *,
    status: int,
    now: datetime,
    before_telling: Callable[[Obstacle], None] = lambda _: None,
) -> int:
    """Do what was asked, or answer as before: return the record it made, or raise its Obstacle.

    Success and conflicts (409) are kept; after any other answer the key is as good as new.
    `before_telling` is called with a conflict that is new, and may raise what is told instead.
    """
    if _IN_META not in request.META:
        return _write(write, before_telling)
    key, digest = _key(request), _digest(body)

    with transaction.atomic():
        if not _is_first(key, digest, now=now):
            return _answer_again(key, digest, path=request.path_info)
        outcome = _try(request, write)
        if isinstance(outcome, Obstacle):
            before_telling(outcome)
            record = _record_of(request, outcome)
            columns = {"status": CONFLICT, "code": outcome.code, "record": record}
        else:
            columns = {"status": status, "code": "", "record": outcome}
        IdempotentAnswer.objects.filter(pk=key).update(**columns)
    if isinstance(outcome, Obstacle):
        raise outcome
    return outcome


def pressed_once(form: str, write: Callable[[], int], *, now: datetime, after: int = 0) -> int:
    """Do what a form asks, or return the record that its first press made.

    `form` is what the form carries of its showing (`new_form`); anything else stands for no form,
    and is done each time. `after` counts the records that are not to be returned again.
    """
    if not _OF_A_FORM.fullmatch(form):
        return write()
    key = keyring.working("form", form, after)
    with transaction.atomic():
        if not _is_first(key, key, now=now):
            return _answer_again(key, key, path="")
        record = write()
        IdempotentAnswer.objects.filter(pk=key).update(status=200, record=record)
    return record


def new_form() -> str:
    """Return what tells one showing of a form from every other."""
    return secrets.token_urlsafe(32)


def _key(request: HttpRequest) -> bytes:
    own_key = _read(request.META[_IN_META])
    return keyring.working("idempotency", request.path, own_key, *_caller(request, own_key))


def _caller(request: HttpRequest, key: str) -> tuple[object, ...]:
    """Return whose key it is, for keys that others may use as well."""
    if len(key) >= UNGUESSABLE:
        return ()
    if getattr(request, "auth", None):  # set where credentials were proved, and only there
        return ("credentials", request.headers["Authorization"])
    return ("network", network_key(request).hex())


def _digest(body: dict[str, object]) -> bytes:
    content = json.dumps(body, sort_keys=True)
    return keyring.working("idempotent body", content)


def _read(key: str) -> str:
    if not 0 < len(key) <= LONGEST or not key.isascii() or not key.isprintable():
        raise Obstacle("invalid", errors={HEADER: "malformed"})
    return key


def _is_first(key: bytes, body: bytes, *, now: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [key, body, now, now - KEPT])
        return bool(cursor.rowcount == 1)


def _answer_again(key: bytes, body: bytes, *, path: str) -> int:
    first = IdempotentAnswer.objects.get(pk=key)
    if bytes(first.body) != body:
        raise Obstacle("idempotency_key_reused")
    if first.code:
        kind = kind_of(path, first.code)
        facts = {kind.record: first.record} if kind and kind.record else {}
        raise Obstacle(first.code, **facts)
    return int(first.record or 0)


def _write(write: Callable[[], int], before_telling: Callable[[Obstacle], None]) -> int:
    try:
        return write()
    except Obstacle as obstacle:
        before_telling(obstacle)
        raise


def _record_of(request: HttpRequest, obstacle: Obstacle) -> int | None:
    """Return the one fact of a conflict with which it can be told again, where it has one."""
    kind = kind_of(request.path_info, obstacle.code)
    fact: Any = obstacle.facts.get(kind.record) if kind else None
    return None if fact is None else int(fact)


def _try(request: HttpRequest, write: Callable[[], int]) -> int | Obstacle:
    """Return the record, or the conflict that is to be kept; undo what was begun before it."""
    try:
        with transaction.atomic():
            return write()
    except Obstacle as obstacle:
        kind = kind_of(request.path_info, obstacle.code)
        if kind is None or kind.status != CONFLICT or kind.asks_for_more:
            raise
        return obstacle
