"""Whom a change of the lists ends, as an officer reads it."""

from dataclasses import dataclass
from datetime import date

from guichet.applications import numbers
from guichet.applications.decisions.relisting import Relisting
from guichet.applications.form.answers import name_of
from guichet.applications.models import Authorization

SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingAuthorization:
    """One authorization that would end, and whose it is."""

    number: str
    application: int
    case: str
    printed_case: str
    name: str
    valid_until: date


def ending(report: Relisting) -> list[EndingAuthorization]:
    """Return the first of those that would end, with the names of their holders."""
    rows = Authorization.objects.filter(pk__in=report.lapsing[:SHOWN])
    return [
        EndingAuthorization(
            number=numbers.for_people(authorization.number),
            application=authorization.application_id,
            case=authorization.application.number,
            printed_case=numbers.for_people(authorization.application.number),
            name=name_of(authorization.application.answers),
            valid_until=authorization.valid_until,
        )
        for authorization in rows.select_related("application").order_by("valid_until", "pk")
    ]
