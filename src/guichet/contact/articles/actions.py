"""Every write about articles in a contact: what was not met, and what is sent blindly."""

from collections.abc import Set as AbstractSet
from datetime import datetime

from django.db import transaction

from guichet.contact import queries, rules
from guichet.contact.actions import look, own
from guichet.contact.articles.models import PageSent
from guichet.contact.disclosure import table
from guichet.guidance.knowledge.queries import current
from guichet.kernel.guarding import limits
from guichet.kernel.guarding.table import LETTERS_AGAIN
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.work import outbox

DISPATCH = "eta_page_of_help"
ACTION = "send_letter"  # a page goes where a letter goes, to whoever may send one


@transaction.atomic
def send(pk: int, article: str, *, agent: int, roles: AbstractSet[str], now: datetime) -> None:
    """Send the address of an article to the address on file of the case that was last spoken of.

    Where nothing matches, no address is on file or too much was sent, nothing is sent, and nobody
    is told. Raises Obstacle: `no_article`, or `not_disclosed` where not even so much was said.
    """
    own(pk, agent=agent)
    check = queries.last_check(pk)
    if check is None:
        raise Obstacle("not_disclosed", action=ACTION)
    rules.check_allowed(table(), roles, check.level, ACTION)
    if current(article) is None:
        raise Obstacle("no_article")
    if check.application is None or not check.application.email:
        return

    case = look(pk, check.application.number, ACTION, agent=agent, roles=roles, now=now)
    row, is_new = PageSent.objects.get_or_create(
        interaction_id=pk, application=case, article=article, defaults={"sent_at": now}
    )
    if is_new and _is_within(case.pk, now=now):
        key = f"{DISPATCH}:{row.pk}"
        outbox.enqueue(DISPATCH, row.pk, key=key, language=case.language, now=now)


def _is_within(case: int, *, now: datetime) -> bool:
    """Tell whether a case may be sent something more; to say so would tell that there is one."""
    try:
        limits.take(LETTERS_AGAIN, str(case).encode(), now=now)
    except Obstacle:
        return False
    return True
