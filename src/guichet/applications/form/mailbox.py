"""An e-mail address as it was typed into a page, and the question whether it is a slip."""

from collections.abc import Mapping

from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading import mailboxes, typed_text
from guichet.web.forms import which
from guichet.web.forms.which import Which

LONGEST = 4000


def read(sent: Mapping[str, str], name: str) -> str:
    """Return the address that was typed, or the one that was chosen instead of it."""
    typed = typed_text.plain(str(sent.get(name, "")))[:LONGEST]
    meant = mailboxes.near_miss(typed)
    return meant if meant and which.chosen(sent, name, typed) == meant else typed


def slip(address: str) -> Which | None:
    """Return what to ask about an address that looks like a slip; None where it does not."""
    try:
        meant = mailboxes.near_miss(mailboxes.read(address))
    except Obstacle:
        return None
    return Which.of(address, meant, address) if meant else None


def unasked(sent: Mapping[str, str], name: str) -> Which | None:
    """Return what to ask about an address, unless it has been asked already."""
    address = read(sent, name)
    return slip(address) if which.chosen(sent, name, address) is None else None
