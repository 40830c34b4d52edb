"""Sending: over a real mail server, into files, and not at all where settings are wrong."""

import email
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from pathlib import Path
from smtplib import SMTPException
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from pytest_django import Settings

from guichet.booking.notice.code_mails import lost_code_mail
from guichet.booking.notice.mails import mail
from guichet.booking.notice.testing import make_notice
from guichet.post import send

NOW = datetime(2027, 1, 2, tzinfo=UTC)


class Postbox:
    """Keeps what arrives; refuses the addresses it is told to."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answers: dict[str, str] = {}

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  aiosmtpd's name
        self, server: Any, session: Any, envelope: Any
    ) -> str:
        self.mails.append(parsed(envelope.content))
        return "250 OK"


def parsed(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


@pytest.fixture
def postbox(settings: Settings) -> Iterator[Postbox]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_URL = f"smtp://127.0.0.1:{port}"
    yield box
    controller.stop()


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.EMAIL_URL = f"file://{tmp_path}/mail"
    settings.SMS_URL = f"file://{tmp_path}/sms"
    return tmp_path


def test_it_writes_to_a_domain_of_another_script_as_mail_servers_do(postbox: Postbox) -> None:
    letter = mail(make_notice("fr"), "appointment_confirmed", now=NOW)
    for domain in ("exämple.org", "straße.de", "пример.рф"):
        send.send_mail(letter, f"anna@{domain}", key=domain)
    assert [arrived["To"] for arrived in postbox.mails] == [
        "anna@xn--exmple-cua.org",
        "anna@xn--strae-oqa.de",
        "anna@xn--e1afmkfd.xn--p1ai",
    ]


def test_it_sends_a_whole_mail_over_a_real_server(postbox: Postbox) -> None:
    letter = mail(make_notice("ar"), "appointment_confirmed", now=NOW)
    send.send_mail(letter, "amal@example.org", key="dispatch-1")
    (arrived,) = postbox.mails
    assert arrived["To"] == "amal@example.org"
    assert arrived["Subject"] == letter.subject
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived["Content-Language"] == "ar"
    text, html = arrived.get_body(("plain",)), arrived.get_body(("html",))
    assert text
    assert text.get_content().replace("\r\n", "\n") == letter.text
    assert html
    assert 'dir="rtl"' in html.get_content()
    printed, calendar = arrived.iter_attachments()
    assert isinstance(printed, EmailMessage)
    assert printed.get_content() == letter.attachments[0].content
    assert printed.get_filename() == "إشعار-الموعد.pdf"
    assert calendar.get_content_type() == "text/calendar"
    assert calendar.get_param("method") == "PUBLISH"


def test_it_names_a_mail_the_same_at_every_try(postbox: Postbox) -> None:
    letter = lost_code_mail("318204", language="en", minutes=30)
    for key in ("dispatch-1", "dispatch-1", "dispatch-2"):
        send.send_mail(letter, "amal@example.org", key=key)
    first, again, other = (arrived["Message-ID"] for arrived in postbox.mails)
    assert first == again
    assert first != other
    assert first.endswith("@guichet.example>")


def test_it_tells_a_refusal_for_good_from_one_for_now(postbox: Postbox) -> None:
    postbox.answers = {
        "gone@example.org": "550 no such mailbox",
        "full@example.org": "452 mailbox full",
    }
    letter = lost_code_mail("318204", language="en", minutes=30)
    with pytest.raises(send.Undeliverable):
        send.send_mail(letter, "gone@example.org", key="1")
    with pytest.raises(SMTPException):
        send.send_mail(letter, "full@example.org", key="2")


def test_it_raises_when_no_server_answers(settings: Settings) -> None:
    settings.EMAIL_URL = "smtp://127.0.0.1:1"
    letter = lost_code_mail("318204", language="en", minutes=30)
    with pytest.raises(OSError, match="refused"):
        send.send_mail(letter, "amal@example.org", key="1")


def test_it_keeps_each_mail_in_one_file_and_a_second_try_in_the_same(folder: Path) -> None:
    letter = mail(make_notice("ko"), "appointment_confirmed", now=NOW)
    for key in ("1", "1", "2"):
        send.send_mail(letter, "byeol@example.org", key=key)
    files = list((folder / "mail").iterdir())
    assert [file.suffix for file in files] == [".eml", ".eml"]
    assert parsed(files[0].read_bytes())["Subject"] == letter.subject
    assert files[0].stat().st_mode & 0o077 == 0


def test_it_keeps_each_text_message_in_a_file(folder: Path) -> None:
    send.send_text("Guichet: 318204", "+12125550123", key="1")
    (file,) = (folder / "sms").iterdir()
    assert file.read_text() == "+12125550123\nGuichet: 318204\n"


def test_it_knows_that_texts_are_not_configured(settings: Settings) -> None:
    settings.SMS_URL = "none:"
    assert not send.texts_configured()
    with pytest.raises(send.Undeliverable):
        send.send_text("x", "+12125550123", key="1")


@pytest.mark.parametrize(
    ("email_url", "sms_url", "loopback"),
    [
        ("smtp://user:p%40ss@mail.example:587", "none:", False),
        ("smtps://mail.example", "file:///tmp/x", True),
        ("smtp+starttls://mail.example", "none:", True),
        ("file:///tmp/x", "none:", False),
    ],
)
def test_it_starts_with_settings_it_can_use(
    settings: Settings, email_url: str, sms_url: str, loopback: bool
) -> None:
    settings.EMAIL_URL, settings.SMS_URL, settings.LOOPBACK = email_url, sms_url, loopback
    send.check_settings()


@pytest.mark.parametrize(
    ("email_url", "sms_url", "loopback", "sentence"),
    [
        ("carrier-pigeon://x", "none:", True, "EMAIL_URL"),
        ("smtp:", "none:", True, "EMAIL_URL"),
        ("smtp://host:many", "none:", True, "EMAIL_URL"),
        ("file:", "none:", True, "EMAIL_URL"),
        ("file:///tmp/x", "smoke:", True, "SMS_URL"),
        ("file:///tmp/x", "file:///tmp/x", False, "loopback"),
    ],
)
def test_it_stops_the_start_with_a_sentence(
    settings: Settings, email_url: str, sms_url: str, loopback: bool, sentence: str
) -> None:
    settings.EMAIL_URL, settings.SMS_URL, settings.LOOPBACK = email_url, sms_url, loopback
    with pytest.raises(SystemExit, match=sentence):
        send.check_settings()
