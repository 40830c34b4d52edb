"""The list of all contacts as a page shows it, and the note of every look."""

from typing import Any

from django.http import HttpRequest

from guichet.contact.auditing import queries
from guichet.contact.auditing.forms import ContactFilter
from guichet.contact.queries import LEVELS
from guichet.interactions.actions import INTERACTION
from guichet.interactions.models import Interaction
from guichet.staff import audit
from guichet.web.languages import of

PAGE = 50
LIST = "contacts"  # as the record calls a look at the list


def of_all(request: HttpRequest) -> dict[str, Any]:
    """Return the contacts that the address asks for, a page of them, and the filter; note the look.

    What cannot be read is said beside its field, and no contact is listed for it.
    """
    form = ContactFilter(request.GET, language=of(request))
    is_right = form.is_valid()
    rows = queries.contacts(form.cleaned_data) if is_right else Interaction.objects.none()
    page = _page(request.GET.get("page", ""))
    if page > 1 and not rows[(page - 1) * PAGE :].exists():
        page = max(1, -(-rows.count() // PAGE))  # the last there is
    some = list(rows[(page - 1) * PAGE : page * PAGE + 1])
    query = request.GET.copy()
    query.pop("page", None)
    audit.did(request.user, "see", LIST, 0)
    return {
        "filter": form,
        "contacts": some[:PAGE],
        "levels": LEVELS,
        "page": page,
        "has_older": len(some) > PAGE,
        "query": query.urlencode(),
        "is_right": is_right,
    }


def see(request: HttpRequest, contact: Interaction) -> None:
    """Note that somebody read a contact that another agent leads or led."""
    if contact.agent_id != request.user.pk:
        audit.did(request.user, "see", INTERACTION, contact.pk)


def _page(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 5 else 1
