"""How a case stands, in codes and days: what the page of trouble knows and an enquiry carries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from guichet.applications import letters, queries, states, status
from guichet.applications.form import questions
from guichet.applications.form.answers import form
from guichet.applications.letters_body import SHOWS
from guichet.applications.models import Application, Correspondence, Payment
from guichet.eligibility.content import today
from guichet.kernel.models import Dispatch

type Arrival = Literal["waiting", "sent", "given_up"]
MOST_LETTERS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A letter and whether its mail has left the house."""

    letter: Correspondence
    arrival: Arrival
    left_at: datetime | None
    address: str  # where it would go now; nothing where it cannot be sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything about an application that helps with trouble; nothing of what it says."""

    application: Application
    status: str
    step: str  # of the form, that comes next; nothing once it is complete
    payment: Literal["none", "unclear", "failed", "paid", "refund"]
    refund_due: bool
    letters: tuple[Sent, ...]
    address: Literal["on_file", "to_be_proven", "none"]

    def facts(self) -> dict[str, object]:
        """Return it in codes and days, to be kept with an enquiry."""
        return {
            "state": self.application.state,
            "status": self.status,
            "step": self.step,
            "saved_at": self.application.saved_at.isoformat(),
            "due_at": self.application.due_at.isoformat() if self.application.due_at else "",
            "payment": self.payment,
            "refund_due": self.refund_due,
            "address": self.address,
            "letters": [
                {
                    "kind": one.letter.kind,
                    "at": one.letter.at.isoformat(),
                    "times": one.letter.times_sent,
                    "arrival": one.arrival,
                }
                for one in self.letters
            ],
        }


def case_of(application: Application, *, now: datetime) -> Case:
    """Return how an application stands now."""
    return Case(
        application=application,
        status=status.of(application, now=now).status.code,
        step=next_step(application, now=now),
        payment=_payment(application),
        refund_due=application.payments.filter(refund_due=True, refunded_at=None).exists(),
        letters=tuple(sent(application)[:MOST_LETTERS]),
        address=_address(application),
    )


def next_step(application: Application, *, now: datetime) -> str:
    """Return the first step of a draft that is not complete, or the review."""
    if application.state != states.FIRST:
        return ""
    whole = form().clean(application.answers, today=today(now))
    for section in questions.steps_before_review(whole.sections):
        begun = section.key in application.steps or section.key == "who"
        if whole.only(section.key).errors or not begun:
            return section.key
    return questions.REVIEW


def sent(application: Application) -> list[Sent]:
    """Return everything that was sent, the newest first, in two statements."""
    written = list(queries.letters_of(application))
    rows = Dispatch.objects.filter(kind=letters.DISPATCH, record__in=[one.pk for one in written])
    latest = {row.record: row for row in rows.order_by("pk")}
    return [_sent(letter, latest.get(letter.pk)) for letter in written]


def _sent(letter: Correspondence, row: Dispatch | None) -> Sent:
    arrival: Arrival = "waiting"
    if row and row.sent_at:
        arrival = "sent"
    elif row is None or row.given_up_at:
        arrival = "given_up"
    return Sent(
        letter=letter,
        arrival=arrival,
        left_at=row.sent_at if row else None,
        address=goes_to(letter),
    )


def goes_to(letter: Correspondence) -> str:
    """Return where a letter would go if it were sent again; nothing where it would not.

    A code goes to the address that is to be proven. An approval that has ended is not sent, for
    nobody may take it for valid.
    """
    application = letter.application
    if letter.kind not in SHOWS:
        return ""
    if letter.kind == "prove_email":
        return application.email_pending
    if letter.kind == "approved":
        given = queries.authorization_of(application)
        return application.email if given and given.ended_at is None else ""
    return application.email


def _payment(
    application: Application,
) -> Literal["none", "unclear", "failed", "paid", "refund"]:
    payment = queries.payment_of(application)
    if payment is None:
        return "none"
    if payment.refund_due:
        return "refund"
    if payment.state == Payment.State.PAID:
        return "paid"
    return "failed" if payment.state == Payment.State.FAILED else "unclear"


def _address(application: Application) -> Literal["on_file", "to_be_proven", "none"]:
    if application.email_pending:
        return "to_be_proven"
    return "on_file" if application.email else "none"


def masked(email: str) -> str:
    """Return an address of which its owner recognizes the place, and nobody reads the name.

    >>> masked("niamh@example.org")
    'n•••@example.org'
    """
    name, _, place = email.rpartition("@")
    return f"{name[:1]}•••@{place}" if name else ""
