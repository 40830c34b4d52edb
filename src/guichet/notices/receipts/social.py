"""Mastodon: one post a version, an all-clear for two days, and never the same post twice.

The server may be down for an hour, may post without our hearing of it, and may post twice. So our
own posts are looked through before anything is posted again, and what is there twice is deleted.
"""

import re
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.conf import settings

from guichet.notices import words
from guichet.notices.feeds.entries import page_of
from guichet.notices.models import Receipt
from guichet.notices.receipts.channels import ChannelError, Wish
from guichet.web.languages import FIRST
from guichet.web.words import texts

KEPT = timedelta(hours=48)  # an all-clear
MOST, LINK = 500, 23  # signs of a post, and how many a link counts for, however long it is
PATIENCE = 10.0  # seconds
_LOOKED_THROUGH = 40  # of our newest posts


def _mastodon() -> Any:
    """Return the library, which is large: most sites post nowhere, and need not load it."""
    import mastodon  # noqa: PLC0415

    return mastodon


class Social:
    """The account of the agency on a Mastodon server."""

    name = "mastodon"

    def __init__(self, url: str, token: str) -> None:
        self._server = _mastodon().Mastodon(
            access_token=token,
            api_base_url=url,
            request_timeout=PATIENCE,
            ratelimit_method="throw",
            version_check_mode="none",
        )

    def carry(self, wish: Wish, receipt: Receipt) -> None:
        """Post, read back, delete, read back that it has gone; then the same with the all-clear."""
        try:
            if wish.is_up:
                self._put_up(wish, receipt)
            elif wish.down_since:
                self._take_down(wish, receipt)
        except _mastodon().MastodonError as error:
            raise ChannelError(type(error).__name__) from error

    def _put_up(self, wish: Wish, receipt: Receipt) -> None:
        if receipt.read_back_at:
            return
        if not receipt.remote_id:
            mark = _mark(wish, f"v{wish.version.number}")
            receipt.remote_id = self._posted(mark, _post(wish, mark), wish, receipt)
            receipt.put_up_at = wish.now
        self._server.status(receipt.remote_id)
        self._delete_doubles(_mark(wish, f"v{wish.version.number}"), receipt.remote_id)
        receipt.read_back_at = wish.now

    def _take_down(self, wish: Wish, receipt: Receipt) -> None:
        mark = _mark(wish, f"v{wish.version.number}")
        if not receipt.read_back_gone_at:
            for number in {receipt.remote_id, *self._own(mark)} - {""}:
                receipt.remote_id = receipt.remote_id or number
                self._delete(number)
            if not receipt.remote_id:  # nobody ever saw it
                receipt.is_over = True
                return
            receipt.put_up_at = receipt.put_up_at or wish.version.published_at
            receipt.taken_down_at = receipt.taken_down_at or wish.now
            receipt.read_back_gone_at = wish.now
        self._all_clear(wish, receipt)

    def _all_clear(self, wish: Wish, receipt: Receipt) -> None:
        """Post that it is over, and delete that after two days."""
        assert wish.down_since
        is_past = wish.now >= wish.down_since + KEPT
        if wish.ended not in {"solved", "expired"} or (is_past and not receipt.all_clear_id):
            receipt.is_over = True
        elif is_past:
            self._delete(receipt.all_clear_id)
            receipt.all_clear_gone_at, receipt.is_over = wish.now, True
        elif not receipt.all_clear_id:
            mark = _mark(wish, "end")
            receipt.all_clear_id = self._posted(mark, _all_clear(wish, mark), wish, receipt)
            self._server.status(receipt.all_clear_id)

    def _posted(self, mark: str, text: str, wish: Wish, receipt: Receipt) -> str:
        """Return the id of our post with a mark: of the one that is there, else of a new one."""
        if receipt.tries > 1 and (own := self._own(mark)):
            return own[-1]
        answer: Any = self._server.status_post(
            text, visibility="public", language=_language(wish)[:2], idempotency_key=mark
        )
        return str(answer["id"])

    def _own(self, mark: str) -> list[str]:
        """Return the ids of our posts with a mark, the newest first."""
        account: Any = self._server.account_verify_credentials()
        posts: Any = self._server.account_statuses(account["id"], limit=_LOOKED_THROUGH)
        pattern = re.compile(rf"{re.escape(mark)}(?![0-9a-z])")
        return [str(post["id"]) for post in posts if pattern.search(str(post["content"]))]

    def _delete_doubles(self, mark: str, number: str) -> None:
        for other in self._own(mark):
            if other != number:
                self._delete(other)

    def _delete(self, number: str) -> None:
        """Delete a post, and read back that nobody finds it any more."""
        with suppress(_mastodon().MastodonNotFoundError):
            self._server.status_delete(number)
        try:
            self._server.status(number)
        except _mastodon().MastodonNotFoundError:
            return
        raise ChannelError("a post that was deleted is still there")


def _language(wish: Wish) -> str:
    return words.wordings(wish.version, FIRST)[0].language.code


def _mark(wish: Wish, part: str) -> str:
    """Return the address in a post, by which it is found again."""
    return f"{page_of(wish.notice, FIRST)}#{part}"


def _post(wish: Wish, mark: str) -> str:
    wording = words.wordings(wish.version, FIRST)[0]
    text = f"{wording.title}\n\n{wording.text}"
    room = MOST - LINK - 2
    short = text if len(text) <= room else f"{text[: room - 1].rstrip()}…"
    return f"{short}\n\n{mark}"


def _all_clear(wish: Wish, mark: str) -> str:
    published = wish.version.published_at
    assert published
    sentence = texts(words.TOPIC).get("banner.over", FIRST).text
    return f"{sentence % {'time': words.local(published, FIRST)}}\n\n{mark}"


def social() -> list[Social]:
    """Return the account, where there is one."""
    if not settings.MASTODON_URL or not settings.MASTODON_TOKEN:
        return []
    return [Social(settings.MASTODON_URL, settings.MASTODON_TOKEN)]
