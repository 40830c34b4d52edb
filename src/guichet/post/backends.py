"""Where mails and text messages go: a mail server, a provider, or files in a folder."""

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from email import policy
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, unquote

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
SECONDS = 30  # for a mail server to answer


class TextBackend(Protocol):
    """What sends text messages. A provider's backend is registered in TEXT_BACKENDS."""

    def send(self, text: str, *, to: str, name: str) -> None:
        """Send one text message; `name` is the same whenever the same message is tried again."""


class MailFiles(BaseEmailBackend):
    """Writes each mail as one .eml file named after its Message-ID."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for email in email_messages:
            message = email.message(policy=policy.SMTP)
            name = str(message["Message-ID"]).strip("<>").partition("@")[0]
            write_whole(self.folder / f"{name}.eml", message.as_bytes(policy=policy.SMTP))
        return len(email_messages)


@dataclass(frozen=True)
class TextFiles:
    """Writes each text message as one file: the number on the first line, then the words."""

    folder: Path

    def send(self, text: str, *, to: str, name: str) -> None:
        write_whole(self.folder / f"{name}.txt", f"{to}\n{text}\n".encode())


def mail_backend(url: SplitResult) -> BaseEmailBackend:
    """Return what sends mail to the place that EMAIL_URL names."""
    if url.scheme == "file":
        return MailFiles(Path(unquote(url.path)))
    return SmtpBackend(
        alias="EMAIL_URL",
        host=url.hostname,
        port=url.port or PORTS[url.scheme],
        username=unquote(url.username or ""),
        password=unquote(url.password or ""),
        use_tls=url.scheme == "smtp+starttls",
        use_ssl=url.scheme == "smtps",
        timeout=SECONDS,
    )


def _text_files(url: SplitResult) -> TextBackend:
    return TextFiles(Path(unquote(url.path)))


TEXT_BACKENDS = {"file": _text_files}


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that nobody ever sees half written, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, name = tempfile.mkstemp(dir=path.parent, suffix=".new")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
