"""An error as the log tells it: its class and where it was raised, on one line, and no value."""

import logging
import traceback
from pathlib import Path

_SOURCE = str(Path(__file__).resolve().parents[3])
_JOB_FAILED = "job_error"  # as procrastinate calls it


def places(error: BaseException | None) -> str:
    """Return where an error came through our code, and where it was raised, on one line."""
    frames = traceback.extract_tb(error.__traceback__) if error else []
    way = [frame for frame in frames if frame.filename.startswith(_SOURCE)]
    if frames and (not way or frames[-1] is not way[-1]):
        way.append(frames[-1])
    if not way:
        return ""
    return " at " + " > ".join(f"{_short(frame.filename)}:{frame.lineno}" for frame in way)


def _short(path: str) -> str:
    """Return the path of a file below our source or a library's folder."""
    return path.removeprefix(f"{_SOURCE}/").rpartition("site-packages/")[2]


class OneLine(logging.Filter):
    """Writes no traceback, whoever logs one: what a database or a mail server says may quote a row.

    It stands before the limit of repeats, for which the same failure is the same text.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Put the class and the places of an error in the place of its words; always True."""
        error = record.exc_info[1] if record.exc_info else None
        record.exc_info = record.exc_text = record.stack_info = None
        if error is None:
            return True
        words = f"{type(error).__name__}{places(error)}"
        if getattr(record, "action", "") == _JOB_FAILED:
            job = record.job  # type: ignore[attr-defined]
            record.msg = f"A job failed, %s: {words.replace('%', '%%')}"
            record.args = (f"{job['task_name']} {job['id']}",)
        else:
            record.msg, record.args = f"{_without_words(record.getMessage(), error)}: {words}", None
        return True


def _without_words(text: str, error: BaseException) -> str:
    """Return what was logged without what the error says, which libraries like to repeat."""
    for words in (repr(error), str(error)):
        text = text.replace(words, type(error).__name__) if words.strip() else text
    return text
