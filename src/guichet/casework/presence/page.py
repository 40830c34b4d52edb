"""What a page of a case begins with: who else is in its file."""

from datetime import datetime

from guichet.casework.presence import actions


def context(application: int, *, officer: int, now: datetime) -> dict[str, object]:
    """Note that an officer is in a file, and return what their page says of the others."""
    return {
        "readers": actions.come(application, officer=officer, now=now),
        "meanwhile": [],  # what was done since the page was made: nothing yet
        "every": actions.EVERY,
    }
