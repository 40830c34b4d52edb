"""An e-mail address as it was typed into a page, and the question whether it is a slip."""

from collections.abc import Mapping

from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading import mailboxes, typed_text
from guichet.web.forms import which
from guichet.web.forms.which import Which

LONGEST = 4000


def read(query: Mapping[str, str], name: str) -> str:
    """Return the address that was typed, or the one that was chosen instead of it."""
    address = typed_text.plain(str(query.get(name, "")))[:LONGEST]
    suggestion = mailboxes.near_miss(address)
    is_meant = suggestion and which.chosen(query, name, address) == suggestion
    return suggestion if is_meant else address


def slip(address: str) -> Which | None:
    """Return what to ask about an address that looks like a slip; None where it does not."""
    try:
        suggestion = mailboxes.near_miss(mailboxes.read(address))
    except Obstacle:
        return None
    return Which.of(address, suggestion, address) if suggestion else None


def pending_choice(query: Mapping[str, str], name: str) -> Which | None:
    """Return what to ask about an address, unless it has been asked already."""
    address = read(query, name)
    return slip(address) if which.chosen(query, name, address) is None else None
