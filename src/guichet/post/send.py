"""Send mails and text messages where EMAIL_URL and SMS_URL say.

Sending raises what went wrong, so that the outbox tries again; `Undeliverable` says that another
try is useless. A mail tried twice carries the same Message-ID, and its file the same name.
"""

import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage, Message, MIMEPart
from email.policy import Policy, default
from email.utils import parseaddr
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from guichet.environment import complain, parts_of
from guichet.kernel.models import Dispatch
from guichet.kernel.reading.mailboxes import on_the_wire
from guichet.kernel.references import derive
from guichet.post import headers, issuer
from guichet.post.backends import PORTS, TEXT_BACKENDS, mail_backend
from guichet.post.mail_body import Attachment, Mail
from guichet.post.texting import as_sent
from guichet.production import TEXTS_IN_FILES


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """A message ready to go: a mail, or the text of a text message, and its address."""

    content: Mail | str
    to: str


# What a kind of dispatch becomes, None when its purpose has passed. A feature that has dispatches
# of its own adds how they are made when the program starts.
MAKERS: dict[str, Callable[[Dispatch, datetime], Parcel | None]] = {}


class Undeliverable(Exception):  # noqa: N818  it reads as what happened, like Obstacle
    """The message is refused for good, or there is no way to send it."""


def send_mail(mail: Mail, to: str, *, key: str) -> None:
    """Send a mail; `key` names one dispatch for ever, as the number of its outbox row does."""
    message = _message(mail, to, name=_name(key, to))
    try:
        mail_backend(urlsplit(settings.EMAIL_URL)).send_messages([message])
    except smtplib.SMTPRecipientsRefused as refusal:
        if all(code >= 500 for code, _ in refusal.recipients.values()):
            raise Undeliverable("The mail server refuses the address.") from refusal
        raise


def send_text(text: str, to: str, *, key: str) -> None:
    """Send a text message to a phone number; `key` is as for mails."""
    if not texts_configured():
        raise Undeliverable("Text messages are not configured.")
    url = urlsplit(settings.SMS_URL)
    TEXT_BACKENDS[url.scheme](url).send(as_sent(text), to=to, name=_name(key, to))


def texts_configured() -> bool:
    """Tell whether text messages can be sent; where not, pages name the phone and the desk."""
    return urlsplit(settings.SMS_URL).scheme != "none"


def check_settings() -> None:
    """Stop the start with a sentence where EMAIL_URL or SMS_URL cannot be used.

    That they are set, and fit for the public, is a rule of `production`.
    """
    if settings.EMAIL_URL:
        _check_mail(parts_of(settings.EMAIL_URL))
    if settings.SMS_URL:
        _check_texts(parts_of(settings.SMS_URL))


def _check_mail(url: SplitResult) -> None:
    usable = url.hostname if url.scheme in PORTS else url.path
    if not usable or url.scheme not in {*PORTS, "file"}:
        complain(
            "EMAIL_URL must look like smtp://user:password@host:25, smtp+starttls://…:587,"
            " smtps://…:465 or file:///folder."
        )


def _check_texts(url: SplitResult) -> None:
    if url.scheme not in {"none", *TEXT_BACKENDS}:
        schemes = ", ".join(f"{scheme}:" for scheme in ["none", *TEXT_BACKENDS])
        complain(
            f"SMS_URL begins with {url.scheme + ':' if url.scheme else 'no scheme'}; use {schemes}."
        )
    if url.scheme == "file" and not settings.LOOPBACK:
        complain(TEXTS_IN_FILES)


def _name(key: str, to: str) -> str:
    """Return a name nobody can guess, the same whenever the same dispatch is tried."""
    return derive(settings.SECRET_KEY, "message", key, to).hex()[:32]


class _Message(EmailMultiAlternatives):
    """A mail whose subject and sender come back from any reader as they were written."""

    whole: tuple[headers.Whole, ...] = ()

    def message(self, *, policy: "Policy[Message] | None" = default) -> EmailMessage:
        message = super().message(policy=policy)
        for header in self.whole:
            message.replace_header(header.name, header)
        return message


def _message(mail: Mail, to: str, *, name: str) -> EmailMultiAlternatives:
    address = {"appointments": settings.DEFAULT_FROM_EMAIL, "eta": settings.ETA_FROM_EMAIL}
    name_of_sender = issuer.sender(mail.programme, mail.language, usual=mail.sender)
    sender = headers.sender(address[mail.programme], name=name_of_sender)
    box = parseaddr(sender.encoded.replace("\n", ""))[1]
    message = _Message(
        subject=mail.subject,
        body=mail.text,
        from_email=box,
        to=[on_the_wire(to)],
        headers={
            "Message-ID": f"<{name}@{box.rpartition('@')[2]}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": ", ".join(mail.languages),
        },
    )
    message.whole = (headers.subject(mail.subject), sender)
    message.attach_alternative(mail.html, "text/html")
    for attachment in mail.attachments:
        message.attach(_part(attachment))
    return message


def _part(attachment: Attachment) -> MIMEPart:
    kind, *parameters = (words.strip() for words in attachment.content_type.split(";"))
    main, _, sub = kind.partition("/")
    part = MIMEPart()
    part.set_content(
        attachment.content,
        maintype=main,
        subtype=sub,
        disposition="attachment",
        filename=attachment.name,
        params=dict(words.split("=", 1) for words in parameters),
    )
    return part
