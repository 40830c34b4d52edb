"""The mails that bring a one-time code; it stands in no other."""

from guichet.booking.notice.mails import ending
from guichet.post.mail_body import Block, Facts, Mail, Paragraph, compose
from guichet.web.formats.durations import duration
from guichet.web.pages.render import sentence


def contact_code_mail(code: str, *, language: str, minutes: int) -> Mail:
    """Return the mail with the one-time code for one more appointment of an address."""
    blocks: list[Block] = [
        Facts([(sentence("Your one-time code", language), code)]),
        Paragraph(
            sentence(
                "Somebody is booking an appointment with this e-mail address, which has many. If it"
                " is you, type the code on the page within %(duration)s.",
                language,
                duration=duration(minutes, language),
            )
        ),
        Paragraph(_to_nobody(language)),
        *ending(language, phone=""),
    ]
    subject = sentence("Your code to book one more appointment", language)
    return compose(subject, blocks, language=language)


def _to_nobody(language: str) -> str:
    return sentence(
        "Give this code to nobody: no officer will ask you for it. If you did not ask for it, you"
        " need do nothing.",
        language,
    )


def lost_code_mail(code: str, *, language: str, minutes: int) -> Mail:
    """Return the mail with the one-time code that opens a lost notice."""
    blocks: list[Block] = [
        Facts([(sentence("Your one-time code", language), code)]),
        Paragraph(
            sentence(
                "Type it on the page where you asked for it. It opens your appointment notice once,"
                " within %(duration)s.",
                language,
                duration=duration(minutes, language),
            )
        ),
        Paragraph(_to_nobody(language)),
        *ending(language, phone=""),
    ]
    subject = sentence("Your code to see your appointment notice again", language)
    return compose(subject, blocks, language=language)
