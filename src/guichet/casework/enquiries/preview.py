"""An answer before it is sent: the mail as its reader gets it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from markupsafe import Markup

from guichet.applications.enquiries import actions as enquiries
from guichet.applications.enquiries import mails
from guichet.applications.letters import mail as letters
from guichet.applications.models import Enquiry
from guichet.kernel.content.texts import watching
from guichet.post.mail_body import Mail


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPreview:
    """The whole mail of an answer; with a case, the letter goes along as a file."""

    subject: str
    body: Markup
    language: str
    has_file: bool


def preview(
    enquiry: int, words: str, *, officer: int, language: str, now: datetime
) -> AnswerPreview:
    """Answer an enquiry, read the mail that it sends, and take all of it back; or Obstacle."""
    with transaction.atomic(), watching():  # how its sentences are translated is no matter here
        question = enquiries.answer(enquiry, words, officer=officer, language=language, now=now)
        mail, has_file = _mail(question)
        transaction.set_rollback(True)
    body = Markup(mail.body)  # noqa: S704  each block of a mail escapes what it holds
    return AnswerPreview(subject=mail.subject, body=body, language=mail.language, has_file=has_file)


def _mail(question: Enquiry) -> tuple[Mail, bool]:
    application = question.application
    if application is None or not application.email:
        return mails.mail(question, "enquiry_answered"), False
    letter = application.letters.filter(kind="enquiry_answered").latest("pk")
    return letters.unattached(letter), True
