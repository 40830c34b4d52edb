"""Every write about desk PINs: one is set, taken away, tried.

Kept is a slow hash of a keyed digest: a copy of the database is of no use without the key, and of
little with it. A try is counted before it is looked at, so that two at once are two.
"""

from datetime import date, datetime

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Case, F, Q, Value, When

from guichet.kernel import keyring
from guichet.staff import audit
from guichet.staff.desk_pin import rules
from guichet.staff.models import DeskPin

_PURPOSE = "desk_pin"


@transaction.atomic
def choose(user: User, pin: str, *, now: datetime) -> None:
    """Set somebody's desk PIN; raise Obstacle where it is easily guessed.

    What was tried wrong today still counts: a new PIN gives nobody more tries.
    """
    rules.check_chosen(pin, name=user.get_username())

    secret = make_password(keyring.working(_PURPOSE, user.pk, pin).hex())
    DeskPin.objects.update_or_create(user=user, defaults={"secret": secret, "set_at": now})
    audit.did_to_self(user, "desk_pin_set")


@transaction.atomic
def remove(user: User) -> None:
    """Take somebody's desk PIN away."""
    if DeskPin.objects.filter(user=user).delete()[0]:
        audit.did_to_self(user, "desk_pin_removed")


def fits(user: User | None, pin: str, *, on: date) -> bool:
    """Tell whether a PIN is somebody's; a wrong one is counted for their day.

    It takes as long for an account that there is not, or whose tries of the day are spent.
    """
    row = _with_a_try(user, on=on) if user else None
    if user is None or row is None:
        make_password(pin)
        return False
    digests = keyring.workings(_PURPOSE, user.pk, pin)
    is_right = any(check_password(digest.hex(), row.secret) for digest in digests)
    if is_right:
        DeskPin.objects.filter(pk=row.pk, wrong__gt=0).update(wrong=F("wrong") - 1)
    return is_right


def _with_a_try(user: User, *, on: date) -> DeskPin | None:
    """Return somebody's PIN with one try taken; None without one, or after the last of the day."""
    is_new_day = Q(wrong_on=None) | Q(wrong_on__lt=on)
    count = (
        DeskPin.objects.filter(user=user)
        .filter(is_new_day | Q(wrong__lt=rules.WRONG_A_DAY))
        .update(
            wrong=Case(When(is_new_day, then=Value(1)), default=F("wrong") + 1),
            wrong_on=Case(When(is_new_day, then=Value(on)), default=F("wrong_on")),
        )
    )
    return DeskPin.objects.filter(user=user).first() if count else None
