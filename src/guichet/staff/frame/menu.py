"""What the staff pages offer: each entry is shown to those whose role, here or there, opens it."""

from dataclasses import dataclass

from guichet.staff import roles
from guichet.staff.frame.words import TOPIC


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A page in the menu; `menu.<key>` and `menu.<key>_help` of content/<topic>/ are its words.

    `does` is what somebody may do there who does more than read, any of these; whoever may do none
    of it reads `menu.<key>_reads` instead of the help. Where `differs` holds, less of the page is
    open to whoever may at some offices alone: they read `menu.<key>_here`.
    """

    key: str
    page: str
    permission: str
    place: int  # the lowest stands first
    topic: str = TOPIC
    does: frozenset[str] = frozenset()
    differs: bool = False

    def help_for(self, permissions: frozenset[str], *, is_everywhere: bool) -> str:
        """Return the key of what the page is for, to whom these permissions open it."""
        if self.differs and not is_everywhere:
            return f"menu.{self.key}_here"
        reads_alone = bool(self.does) and not self.does & permissions
        return f"menu.{self.key}_{'reads' if reads_alone else 'help'}"


# Every room with pages for staff adds its own when it starts.
ENTRIES = [MenuEntry("manage", "admin:index", "manage", place=60)]


def entries_of(user: roles.Somebody) -> list[MenuEntry]:
    """Return the entries an account may open, in the order of the menu."""
    open_to = roles.permissions_somewhere(user)
    return sorted(
        (entry for entry in ENTRIES if entry.permission in open_to), key=lambda entry: entry.place
    )
