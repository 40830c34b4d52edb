"""What a notice about one appointment says, gathered by whoever sends or shows it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from guichet.booking.rules import CanceledBy
from guichet.kernel.content.layers import shown_in


@dataclass(frozen=True)
class DocumentLine:
    """One line of the checklist: what to bring, and the kinds of it that will do."""

    text: str
    detail: tuple[str, ...] = ()


@dataclass(frozen=True)
class Offer:
    """A place that is kept for who cannot be received at their time, and the page to take it on.

    Both moments are aware, in the time zone of the office.
    """

    starts_at: datetime
    until_at: datetime
    url: str


@dataclass(frozen=True)
class AppointmentNotice:
    """Everything a notice needs, so that making one asks neither the database nor the clock.

    Mappings are keyed by language; the agency's first stands in for one that is missing.
    `starts_at` and `ends_at` are aware, in the time zone of the office. `room` is the bare name
    of the room, as in "3-120": the word "Room" is the notice's. Without a PIN, none is shown.
    `phone_rule` is the office's own sentence on phones inside, empty where it has none; only an
    office that says so admits them (`phones_admitted`).
    """

    confirmation_number: str
    pin: str
    name: str
    language: str
    officer_language: str
    starts_at: datetime
    ends_at: datetime
    office_code: str
    office_names: Mapping[str, str]
    address_lines: tuple[str, ...]
    room: str
    access: Mapping[str, tuple[str, ...]]
    phone_rule: Mapping[str, str]
    service_names: Mapping[str, str]
    who_must_come: Mapping[str, str]
    arrive_early_minutes: int
    documents: Mapping[str, tuple[DocumentLine, ...]]
    manage_url: str
    phone_help: str
    status: Literal["booked", "checked_in", "closed", "cancelled", "past"] = "booked"
    reason: str = ""  # why the office is closed, in the language of the notice
    cancelled_by: CanceledBy = ""  # of one that is cancelled
    closed_for_hours: bool = False  # for a part of the day, the time of the appointment in it
    offer: Offer | None = None  # another time that is kept for them meanwhile
    relocated: bool = False  # the name, the address or the room is another one since it was booked
    demonstration: bool = False
    short_url: str = ""  # leads to `manage_url`, for a text message
    office_places: Mapping[str, str] = field(default_factory=dict)  # names without "office"
    phones_admitted: bool = False
    shares_phone: bool = False  # its telephone has another appointment that a text could mean too
    booked_at: datetime | None = None  # from then on it may stand in a calendar

    @property
    def cancelled(self) -> bool:
        return self.status == "cancelled"

    @property
    def closed(self) -> bool:
        return self.status == "closed"

    @property
    def checked_in(self) -> bool:
        return self.status == "checked_in"

    @property
    def void(self) -> bool:
        """Tell whether nobody is received with it: cancelled, closed by the office, or past."""
        return self.status not in {"booked", "checked_in"}

    @property
    def struck(self) -> bool:
        """Tell whether calendars are to take it out."""
        return self.cancelled or self.closed

    @property
    def pin_in_groups(self) -> str:
        """Return the PIN as page, paper and mail show it: "047 512"; nothing if it is not told."""
        return f"{self.pin[:3]} {self.pin[3:]}".strip()

    @property
    def bilingual(self) -> bool:
        return self.language != self.officer_language


def in_language[Value](words: Mapping[str, Value], language: str) -> tuple[Value, str]:
    """Return the words in a language or one that stands in for it, and the language they are in.

    >>> in_language({"en": "New York", "ar": "نيويورك"}, "ko")
    ('New York', 'en')
    """
    code = shown_in(words, language)
    return words[code], code
