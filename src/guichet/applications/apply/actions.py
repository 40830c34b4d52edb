"""Every write of who applies: save a step, send off, take back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from guichet.applications import queries, states
from guichet.applications.apply.starting import index
from guichet.applications.form.answers import fields_changed, reading_of
from guichet.applications.form.fields import Reading
from guichet.applications.models import Application, Version
from guichet.applications.searching import keys as search_keys
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit

CLIENT = states.CLIENT


def save_step(
    pk: int,
    step: str,
    changes: Mapping[str, Any],
    *,
    version: int,
    language: str,
    now: datetime,
    reading: Reading | None = None,
    send: bool = False,
    again: bool = False,
) -> Application:
    """Keep what was typed in a step, and `send` the application off with it; or raise Obstacle.

    When another window has saved since `version`, both are kept: what was saved stands, and what
    was typed here lies beside it as a version of its own. What keeps it from being sent is raised
    once what was typed is kept, with the new version; `again`: a valid authorization does not.

    `reading` is that of the answers with the changes, where the caller has read them already; it
    counts if nothing was saved in between.
    """
    with transaction.atomic():
        application = _draft(pk)
        answers = {**application.answers, **changes}
        reading = reading_of(answers, now=now, earlier=reading)
        if version == application.version:
            obstacle = None
            _keep(application, reading, step=step, language=language, now=now)
        else:
            obstacle = _keep_beside(application, reading.raw, now=now)
        if send and not obstacle:
            obstacle = _sign_if_possible(application, reading, again=again, now=now)
        application.save()
    if obstacle:
        obstacle.facts.setdefault("version", application.version)
        raise obstacle
    return application


def _draft(pk: int) -> Application:
    application = queries.locked(pk)
    if application.state != states.FIRST:
        raise Obstacle("not_possible_now", state=application.state, verb="save")
    return application


def _keep(
    application: Application, reading: Reading, *, now: datetime, step: str, language: str
) -> None:
    application.answers = reading.kept
    application.steps = {**application.steps, step: now.isoformat()}
    application.version += 1
    application.language, application.saved_at = language, now
    index(application, reading)


def _keep_beside(
    application: Application, answers: Mapping[str, Any], *, now: datetime
) -> Obstacle | None:
    """Keep what was typed in another window; nothing where nothing differs (a double click)."""
    differing = list(fields_changed(application.answers, answers))
    if not differing:
        return None
    _version(application, Version.Cause.TYPED_ELSEWHERE, answers, differing, now=now)
    return Obstacle("changed_elsewhere", version=application.version, fields=differing)


def replace(
    pk: int, reading: Reading, *, version: int | None, language: str, now: datetime
) -> Application:
    """Put these answers in the place of all others, for programs; or raise Obstacle."""
    with transaction.atomic():
        application = _draft(pk)
        if version not in (None, application.version):
            raise Obstacle("changed_elsewhere", version=application.version)
        _keep(application, reading, now=now, step="all", language=language)
        application.save()
    return application


@transaction.atomic
def submit(pk: int, *, again: bool = True, now: datetime) -> Application:
    """Send the application off; it is processed once it is paid for. Or raise Obstacle.

    `again`: although a valid authorization for the same passport stands.
    """
    application = queries.locked(pk)
    if application.signed_at:
        return application  # sent twice is sent once, however far it has come since

    reading = reading_of(application.answers, now=now)
    index(application, reading)
    if obstacle := _sign_if_possible(application, reading, again=again, now=now):
        raise obstacle
    application.save()
    return application


def _sign_if_possible(
    application: Application, reading: Reading, *, again: bool, now: datetime
) -> Obstacle | None:
    """Sign it to be saved, or return what keeps it here: a fault, or a valid authorization."""
    state = states.next_state("submit", application.state, by=CLIENT)
    if reading.errors:
        return Obstacle("invalid", errors=dict(reading.errors))
    valid = None if again else queries.valid_for_same(application, now=now)
    if valid:
        return Obstacle("authorization_valid", valid_until=str(valid.valid_until))

    application.answers, application.state = dict(reading.answers), state
    application.signature = str(reading.answers["signature"])
    application.signed_at = application.saved_at = now
    _version(application, Version.Cause.SENT, application.answers, [], now=now)
    search_keys.keep(application)
    audit.write("submit", "application", application.pk, actor=CLIENT, now=now)
    return None


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
    application: Application,
    cause: Version.Cause,
    answers: Mapping[str, Any],
    fields: list[str],
    *,
    now: datetime,
) -> None:
    application.versions.create(
        cause=cause, answers={**answers}, changed=fields, at=now, actor=CLIENT
    )
