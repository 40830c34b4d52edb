"""What an approval gives, and how it ends: by its day, by another, by an officer, by the lists."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from guichet.applications import identities, numbers, queries, states, worklist
from guichet.applications.decisions import explanations, grounds, rules
from guichet.applications.decisions import queries as decisions_queries
from guichet.applications.letters import send as letters
from guichet.applications.models import Application, Authorization, Decision
from guichet.applications.reasons import explanation
from guichet.applications.reasons.explanation import Explanation, meant_in
from guichet.eligibility import content
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit

ONE_A_PASSPORT = "one_valid_authorization_per_passport"


def issue(application: Application, basis: str, *, now: datetime) -> Authorization:
    """Give an authorization for the application's passport; an earlier one on it ends."""
    assert application.passport and application.person and application.document_expires_on
    first = content.today(now)
    identities.note_spares(application)
    authorization = Authorization(
        application=application,
        passport=application.passport,
        person=application.person,
        passport_next=application.passport_next,
        person_next=application.person_next,
        nationality=grounds.nationality_of(application.answers),
        basis=basis,
        valid_from=first,
        valid_until=rules.last_day(
            first,
            years=settings.AGENCY.authorization.valid_years,
            passport_expires_on=application.document_expires_on,
        ),
        issued_at=now,
    )
    while True:
        _make_room(application, now=now)
        try:
            numbers.save(authorization, numbers.AUTHORIZATION)
        except IntegrityError as error:  # somebody else issued for this passport at the moment
            if ONE_A_PASSPORT not in str(error):
                raise
        else:
            return authorization


def _make_room(application: Application, *, now: datetime) -> None:
    before = decisions_queries.valid_authorization(application)
    if before is None:
        return
    if before.valid_until < content.today(now):
        end(before, "expired", now=now)
    elif end(before, "superseded", now=now):
        Decision.objects.create(
            application_id=before.application_id,
            kind="superseded",
            public_reasons=["new_authorization"],
            at=now,
        )


def end(
    authorization: Authorization,
    how: str,
    *,
    now: datetime,
    actor: str = states.SYSTEM,
    **facts: object,
) -> bool:
    """End a valid authorization; false when it had ended before. `facts` are for the record."""
    ended = Authorization.objects.filter(pk=authorization.pk, ended_at=None).update(
        ended_at=now, ended_as=how, under_revalidation=False
    )
    if ended:
        audit.write(how, "authorization", authorization.pk, actor=actor, now=now, **facts)
    return bool(ended)


@transaction.atomic
def cancel(
    authorization: Authorization,
    *,
    officer: int,
    why: Explanation,
    internal: Sequence[str] = (),
    now: datetime,
) -> Authorization:
    """Cancel: inadmissible, no longer eligible, or issued by mistake (IRPR s. 12.06 and 12.07)."""
    explanation.check(why)
    application = queries.locked(authorization.application_id)
    actor, facts = audit.actor_of(officer), meant_in([why.language])
    if not end(authorization, "cancelled", now=now, actor=actor, **facts):
        raise Obstacle("not_possible_now", state=authorization.ended_as, verb="cancel")
    decision = explanations.decision_of(
        application, "cancelled", why, officer=officer, internal=internal, now=now
    )
    worklist.end_tasks(application, now=now, officer=officer)
    explanations.send(decision, now=now)
    authorization.refresh_from_db()
    return authorization


def revalidate(authorization: Authorization, *, mark: bool, officer: int, now: datetime) -> None:
    """Mark an authorization as being looked at again, or take the mark away."""
    marked = Authorization.objects.filter(pk=authorization.pk, ended_at=None).update(
        under_revalidation=mark
    )
    if not marked:
        raise Obstacle("not_possible_now", state=authorization.ended_as, verb="revalidate")
    audit.write(
        "revalidate", "authorization", authorization.pk, actor=audit.actor_of(officer), now=now
    )


def expire(*, now: datetime) -> int:
    """End every authorization whose last day has passed; return how many."""
    ended = 0
    for pk in decisions_queries.over(today=content.today(now)):
        with transaction.atomic():
            authorization = Authorization.objects.select_related("application").get(pk=pk)
            if end(authorization, "expired", now=now):
                letters.send(authorization.application, "expired", cause=pk, now=now)
                ended += 1
    return ended
