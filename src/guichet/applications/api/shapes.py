"""Applications and their standing in the shape in which programs get them."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from guichet.applications import queries
from guichet.applications.fee import providers
from guichet.applications.models import Application, Payment
from guichet.applications.public_status import PublicStanding, masked, of
from guichet.applications.reasons import facts
from guichet.applications.status import explained
from guichet.web.addresses.paths import public_address
from guichet.web.formats.money import plain_amount

# What a room above knows of an application for its owner, by field; it hands in its own.
FROM_ABOVE: dict[str, Callable[[Application], object]] = {"interview": lambda _application: None}


def instant(moment: datetime | None) -> str | None:
    """Return an instant as RFC 3339 with Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def of_standing(standing: PublicStanding) -> dict[str, object]:
    """Return where an application stands; what was not found has the same fields, all empty."""
    return {
        "status": standing.status.code,
        "next_step": standing.status.next_step,
        "number": standing.number or None,
        "submitted_at": instant(standing.submitted_at),
        "decision_due_at": instant(standing.owed_at),
        "decided_at": instant(standing.decided_at),
        "answer_by": _day(standing.answer_by),
        "authorization": {
            "number": masked(standing.authorization),
            "valid_until": _day(standing.valid_until),
            "ended_as": standing.ended_as,
        }
        if standing.authorization and standing.valid_until
        else None,
        "passport_ends_in": standing.passport_ends_in or None,
        "reasons": list(standing.reasons),
    }


def of_application(application: Application, *, now: datetime) -> dict[str, object]:
    """Return an application for its owner, who has number and PIN: nothing is masked."""
    standing = of(application, now=now)
    shape = of_standing(standing)
    if isinstance(shape["authorization"], dict):
        shape["authorization"]["number"] = standing.authorization
    return {
        **shape,
        "explanation": _explanation(application, standing),
        **{name: of_above(application) for name, of_above in FROM_ABOVE.items()},
        "version": application.version,
        "language": application.language,
        "answers": application.answers,
        "payment": _payment(queries.payment_of(application), application),
    }


def _explanation(application: Application, standing: PublicStanding) -> dict[str, object] | None:
    decision = explained.decision_that_stands(application, standing)
    if decision is None or not decision.grounds:
        return None
    grounds = [
        {
            "reason": ground.kind,
            "provision": ground.provision,
            "name": ground.name,
            "link": ground.link or None,
            "facts": [fact.key for fact in ground.facts],
        }
        for ground in facts.shown(decision, decision.language)
    ]
    return {"grounds": grounds, "words": decision.words, "language": decision.language}


def _payment(payment: Payment | None, application: Application) -> dict[str, object] | None:
    if payment is None:
        return None
    return {
        "state": payment.state,
        "amount": plain_amount(payment.cents, payment.currency),
        "currency": payment.currency,
        "reference": payment.reference,
        "address": _where_to_pay(payment, application) if payment.state == "started" else None,
    }


def _where_to_pay(payment: Payment, application: Application) -> str | None:
    taker = providers.provider()
    if payment.provider != taker.name:
        return None
    return taker.address(
        payment.reference, return_to=public_address("applications:paying", application.language)
    )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
