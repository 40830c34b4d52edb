"""Look whether the films still show what the pages say, and tell who watches over the site."""

import logging

from guichet.films import fingerprints
from guichet.films.kept import recordings
from guichet.films.table import films
from guichet.kernel.database import marks
from guichet.web.pages.compiled_pages import forget_trees

log = logging.getLogger(__name__)
STANDING = "films:"  # begins the marks that `/metrics` tells: fresh and stale


def look() -> dict[str, int]:
    """Count the films that are fresh and those that are stale, and leave it for all to read."""
    every = [recording for film in films().values() for recording in recordings(film)]
    stale = [recording for recording in every if fingerprints.changes(recording)]
    forget_trees()  # a worker goes on for weeks, and needs them once a day

    counts = {"fresh": len(every) - len(stale), "stale": len(stale)}
    for state, count in counts.items():
        marks.leave(f"{STANDING}{state}", str(count))
    if stale:
        log.warning(
            "%s of %s films show what pages no longer say: run ./guichet make-films",
            len(stale),
            len(every),
        )
    return counts
