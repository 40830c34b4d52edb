"""What the staff pages offer: each entry is shown to those whose role opens it."""

from dataclasses import dataclass

from guichet.staff import roles


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the menu; its words are `menu.<key>` and `menu.<key>_help`."""

    key: str
    page: str
    permission: str


ENTRIES = (
    Entry("cases", "staff:cases", "see_files"),
    Entry("relisting", "staff:relisting", "decide"),
    Entry("calls", "staff:calls", "see_appointments"),
    Entry("sources", "staff:sources", "see_appointments"),
    Entry("audit", "staff:audit", "see_audit"),
    Entry("manage", "admin:index", "manage"),
)


def entries_of(user: roles.Somebody) -> list[Entry]:
    """Return the entries an account may open."""
    open_to = roles.permissions_of(user)
    return [entry for entry in ENTRIES if entry.permission in open_to]
