"""Applications and their standing in the shape in which programs get them."""

from datetime import UTC, date, datetime

from guichet.applications import queries
from guichet.applications.fee import providers
from guichet.applications.models import Application, Payment
from guichet.applications.public_status import Found, masked, of
from guichet.web.addresses.paths import public_address


def instant(moment: datetime | None) -> str | None:
    """Return an instant as RFC 3339 with Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def standing(found: Found) -> dict[str, object]:
    """Return where an application stands; what was not found has the same fields, all empty."""
    given = found.authorization and found.valid_until
    return {
        "status": found.status.code,
        "next_step": found.status.next_step,
        "number": found.number or None,
        "submitted_at": instant(found.submitted_at),
        "decision_due_at": instant(found.due_at),
        "decided_at": instant(found.decided_at),
        "answer_by": _day(found.answer_by),
        "authorization": {
            "number": masked(found.authorization),
            "valid_until": _day(found.valid_until),
            "ended_as": found.ended_as,
        }
        if given
        else None,
        "passport_ends_in": found.passport_ends_in or None,
        "reasons": list(found.reasons),
    }


def application(one: Application, *, now: datetime) -> dict[str, object]:
    """Return an application for its owner, who has number and PIN: nothing is masked."""
    found = of(one, now=now)
    shape = standing(found)
    if isinstance(shape["authorization"], dict):
        shape["authorization"]["number"] = found.authorization
    return {
        **shape,
        "version": one.version,
        "language": one.language,
        "answers": one.answers,
        "payment": _payment(queries.payment_of(one), one),
    }


def _payment(payment: Payment | None, one: Application) -> dict[str, object] | None:
    if payment is None:
        return None
    return {
        "state": payment.state,
        "amount": f"{payment.cents / 100:.2f}",
        "currency": payment.currency,
        "reference": payment.reference,
        "address": _where_to_pay(payment, one) if payment.state == "started" else None,
    }


def _where_to_pay(payment: Payment, one: Application) -> str | None:
    taker = providers.provider()
    if payment.provider != taker.name:
        return None
    return taker.address(
        payment.reference, return_to=public_address("applications:paying", one.language)
    )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
