"""Whom a change of the lists ends, and whose answer it changes, as an officer reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from markupsafe import Markup

from guichet.applications import numbers
from guichet.applications.decisions import trial
from guichet.applications.decisions.trial import OpenAnswers, Trial
from guichet.applications.form.answers import name_of
from guichet.applications.models import Application, Authorization
from guichet.casework import words
from guichet.eligibility.content import law
from guichet.eligibility.law import Law

SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingAuthorization:
    """One authorization that would end, whose it is, and on which day."""

    number: str
    application: int
    case: str
    printed_case: str
    name: str
    valid_until: date
    ends_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """One application that is not decided yet, with the answer it had and the one it gets."""

    application: int
    case: str
    printed_case: str
    name: str
    state: Markup
    before: Markup
    after: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialPage:
    """What a page shows of a trial: the first of each kind."""

    already: Sequence[EndingAuthorization]
    in_addition: Sequence[EndingAuthorization]
    others: Sequence[OpenCase]

    @property
    def applications(self) -> list[int]:
        """Return whose names stand on the page."""
        of_authorizations = (*self.already, *self.in_addition)
        pks = [row.application for row in of_authorizations]
        return [*pks, *(row.application for row in self.others)]


def lists(code: str, on: date, trial_law: Law | None, language: str) -> list[tuple[Markup, Markup]]:
    """Return the list of a nationality the day before and on the day, published or on trial.

    Of the first day that is known, nobody knows the day before.
    """
    say, before = words.says(language), on - timedelta(days=1)
    rows = [(say("relisting.list_on"), _list(trial_law or law(), code, on, language))]
    if before >= law().first_day:
        rows.insert(0, (say("relisting.list_before"), _list(law(), code, before, language)))
    return rows


def _list(lists_of: Law, code: str, day: date, language: str) -> Markup:
    nationality = lists_of.at(law().noon_of(day)).nationalities.get(law().own_code.get(code, code))
    return words.says(language)(f"on_list.{nationality.list if nationality else 'none'}")


def ending(
    pks: Sequence[int], *, at: datetime, trial_law: Law | None = None
) -> list[EndingAuthorization]:
    """Return the first of those that would end, with the names of their holders and the days."""
    rows = Authorization.objects.filter(pk__in=pks[:SHOWN])
    return [
        EndingAuthorization(
            number=numbers.for_people(authorization.number),
            application=authorization.application_id,
            case=authorization.application.number,
            printed_case=numbers.for_people(authorization.application.number),
            name=name_of(authorization.application.answers),
            valid_until=authorization.valid_until,
            ends_on=trial.ends_on(authorization, at=at, under=trial_law),
        )
        for authorization in rows.select_related("application").order_by("valid_until", "pk")
    ]


def of_trial(report: Trial, trial_law: Law, language: str) -> TrialPage:
    """Return the first of whom the published lists end, whom the change ends, and open cases."""
    at = report.published.at
    return TrialPage(
        already=ending(report.already, at=at),
        in_addition=ending(report.in_addition, at=at, trial_law=trial_law),
        others=open_cases(report.open, language),
    )


def open_cases(answers: OpenAnswers, language: str) -> list[OpenCase]:
    """Return the first of the open applications that get another answer, with both answers."""
    others = answers.others[:SHOWN]
    of = Application.objects.in_bulk([other.application for other in others])
    return [
        OpenCase(
            application=application.pk,
            case=application.number,
            printed_case=numbers.for_people(application.number),
            name=name_of(application.answers),
            state=words.of_code("state", application.state, language),
            before=words.of_code("answer", other.before, language),
            after=words.of_code("answer", other.after, language),
        )
        for other in others
        if (application := of.get(other.application))
    ]
