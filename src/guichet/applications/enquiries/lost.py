"""A lost number or PIN: what is known goes to the address on file, and the answer never tells."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from time import monotonic, sleep

from django.db import transaction

from guichet.applications import tokens
from guichet.applications.identities import own_issuer
from guichet.applications.letters import send as letters
from guichet.applications.models import Application
from guichet.applications.queries import on_shelf
from guichet.kernel.guarding import limits
from guichet.kernel.guarding.network import Ladder
from guichet.kernel.guarding.table import LOST_NUMBERS, NUMBERS_SENT
from guichet.kernel.record import audit

TAKES = 0.3  # seconds, whoever is asked for: longer than it takes to write the letters
DAILY = "%Y-%m-%d"


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """What somebody still has: the passport, and when they were born."""

    passport_number: str
    issuer: str
    born_on: date


def send_numbers(owner: Owner, *, networks: Ladder, now: datetime) -> None:
    """Send the numbers and a fresh PIN of every application of a passport, if there are any.

    The old PIN works until the new one is first used, so nobody is locked out by a stranger. It
    takes as long when there are none: else a stranger could tell with a watch who has applied.
    """
    start = monotonic()
    limits.take_on_ladder(LOST_NUMBERS, networks, now=now)
    key = tokens.passport_key(owner.passport_number, own_issuer(owner.issuer))
    of_passport = Application.objects.filter(**{on_shelf("passport"): key})
    applications = of_passport.filter(born_on=owner.born_on).exclude(email="")
    for pk in applications.order_by("-pk").values_list("pk", flat=True)[:5]:
        send_fresh_pin(pk, now=now)
    sleep(max(0.0, TAKES - (monotonic() - start)))


@transaction.atomic
def send_fresh_pin(pk: int, *, now: datetime) -> None:
    """Send the number and a fresh PIN of one application; beyond the limit, nothing."""
    application = Application.objects.select_for_update().get(pk=pk)
    since = now - timedelta(hours=NUMBERS_SENT.hours or 0)
    count = application.letters.filter(kind="numbers", at__gt=since).count()
    if count >= NUMBERS_SENT.most:  # however often somebody asks
        return
    tokens.offer_pin(application)
    application.save(update_fields=tokens.PIN_FIELDS)
    letters.send(application, "numbers", cause=now.strftime(DAILY), now=now)
    audit.write("fresh_pin", "application", pk, actor="client", now=now)
