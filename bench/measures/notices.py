"""A notice as PDF, warm, in the scripts that differ most."""

import statistics
import time
from collections.abc import Callable
from datetime import date

import typst

from bench.figures import Figure
from bench.people import name_of
from bench.stage import Stage
from guichet.booking import actions
from guichet.booking.places import Details
from guichet.booking.presentation import notice_of
from guichet.kernel import clock
from guichet.notices import fonts, render

LANGUAGES = {"en": "Latin", "ar": "Arabic", "zh-Hans": "Han", "ko": "Hangul", "ru": "Cyrillic"}
TARGET = 50.0  # milliseconds
BARE = b'#set document(title: "-")\n#set text(font: "Noto Sans")\n= Appointment'


def measure(stage: Stage) -> list[Figure]:
    compiler = typst.Compiler(font_paths=fonts.collection(), ignore_system_fonts=True)
    bare = spent(stage, lambda: compiler.compile(BARE, format="pdf", pdf_standards=["ua-1"]))
    return [in_language(stage, language, statistics.median(bare)) for language in LANGUAGES]


def in_language(stage: Stage, language: str, bare: float) -> Figure:
    """Print one notice again and again; its number changes, so that nothing is remembered."""
    slot, number = stage.take_slots(1)[0], list(LANGUAGES).index(language)
    client = Details(
        name=name_of(900, number), date_of_birth=date(1985, 5, 17), phone="+15052460100"
    )
    now = clock.now()
    booked = actions.book_slot(slot, client, network=b"", language=language, now=now)
    notices = (notice_of(booked.appointment, f"{turn:06d}") for turn in range(10_000))
    milliseconds = spent(stage, lambda: render.pdf(next(notices)))
    middle, slowest = statistics.median(milliseconds), max(milliseconds)
    return Figure(
        what=f"A notice as PDF, warm: {language} ({LANGUAGES[language]})",
        figure=f"{middle:.1f} ms, slowest of {len(milliseconds)} {slowest:.1f} ms",
        limit=f"{bare:.1f} ms: one heading, same fonts, PDF/UA",
        ratio=bare / middle,
        target=f"under {TARGET:g} ms",
        met=middle < TARGET,
    )


def spent(stage: Stage, work: Callable[[], object]) -> list[float]:
    """Return the milliseconds of each turn, after two that warm up."""
    found = []
    for _ in range(stage.times(30) + 2):
        started = time.perf_counter()
        work()
        found.append((time.perf_counter() - started) * 1000)
    return found[2:]
