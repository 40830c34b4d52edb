"""What stands in the way of a deed at a desk, as a sentence that names who did what, and when."""

from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from guichet.counter.desk import queries
from guichet.counter.models import Ticket
from guichet.counter.pages import TOPIC, named
from guichet.kernel.obstacles import Obstacle
from guichet.offices import queries as offices
from guichet.offices.models import Office
from guichet.web.formats import dates
from guichet.web.words import speaker


def sentence(obstacle: Obstacle, office: Office, language: str) -> Markup:
    """Return why a deed was not done."""
    say, facts = speaker(language, TOPIC), obstacle.facts
    if isinstance(ticket := facts.get("ticket"), Ticket):
        return say(f"problem.{obstacle.code}.{ticket.state}", **_where(ticket, office, language))
    if obstacle.code == "wrong_office":
        other = offices.office(str(facts["office"]))
        return say("problem.wrong_office", office=named(other.names, language) if other else "")
    if obstacle.code == "wrong_day":
        return say("problem.wrong_day", moment=_moment(facts["starts_at"], office, language))
    if obstacle.code == "not_missing_yet":
        return say("problem.not_missing_yet", time=_time(facts["until"], office, language))
    return say(f"problem.{obstacle.code}")


def _where(ticket: Ticket, office: Office, language: str) -> dict[str, object]:
    names = queries.accounts([ticket.changed_by])
    who = names.get(ticket.changed_by) or speaker(language, TOPIC)("problem.somebody")
    return {
        "number": ticket.number,
        "desk": ticket.desk,
        "time": _time(ticket.changed_at, office, language),
        "who": who,
    }


def _time(at: object, office: Office, language: str) -> str:
    assert isinstance(at, datetime)
    return dates.time_of(at.astimezone(ZoneInfo(office.time_zone)), language)


def _moment(at: object, office: Office, language: str) -> str:
    assert isinstance(at, datetime)
    return dates.moment(at.astimezone(ZoneInfo(office.time_zone)), language)
