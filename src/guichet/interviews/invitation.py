"""What was promised of an interview, as one value: every page, letter and file is made from it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from guichet.applications.form.time_zones import near, only_zone
from guichet.interviews import handing_over, queries
from guichet.interviews.models import Interview
from guichet.interviews.rules import Showing, Standing

AT_OFFICE = "office"  # how letters word what is handed over to the appointments
REMOTE = frozenset({Interview.Way.VIDEO, Interview.Way.TELEPHONE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """An invitation with the choice that was made. Times are on the clock of the place.

    `own_zone`: the clock at home of who is invited, where it is known and nobody has to travel.
    """

    key: int
    number: str  # of the application
    way: str
    place: str
    bring: str
    words: str
    language: str  # of what the officer wrote
    zone: str
    own_zone: str
    minutes: int
    times: Sequence[datetime]
    answer_by: date
    chosen: datetime | None
    lost_time: datetime | None  # the time of who then said that they cannot come
    moves: int
    is_declined: bool
    reply: str
    appointment: str
    outcome: str
    ended_at: datetime | None
    is_past: bool = False  # the chosen time had begun when it ended
    room: str = ""  # of the office, and how many minutes before one is to be there
    early: int = 0

    @property
    def standing(self) -> Standing:
        """Return what an answer rests on."""
        return Standing(
            times=self.times,
            answer_by=self.answer_by,
            chosen=self.chosen,
            moves=self.moves,
            is_declined=self.is_declined,
            is_over=self.ended_at is not None,
        )

    @property
    def showing(self) -> Showing:
        """Return what a form on a page that shows this is about."""
        return Showing(key=self.key, chosen=self.chosen, appointment=self.appointment)

    @property
    def is_gone(self) -> bool:
        """Tell whether the appointment that was named does not come any more."""
        return bool(self.appointment) and self.chosen is None

    @property
    def until(self) -> datetime | None:
        """Return when the chosen time is over."""
        return self.chosen + timedelta(minutes=self.minutes) if self.chosen else None

    @property
    def is_struck(self) -> bool:
        """Tell whether a chosen time does not come any more."""
        if self.lost_time:
            return True
        is_over = self.ended_at is not None and not self.is_past
        return is_over and self.outcome not in ("held", "missed")

    @property
    def ending(self) -> str:
        """Return how it ended: its outcome, or `past` where nobody noted how it went."""
        is_unnoted = self.is_past and self.outcome == Interview.Outcome.WITH_CASE
        return "past" if is_unnoted else self.outcome

    @property
    def ending_words(self) -> str:
        """Return the name of the sentence on how it ended; a call is missed otherwise."""
        is_missed_call = self.way in REMOTE and self.ending == Interview.Outcome.MISSED
        return f"ended.{self.ending}_{self.way}" if is_missed_call else f"ended.{self.ending}"

    def at_home(self, time: datetime) -> datetime | None:
        """Return a time on the clock at home; None where that is the same or is not known."""
        own = time.astimezone(ZoneInfo(self.own_zone)) if self.own_zone else None
        return own if own and own.utcoffset() != time.utcoffset() else None


def of(interview: Interview, language: str = "") -> Invitation:
    """Return an invitation as it stands now; one that was handed over goes by its appointment.

    `language`: of the name of its office; without one that of the letters.
    """
    value = _as_written(interview)
    if interview.way == Interview.Way.OFFICE:
        value = _as_booked(value, language or interview.language)
    is_past = value.ended_at is not None and value.chosen is not None
    return replace(value, is_past=is_past and value.chosen <= value.ended_at)  # type: ignore[operator]


def _as_booked(value: Invitation, language: str) -> Invitation:
    """Return an invitation with time and office of the appointment that stands for it."""
    time = handing_over.booked(value.appointment, language)
    if time is None:
        return value
    length = int((time.ends_at - time.starts_at).total_seconds()) // 60
    when = {"chosen": time.starts_at, "minutes": length, "zone": time.zone, "early": time.early}
    return replace(value, place=time.place, room=time.room, **when)  # type: ignore[arg-type]


def facts_of(interview: Interview) -> dict[str, object]:
    """Return what a letter says of an interview as it is now, however that moves later."""
    value = of(interview)
    facts: dict[str, object] = {"interview": interview.pk}
    if value.way == Interview.Way.OFFICE:
        facts["wording"] = AT_OFFICE
    if value.chosen:
        facts["chosen"] = int(value.chosen.timestamp())
    if value.chosen and value.appointment:
        parts = ("place", "room", "early", "zone", "minutes")
        facts["booked"] = {part: getattr(value, part) for part in parts}
    return facts


def _as_written(interview: Interview) -> Invitation:
    zone = ZoneInfo(interview.zone)
    is_remote = interview.way in REMOTE
    lost_time = queries.lost_time(interview)
    return Invitation(
        key=interview.pk,
        number=interview.application.number,
        way=interview.way,
        place=interview.place,
        bring=interview.bring,
        words=interview.words,
        language=interview.language,
        zone=interview.zone,
        own_zone=_own_zone(interview) if is_remote else "",
        minutes=interview.minutes,
        times=tuple(time.astimezone(zone) for time in interview.starts),
        answer_by=interview.request.due_on,
        chosen=interview.chosen_at.astimezone(zone) if interview.chosen_at else None,
        lost_time=lost_time.astimezone(zone) if lost_time else None,
        moves=interview.moves,
        is_declined=interview.declined_at is not None,
        reply=interview.reply,
        appointment=interview.appointment,
        outcome=interview.outcome,
        ended_at=interview.ended_at,
    )


def _own_zone(interview: Interview) -> str:
    """Return the one clock of the country somebody lives in, or the one they named of several."""
    answers = interview.application.answers
    country, zone = (str(answers.get(key) or "") for key in ("home_country", "travel_time_zone"))
    if not country:
        return ""
    return only_zone(country) or (zone if zone in near({"home_country": country}) else "")
