"""Webhooks: each address in NOTICE_WEBHOOKS is told of every version and of the end, signed.

The signature is that of Standard Webhooks. Each address has a secret of its own, derived from the
site's key; `./guichet web-notice secrets` prints them for whoever receives.
"""

import base64
import hmac
import json
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings

from guichet.notices.feeds.entries import entry_of, utc
from guichet.notices.models import Receipt
from guichet.notices.receipts.channels import ChannelError, Wish
from guichet.web.languages import FIRST

PATIENCE = 10.0  # seconds


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address that is told."""

    url: str

    @property
    def name(self) -> str:
        """Return how receipts call it: by its host and a mark, for an address may hold a secret."""
        mark = sha256(self.url.encode()).hexdigest()[:6]
        return f"webhook:{(urlsplit(self.url).hostname or '')[:24]}:{mark}"

    def carry(self, wish: Wish, receipt: Receipt) -> None:
        """Tell a version, then its end; its answer is the receipt."""
        if wish.is_up and not receipt.read_back_at:
            is_first = wish.version.number == wish.notice.published[0].number
            self._tell("published" if is_first else "updated", wish.version.identifier, wish)
            receipt.put_up_at = receipt.read_back_at = wish.now
        elif wish.down_since and not receipt.read_back_at:
            receipt.is_over = True  # it was never told, so nothing is over
        elif wish.down_since:
            if wish.ended:
                self._tell("ended", f"{wish.version.identifier}-end", wish)
            receipt.taken_down_at = receipt.read_back_gone_at = wish.now
            receipt.is_over = True

    def _tell(self, kind: str, number: str, wish: Wish) -> None:
        import requests  # noqa: PLC0415  large, and most sites have no webhook

        document = {
            "type": f"web_notice.{kind}",
            "timestamp": utc(wish.now),
            "data": entry_of(wish.notice, FIRST, now=wish.now),
        }
        body = json.dumps(document, ensure_ascii=False).encode()
        sent_at = str(int(wish.now.timestamp()))
        headers = {
            "content-type": "application/json",
            "webhook-id": number,
            "webhook-timestamp": sent_at,
            "webhook-signature": signature(self.url, number, sent_at, body),
        }
        answer = requests.post(
            self.url, data=body, headers=headers, timeout=PATIENCE, allow_redirects=False
        )
        if not 200 <= answer.status_code < 300:
            raise ChannelError(f"{self.name} answers {answer.status_code}")


def secret_of(url: str) -> str:
    """Return the secret with which an address is told, as Standard Webhooks write it."""
    about = f"web notices {url}".encode()
    secret = hmac.digest(settings.SECRET_KEY.encode(), about, "sha256")
    return f"whsec_{base64.b64encode(secret).decode()}"


def signature(url: str, number: str, sent_at: str, body: bytes) -> str:
    """Return what proves that a message is ours."""
    secret = base64.b64decode(secret_of(url).removeprefix("whsec_"))
    content = f"{number}.{sent_at}.".encode() + body
    return f"v1,{base64.b64encode(hmac.digest(secret, content, 'sha256')).decode()}"


def webhooks() -> list[Webhook]:
    """Return every address that is told."""
    return [Webhook(url) for url in settings.NOTICE_WEBHOOKS]
