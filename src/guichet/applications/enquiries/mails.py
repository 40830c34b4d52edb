"""Mails about enquiries to an address that was typed.

A mail to an address that nobody has proven holds the number of the enquiry and a day: nothing that
was typed, and nothing about any application.
"""

from datetime import datetime

from guichet.applications import numbers
from guichet.applications.enquiries import queries
from guichet.applications.letters import body as letters_body
from guichet.applications.letters import explained
from guichet.applications.models import Enquiry
from guichet.eligibility.programme import ETA, programme
from guichet.kernel.content.placeholders import sentence_with
from guichet.kernel.models import Dispatch
from guichet.post.mail_body import Block, Facts, InLanguage, Link, Mail, Paragraph, compose
from guichet.post.send import Parcel
from guichet.web.addresses.paths import public_address
from guichet.web.directions import in_sentence
from guichet.web.formats.dates import plain_day
from guichet.web.languages import DEFAULT, OFFERED
from guichet.web.words import texts

PAGE = "applications:trouble"  # where the mails lead to


def parcel(row: Dispatch, now: datetime) -> Parcel | None:
    """Return the mail of an enquiry and its address; None once the enquiry is gone."""
    del now  # the outbox itself gives up what is too old
    enquiry = Enquiry.objects.filter(pk=row.record).exclude(reply_to="").first()
    if enquiry is None:
        return None
    return Parcel(content=mail(enquiry, row.kind.removeprefix("eta_")), to=enquiry.reply_to)


def mail(enquiry: Enquiry, kind: str) -> Mail:
    """Return the mail in English or French, with its summary in the client's language."""
    language = queries.answered_in(enquiry)
    own = enquiry.language if enquiry.language in ETA else DEFAULT
    page, full = _Page(enquiry, language), "letters/full"
    rows = [(page.say(full, "label.enquiry"), numbers.for_people(enquiry.number))]
    answer = explained.answer(enquiry, page.say(full, "explained.words"))
    blocks: list[Block] = [
        Paragraph(page.say(full, f"{kind}.says"), strong=True),
        Facts(rows),
        *(answer if kind == "enquiry_answered" else []),
        Paragraph(page.say(full, f"{kind}.next")),
        Paragraph(page.say(full, "common.page")),
        Link(public_address(PAGE, language if language in OFFERED else own)),
        *(Paragraph(page.say(full, f"common.{key}")) for key in ("official", "pin", "no_answer")),
        _summary(_Page(enquiry, own), kind, is_other=own != language),
    ]
    return compose(
        page.say(full, f"{kind}.subject"),
        blocks,
        language=language,
        sender=letters_body.sender(language),
        programme="eta",
    )


def _summary(page: "_Page", kind: str, *, is_other: bool) -> InLanguage:
    sentences = (f"summary.{kind}", "common.official", "common.price", "common.pin")
    return InLanguage(
        heading=page.say("letters", "common.heading"),
        sentences=[page.say("letters", key) for key in sentences],
        language=page.language,
        url=public_address(PAGE, page.language) if is_other and page.language in OFFERED else "",
    )


class _Page:
    """What says the sentences of a mail, with everything that they name."""

    def __init__(self, enquiry: Enquiry, language: str) -> None:
        facts = programme()
        self.language = language
        values = {
            "enquiry": numbers.for_people(enquiry.number),
            "day": plain_day(enquiry.promised_on, language),
            "address": facts.address(language),
            "price": facts.price(language),
        }
        self._values = in_sentence(values, language)

    def say(self, topic: str, key: str) -> str:
        return sentence_with(texts(topic).get(key, self.language).text, self._values)
