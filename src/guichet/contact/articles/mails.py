"""The mail with the address of a page that an agent spoke of, and nothing of any case."""

from datetime import datetime

from guichet.applications.letters import body as letters_body
from guichet.contact.articles.models import PageSent
from guichet.contact.articles.page import said_in
from guichet.contact.mails import say
from guichet.eligibility.programme import ETA
from guichet.guidance.knowledge.queries import current
from guichet.kernel.models import Dispatch
from guichet.post.mail_body import Block, Facts, Paragraph, compose
from guichet.post.send import Parcel
from guichet.web.addresses.paths import public_address
from guichet.web.languages import DEFAULT


def parcel(row: Dispatch, now: datetime) -> Parcel | None:
    """Return the mail and the address on file; None where the article is gone meanwhile."""
    del now
    page_sent = PageSent.objects.select_related("application").filter(pk=row.record).first()
    version = current(page_sent.article) if page_sent else None
    if page_sent is None or version is None or not page_sent.application.email:
        return None
    own = page_sent.application.language
    language = own if own in ETA else DEFAULT
    url = public_address("guidance:article", language, article=page_sent.article)
    blocks: list[Block] = [
        Paragraph(say("enquiries", "page_sent.says", language)),
        Facts([(said_in(version, language).title.text, url)]),
        Paragraph(say("enquiries", "page_sent.next", language)),
        Paragraph(say("letters", "common.official", language)),
    ]
    mail = compose(
        say("enquiries", "page_sent.subject", language),
        blocks,
        language=language,
        sender=letters_body.sender(language),
        programme="eta",
    )
    return Parcel(content=mail, to=page_sent.application.email)
