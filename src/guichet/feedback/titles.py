"""What a page is called that a report is about, for people: its title in a language."""

from guichet.web.addresses.naming import ANY
from guichet.web.wire.drawn import drawn

BELOW = " › …"


def title_of(name: str, language: str) -> str:
    """Return the title of a page, by its name without language; "" where nothing tells.

    A page with a number or a code in its address, or one that opens to nobody else, goes by the
    title of the one above it: "Offices › …".
    """
    if not name:
        return ""
    path, is_itself = name.partition(ANY)[0], ANY not in name
    while True:
        if title := drawn(f"/{language}{path}").title:
            return title if is_itself else title + BELOW
        path, is_itself = path.rstrip("/").rpartition("/")[0] + "/", False
        if path == "/":
            return ""
