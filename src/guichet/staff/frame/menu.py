"""What the staff pages offer: each entry is shown to those whose role, here or there, opens it."""

from dataclasses import dataclass

from guichet.staff import roles
from guichet.staff.frame.words import TOPIC


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A page in the menu; `menu.<key>` and `menu.<key>_help` of content/<topic>/ are its words."""

    key: str
    page: str
    permission: str
    place: int  # the lowest stands first
    topic: str = TOPIC


# Every room with pages for staff adds its own when it starts.
ENTRIES = [MenuEntry("manage", "admin:index", "manage", place=60)]


def entries_of(user: roles.Somebody) -> list[MenuEntry]:
    """Return the entries an account may open, in the order of the menu."""
    open_to = roles.permissions_somewhere(user)
    return sorted(
        (entry for entry in ENTRIES if entry.permission in open_to), key=lambda entry: entry.place
    )
