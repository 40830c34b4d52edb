"""Every write of who applies: save a step, send off, take back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from guichet.applications import queries, states
from guichet.applications.apply.starting import index
from guichet.applications.form import answers as reading
from guichet.applications.models import (
    Application,
    Version,
)
from guichet.eligibility import content
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit

CLIENT = states.CLIENT


def save_step(
    pk: int, step: str, changes: Mapping[str, Any], *, version: int, language: str, now: datetime
) -> Application:
    """Keep what was typed in a step, or raise Obstacle.

    When another window has saved since `version`, both are kept: what was saved stands, and what
    was typed here lies beside it as a version of its own.
    """
    with transaction.atomic():
        application = queries.locked(pk)
        if application.state != states.FIRST:
            raise Obstacle("not_possible_now", state=application.state, verb="save")
        typed = {**application.answers, **changes}
        fits = version == application.version
        if fits:
            _keep(application, typed, now=now, step=step, language=language)
        else:
            differing = _keep_beside(application, typed, step=step, now=now)
    if not fits and differing:
        raise Obstacle("changed_elsewhere", version=application.version, fields=differing)
    return application


def _keep(
    application: Application, typed: Mapping[str, Any], *, now: datetime, step: str, language: str
) -> None:
    application.answers = reading.form().kept(typed, today=content.today(now))
    application.steps = {**application.steps, step: now.isoformat()}
    application.version += 1
    application.language, application.saved_at = language, now
    index(application, now=now)
    application.save()


def _keep_beside(
    application: Application, typed: Mapping[str, Any], *, step: str, now: datetime
) -> list[str]:
    """Keep what was typed in another window; return what differs (nothing: a double click)."""
    differing = list(reading.changed(application.answers, typed))
    if differing:
        Version.objects.create(
            application=application,
            cause=Version.Cause.TYPED_ELSEWHERE,
            answers={**typed},
            changed=differing,
            at=now,
            actor=CLIENT,
        )
    return differing


def replace(
    pk: int, answers: Mapping[str, Any], *, version: int | None, language: str, now: datetime
) -> Application:
    """Put these answers in the place of all others, for programs; or raise Obstacle."""
    with transaction.atomic():
        application = queries.locked(pk)
        if application.state != states.FIRST:
            raise Obstacle("not_possible_now", state=application.state, verb="save")
        if version not in (None, application.version):
            raise Obstacle("changed_elsewhere", version=application.version)
        _keep(application, answers, now=now, step="all", language=language)
    return application


@transaction.atomic
def submit(pk: int, *, now: datetime) -> Application:
    """Send the application off; it is processed once it is paid for. Or raise Obstacle."""
    application = queries.locked(pk)
    if application.signed_at:
        return application  # sent twice is sent once, however far it has come since

    state = states.next_state("submit", application.state, by=CLIENT)
    faults = reading.faults(application.answers, now=now)
    if faults:
        raise Obstacle("invalid", errors=faults)

    application.answers = reading.cleaned(application.answers, now=now)
    application.signature = str(application.answers["signature"])
    application.state, application.signed_at, application.saved_at = state, now, now
    index(application, now=now)
    application.save()
    _version(application, Version.Cause.SENT, [], now=now)
    audit.write("submit", "application", pk, actor=CLIENT, now=now)
    return application


def check_none_valid(pk: int, *, now: datetime) -> None:
    """Raise Obstacle where sending it off would replace a valid authorization for the passport.

    What is sent already, or cannot be sent yet, is not asked about.
    """
    application = queries.application(pk)
    if application.signed_at or reading.faults(application.answers, now=now):
        return
    if valid := queries.valid_for_same(application, now=now):
        raise Obstacle("authorization_valid", valid_until=str(valid.valid_until))


@transaction.atomic
def revise(pk: int, *, now: datetime) -> Application:
    """Take an application back to change it before it is paid for; its signature goes."""
    application = queries.locked(pk)
    application.state = states.next_state("revise", application.state, by=CLIENT)
    application.signature, application.signed_at, application.saved_at = "", None, now
    application.answers = {
        key: value
        for key, value in application.answers.items()
        if key not in ("agree", "truth", "signature")
    }
    application.version += 1
    application.save()
    audit.write("revise", "application", pk, actor=CLIENT, now=now)
    return application


def _version(
    application: Application, cause: Version.Cause, changed: list[str], *, now: datetime
) -> Version:
    return application.versions.create(
        cause=cause, answers=application.answers, changed=changed, at=now, actor=CLIENT
    )
