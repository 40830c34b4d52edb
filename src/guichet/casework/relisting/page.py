"""Whom a change of the lists ends, as an officer reads it."""

from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from guichet.applications import numbers
from guichet.applications.decisions.relisting import Relisting
from guichet.applications.form.answers import name_of
from guichet.applications.models import Authorization
from guichet.casework import words
from guichet.eligibility.content import law
from guichet.eligibility.law import Law

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


def lists(code: str, on: date, trial: Law | None, language: str) -> list[tuple[Markup, Markup]]:
    """Return the list of a nationality the day before and on the day, published or on trial.

    Of the first day that is known, nobody knows the day before.
    """
    say, before = words.says(language), on - timedelta(days=1)
    rows = [(say("relisting.list_on"), _list(trial or law(), code, on, language))]
    if before >= law().first_day:
        rows.insert(0, (say("relisting.list_before"), _list(law(), code, before, language)))
    return rows


def _list(lists_of: Law, code: str, day: date, language: str) -> Markup:
    nationality = lists_of.at(law().noon_of(day)).nationalities.get(law().own_code.get(code, code))
    return words.says(language)(f"on_list.{nationality.list if nationality else 'none'}")


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
