"""The mails and texts about the list, in the words of each language; a text names nobody."""

from collections.abc import Mapping

from guichet.booking.notice.appointment import in_language
from guichet.booking.notice.mails import ending
from guichet.booking.notice.texting.fitting import with_issuer
from guichet.kernel.content.placeholders import sentence_with
from guichet.post.mail_body import Block, Facts, Link, Mail, Paragraph, compose
from guichet.web.directions import in_sentence
from guichet.web.pages.render import sentence
from guichet.web.words import texts

TOPIC = "earlier"


def words(key: str, language: str, **values: str) -> str:
    """Return a sentence of the list in a language, with what is filled in."""
    text = texts(TOPIC).get(key, language).text
    return sentence_with(text, in_sentence(values, language)) if values else text


def mail(
    key: str,
    *,
    language: str,
    office_names: Mapping[str, str],
    service_names: Mapping[str, str],
    url: str,
    moment: str = "",
    **values: str,
) -> Mail:
    """Return the mail of a kind (`offer`, `still`, `listed`) with the page on which to answer."""
    when = {"moment": moment} if moment else {}
    rows = [
        (sentence("When", language), moment),
        (sentence("Where", language), in_language(office_names, language)[0]),
        (sentence("What for", language), in_language(service_names, language)[0]),
    ]
    last = {"offer": "mail.answer", "listed": "mail.listed_until"}.get(key)
    blocks: list[Block] = [
        Paragraph(words(f"mail.{key}", language, **_in(key, values)), strong=True),
        Facts([(label, value) for label, value in rows if value]),
        *([Paragraph(words(last, language, **_in(last, values)))] if last else []),
        Link(url),
        *ending(language, phone=""),
    ]
    subject = words(f"mail.{key}_subject", language, **when)
    return compose(subject, blocks, language=language)


def wish_over(*, language: str, office_names: Mapping[str, str], url: str) -> Mail:
    """Return the mail for who waited to be told of a free time, and there was none."""
    office = in_language(office_names, language)[0]
    blocks: list[Block] = [
        Paragraph(words("mail.wish_over", language)),
        Link(url),
        *ending(language, phone=""),
    ]
    subject = words("mail.wish_over_subject", language, office=office)
    return compose(subject, blocks, language=language)


def text(key: str, *, language: str, office_names: Mapping[str, str], **values: str) -> str:
    """Return the text message of a kind; whose it is stands before it."""
    office = in_language(office_names, language)[0]
    return with_issuer(words(f"text.{key}", language, office=office, **values), language)


def _in(key: str, values: Mapping[str, str]) -> dict[str, str]:
    """Return what a sentence fills in: the end of an offer, the last day of an entry."""
    gaps = {"offer": ("until",), "mail.listed_until": ("day",)}.get(key, ())
    return {name: values[name] for name in gaps}
