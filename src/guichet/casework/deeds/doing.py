"""How each deed is done, when it is possible, and what it is about."""

from collections.abc import Callable

from guichet.applications import states, worklist
from guichet.applications.changes import corrections
from guichet.applications.decisions import actions as decisions
from guichet.applications.decisions import authorizations, reconsiderations, requests
from guichet.applications.fee import actions as payments
from guichet.applications.models import Reconsideration
from guichet.casework import actions
from guichet.casework.deeds.case import About, Case, Given


def in_state(verb: str) -> Callable[[Case], bool]:
    """Return what tells whether a verb of the table of states is possible."""
    return lambda case: states.is_possible(verb, case.application.state)


def is_valid(case: Case) -> bool:
    """Tell whether there is an authorization that has not ended."""
    return case.authorization is not None and case.authorization.ended_at is None


def overdue(case: Case) -> bool:
    """Tell whether the client left every question unanswered until its day had passed."""
    late = bool(case.waiting) and all(one.due_on < case.today for one in case.waiting)
    return late and states.is_possible("give_up", case.application.state)


def approve(given: Given) -> object:
    """Approve, with what only officers read."""
    internal = given.form.internal_reasons()
    return decisions.approve(given.pk, officer=given.officer, internal=internal, now=given.now)


def refuse(given: Given) -> object:
    """Refuse, with reasons for the person and for officers."""
    return decisions.refuse(
        given.pk,
        officer=given.officer,
        public=given.form.cleaned_data["public"],
        internal=given.form.internal_reasons(),
        now=given.now,
    )


def close(given: Given) -> object:
    """Close the application of somebody who has other papers."""
    public = [given.form.cleaned_data["public"]]
    return decisions.close(given.pk, officer=given.officer, public=public, now=given.now)


def ask(given: Given) -> object:
    """Ask for papers or an explanation."""
    return requests.ask_for_documents(
        given.pk,
        given.form.pairs(),
        officer=given.officer,
        due_on=given.form.cleaned_data["due_on"],
        now=given.now,
    )


def invite(given: Given) -> object:
    """Invite to an interview."""
    due_on = given.form.cleaned_data["due_on"]
    return decisions.invite(given.pk, officer=given.officer, due_on=due_on, now=given.now)


def resume(given: Given) -> object:
    """Take the case up again."""
    return decisions.resume(given.pk, officer=given.officer, now=given.now)


def give_up(given: Given) -> object:
    """End what nobody answered."""
    return decisions.give_up(given.pk, officer=given.officer, now=given.now)


def cancel(given: Given) -> object:
    """Cancel the authorization."""
    assert given.case.authorization
    return authorizations.cancel(
        given.case.authorization,
        officer=given.officer,
        public=given.form.cleaned_data["public"],
        internal=given.form.internal_reasons(),
        now=given.now,
    )


def revalidate(*, wanted: bool) -> Callable[[Given], object]:
    """Return what sets the mark of revalidation or takes it away."""

    def mark(given: Given) -> None:
        one = given.case.authorization
        assert one
        authorizations.revalidate(one, wanted=wanted, officer=given.officer, now=given.now)

    return mark


def agree(given: Given) -> object:
    """Make the correction that was asked for."""
    assert given.about
    return corrections.agree(given.about.pk, officer=given.officer, now=given.now)


def decline(given: Given) -> object:
    """Leave the answers as they are."""
    assert given.about
    public = given.form.cleaned_data["public"]
    return corrections.decline(given.about.pk, officer=given.officer, public=public, now=given.now)


def reconsider(given: Given) -> object:
    """Decide upon a request to look again."""
    assert given.about
    reopened = given.form.cleaned_data["outcome"] == "reopened"
    return reconsiderations.reconsider(
        given.about.pk,
        officer=given.officer,
        reopened=reopened,
        public=[] if reopened else given.form.cleaned_data["public"],
        now=given.now,
    )


def refund(given: Given) -> object:
    """Give a payment back, or note that it went back another way."""
    assert given.about
    by_hand = given.form.cleaned_data["way"] == "by_hand"
    return payments.refunded(given.about.pk, officer=given.officer, now=given.now, by_hand=by_hand)


def settle(given: Given) -> object:
    """Take a task off the list that asks for nothing."""
    assert given.about
    return actions.settle(given.about.pk, officer=given.officer, now=given.now)


def is_over(case: Case) -> bool:
    """Tell whether nothing is left to decide upon."""
    return case.application.state not in states.OPEN


def left_over(case: Case, pk: int) -> About | None:
    """Return a task of the case that still waits."""
    waiting = case.application.tasks.filter(pk=pk, done_at=None, kind__in=worklist.OF_THE_CASE)
    return waiting.first()


def correction(case: Case, pk: int) -> About | None:
    """Return the task of a correction that still waits."""
    waiting = case.application.tasks.filter(pk=pk, kind="correction", done_at=None)
    return waiting.first()


def open_request(case: Case, pk: int) -> About | None:
    """Return the request to look again that still waits."""
    found = Reconsideration.objects.filter(decision__application=case.application)
    return found.filter(pk=pk, decided_at=None).first()


def refund_due(case: Case, pk: int) -> About | None:
    """Return the payment that is still to be given back."""
    due = case.application.payments.filter(pk=pk, refund_due=True, refunded_at=None)
    return due.first()


def is_revalidated(case: Case) -> bool:
    """Tell whether a valid authorization is being looked at again."""
    return is_valid(case) and bool(case.authorization and case.authorization.under_revalidation)


def is_not_revalidated(case: Case) -> bool:
    """Tell whether a valid authorization could be looked at again."""
    return is_valid(case) and not is_revalidated(case)
