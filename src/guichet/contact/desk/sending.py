"""What goes to the address on file, blindly: the answer is the same whether anything matches."""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime

from django.db import transaction

from guichet.applications.enquiries.lost import send_fresh_pin
from guichet.applications.letters.actions import send_again
from guichet.applications.letters.addresses import goes_to
from guichet.applications.models import Application
from guichet.contact import actions, codes, queries, rules
from guichet.contact.disclosure import table
from guichet.kernel.obstacles import Obstacle

LATEST = 20  # letters among which the last one that can be sent is looked for
SECRET = ("numbers", "prove_email")  # these are sent by an action of their own


@transaction.atomic
def send(pk: int, action: str, *, agent: int, roles: AbstractSet[str], now: datetime) -> None:
    """Send what an action says to the address on file of the case that was last spoken of.

    Where nothing matches, or too much was sent already, nothing is sent, and nobody is told.
    Raises Obstacle("not_disclosed") where not even so much was said of a case.
    """
    actions.own(pk, agent=agent)
    check = queries.last_check(pk)
    if check is None:
        raise Obstacle("not_disclosed", action=action)
    rules.check_allowed(table(), roles, check.level, action)
    if check.application is None:
        return

    case = actions.look(pk, check.application.number, action, agent=agent, roles=roles, now=now)
    SENDS[action](case, pk, agent, now)


def _letter(application: Application, _contact: int, _agent: int, now: datetime) -> None:
    """Send the last letter again that still goes anywhere."""
    letters = application.letters.exclude(kind__in=SECRET).order_by("-pk")[:LATEST]
    letter = next((letter for letter in letters if goes_to(letter)), None)
    if letter is None:
        return
    try:
        send_again(application.pk, letter.pk, times=letter.times_sent, now=now)
    except Obstacle:  # beyond its limit: to say so would tell that there is a case
        return


def _numbers(application: Application, _contact: int, _agent: int, now: datetime) -> None:
    if application.email:
        send_fresh_pin(application.pk, now=now)


def _code(application: Application, contact: int, agent: int, now: datetime) -> None:
    codes.send(application, contact, agent=agent, now=now)


SENDS: Mapping[str, Callable[[Application, int, int, datetime], None]] = {
    "send_letter": _letter,
    "send_numbers": _numbers,
    "send_code": _code,
}
