"""./guichet make-films"""

import shutil
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from guichet.films import fingerprints, kept
from guichet.films.table import Film, films
from guichet.kernel import clock
from guichet.kernel.reading.days import authority_day
from guichet.web.languages import OFFERED

Job = tuple[Film, str]  # a film and a language
_RECORDING = "guichet.films.recording"  # needs Playwright, which a site that serves has not
NO_PLAYWRIGHT = "Films need Playwright, which a site that only serves has not: make films"
NO_CHROMIUM = "Films need Chromium, which was not found. Debian: apt install chromium"
NO_FFMPEG = "Films need ffmpeg, which was not found. Debian: apt install ffmpeg"


class Command(BaseCommand):
    help = (
        "Film the first journeys on a site of its own with invented people: what is missing, and"
        " what shows pages that have changed since. What was made stays if it is stopped."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", metavar="film", help="of films; all else")
        parser.add_argument(
            "--language", action="append", choices=list(OFFERED), help="those of the site else"
        )
        parser.add_argument("--all", action="store_true", help="also what is fresh")
        parser.add_argument("--list", action="store_true", help="only say how each film stands")

    def handle(self, *, names: list[str], **options: Any) -> None:
        if unknown := [name for name in names if name not in films()]:
            raise CommandError(f"No film is called {', '.join(unknown)}.")
        every = _jobs([films()[name] for name in names or films()], options["language"])
        standings = {(film.code, language): _standing(film, language) for film, language in every}
        if options["list"]:
            for (code, language), standing in standings.items():
                self.stdout.write(f"{code:8} {language:8} {standing}")
            return
        jobs = [
            (film, language)
            for film, language in every
            if options["all"] or standings[film.code, language] != "fresh"
        ]
        if not jobs:
            self.stdout.write(f"{len(every)} films are fresh.")
            return
        self._make(jobs, ffmpeg=_ffmpeg())

    def _make(self, jobs: Sequence[Job], *, ffmpeg: str) -> None:
        """Make films one after the other; one that fails does not keep the others from it."""
        studios, sites = (import_module(f"{_RECORDING}.{name}") for name in ("studio", "site"))
        if not studios.chromium():
            raise CommandError(NO_CHROMIUM)
        failed = []
        try:
            with (
                sites.filmed_site() as (site, notebook),
                studios.studio(site, notebook, ffmpeg=ffmpeg) as studio,
            ):
                for film, language in jobs:
                    if not self._make_one(studio, film, language, studios.FAILURES):
                        failed.append(f"{film.code} {language}")
        except sites.NoSiteError as error:
            raise CommandError(f"The site to be filmed did not start: {error}") from None
        kept.tidy(films(), now=clock.now())
        if failed:
            raise CommandError(f"{len(failed)} films were not made: {', '.join(failed)}.")

    def _make_one(self, studio: Any, film: Film, language: str, failures: Any) -> bool:
        try:
            recording = studio.make(film, language, on=authority_day(clock.now()))
        except failures as error:
            self.stderr.write(f"{film.code} {language}: {type(error).__name__}: {error}")
            return False
        self.stdout.write(f"{film.code} {language}: {recording.seconds:.0f} seconds")
        return True


def _jobs(entries: Sequence[Film], languages: Sequence[str] | None) -> list[Job]:
    return [
        (film, language)
        for film in entries
        for language in film.languages
        if not languages or language in languages
    ]


def _standing(film: Film, language: str) -> str:
    """Return "fresh", "missing", or "stale" with what has changed."""
    recording = kept.recording_of(film, language)
    if recording is None:
        return "missing"
    changes = fingerprints.changes(recording)
    return f"stale: {', '.join(changes[:3])}" if changes else "fresh"


def _ffmpeg() -> str:
    """Return where ffmpeg is; raise CommandError where it, or Playwright, is missing."""
    if find_spec("playwright") is None:
        raise CommandError(NO_PLAYWRIGHT)
    path = shutil.which("ffmpeg")
    if path is None:
        raise CommandError(NO_FFMPEG)
    return path
