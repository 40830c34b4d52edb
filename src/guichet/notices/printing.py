"""Print a notice: its words, set by Typst, as a tagged PDF."""

import json
import logging
import threading
from functools import cache
from importlib.resources import files

import typst

from guichet.notices import codes, contents, fonts
from guichet.notices.appointment import AppointmentNotice

# Arabic is written without them; with them, Typst makes a file in which a reader of the screen
# finds the letter below twice. A name keeps the marks that its owner typed.
VOWEL_MARKS = dict.fromkeys(range(0x064B, 0x0653))

log = logging.getLogger(__name__)
_of_this_thread = threading.local()


def pdf(notice: AppointmentNotice) -> bytes:
    """Return the printed notice: a tagged PDF in the person's language, PDF/UA-1.

    A name in a script that no font of ours has would break that promise, and Typst refuses to
    make it. The notice then comes without the mark of PDF/UA rather than not at all.
    """
    words = contents.printed(notice)
    words["fonts"] = fonts.families(notice.language)
    words["code"] = codes.qr_svg(notice)
    inputs = {
        "notice": json.dumps(words, ensure_ascii=False).translate(VOWEL_MARKS),
        "person": json.dumps(contents.own(notice.name), ensure_ascii=False),
    }
    try:
        return _compile(inputs, accessible=True)
    except typst.TypstError:
        log.warning("A notice was printed without PDF/UA: a character of it is in no font.")
        return _compile(inputs, accessible=False)


def _compile(inputs: dict[str, str], *, accessible: bool) -> bytes:
    made = _compiler().compile(
        _template(),
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=["ua-1"] if accessible else [],
    )
    assert isinstance(made, bytes)
    return made


def _compiler() -> typst.Compiler:
    """Return this thread's compiler: it is not shared, and it is fast once warm."""
    if not hasattr(_of_this_thread, "compiler"):
        _of_this_thread.compiler = typst.Compiler(
            font_paths=fonts.collection(), ignore_system_fonts=True
        )
    compiler: typst.Compiler = _of_this_thread.compiler
    return compiler


@cache
def _template() -> bytes:
    return files("guichet.notices").joinpath("typst", "appointment.typ").read_bytes()
