"""The mail with a code for somebody on the line, in the language of their application."""

from datetime import datetime

from guichet.applications.letters import body as letters_body
from guichet.contact import codes
from guichet.contact.models import CallerCode
from guichet.eligibility.programme import ETA, programme
from guichet.kernel.content.placeholders import sentence_with
from guichet.kernel.models import Dispatch
from guichet.post.mail_body import Block, Facts, Mail, Paragraph, compose
from guichet.post.send import Parcel
from guichet.web.directions import in_sentence
from guichet.web.languages import DEFAULT
from guichet.web.words import texts

_OWN, _COMMON = "enquiries", "letters"


def parcel(row: Dispatch, now: datetime) -> Parcel | None:
    """Return the mail with a code and the address on file; None once the code is over."""
    code = CallerCode.objects.select_related("application").filter(pk=row.record).first()
    if code is None or code.expires_at <= now or not code.application.email:
        return None
    return Parcel(content=mail(code), to=code.application.email)


def mail(code: CallerCode) -> Mail:
    """Return the mail: the code, for whom it is, and what never to do with it."""
    own = code.application.language
    language = own if own in ETA else DEFAULT
    blocks: list[Block] = [
        Paragraph(say(_OWN, "caller_code.says", language), strong=True),
        Facts([(say(_OWN, "caller_code.label", language), codes.digits(code))]),
        Paragraph(say(_OWN, "caller_code.next", language)),
        Paragraph(say(_COMMON, "common.official", language)),
    ]
    return compose(
        say(_OWN, "caller_code.subject", language),
        blocks,
        language=language,
        sender=letters_body.sender(language),
        programme="eta",
    )


def say(topic: str, key: str, language: str) -> str:
    """Return a sentence of a mail, with the address and the price of the programme."""
    facts = programme()
    values = in_sentence(
        {"address": facts.address(language), "price": facts.price(language)}, language
    )
    return sentence_with(texts(topic).get(key, language).text, values)
