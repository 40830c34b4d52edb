"""The case after this one: the list that an officer chose last goes with them."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.http import HttpRequest, QueryDict

from guichet.applications.models import OfficerTask
from guichet.casework.presence import queries as presence
from guichet.casework.worklist import filters
from guichet.casework.worklist.filters import ListFilter, list_filter
from guichet.casework.worklist.page import leads_to
from guichet.web.addresses.paths import address
from guichet.web.languages import DEFAULT

_CHOSEN = "cases_list"


def keep(request: HttpRequest, selection: ListFilter) -> None:
    """Remember which list an officer works off; nothing in it is about a person."""
    query = selection.query()
    if chosen_query(request) != query:
        request.session[_CHOSEN] = query


def chosen_query(request: HttpRequest) -> str:
    """Return the query of the list that was chosen last."""
    return str(request.session.get(_CHOSEN, ""))


def task_after(
    request: HttpRequest, application: int | None, *, officer: int, now: datetime
) -> OfficerTask | None:
    """Return what comes next in the chosen list that this officer may take, of another case.

    Left out is what a colleague has, what they have open or may have, and what waits for another
    officer.
    """
    selection = list_filter(QueryDict(chosen_query(request)).dict())
    tasks = OfficerTask.objects.filter(
        filters.condition(selection, officer=officer, now=now),
        Q(officer=officer) | Q(officer=None) & (Q(team=None) | Q(team__members=officer)),
        done_at=None,
    ).exclude(barred__contains=[officer])
    cases = tasks.annotate(file=Coalesce("application", "about"))
    in_file, at_question = (
        presence.others_in(kind, OuterRef(key), officer=officer, now=now)
        for kind, key in (("application", "file"), ("enquiry", "enquiry"))
    )
    others = cases.filter(~Exists(in_file), ~Exists(at_question))
    if application:
        others = others.filter(Q(file=None) | ~Q(file=application))
    read_along = others.select_related("application", "about", "enquiry")
    return read_along.order_by(*selection.order).first()


def path_after(
    request: HttpRequest, application: int | None, *, officer: int, now: datetime
) -> str:
    """Return where what comes next in the chosen list is read; the list, where nothing does."""
    task = task_after(request, application, officer=officer, now=now)
    return leads_to(task)[1] if task else list_path(request)


def list_path(request: HttpRequest) -> str:
    """Return the address of the list that was chosen last."""
    query = chosen_query(request)
    return f"{address('staff:cases', DEFAULT)}{f'?{query}' if query else ''}"
