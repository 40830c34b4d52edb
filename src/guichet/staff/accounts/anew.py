"""A fresh start for an account needs two administrators, or whoever owns the machine.

Whoever starts an account anew sees its one-time password and could sign in as it. So one
administrator asks, another confirms within a day, and only the second sees the password.
"""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet

from guichet.kernel.models import Dispatch
from guichet.kernel.work import outbox
from guichet.staff import roles, second_factor
from guichet.staff.frame import languages
from guichet.staff.models import FreshStart
from guichet.staff.sign_in import one_time

LASTS = timedelta(days=1)
ASKED, STARTED = "staff_anew_asked", "staff_anew_started"  # what is told of it


def administrators() -> QuerySet[User]:
    """Return the accounts that may administer now."""
    condition = Q(groups__name=roles.ADMINISTRATOR) | Q(is_superuser=True)
    return User.objects.filter(condition, is_active=True)


def has_second(user: User, *, by: User) -> bool:
    """Tell whether there is an administrator besides the one who asks and the account itself."""
    return administrators().exclude(pk__in=[user.pk, by.pk]).exists()


@transaction.atomic
def ask(user: User, *, by: User, now: datetime) -> int:
    """Ask for a fresh start, or confirm it: return who asked before, 0 where nobody else has."""
    waiting = FreshStart.objects.select_for_update().filter(pk=user.pk)
    other = waiting.filter(asked_at__gte=now - LASTS).exclude(asked_by=by).first()
    if other is None:
        FreshStart.objects.update_or_create(user=user, defaults={"asked_by": by, "asked_at": now})
        return 0
    waiting.delete()
    return int(other.asked_by_id)


def start(user: User, *, now: datetime) -> tuple[str, int]:
    """Return the one-time password of an account, and how many factors were taken from it."""
    FreshStart.objects.filter(pk=user.pk).delete()
    factors = second_factor.take_away(user)
    return one_time.give(user, now=now), factors


def tell(user: User, kind: str, *, now: datetime) -> bool:
    """Write the mails about a fresh start; false where the person has no address to be told at.

    Who asked or confirmed is told as well: it may have been done with a stolen session.
    """
    for addressee in addressees(user).values_list("pk", flat=True):
        key = f"{_key(kind, user.pk, addressee)}{now.isoformat()}"
        language = languages.CODES[0]
        outbox.enqueue(kind, user.pk, key=key, language=language, now=now, addressee=addressee)
    return bool(user.email)


def addressee_of(row: Dispatch, user: User) -> User | None:
    """Return who is told by a dispatch; None where they are no longer to be told."""
    people = addressees(user)
    if row.addressee is not None:
        return people.filter(pk=row.addressee).first()
    # The release before named them in the key alone. This goes with the release after this one.
    keys = ((_key(row.kind, user.pk, addressee.pk), addressee) for addressee in people)
    return next((addressee for key, addressee in keys if row.key.startswith(key)), None)


def addressees(user: User) -> QuerySet[User]:
    """Return who is told: the account itself and every administrator, where there is an address."""
    condition = Q(pk=user.pk) | Q(pk__in=administrators())
    return User.objects.filter(condition).exclude(email="").order_by("pk")


def _key(kind: str, user: int, addressee: int) -> str:
    return f"{kind}:{user}:{addressee}:"
