"""What is sent is kept, and can be sent again to the address on file."""

from datetime import datetime

from guichet.applications.form import answers
from guichet.applications.models import Application, Correspondence
from guichet.kernel.work import outbox

DISPATCH = "eta_letter"


def send(
    application: Application, kind: str, *, cause: object, now: datetime, **facts: object
) -> Correspondence:
    """Write a letter for a cause, once; with an address, it is on its way."""
    letter, is_new = Correspondence.objects.get_or_create(
        key=_key(application.pk, kind, cause),
        defaults={
            "application": application,
            "kind": kind,
            "facts": facts,
            "letter_language": answers.letter_language(
                application.answers, language=application.language
            ),
            "summary_language": application.language,
            "at": now,
        },
    )
    if is_new:
        _dispatch(letter, now=now)
    return letter


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
