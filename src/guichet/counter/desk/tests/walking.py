"""What tests of a desk do on its pages: press buttons, and read what comes."""

import re
from typing import Any

from django.test import Client

from guichet.offices.models import Office

TICKET = re.compile(
    r'data-ticket="(\d+)" data-number="(\d+)" data-state="(\w+)" data-token="([^"]+)"'
)


def press(client: Client, office: Office, deed: str, **fields: object) -> Any:
    """Press a button of the desk, and read the page that comes."""
    return client.post(f"/staff/desk/{office.pk}/{deed}/", fields, follow=True)


def press_shown(client: Client, page: Any, deed: str, **fields: object) -> Any:
    """Press the button that a page shows, with the mark that it carries."""
    pattern = rf'formaction="(\S*/{deed}/)" name="seen" value="(\w+)"'
    match = re.search(pattern, page.content.decode())
    assert match, f"no button for {deed}"
    return client.post(match[1], {"seen": match[2], **fields}, follow=True)


def words_of(page: Any) -> str:
    """Return the words of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def ticket_on(page: Any) -> tuple[str, str]:
    """Return number and state of the ticket that stands first."""
    match = TICKET.search(page.content.decode())
    assert match
    return match[2], match[3]
