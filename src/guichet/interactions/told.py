"""What clients read of a contact on their own page: when, how, what was said, what was promised."""

from collections.abc import Sequence
from datetime import datetime

from guichet.interactions.models import Interaction, Promise
from guichet.kernel import case_numbers
from guichet.kernel.reading.days import authority_zone

TOPIC = "history"  # of content/, whose sentences both programmes say
PROMISES = frozenset(
    {"answer_enquiry", "call_back", "send_again", "look"}
)  # that have words of their own


def row(contact: Interaction) -> dict[str, object]:
    """Return what a page shows of a contact that `queries.as_told` read: nothing internal.

    A question and its answer stand in `enquiry`, `asked` and `said`, where the room has any.
    """
    return {
        "number": case_numbers.for_people(contact.number),
        "at": _day(contact.started_at),
        "channel": contact.channel,
        "direction": contact.direction,
        "enquiry": "",
        "asked": "",
        "said": "",
        "said_in": contact.language,
        "notes": [(note.words, note.language) for note in contact.notes.all()],
        "promises": _promises(list(contact.promises.all())),
    }


def _promises(promises: Sequence[Promise]) -> list[dict[str, object]]:
    return [
        {
            "what": promise.what if promise.what in PROMISES else "answer",
            "due_on": promise.due_on,
            "kept_on": _day(promise.kept_at) if promise.kept_at else None,
            "told_on": _day(promise.told_at) if promise.told_at else None,
        }
        for promise in promises
    ]


def _day(moment: datetime) -> datetime:
    return moment.astimezone(authority_zone())
