"""What programs get of an interview, with number and PIN: the time that was chosen, and where."""

from guichet.applications.models import Application
from guichet.interviews import invitation, queries


def of_application(application: Application) -> dict[str, object] | None:
    """Return the interview that has a time; None without one. Times are on the clock of its place.

    One statement, and none for an application that waits for no interview.
    """
    interview = queries.live(application)
    value = invitation.of(interview, application.language) if interview else None
    if value is None or value.chosen is None or value.until is None:
        return None
    return {
        "way": value.way,
        "starts_at": value.chosen.isoformat(),
        "ends_at": value.until.isoformat(),
        "time_zone": value.zone,
        "place": value.place,
        "number": value.appointment or None,
    }
