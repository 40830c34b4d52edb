"""Films as if they had been made, for tests of what is done with them."""

from collections.abc import Mapping

from guichet.films import kept
from guichet.films.kept import Recording
from guichet.films.table import films


def keep_film(code: str, language: str, *, parts: Mapping[str, str] | None = None) -> Recording:
    """Keep a film of which every step takes four seconds; nothing can be seen in it."""
    film = films()[code]
    place = kept.folder() / "fresh"
    place.mkdir(parents=True, exist_ok=True)
    video, poster = place / "film.webm", place / "poster.webp"
    video.write_bytes(f"{code} {language} ".encode() * 100)
    poster.write_bytes(f"{code} {language}".encode())
    recording = Recording(
        film=code,
        language=language,
        video=kept.named_by_content(video, code, language),
        poster=kept.named_by_content(poster, code, language),
        seconds=4.0 * len(film.steps),
        width=540,
        height=1104,
        steps=tuple((step, 4.0 * at, 4.0 * at + 4) for at, step in enumerate(film.steps)),
        parts=dict(parts or {}),
        made_on="2026-11-30",
    )
    kept.keep(recording, video=video, poster=poster)
    return recording
