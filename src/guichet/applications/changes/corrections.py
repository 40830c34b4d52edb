"""Forgot, mistaken, changed: what can be put right, and what takes a new application."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from guichet.applications import queries, states, tokens, worklist
from guichet.applications.changes import rules
from guichet.applications.changes.groups import groups
from guichet.applications.changes.rules import Route
from guichet.applications.decisions import rules as decisions_rules
from guichet.applications.form.answers import fields_changed, reading_of
from guichet.applications.form.fields import Reading
from guichet.applications.letters import send as letters
from guichet.applications.models import Application, OfficerTask, Version
from guichet.applications.searching import keys as search_keys
from guichet.kernel.guarding import guesses
from guichet.kernel.guarding.guesses import Guesser
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit

CLIENT = states.CLIENT


def routes_of(application: Application, fields: Mapping[str, Any]) -> dict[str, Route]:
    """Return what becomes of a change of each of these fields, before anybody confirms it."""
    group_by_field = groups()
    unknown = [field for field in fields if field not in group_by_field]
    if unknown:
        raise Obstacle("invalid", errors=dict.fromkeys(unknown, "unknown_field"))
    authorization = queries.authorization_of(application)
    valid = authorization is not None and authorization.ended_at is None
    return {
        field: rules.correction_route(group_by_field[field], state=application.state, valid=valid)
        for field in fields
    }


@transaction.atomic
def correct(pk: int, changes: Mapping[str, Any], *, now: datetime) -> dict[str, Route]:
    """Correct what can be corrected now, ask for what an officer must agree to; or raise Obstacle.

    Nothing is changed when one of the fields takes a new application or does not fit.
    """
    application = queries.locked(pk)
    routes = routes_of(application, changes)
    by_kind: dict[str, dict[str, Any]] = {}
    for field, route in routes.items():
        by_kind.setdefault(route.kind, {})[field] = changes[field]
    if "edit" in by_kind:
        raise Obstacle("not_possible_now", state=application.state, verb="correct")
    if "new_application" in by_kind:
        raise Obstacle("needs_new_application", fields=sorted(by_kind["new_application"]))
    reading = _checked(application, changes, now=now)

    if "now" in by_kind:
        _apply(application, by_kind["now"], reading, actor=CLIENT, now=now)
    if "request" in by_kind:
        _ask(application, by_kind["request"], now=now)
    if "verify" in by_kind:
        _prove(application, str(changes["email"]), now=now)
    return routes


def _checked(application: Application, changes: Mapping[str, Any], *, now: datetime) -> Reading:
    """Return the answers with the changes, read; or raise Obstacle for what is wrong with these.

    What has aged since is no fault of theirs.
    """
    reading = reading_of({**application.answers, **changes}, now=now)
    errors = {field: code for field, code in reading.errors.items() if field in changes}
    if errors:
        raise Obstacle("invalid", errors=errors)
    return reading


def _apply(
    application: Application,
    changes: Mapping[str, Any],
    reading: Reading | None = None,
    *,
    actor: str,
    now: datetime,
) -> None:
    before = application.answers
    after = reading_of({**before, **changes}, now=now, earlier=reading)
    application.answers = _without_hidden(after, before, changes, now=now)
    changed = list(fields_changed(before, application.answers))
    if not changed:
        return
    application.version += 1
    application.save(update_fields=["answers", "version"])
    if search_keys.FIELDS.intersection(changed):
        search_keys.keep(application)
    worklist.list_anew(application)
    version = application.versions.create(
        cause=Version.Cause.CORRECTED,
        answers=application.answers,
        changed=changed,
        at=now,
        actor=actor,
    )
    letters.send(application, "corrected", cause=version.pk, now=now, fields=changed)
    audit.write("correct", "application", application.pk, actor=actor, now=now, fields=changed)


def _without_hidden(
    after: Reading, before: Mapping[str, Any], changes: Mapping[str, Any], *, now: datetime
) -> dict[str, Any]:
    """Return the answers with changes and without what these have hidden.

    What a rule has hidden since the application was sent stays: the decision rested on it.
    """
    dropped = (reading_of(before, now=now).keys | changes.keys()) - after.keys
    return {key: value for key, value in after.raw.items() if key not in dropped}


def _ask(application: Application, changes: Mapping[str, Any], *, now: datetime) -> None:
    version = application.versions.create(
        cause=Version.Cause.ASKED,
        answers={**application.answers, **changes},
        changed=sorted(changes),
        at=now,
        actor=CLIENT,
    )
    worklist.add_task(
        application,
        OfficerTask.Kind.CORRECTION,
        cause=version.pk,
        now=now,
        version=version.pk,
        fields=sorted(changes),
    )
    letters.send(application, "correction_asked", cause=version.pk, now=now, fields=sorted(changes))
    audit.write(
        "ask_correction",
        "application",
        application.pk,
        actor=CLIENT,
        now=now,
        fields=sorted(changes),
    )


@transaction.atomic
def agree(task: int, *, officer: int, now: datetime) -> Application:
    """Make a correction that was asked for, as an officer."""
    application, waiting, version = _waiting_correction(task)
    changes = {field: version.answers.get(field) for field in version.changed}
    _apply(application, changes, actor=audit.actor_of(officer), now=now)
    _settle(waiting, officer=officer, now=now)
    return application


@transaction.atomic
def decline(task: int, *, officer: int, public: Sequence[str], now: datetime) -> Application:
    """Leave the answers as they are, and tell the person why."""
    decisions_rules.check_reasons(public)
    application, waiting, version = _waiting_correction(task)
    _settle(waiting, officer=officer, now=now)
    letters.send(
        application,
        "correction_declined",
        cause=version.pk,
        now=now,
        version=version.pk,
        fields=list(version.changed),
        reasons=list(public),
    )
    audit.write(
        "decline",
        "application",
        application.pk,
        actor=audit.actor_of(officer),
        now=now,
        fields=list(version.changed),
    )
    return application


def _waiting_correction(task: int) -> tuple[Application, OfficerTask, Version]:
    """Return a correction that still waits, its application locked; or raise Obstacle."""
    tasks = OfficerTask.objects.filter(pk=task, kind="correction", done_at=None)
    pk = tasks.values_list("application", flat=True).first()
    if pk is None:
        raise Obstacle("not_found")
    application = queries.locked(pk)
    waiting = tasks.first()  # again, now that nobody else settles it
    if waiting is None:
        raise Obstacle("not_found")
    return application, waiting, Version.objects.get(pk=waiting.facts["version"])


def _settle(waiting: OfficerTask, *, officer: int, now: datetime) -> None:
    waiting.done_at, waiting.officer_id = now, officer
    waiting.save(update_fields=["done_at", "officer"])


def _prove(application: Application, email: str, *, now: datetime) -> None:
    """Send a code to a new address; until it comes back, letters go to the old one."""
    application.email_pending = email
    application.save(update_fields=["email_pending"])
    letters.send(application, "prove_email", cause=f"{now.timestamp()}", now=now)
    audit.write("change_email", "application", application.pk, actor=CLIENT, now=now)


def confirm_email(pk: int, code: str, *, guesser: Guesser, now: datetime) -> Application:
    """Make a proven address the one on file; the old one is told. Or raise Obstacle."""
    with guesses.guess("eta_email", str(pk), guesser, now=now), transaction.atomic():
        application = queries.locked(pk)
        check_code_stands(application, now=now)
        if not (application.email_pending and tokens.is_email_code(application, code)):
            raise Obstacle("wrong_code")
        _change_email(application, now=now)
    return application


def check_code_stands(application: Application, *, now: datetime) -> None:
    """Raise Obstacle when the code of a new address was sent too long ago."""
    letter = application.letters.filter(kind="prove_email").order_by("-pk").first()
    if letter and application.email_pending and now >= letter.at + rules.CODE_STANDS:
        raise Obstacle("code_is_over")


def _change_email(application: Application, *, now: datetime) -> None:
    old, new = application.email, application.email_pending
    application.answers = {**application.answers, "email": new}
    email = reading_of(application.answers, now=now).answers.get("email")
    application.email, application.email_pending = str(email or new), ""
    application.version += 1
    application.save(update_fields=["answers", "email", "email_pending", "version"])
    version = application.versions.create(
        cause=Version.Cause.CORRECTED,
        answers=application.answers,
        changed=["email"],
        at=now,
        actor=CLIENT,
    )
    facts = {"version": version.pk, "had_one": bool(old)}
    letters.send(application, "email_changed", cause=version.pk, now=now, **facts)
    audit.write("confirm_email", "application", application.pk, actor=CLIENT, now=now)
