"""Our own channels: pages, API, feed and CAP message, fetched as everybody fetches them."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from guichet.notices.models import Receipt
from guichet.notices.receipts.channels import ChannelError, Wish
from guichet.web.languages import FIRST

PATIENCE = 5.0  # seconds
type Read = Callable[[str], str]


def read(path: str) -> str:
    """Return what the site answers to everybody; "" where there is nothing (404)."""
    import requests  # noqa: PLC0415  large, and of use while a notice is told

    answer = requests.get(f"{settings.PUBLIC_URL}{path}", timeout=PATIENCE)
    if answer.status_code == 404:
        return ""
    if answer.status_code != 200:
        raise ChannelError(f"{path} answers {answer.status_code}")
    return str(answer.text)


@dataclass(frozen=True, slots=True)
class OurChannel:
    """One of our own answers: it is looked at, for the file has put it there."""

    name: str
    path: str
    shows: Callable[[str, Wish], bool]
    read: Read

    def carry(self, wish: Wish, receipt: Receipt) -> None:
        """Read back that a version stands there, or that it has gone."""
        if wish.is_up and not receipt.read_back_at:
            receipt.put_up_at = receipt.put_up_at or wish.version.published_at
            if not self.shows(self._answer(wish), wish):
                raise ChannelError(f"{self.name} does not show it yet")
            receipt.read_back_at = wish.now
        elif wish.down_since and not receipt.read_back_gone_at:
            receipt.put_up_at = receipt.put_up_at or wish.version.published_at
            receipt.taken_down_at = wish.down_since
            if self.shows(self._answer(wish), wish):
                raise ChannelError(f"{self.name} still shows it")
            receipt.read_back_gone_at, receipt.is_over = wish.now, True

    def _answer(self, wish: Wish) -> str:
        return self.read(self.path.format(id=wish.notice.id))


def channels(read: Read) -> list[OurChannel]:
    """Return all of them."""
    return [
        OurChannel("pages", f"/{FIRST}/web-notices/", _on_page, read),
        OurChannel("api", "/api/v1/web-notices", _in_list, read),
        OurChannel("atom", "/api/v1/web-notices.atom", _in_feed, read),
        OurChannel("cap", "/api/v1/web-notices/{id}.cap.xml", _in_message, read),
    ]


def _on_page(text: str, wish: Wish) -> bool:
    return f'data-notice="{wish.notice.id}" data-version="{wish.version.number}"' in text


def _in_list(text: str, wish: Wish) -> bool:
    notices = json.loads(text)["notices"] if text else []
    by_id = {entry["id"]: entry for entry in notices}
    entry = by_id.get(wish.notice.id)
    return entry is not None and len(entry["updates"]) == wish.notice.published.index(wish.version)


def _in_feed(text: str, wish: Wish) -> bool:
    return f'term="{wish.version.identifier}"' in text


def _in_message(text: str, wish: Wish) -> bool:
    return f"<identifier>{wish.version.identifier}</identifier>" in text
