"""A letter becomes a mail when it is sent: made of its codes, with the address read again.

The letter is in English or French; below it stands a summary in the traveler's own language. The
PIN stands only in the letter that somebody asked for who lost it, a code only in the letter that
proves an address. Every other letter goes with its file, but for one that explains a decision.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from guichet.applications import queries, states
from guichet.applications.letters import body as letters_body
from guichet.applications.letters import pdf as letters_pdf
from guichet.applications.letters.addresses import address_of
from guichet.applications.letters.parts import Sheet
from guichet.applications.models import Correspondence
from guichet.kernel.guarding import limits
from guichet.kernel.guarding.table import PROOFS_OF_AN_ADDRESS
from guichet.kernel.models import Dispatch
from guichet.kernel.obstacles import Obstacle
from guichet.post.mail_body import Attachment, Block, Mail, Paragraph, compose
from guichet.post.send import Parcel
from guichet.web.words import texts

# What a first letter is kept back for when it is not true any more. One that is sent again was
# asked for, and says what was said then.
_Holds = Callable[[Correspondence], bool]
STILL_TRUE: dict[str, _Holds] = {
    **dict.fromkeys(
        ("information_asked", "interview", "reminder"),
        lambda letter: queries.open_requests(letter.application).exists(),
    ),
    "late": lambda letter: letter.application.state in states.OURS,
    "paper_refused": lambda letter: queries.takes_information(letter.application),
}

# Files that go with a letter beside its own, by its kind; a room above hands in who makes them.
ENCLOSED: dict[str, Callable[[Correspondence], tuple[Attachment, ...]]] = {}


def parcel(row: Dispatch, now: datetime) -> Parcel | None:
    """Return the mail of a letter and its address; None when its purpose has passed."""
    rows = Correspondence.objects.select_related("application").filter(pk=row.record)
    letter = rows.first()
    if letter is None or not _is_still_true(letter):
        return None
    to = address_of(letter, time=letter.times_sent)
    if to and letter.kind == "prove_email" and not _may_be_sent(to, now=now):
        return None
    return Parcel(content=mail(letter), to=to) if to else None


def _may_be_sent(to: str, *, now: datetime) -> bool:
    """Tell whether one more code may go to an address, which may be a stranger's.

    Who asks is answered the same in any case. Where sending fails, the count is undone.
    """
    try:
        limits.take(PROOFS_OF_AN_ADDRESS, to.casefold().encode(), now=now)
    except Obstacle:
        return False
    return True


def mail(letter: Correspondence) -> Mail:
    """Return a letter in its language with its summary in the traveler's, and its files."""
    sheet = _sheet(letter)
    # Such a letter is read with number and PIN: no file of it lies in a mailbox.
    files = () if sheet.worded else letters_pdf.attachments(letter)
    files += ENCLOSED[letter.kind](letter) if letter.kind in ENCLOSED else ()
    return replace(_words(sheet), attachments=files)


def unattached(letter: Correspondence) -> Mail:
    """Return the mail of a letter without its file, which takes a while to set."""
    return _words(_sheet(letter))


def _sheet(letter: Correspondence) -> Sheet:
    return Sheet(letter, letter.letter_language, is_mail=True)


def _words(sheet: Sheet) -> Mail:
    blocks: list[Block] = [
        *letters_body.opening(sheet),
        *letters_body.safety(sheet),
        Paragraph(sheet.say("common.no_answer")),
        letters_body.summary(sheet.letter, in_mail=True),
    ]
    return compose(
        _subject(sheet),
        blocks,
        language=sheet.language,
        heading=sheet.of_kind("subject"),
        sender=letters_body.sender(sheet.language),
        programme="eta",
    )


def _is_still_true(letter: Correspondence) -> bool:
    holds = STILL_TRUE.get(letter.kind)
    return letter.times_sent > 1 or holds is None or holds(letter)


def _subject(sheet: Sheet) -> str:
    """Return the subject, with two words in the other language for who reads only that."""
    subject = sheet.of_kind("subject")
    own = letters_body.summary_language(sheet.letter)
    if own == sheet.language:
        return subject
    return f"{subject} · {texts('letters').get('common.subject', own)}"
