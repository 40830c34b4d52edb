"""How each deed is done, when it is possible, and what it is about."""

from collections.abc import Callable

from guichet.applications import queries as applications
from guichet.applications import states, worklist
from guichet.applications.changes import corrections
from guichet.applications.decisions import actions as decisions
from guichet.applications.decisions import (
    authorizations,
    reconsiderations,
    requests,
    second_readings,
)
from guichet.applications.fee import actions as payments
from guichet.applications.models import Reconsideration
from guichet.casework import actions
from guichet.casework.deeds.case import About, CaseState, DeedMatter


def in_state(verb: str) -> Callable[[CaseState], bool]:
    """Return what tells whether a verb of the table of states is possible."""
    return lambda case: states.is_possible(verb, case.application.state)


def is_valid(case: CaseState) -> bool:
    """Tell whether there is an authorization that has not ended."""
    return case.authorization is not None and case.authorization.ended_at is None


def overdue(case: CaseState) -> bool:
    """Tell whether the client left every question unanswered until its day had passed."""
    late = bool(case.waiting) and all(request.due_on < case.today for request in case.waiting)
    return late and states.is_possible("give_up", case.application.state)


def approve(matter: DeedMatter) -> object:
    """Approve, with what only officers read."""
    internal = matter.form.internal_reasons()
    return decisions.approve(matter.pk, officer=matter.officer, internal=internal, now=matter.now)


def refuse(matter: DeedMatter) -> object:
    """Refuse; or write the refusal that a second officer reads first."""
    why = matter.form.explanation()
    carry_out = second_readings.propose if why.second_reader else decisions.refuse
    return carry_out(
        matter.pk,
        officer=matter.officer,
        why=why,
        internal=matter.form.internal_reasons(),
        now=matter.now,
    )


def rehearse_refusal(matter: DeedMatter) -> object:
    """Refuse as it will be in the end, so that the letter can be read: all of it is taken back."""
    application = applications.locked(matter.pk)
    decisions.check_officer(application, matter.officer, now=matter.now)
    return decisions.carry_out_refusal(
        application,
        officer=matter.officer,
        why=matter.form.explanation(),
        internal=matter.form.internal_reasons(),
        now=matter.now,
    )


def agree_refusal(matter: DeedMatter) -> object:
    """Agree to a refusal that somebody else wrote."""
    assert matter.about
    return second_readings.agree(matter.about.pk, officer=matter.officer, now=matter.now)


def give_back_refusal(matter: DeedMatter) -> object:
    """Give a refusal back to who wrote it."""
    assert matter.about
    words = matter.form.cleaned_data["answer"]
    return second_readings.give_back(
        matter.about.pk, officer=matter.officer, words=words, now=matter.now
    )


def close(matter: DeedMatter) -> object:
    """Close the application of somebody who has other papers."""
    public = [matter.form.cleaned_data["public"]]
    return decisions.close(matter.pk, officer=matter.officer, public=public, now=matter.now)


def ask(matter: DeedMatter) -> object:
    """Ask for papers or an explanation."""
    return requests.ask_for_documents(
        matter.pk,
        matter.form.pairs(),
        officer=matter.officer,
        due_on=matter.form.cleaned_data["due_on"],
        languages=matter.form.languages(),
        now=matter.now,
    )


def resume(matter: DeedMatter) -> object:
    """Take the case up again."""
    return decisions.resume(matter.pk, officer=matter.officer, now=matter.now)


def give_up(matter: DeedMatter) -> object:
    """End what nobody answered."""
    return decisions.give_up(matter.pk, officer=matter.officer, now=matter.now)


def cancel(matter: DeedMatter) -> object:
    """Cancel the authorization."""
    assert matter.case.authorization
    return authorizations.cancel(
        matter.case.authorization,
        officer=matter.officer,
        why=matter.form.explanation(),
        internal=matter.form.internal_reasons(),
        now=matter.now,
    )


def revalidate(*, is_wanted: bool) -> Callable[[DeedMatter], object]:
    """Return what sets the mark of revalidation or takes it away."""

    def mark(matter: DeedMatter) -> None:
        authorization = matter.case.authorization
        assert authorization
        authorizations.revalidate(
            authorization, mark=is_wanted, officer=matter.officer, now=matter.now
        )

    return mark


def agree(matter: DeedMatter) -> object:
    """Make the correction that was asked for."""
    assert matter.about
    return corrections.agree(matter.about.pk, officer=matter.officer, now=matter.now)


def decline(matter: DeedMatter) -> object:
    """Leave the answers as they are."""
    assert matter.about
    public = matter.form.cleaned_data["public"]
    return corrections.decline(
        matter.about.pk, officer=matter.officer, public=public, now=matter.now
    )


def reconsider(matter: DeedMatter) -> object:
    """Decide upon a request to look again."""
    assert matter.about
    reopened = matter.form.cleaned_data["outcome"] == "reopened"
    return reconsiderations.reconsider(
        matter.about.pk,
        officer=matter.officer,
        reopened=reopened,
        public=[] if reopened else matter.form.cleaned_data["public"],
        words="" if reopened else matter.form.cleaned_data["words"],
        language=matter.form.language_of_words("words"),
        now=matter.now,
    )


def refund(matter: DeedMatter) -> object:
    """Give a payment back, or note that it went back another way."""
    assert matter.about
    by_hand = matter.form.cleaned_data["way"] == "by_hand"
    return payments.refunded(
        matter.about.pk, officer=matter.officer, now=matter.now, by_hand=by_hand
    )


def settle(matter: DeedMatter) -> object:
    """Take a task off the list that asks for nothing."""
    assert matter.about
    return actions.settle(matter.about.pk, officer=matter.officer, now=matter.now)


def is_over(case: CaseState) -> bool:
    """Tell whether nothing is left to decide upon."""
    return case.application.state not in states.OPEN


def left_over(case: CaseState, pk: int) -> About | None:
    """Return a task of the case that still waits."""
    return worklist.tasks_of(case.application).filter(pk=pk).first()


def open_reading(case: CaseState, pk: int) -> About | None:
    """Return the refusal that waits for a second officer."""
    return applications.open_readings(case.application).filter(pk=pk).first()


def correction(case: CaseState, pk: int) -> About | None:
    """Return the task of a correction that still waits."""
    waiting = case.application.tasks.filter(pk=pk, kind="correction", done_at=None)
    return waiting.first()


def open_request(case: CaseState, pk: int) -> About | None:
    """Return the request to look again that still waits."""
    rows = Reconsideration.objects.filter(decision__application=case.application)
    return rows.filter(pk=pk, decided_at=None).first()


def refund_due(case: CaseState, pk: int) -> About | None:
    """Return the payment that is still to be given back."""
    due = case.application.payments.filter(pk=pk, refund_due=True, refunded_at=None)
    return due.first()


def is_revalidated(case: CaseState) -> bool:
    """Tell whether a valid authorization is being looked at again."""
    return is_valid(case) and bool(case.authorization and case.authorization.under_revalidation)


def is_not_revalidated(case: CaseState) -> bool:
    """Tell whether a valid authorization could be looked at again."""
    return is_valid(case) and not is_revalidated(case)
