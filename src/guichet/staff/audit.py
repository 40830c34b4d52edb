"""What staff did, and what they looked at: one line of the record each, without a name."""

from django.contrib.auth.models import User

from guichet.kernel import clock
from guichet.kernel.database import tallies
from guichet.kernel.guarding import limits
from guichet.kernel.guarding.table import STAFF_REFUSALS
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit
from guichet.staff.roles import Somebody

ACCOUNT, TEAM = "account", "team"
NOBODY = "nobody"  # who has not signed in yet


def actor_of(user: Somebody) -> str:
    """Return how the record calls an account."""
    return audit.actor_of(user.pk)


def did(user: Somebody, verb: str, record_type: str, record: int, **facts: object) -> None:
    """Record what somebody did to a record; `facts` holds codes, never what a person typed."""
    audit.write(verb, record_type, record, actor=actor_of(user), now=clock.now(), **facts)


def did_to_self(user: Somebody, verb: str, **facts: object) -> None:
    """Record what somebody did to their own account."""
    did(user, verb, ACCOUNT, int(user.pk or 0), **facts)


def failed(verb: str, account: int, **facts: object) -> None:
    """Record a failure at the door: 0 stands for an account that does not exist."""
    audit.write(verb, ACCOUNT, account, actor=NOBODY, now=clock.now(), **facts)


def refused(user: User, page: str, *, office: str = "") -> None:
    """Record that a page, of an office or none, was refused to an account.

    A flood of them is counted and not recorded.
    """
    tallies.count("staff_refused")
    try:
        limits.take(STAFF_REFUSALS, str(user.pk).encode(), now=clock.now())
    except Obstacle:
        return
    did_to_self(user, "refused", route=page, **({"office": office} if office else {}))
