"""What letters say of an interview, and the calendar file that goes with one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from guichet.applications import numbers
from guichet.applications.letters.parts import Sheet
from guichet.applications.models import Correspondence
from guichet.interviews import handing_over, invitation, queries
from guichet.interviews.actions import DECLINED, ENDED, MISSED, MOVED, OFFERED, OVER
from guichet.interviews.following import CHOSEN, GONE, LATE
from guichet.interviews.invitation import Invitation
from guichet.interviews.sentences import (
    Row,
    choices,
    how_to_book,
    lines,
    rows,
    rows_now,
    say,
    when,
)
from guichet.interviews.telling import calendar_entry
from guichet.kernel import clock
from guichet.post.mail_body import (
    Attachment,
    Block,
    Checklist,
    Facts,
    Link,
    Paragraph,
    Quotation,
)
from guichet.web.languages import ALL

NO_OFFICE = {"place": "", "room": "", "early": 0}
REMINDER = "reminder"  # of any question that waits for its answer
# They tell what became of it themselves.
TELLING_OF_AN_END = (DECLINED, ENDED, MISSED, OVER)


def part(sheet: Sheet) -> list[Block]:
    """Return what was promised, as the letter promise it, and what has become of it since."""
    language, is_offer = sheet.language, _is_offer(sheet.letter)
    promise = promise_of(sheet.letter, language)
    if promise is None:
        return []
    facts = [(row.label, row.value) for row in _rows(sheet.letter, promise, language)]
    times = choices(promise, language) if is_offer else []
    return [
        *(Paragraph(line, strong=True) for line in _since(sheet.letter, promise, language)),
        *(Paragraph(line) for line in _before(sheet.letter, language)),
        Facts(facts),
        *([Checklist(say("label.times", language), times)] if times else []),
        *_to_book(promise, language, is_offer=is_offer and not _is_late(sheet.letter)),
        *([] if _tells_of_an_end(sheet.letter) else _written(promise, language)),
    ]


def summed(sheet: Sheet) -> list[str]:
    """Return what was promised in the traveler's own language."""
    language = sheet.language
    promise = promise_of(sheet.letter, language)
    if promise is None:
        return []
    times = [text for line, own in choices(promise, language) for text in (line, *own)]
    starts = [say("label.times", language), *times] if _is_offer(sheet.letter) else []
    # On paper a link breaks in a text from right to left; the letter above has it whole.
    without = ("link",) if ALL[language].direction == "rtl" else ()
    promised = lines(_rows(sheet.letter, promise, language), language, without=without)
    changes = [*_since(sheet.letter, promise, language), *_before(sheet.letter, language)]
    can_tell = [say("ended.missed_tell", language)] if sheet.letter.kind == MISSED else []
    return [*changes, *can_tell, *promised, *(starts if times else [])]


def _rows(letter: Correspondence, promise: Invitation, language: str) -> list[Row]:
    """Return what was promised; of one that a letter calls off or finds missed way and time."""
    return rows_now(promise, language) if _tells_of_an_end(letter) else rows(promise, language)


def _tells_of_an_end(letter: Correspondence) -> bool:
    return letter.kind in TELLING_OF_AN_END


def holds(letter: Correspondence) -> bool:
    """Tell whether a letter that was not sent yet still says what is so."""
    interview = queries.of_letter(letter)
    if interview is None:
        return False
    if _tells_of_an_end(letter):
        return True
    choice = letter.facts.get("chosen")
    value = invitation.of(interview)
    if letter.kind == GONE:
        return interview.ended_at is None and value.is_gone
    is_same = choice is None or _time(choice) == value.chosen
    is_open = letter.kind in (CHOSEN, MOVED) or interview.declined_at is None
    return interview.ended_at is None and is_same and is_open


def enclosed(letter: Correspondence) -> tuple[Attachment, ...]:
    """Return the calendar file of the time that a letter tells of; none of one that was moved.

    An invitation in place of a time that was chosen encloses what strikes that one out.
    """
    language = letter.summary_language
    promise = _replaced(letter) or promise_of(letter, language)
    if promise is None or promise.chosen is None or promise.way == "office":
        return ()  # an appointment has a notice with a calendar file of its own
    if _is_moved(letter, promise) and not promise.is_struck:
        return ()  # it would put the time of before back into the calendar
    content = calendar_entry.ics(promise, language=language, now=clock.now())
    method = "CANCEL" if promise.is_struck else "PUBLISH"
    kind = f"text/calendar; charset=utf-8; method={method}"
    return (Attachment(calendar_entry.file_name(language), kind, content),)


def _is_offer(letter: Correspondence) -> bool:
    """Tell whether a letter asks for a choice: the first one, the reminder, and a new one."""
    return letter.kind in (OFFERED, GONE, REMINDER)


def _is_late(letter: Correspondence) -> bool:
    return bool(letter.facts.get("wording") == LATE)


def promise_of(letter: Correspondence, language: str) -> Invitation | None:
    """Return the invitation with the choice that a letter tells of, which may have moved since."""
    interview = queries.of_letter(letter)
    if interview is None:
        return None
    choice = letter.facts.get("chosen")
    value = invitation.of(interview, language)
    # Of an appointment a letter keeps what it told: it moves, and is gone.
    told_of = letter.facts.get("booked") or (NO_OFFICE if _is_offer(letter) else {})
    value = replace(value, **told_of) if value.way == "office" else value
    zone = ZoneInfo(value.zone)
    return replace(value, chosen=_time(choice).astimezone(zone) if choice else None)


def _time(second: object) -> datetime:
    return datetime.fromtimestamp(int(str(second)), UTC)


def _since(letter: Correspondence, promise: Invitation, language: str) -> list[str]:
    """Return what has become of it since the letter was written."""
    if _tells_of_an_end(letter):
        return []
    if promise.ending:
        return [say(promise.ending_words, language)]
    interview = queries.of_letter(letter) if letter.kind in (CHOSEN, MOVED) else None
    value = invitation.of(interview) if interview else promise
    if interview and value.is_declined:
        return [say("letter.declined", language)]
    if interview and value.chosen != promise.chosen:
        return [say("letter.moved" if value.chosen else "letter.gone", language)]
    return []


def _replaced(letter: Correspondence) -> Invitation | None:
    """Return the interview with a chosen time that an invitation takes the place of."""
    interview = queries.of_letter(letter) if letter.kind == OFFERED else None
    before = queries.replaced_by(interview) if interview else None
    value = invitation.of(before) if before else None
    return None if value and value.is_past else value


def _before(letter: Correspondence, language: str) -> list[str]:
    """Return that a time which was chosen does not come, where others are offered instead."""
    before = _replaced(letter)
    if before is None or before.chosen is None:
        return []
    return [say("letter.replaces", language, time=when(before.chosen, language))]


def _is_moved(letter: Correspondence, promise: Invitation) -> bool:
    """Tell whether another time holds than the one that a letter tells of."""
    interview = queries.of_letter(letter)
    if interview is None or letter.kind not in (CHOSEN, MOVED):
        return False
    return invitation.of(interview).chosen != promise.chosen


def _to_book(promise: Invitation, language: str, *, is_offer: bool) -> list[Block]:
    """Return how an appointment is booked, where that is what an invitation asks for."""
    page = handing_over.page(language)
    if not (is_offer and page and promise.way == "office" and promise.chosen is None):
        return []
    number = numbers.for_people(promise.number)
    return [*(Paragraph(line) for line in how_to_book(number, language)), Link(page)]


def _written(promise: Invitation, language: str) -> Sequence[Block]:
    """Return the officer's own words: what to bring, and what else they wrote."""
    texts = (("bring", promise.bring), ("words", promise.words))
    return [
        Quotation(say(f"label.{key}", language), paragraphs(text), promise.language)
        for key, text in texts
        if text
    ]


def paragraphs(text: str) -> list[str]:
    """Return the lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]
