"""A new e-mail address: asked for, its code sent again, or given up. corrections.py proves it."""

from datetime import datetime

from django.db import transaction

from guichet.applications import queries, states
from guichet.applications.changes import corrections, rules
from guichet.applications.letters import send as letters
from guichet.applications.models import Application, Correspondence
from guichet.kernel.guarding import limits
from guichet.kernel.guarding.table import NEW_ADDRESSES
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit


@transaction.atomic
def ask_for_address(pk: int, email: str, *, now: datetime) -> str:
    """Send a code to a new address; say "same" where it is on file. Or raise Obstacle.

    Asked for twice, the code that was sent stays the right one: a double click sends one mail.
    """
    application = queries.locked(pk)
    if email.casefold() == application.email.casefold() != "":
        return "same"
    letter = _last_code(application)
    stands = letter is not None and now < letter.at + rules.CODE_STANDS
    if stands and email == application.email_pending:
        return ""
    _take_token(pk, now=now)
    corrections.correct(pk, {"email": email}, now=now)
    return ""


@transaction.atomic
def send_code_again(pk: int, *, now: datetime) -> str:
    """Send the code once more; a fresh one where the last has had its day. Or raise Obstacle."""
    application = queries.locked(pk)
    letter = _last_code(application)
    if not application.email_pending or letter is None:
        raise Obstacle("not_possible_now", state=application.state, verb="send_code")
    _take_token(pk, now=now)
    if now < letter.at + rules.CODE_STANDS:
        letters.send_again(letter, now=now)
    else:
        corrections.correct(pk, {"email": application.email_pending}, now=now)
    return "again"


@transaction.atomic
def keep_address(pk: int, *, now: datetime) -> str:
    """Give a new address up that was not proven; pressed twice, it is the same."""
    application = queries.locked(pk)
    if application.email_pending:
        application.email_pending = ""
        application.save(update_fields=["email_pending"])
        audit.write("keep_email", "application", pk, actor=states.CLIENT, now=now)
    return "kept"


def _last_code(application: Application) -> Correspondence | None:
    return application.letters.filter(kind="prove_email").order_by("-pk").first()


def _take_token(pk: int, *, now: datetime) -> None:
    limits.take(NEW_ADDRESSES, str(pk).encode(), now=now)
