"""How a case stands, in codes and days: what the page of trouble knows and an enquiry carries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from guichet.applications import public_status as status
from guichet.applications import queries, states
from guichet.applications.form import questions
from guichet.applications.form.answers import reading_of
from guichet.applications.letters.arrivals import SentLetter, sent_letters
from guichet.applications.models import Application, Payment

MOST_LETTERS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSituation:
    """Everything about an application that helps with trouble; nothing of what it says."""

    application: Application
    status: str
    step: str  # of the form, that comes next; nothing once it is complete
    payment: Literal["none", "unclear", "failed", "paid", "refund"]
    refund_due: bool
    letters: tuple[SentLetter, ...]
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
                    "kind": delivery.letter.kind,
                    "at": delivery.letter.at.isoformat(),
                    "times": delivery.letter.times_sent,
                    "arrival": delivery.arrival,
                }
                for delivery in self.letters
            ],
        }


def of(application: Application, *, now: datetime) -> CaseSituation:
    """Return how an application stands now."""
    return CaseSituation(
        application=application,
        status=status.of(application, now=now).status.code,
        step=unfinished_step(application, now=now),
        payment=_payment(application),
        refund_due=application.payments.filter(refund_due=True, refunded_at=None).exists(),
        letters=tuple(sent_letters(application)[:MOST_LETTERS]),
        address=_address(application),
    )


def unfinished_step(application: Application, *, now: datetime) -> str:
    """Return the first step of a draft that is not complete, or the review."""
    if application.state != states.FIRST:
        return ""
    return questions.first_open(reading_of(application.answers, now=now), application.steps)


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
