"""Where shared desks join the door and the frame of the staff, on a site that has desks."""

from guichet.devices import holding
from guichet.staff.door import guard
from guichet.staff.frame import at_desk, pages
from guichet.staff.sessions import lifetime

PAGES = {"staff:shared_desk", "staff:waiting_desk", "staff:change_person"}


def join() -> None:
    """Let who is not signed in say who they are, and every page offer to change the person."""
    guard.OUTSIDE |= PAGES
    at_desk.PAGES.update(PAGES)
    lifetime.BY_ITSELF.add("staff:waiting_desk")
    pages.IS_SHARED.append(holding.may_be_desk)
