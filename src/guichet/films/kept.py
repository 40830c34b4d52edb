"""The films that were made, as they lie in `DATA_DIR/films/`: a picture track, a poster, a note.

`book.ar.json` names the files, whose names carry the hash of what is in them, and says when each
step begins and ends, and of which sentences, pages and colors the film was made.
"""

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from guichet.films.table import Film

KEPT = timedelta(days=30)  # that a film stays when another has taken its place: open pages name it
SERVED = "films"  # below STATIC_URL


@dataclass(frozen=True)
class Recording:
    """A film in one language; times in seconds, sizes in pixels.

    `steps` are each a name with its beginning and end. `parts` names all that the film shows, each
    with a mark of what it was: see `fingerprints`.
    """

    film: str
    language: str
    video: str
    poster: str
    seconds: float
    width: int
    height: int
    steps: tuple[tuple[str, float, float], ...]
    parts: Mapping[str, str]
    made_on: str

    @property
    def video_url(self) -> str:
        """Where the film is served."""
        return f"{settings.STATIC_URL}{SERVED}/{self.video}"

    @property
    def poster_url(self) -> str:
        """Where its still picture is served."""
        return f"{settings.STATIC_URL}{SERVED}/{self.poster}"


def folder() -> Path:
    """Return where the films lie."""
    return Path(settings.DATA_DIR) / "films"


def recording_of(film: Film, language: str) -> Recording | None:
    """Return a film as it was made in a language; None where it was not, or a file is gone."""
    try:
        note = json.loads(_note_of(film.code, language).read_text("utf-8"))
        recording = Recording(**{**note, "steps": tuple(map(tuple, note["steps"]))})
    except (OSError, ValueError, TypeError, KeyError):
        return None
    files = (folder() / name for name in (recording.video, recording.poster))
    return recording if all(path.is_file() for path in files) else None


def recordings(film: Film) -> list[Recording]:
    """Return a film in every language in which it was made, in the order of the languages."""
    each = (recording_of(film, language) for language in film.languages)
    return [recording for recording in each if recording]


def named_by_content(path: Path, code: str, language: str) -> str:
    """Return the name of a file of a film, with a hash of what is in it, as static files have."""
    digest = sha256(path.read_bytes()).hexdigest()[:12]
    return f"{code}.{language}.{digest}{path.suffix}"


def keep(recording: Recording, *, video: Path, poster: Path) -> None:
    """Put a film in the place of the one before: its files first, then the note that names them."""
    for name, path in ((recording.video, video), (recording.poster, poster)):
        path.chmod(0o644)
        path.replace(folder() / name)
    descriptor, fresh = tempfile.mkstemp(dir=folder(), suffix=".new")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(asdict(recording), file, ensure_ascii=False)
    Path(fresh).chmod(0o644)
    Path(fresh).replace(_note_of(recording.film, recording.language))


def tidy(films: Mapping[str, Film], *, now: datetime) -> None:
    """Remove the files of films that no note has named for 30 days."""
    names = {
        name
        for film in films.values()
        for recording in recordings(film)
        for name in (recording.video, recording.poster)
    }
    for path in folder().iterdir():
        if path.name in names:
            os.utime(path)  # its age begins when another takes its place
        elif now.timestamp() - path.stat().st_mtime > KEPT.total_seconds():
            _remove(path)


def _remove(path: Path) -> None:
    if path.suffix in {".webm", ".webp", ".new"}:
        path.unlink(missing_ok=True)


def _note_of(code: str, language: str) -> Path:
    return folder() / f"{code}.{language}.json"
