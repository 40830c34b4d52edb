"""A real mail server that keeps what arrives, and fails as long as it is told to."""

import asyncio
import email
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email import policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from guichet.booking.testing import NOW
from guichet.kernel.models import Dispatch
from guichet.post import deliver, send


class Postbox:
    """What arrived, and the answer to the next mail, which may take its time."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answer = "250 OK"
        self.url = ""
        self.is_asked, self.may_answer = threading.Event(), threading.Event()
        self.may_answer.set()

    async def handle_DATA(  # noqa: N802  aiosmtpd's name
        self, server: Any, session: Any, envelope: Any
    ) -> str:
        self.is_asked.set()
        await asyncio.to_thread(self.may_answer.wait, 10)
        if self.answer.startswith("250"):
            message = email.message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(message, EmailMessage)
            self.mails.append(message)
        return self.answer

    def subjects(self) -> list[str]:
        return [str(mail["Subject"]) for mail in self.mails]

    def text(self) -> str:
        """Return the plain words of the only mail."""
        (mail,) = self.mails
        body = mail.get_body(("plain",))
        assert body is not None
        return str(body.get_content())

    def letters(self) -> str:
        """Return the same without any space, for a PIN is written in groups."""
        return "".join(self.text().split())


@contextmanager
def open_postbox() -> Iterator[Postbox]:
    """Run a mail server on a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    box = Postbox()
    box.url = f"smtp://127.0.0.1:{port}"
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


def forget_backends() -> None:
    """Let the next mail read the settings again."""
    for name in ("_mail_backend", "_text_backend"):
        if clear := getattr(getattr(send, name, None), "cache_clear", None):
            clear()


def deliver_all(*, now: datetime = NOW) -> int:
    numbers = Dispatch.objects.order_by("pk").values_list("pk", flat=True)
    return sum(deliver.deliver(pk, now=now) for pk in numbers)


def only_dispatch() -> Dispatch:
    return Dispatch.objects.get()
