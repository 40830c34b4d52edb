"""What stands in the way of a deed at a desk, as a sentence that names who did what, and when.

With it goes what helps, as one button: somebody who is refused at a desk stands there still.
"""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from guichet.booking.clients.cancellation import CANCEL, SYSTEM, cancellation_of
from guichet.booking.models import Appointment
from guichet.counter.desk import queries
from guichet.counter.desk.entries import Reader, doer
from guichet.counter.models import Ticket
from guichet.counter.pages import TOPIC, named
from guichet.counter.queue import changing, expecting, rules
from guichet.kernel import clock
from guichet.kernel.models import AuditEntry
from guichet.kernel.obstacles import Obstacle
from guichet.offices import queries as offices
from guichet.offices.models import Office
from guichet.web.addresses.paths import address
from guichet.web.formats import dates
from guichet.web.words import Say, speaker

# What the record tells of an appointment, in a sentence of its own.
TOLD = frozenset({"check_in", "undo_check_in", "miss", "undo_ending", "complete", "move", "cancel"})
MEANWHILE = frozenset(
    {"already_checked_in", "already_ended", "already_cancelled", "expected_changed"}
)
WITHOUT_APPOINTMENT = frozenset({"wrong_day", "already_cancelled", "already_ended"})


def sentence(
    obstacle: Obstacle, office: Office, language: str, *, appointment: Appointment | None = None
) -> Markup:
    """Return why a deed was not done; `appointment` is the one that it was about, if any."""
    say, facts = speaker(language, TOPIC), obstacle.facts
    if isinstance(ticket := facts.get("ticket"), Ticket):
        code = "already_checked_in" if obstacle.code == "expected_changed" else obstacle.code
        where = _where(ticket, office, language, by=str(facts.get("owner", "")))
        return say(f"problem.{code}.{ticket.state}", **where)
    if facts.get("office", office.pk) != office.pk:  # nothing more is told of another one
        other = offices.office(str(facts["office"]))
        name = named(other.names, language) if other else ""
        is_over = obstacle.code == "already_cancelled"
        return say(f"problem.{'cancelled_elsewhere' if is_over else 'wrong_office'}", office=name)
    if obstacle.code == "wrong_day":
        is_past = appointment is not None and appointment.slot.ends_at < clock.now()
        moment = _moment(facts["starts_at"], office, language)
        return say(f"problem.{'wrong_day_before' if is_past else 'wrong_day'}", moment=moment)
    if obstacle.code == "not_missing_yet":
        return say("problem.not_missing_yet", time=_time(facts["until"], office, language))
    if obstacle.code in MEANWHILE and appointment:
        return _meanwhile(say, appointment, office, language)
    return say(f"problem.{obstacle.code}")


def _meanwhile(say: Say, appointment: Appointment, office: Office, language: str) -> Markup:
    """Return what was done to an appointment last, by whom and when."""
    line = queries.last_line(appointment, TOLD)
    if line is None:
        return say("problem.elsewhere")
    if line.verb == CANCEL:
        return _canceled(say, line, appointment, office, language)
    return _told(say, line, office, language)


def _told(say: Say, line: AuditEntry, office: Office, language: str) -> Markup:
    who = doer(line.actor, queries.name_of(line.actor), language)
    moment = _moment(line.at, office, language)
    return say(f"problem.meanwhile.{line.verb}", moment=moment, who=who)


def _canceled(
    say: Say, line: AuditEntry, appointment: Appointment, office: Office, language: str
) -> Markup:
    """Return who canceled an appointment: a closure, the interview it was for, or somebody."""
    cancellation = cancellation_of(appointment, language=language)
    moment = _moment(line.at, office, language)
    if cancellation.by == "interview":
        return say("problem.meanwhile.cancel_by_interview", moment=moment)
    if line.actor != SYSTEM:
        return _told(say, line, office, language)
    sentences = [say("problem.meanwhile.cancel_by_office", moment=moment), cancellation.reason]
    return Markup(" ").join(filter(None, sentences))


def moved_lately(person: Appointment, office: Office, reader: Reader) -> Markup | str:
    """Return that somebody has just been moved, and by whom: whoever went back may not see it."""
    line = queries.last_line(person, {"move"})
    if line is None or not rules.is_just_now(line.at, now=reader.now):
        return ""
    return _told(speaker(reader.language, TOPIC), line, office, reader.language)


def remedy(
    obstacle: Obstacle, office: Office, appointment: Appointment | None
) -> Mapping[str, object] | None:
    """Return what one button does about it, if one helps; of another office nobody's details."""
    if obstacle.code == "undo_of_another" and isinstance(
        ticket := obstacle.facts["ticket"], Ticket
    ):
        return {"kind": "undo", "pk": ticket.pk, "mark": changing.mark_of(ticket)}
    if obstacle.code == "wrong_office":
        return {"kind": "office", "url": _page_of(str(obstacle.facts["office"]))}
    if appointment is None or appointment.slot.office_id != office.pk:
        return None
    is_here = appointment.checked_in_at is not None
    if obstacle.code == "already_ended" and rules.has_stayed_away(
        appointment.status, is_here=is_here
    ):
        return {"kind": "came", "pk": appointment.pk, "mark": expecting.mark_of(appointment)}
    if obstacle.code == "wrong_day" and appointment.status == "booked":
        return {"kind": "times", "pk": appointment.pk}
    if obstacle.code in WITHOUT_APPOINTMENT and not isinstance(
        obstacle.facts.get("ticket"), Ticket
    ):
        service, language = appointment.service_id, appointment.language
        return {"kind": "walk_in", "service": service, "language": language}
    return None


def _page_of(office: str) -> str:
    return address("counter:office", "en", office=office)


def _where(ticket: Ticket, office: Office, language: str, *, by: str = "") -> dict[str, object]:
    """Return where a ticket is, since when and through whom; `by` is whose it is, if that tells."""
    actor = by or ticket.changed_by
    return {
        "number": ticket.number,
        "desk": ticket.desk,
        "time": _time(ticket.changed_at, office, language),
        "who": doer(actor, queries.name_of(actor), language),
    }


def _time(at: object, office: Office, language: str) -> str:
    assert isinstance(at, datetime)
    return dates.time_of(at.astimezone(ZoneInfo(office.time_zone)), language)


def _moment(at: object, office: Office, language: str) -> str:
    assert isinstance(at, datetime)
    return dates.moment(at.astimezone(ZoneInfo(office.time_zone)), language)
