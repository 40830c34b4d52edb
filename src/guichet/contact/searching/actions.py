"""Every write of a search: it is made inside a contact, counted, and kept as a record."""

from collections.abc import Set as AbstractSet
from datetime import date, datetime

from django.db import transaction

from guichet.applications import numbers
from guichet.applications.models import Application
from guichet.applications.searching import keys as search_keys
from guichet.contact.actions import own, speakers_of
from guichet.contact.disclosure import table
from guichet.contact.searching import queries, rules
from guichet.contact.searching.models import CaseSearch, SearchHit
from guichet.contact.searching.queries import Hits
from guichet.interactions.actions import INTERACTION
from guichet.kernel.guarding import limits
from guichet.kernel.guarding.table import CASE_SEARCHES
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading import names
from guichet.kernel.record import audit


@transaction.atomic
def search(
    pk: int,
    text: str,
    *,
    born_on: date | None,
    agent: int,
    roles: AbstractSet[str],
    now: datetime,
) -> CaseSearch:
    """Search in a contact for the cases of a number, a name or a telephone; keep what was told.

    Of more than a page tells of none is told. What was typed is kept nowhere. Raises Obstacle:
    `interaction_ended`, `not_your_contact`, `not_disclosed` for whoever opens no case, `too_many`
    with the wait, or `invalid` for what is searched by nothing.
    """
    contact = own(pk, agent=agent)
    if not rules.may_search(table(), roles, speakers_of(contact)):
        raise Obstacle("not_disclosed", action="search")
    kind, text = _kind_of(text)
    limits.take(CASE_SEARCHES, str(agent).encode(), now=now)
    hits = _hits(kind, text, born_on)

    case_search = CaseSearch.objects.create(
        interaction=contact, by=kind, is_too_wide=len(hits) > search_keys.MOST, searched_at=now
    )
    if not case_search.is_too_wide:
        _tell(case_search, hits)
    audit.write("search", INTERACTION, pk, actor=audit.actor_of(agent), now=now, by=kind)
    return case_search


def _kind_of(text: str) -> tuple[str, str]:
    """Return by what is searched; nine digits with a right check digit are a number of ours."""
    kind, compact = rules.kind_of(text), numbers.read(text)
    whole = numbers.with_letter(compact)
    return (rules.NUMBER, whole) if whole != compact else (kind, text)


def _hits(kind: str, text: str, born_on: date | None) -> Hits:
    if kind == rules.NUMBER:
        return queries.of_number(text)
    if kind == rules.PHONE:
        return queries.of_phone(text)
    rules.check_name(len(set(names.words(text).split())), has_day=born_on is not None)
    return queries.of_name(text, born_on)


def _tell(case_search: CaseSearch, hits: Hits) -> None:
    there = Application.objects.filter(pk__in=hits).order_by("-pk").values_list("pk", flat=True)
    SearchHit.objects.bulk_create(
        SearchHit(search=case_search, application_id=pk, certainty=hits[pk]) for pk in there
    )


@transaction.atomic
def choose(pk: int, hit: int, *, agent: int, roles: AbstractSet[str], now: datetime) -> CaseSearch:
    """Say which case is meant: the next set without a number is compared with it, and no other.

    Raises Obstacle: `interaction_ended`, `not_your_contact`, `not_disclosed`.
    """
    contact = own(pk, agent=agent)
    row = SearchHit.objects.select_related("search").filter(pk=hit, search__interaction=pk).first()
    if row is None or not rules.may_search(table(), roles, speakers_of(contact)):
        raise Obstacle("not_disclosed", action="search")

    row.chosen_at = now
    row.save(update_fields=["chosen_at"])
    return row.search
