"""Headers of a mail that every reader of RFC 2047 gets back exactly as they were written."""

from email.header import Header
from email.policy import Policy
from email.utils import formataddr, parseaddr
from typing import Self


class Whole(str):
    """A header that goes out encoded from its first word to its last.

    Python encodes only the words of a long header that need it, and its folding then nests them
    or loses the spaces between them; no reader gets such a subject back. `str` is what was
    written, `encoded` what is sent.
    """

    __slots__ = ("encoded", "name")
    name: str
    encoded: str

    def __new__(cls, name: str, text: str, encoded: str) -> Self:
        header = super().__new__(cls, text)
        header.name, header.encoded = name, encoded
        return header

    def fold(self, *, policy: Policy) -> str:
        """Return the header as it stands in the mail, in lines of 76 characters at most."""
        lines = self.encoded.split("\n")
        return f"{self.name}: {policy.linesep.join(lines)}{policy.linesep}"


def subject(text: str) -> Whole:
    """Return the subject of a mail."""
    return Whole("Subject", text, _encoded(text, "Subject"))


def sender(address: str, *, name: str) -> Whole:
    """Return who sends a mail; a name in the setting goes before ours."""
    own, box = parseaddr(address)
    sender_name = own or name
    if sender_name.isascii():
        return Whole("From", formataddr((sender_name, box)), formataddr((sender_name, box)))
    return Whole("From", f"{sender_name} <{box}>", f"{_encoded(sender_name, 'From')}\n <{box}>")


def _encoded(text: str, name: str) -> str:
    charset = "us-ascii" if text.isascii() else "utf-8"
    return Header(text, charset, header_name=name, maxlinelen=76).encode(linesep="\n")
