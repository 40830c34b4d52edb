"""What the page of the films shows: each film with its player, where it was made, and its steps."""

from dataclasses import dataclass

from guichet.films.kept import Recording, recordings
from guichet.films.table import Film, films
from guichet.web.addresses.paths import address
from guichet.web.languages import ALL, OFFERED, Language


@dataclass(frozen=True, slots=True)
class Track:
    """The captions of a film in one language."""

    language: Language
    url: str
    is_first: bool  # those that are shown without asking


@dataclass(frozen=True, slots=True)
class Shown:
    """A film on a page in one language; without a recording its steps stand there alone."""

    film: Film
    url: str  # where its journey begins
    recording: Recording | None
    spoken: Language | None  # that of the pages in the film, where it is not the reader's
    tracks: tuple[Track, ...]
    length: str  # minutes and seconds, as players write it


def shown(language: str) -> list[Shown]:
    """Return every film as a page in a language shows it."""
    return [_shown(film, language) for film in films().values()]


def _shown(film: Film, language: str) -> Shown:
    recording = best(film, language)
    return Shown(
        film=film,
        url=address(film.begins, language),
        recording=recording,
        spoken=ALL[recording.language] if recording and recording.language != language else None,
        tracks=_tracks(film, recording, language) if recording else (),
        length="{}:{:02}".format(*divmod(round(recording.seconds), 60)) if recording else "",
    )


def best(film: Film, language: str) -> Recording | None:
    """Return the recording for who reads a language: in it, else the first that there is."""
    every = recordings(film)
    return next((each for each in every if each.language == language), every[0] if every else None)


def _tracks(film: Film, recording: Recording, language: str) -> tuple[Track, ...]:
    def url(code: str) -> str:
        return address("films:captions", code, film=film.code, recorded=recording.language)

    return tuple(
        Track(language=entry, url=url(code), is_first=code == language)
        for code, entry in OFFERED.items()
    )
