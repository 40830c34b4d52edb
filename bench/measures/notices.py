"""A notice as PDF, warm, in the scripts that differ most."""

import statistics
import time
from collections.abc import Callable
from datetime import date
from itertools import count

import typst

from bench.figures import Figure
from bench.figures import milliseconds as processor_time
from bench.people import name_of
from bench.processor import measured
from bench.stage import Stage
from guichet.booking import actions
from guichet.booking.notice import render
from guichet.booking.notice.gather import notice_of
from guichet.booking.places import Details
from guichet.kernel import clock
from guichet.post import fonts

LANGUAGES = {"en": "Latin", "ar": "Arabic", "zh-Hans": "Han", "ko": "Hangul", "ru": "Cyrillic"}
TARGET, WARM = 50.0, 2  # milliseconds; how many are not counted
BARE = b'#set document(title: "-")\n#set text(font: "Noto Sans")\n= Appointment #sys.inputs.turn'


def measure(stage: Stage) -> list[Figure]:
    compiler = typst.Compiler(font_paths=fonts.collection(), ignore_system_fonts=True)
    turns = map(str, count())  # what changes each time is not remembered from the last

    def heading() -> None:
        inputs = {"turn": next(turns)}
        compiler.compile(BARE, format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"])

    bare = statistics.median(durations_of(stage, heading))
    return [in_language(stage, language, bare) for language in LANGUAGES]


def in_language(stage: Stage, language: str, bare: float) -> Figure:
    """Print one notice again and again; its number changes, so that nothing is remembered."""
    slot, number = stage.take_slots(1)[0], list(LANGUAGES).index(language)
    client = Details(
        name=name_of(900, number), date_of_birth=date(1985, 5, 17), phone="+15052460100"
    )
    now = clock.now()
    booked = actions.book_slot(slot, client, networks=None, language=language, now=now)
    notices = (notice_of(booked.appointment, f"{turn:06d}") for turn in range(10_000))
    with measured() as usage:
        milliseconds = durations_of(stage, lambda: render.pdf(next(notices)))
    middle, slowest = statistics.median(milliseconds), max(milliseconds)
    return Figure(
        what=f"A notice as PDF, warm: {language} ({LANGUAGES[language]})",
        figure=f"{middle:.1f} ms, slowest of {len(milliseconds)} {slowest:.1f} ms",
        processor=processor_time(all=usage.milliseconds("client", len(milliseconds) + WARM)),
        limit=f"{bare:.1f} ms: one heading, same fonts, PDF/UA",
        ratio=bare / middle,
        target=f"under {TARGET:g} ms",
        met=middle < TARGET,
    )


def durations_of(stage: Stage, work: Callable[[], object]) -> list[float]:
    """Return the milliseconds of each turn, after two that warm up."""
    durations = []
    for _ in range(stage.times(30) + WARM):
        start = time.perf_counter()
        work()
        durations.append((time.perf_counter() - start) * 1000)
    return durations[WARM:]
