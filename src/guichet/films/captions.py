"""Captions of a film: WebVTT, made of the words of its steps and the times of the recording."""

from guichet.films.kept import Recording
from guichet.films.table import TOPIC, Film
from guichet.web.words import texts

TYPE = "text/vtt; charset=utf-8"


def captions(film: Film, recording: Recording, language: str) -> str:
    """Return the captions of a film in a language, whatever language its pages are in."""
    cues = [
        f"{step}\n{clock(begins)} --> {clock(ends)}\n{_said(film, step, language)}\n"
        for step, begins, ends in recording.steps
    ]
    return "\n".join(("WEBVTT\n", *cues))


def clock(seconds: float) -> str:
    """Return a moment of a film as WebVTT writes it.

    >>> clock(0), clock(61.25)
    ('00:00.000', '01:01.250')
    """
    minutes, rest = divmod(round(seconds * 1000), 60_000)
    return f"{minutes:02}:{rest / 1000:06.3f}"


def _said(film: Film, step: str, language: str) -> str:
    """Return what is said of a step; the three signs that mean something else are written out."""
    text = texts(TOPIC).get(film.words_of(step), language).text
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
