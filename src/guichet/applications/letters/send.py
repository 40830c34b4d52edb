"""What is sent is kept, and can be sent again to the address on file."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime

from guichet.applications.form import answers
from guichet.applications.models import Application, Correspondence
from guichet.kernel.tracing import spans
from guichet.kernel.work import outbox

DISPATCH = "eta_letter"
# The letter and its dispatch; no row where the same cause has written it already.
_WRITE = """
WITH letter AS (
  INSERT INTO applications_correspondence
    (application_id, kind, key, facts, letter_language, summary_language, at, times_sent)
  VALUES (%s, %s, %s, %s::jsonb, %s, %s, %s, 1)
  ON CONFLICT (key) DO NOTHING RETURNING *)
SELECT letter.*, write_dispatch(%s || ':' || id || ':1', %s, id, NULL, summary_language,
                                %s, %s, NULL, %s) AS dispatch
  FROM letter
"""

# What a room above knows beside the cause of a letter, as facts of it, by application and kind.
BESIDE: list[Callable[[Application, str, datetime], Mapping[str, object]]] = []


def send(
    application: Application, kind: str, *, cause: object, now: datetime, **facts: object
) -> Correspondence:
    """Write a letter for a cause, once; with an address, it is on its way."""
    for facts_of in BESIDE:
        facts = {**facts_of(application, kind, now), **facts}
    key, language = _key(application.pk, kind, cause), application.language
    of_letter = answers.letter_language(application.answers, language=language)
    letter = [application.pk, kind, key, json.dumps(facts), of_letter, language, now]
    on_its_way = [DISPATCH, DISPATCH, now, now + outbox.SENT_WITHIN, spans.traceparent()]
    new = iter(Correspondence.objects.raw(_WRITE, [*letter, *on_its_way]))
    return next(new, None) or Correspondence.objects.get(key=key)


def version_of(letter: Correspondence) -> int | None:
    """Return the version of the answers that a letter tells of; None where it tells of none."""
    if "version" in letter.facts:
        return int(letter.facts["version"])
    # The release before named it in the key alone. This goes with the release after this one.
    versions = letter.application.versions.values_list("pk", flat=True)
    keys = {_key(letter.application_id, letter.kind, version): version for version in versions}
    return keys.get(letter.key)


def send_again(letter: Correspondence, *, now: datetime) -> Correspondence:
    """Send a letter once more, to the address that is on file now."""
    letter.times_sent += 1
    letter.save(update_fields=["times_sent"])
    _dispatch(letter, now=now)
    return letter


def _key(application: int, kind: str, cause: object) -> str:
    return f"{kind}:{application}:{cause}"


def _dispatch(letter: Correspondence, *, now: datetime) -> None:
    outbox.enqueue(
        DISPATCH,
        letter.pk,
        key=f"{DISPATCH}:{letter.pk}:{letter.times_sent}",
        language=letter.summary_language,
        now=now,
    )
