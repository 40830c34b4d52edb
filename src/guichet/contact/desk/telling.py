"""What may be told of a case, one thing a press: in the caller's words, beside the agent's."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from guichet.applications import public_status, queries
from guichet.applications.contacts.page import rows
from guichet.applications.letters.addresses import goes_to
from guichet.applications.letters.names import TOPIC as LETTERS
from guichet.applications.models import Application
from guichet.applications.papers.pages import TOPIC as PAPERS
from guichet.applications.papers.pages import code_of
from guichet.interactions import told
from guichet.kernel.content.texts import Text
from guichet.staff.frame.words import moment
from guichet.web.formats.dates import plain_day
from guichet.web.words import texts

STATUS = "apply"
MOST = 20  # lines of a card


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What to say in the caller's language, the same in the agent's, and when it was."""

    say: Text
    own: Text
    at: str = ""
    letter: int | None = None  # that can be sent again
    times: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One thing that is told: under which action, of which check, line by line."""

    action: str
    check: int
    lines: list[Line] = field(default_factory=list)


type Teller = Callable[[Application, str, str, datetime], list[Line]]


def card(
    action: str,
    check: int,
    application: Application,
    *,
    language: str,
    own: str,
    now: datetime,
) -> Card:
    """Return what an action tells; `language` is the caller's, `own` the agent's."""
    lines = TELLS[action](application, language, own, now)
    return Card(action=action, check=check, lines=lines)


def _both(topic: str, key: str, language: str, own: str) -> tuple[Text, Text]:
    words = texts(topic)
    return words.get(key, language), words.get(key, own)


def _status(application: Application, language: str, own: str, now: datetime) -> list[Line]:
    """Tell the status, one of nine, and the sentence that explains it."""
    code = public_status.of(application, now=now).status.code
    pairs = [_both(STATUS, f"{part}.{code}", language, own) for part in ("status", "sentence")]
    return [Line(say=say, own=mine) for say, mine in pairs]


def _letters(application: Application, language: str, own: str, now: datetime) -> list[Line]:
    lines = []
    for letter in queries.letters_of(application)[:MOST]:
        key = f"kind.{letter.kind}"
        key = key if key in texts(LETTERS) else "kind.other"
        say, mine = _both(LETTERS, key, language, own)
        pk = letter.pk if goes_to(letter) else None
        at = moment(letter.at, own)
        lines.append(Line(say=say, own=mine, at=at, letter=pk, times=letter.times_sent))
    return lines


def _requests(application: Application, language: str, own: str, now: datetime) -> list[Line]:
    lines = []
    for request in queries.open_requests(application)[:MOST]:
        say, mine = _both(PAPERS, f"wanted.{code_of(request.kind)}.title", language, own)
        lines.append(Line(say=say, own=mine, at=str(plain_day(request.due_on, own))))
    return lines


def _history(application: Application, language: str, own: str, now: datetime) -> list[Line]:
    """Tell the contacts as the client reads them: the channel, what was asked and said."""
    lines = []
    for row in rows(application)[:MOST]:
        at = row["at"]
        assert isinstance(at, datetime)
        say, mine = _both(told.TOPIC, str(row["channel"]), language, own)
        lines.append(Line(say=say, own=mine, at=moment(at, own)))
        notes = row["notes"]
        assert isinstance(notes, list)
        lines += [Line(say=Text(text, code), own=Text("", code)) for text, code in notes]
    return lines


TELLS: Mapping[str, Teller] = {
    "tell_status": _status,
    "tell_letters": _letters,
    "tell_requests": _requests,
    "tell_history": _history,
}
