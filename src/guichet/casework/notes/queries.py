"""The notes of a file, and who can be named in one."""

from collections.abc import Collection

from django.contrib.auth.models import User
from django.db.models import QuerySet

from guichet.applications.models import Application
from guichet.casework.models import CaseNote
from guichet.casework.notes import rules
from guichet.casework.worklist.queries import roles_that
from guichet.kernel.database.wording import Wording

MOST = 200


def of_case(application: Application) -> list[CaseNote]:
    """Return the notes of a file, the newest first, with who wrote them."""
    return _OF_CASE(case=application.pk)


def _of_case(case: int) -> QuerySet[CaseNote]:
    rows = CaseNote.objects.filter(application=case).select_related("officer")
    return rows.order_by("-pk")[:MOST]


_OF_CASE = Wording(_of_case, case=int)


def colleagues() -> dict[str, int]:
    """Return the accounts that can be given a task, by name."""
    accounts = User.objects.filter(is_active=True, groups__name__in=roles_that("prepare"))
    return dict(accounts.order_by("username").values_list("username", "pk").distinct())


def unknown(text: str, names: Collection[str]) -> list[str]:
    """Return the names in a text that are no colleague's, as they were written."""
    return [mention for mention in rules.mentions(text) if rules.account(mention, names) is None]
