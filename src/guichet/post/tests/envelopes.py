"""Reads the headers of a mail as others do: new Python, old Python, and the letter of RFC 2047."""

import base64
import email
import quopri
import re
from collections.abc import Callable, Mapping
from email import policy
from email.header import decode_header, make_header

from guichet.post import send
from guichet.post.mail_body import Mail

_WORD = re.compile(r"=\?utf-8\?([bq])\?([^?\s]*)\?=", re.IGNORECASE)


def posted(mail: Mail) -> bytes:
    """Return a mail as it goes to a server."""
    message = send._message(mail, "anna@example.org", name="0" * 32)
    return message.message(policy=policy.SMTP).as_bytes(policy=policy.SMTP)


def _as_new(raw: bytes, name: str) -> str:
    return str(email.message_from_bytes(raw, policy=policy.default)[name])


def _as_old(raw: bytes, name: str) -> str:
    value = email.message_from_bytes(raw)[name].replace("\r\n", "")
    return str(make_header(decode_header(value)))


def _by_the_letter(raw: bytes, name: str) -> str:
    """Decode each encoded word by itself: none is longer than 75, none holds half a letter."""
    head = raw.partition(b"\r\n\r\n")[0].decode("ascii")
    lines = re.search(rf"(?im)^{name}: ([^\r\n]*(?:\r\n[ \t][^\r\n]*)*)", head)
    assert lines
    assert all(len(line) <= 78 for line in lines[0].split("\r\n"))
    value = lines[1].replace("\r\n", "")
    assert all(len(word[0]) <= 75 for word in _WORD.finditer(value))
    value = re.sub(r"(\?=)[ \t]+(?==\?)", r"\1", value)
    return _WORD.sub(lambda word: _word(word[1].lower(), word[2]), value)


def _word(kind: str, coded: str) -> str:
    if kind == "b":
        return base64.b64decode(coded, validate=True).decode()
    return quopri.decodestring(coded.replace("_", " ").encode()).decode()


READERS: Mapping[str, Callable[[bytes, str], str]] = {
    "new Python": _as_new,
    "old Python": _as_old,
    "RFC 2047": _by_the_letter,
}


def check_headers(mail: Mail, *, sender: str) -> None:
    """Assert that every reader gets the subject and the name of the sender back."""
    raw = posted(mail)
    for name, read in READERS.items():
        assert read(raw, "Subject") == mail.subject, name
        assert read(raw, "From").partition(" <")[0].strip('"') == sender, name
