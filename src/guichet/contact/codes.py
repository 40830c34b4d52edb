"""A code to the address on file: sent while somebody is on the line, and read aloud by them."""

from datetime import datetime, timedelta

from django.db.models import F

from guichet.applications.models import Application
from guichet.contact.models import CallerCode
from guichet.kernel import keyring, references
from guichet.kernel.guarding import limits
from guichet.kernel.guarding.table import CALLER_CODE_TRIES, CALLER_CODES
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit
from guichet.kernel.work import outbox

DISPATCH = "eta_caller_code"
STANDS = timedelta(minutes=15)


def send(application: Application, interaction: int, *, agent: int, now: datetime) -> None:
    """Send a fresh code to the address on file; beyond the limit, or without one, send nothing."""
    if not application.email:
        return
    try:
        limits.take(CALLER_CODES, str(application.pk).encode(), now=now)
    except Obstacle:  # nobody is told, or it would tell that there is a case
        return
    code = CallerCode.objects.create(
        application=application,
        interaction_id=interaction,
        sent_at=now,
        expires_at=now + STANDS,
    )
    outbox.enqueue(
        DISPATCH,
        code.pk,
        key=f"{DISPATCH}:{code.pk}",
        language=application.language,
        now=now,
        expires_at=code.expires_at,
    )
    actor = audit.actor_of(agent)
    audit.write("send_code", "application", application.pk, actor=actor, now=now)


def digits(code: CallerCode) -> str:
    """Return the six digits of a code."""
    return _readings(code)[0]


def try_out(
    application: Application | None, text: str, *, is_rest_right: bool, now: datetime
) -> bool:
    """Tell whether a code is right and so is everything said beside it; a wrong try is counted.

    Only the newest code of a case counts. Where there is none, the work is the same.
    """
    code = _newest(application, now=now)
    candidate = code or CallerCode(pk=0, application_id=0)
    is_right = [
        references.same(ours, references.read_number(text)) for ours in _readings(candidate)
    ]
    if code is None:
        return False
    if any(is_right) and is_rest_right:
        CallerCode.objects.filter(pk=code.pk).update(used_at=now)
        return True
    CallerCode.objects.filter(pk=code.pk).update(tries=F("tries") + 1)
    return False


def _newest(application: Application | None, *, now: datetime) -> CallerCode | None:
    """Return the newest code of a case, if it still proves anything."""
    code = CallerCode.objects.filter(application=application).first() if application else None
    if code is None or code.used_at or code.expires_at <= now:
        return None
    return code if code.tries < CALLER_CODE_TRIES.most else None


def _readings(code: CallerCode) -> list[str]:
    secrets = keyring.workings("caller_code", code.application_id, code.pk, before=keyring.PIN)
    return [f"{int.from_bytes(secret[:8]) % 1_000_000:06d}" for secret in secrets]
