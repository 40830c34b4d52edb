"""What failed, noted under a reference that whoever met it can name; nothing personal.

The reference stands on the page or in the problem document and on one line of the log, beside what
failed: neither a path nor a value, for both may be somebody's.
"""

import logging
import traceback

from guichet.kernel import references

log = logging.getLogger(__name__)
OURS = 500  # from this status on, the fault is ours


def note(what: str, *, status: int, code: str, error: BaseException | None = None) -> str:
    """Log a failure with a fresh reference and return it as it is read aloud."""
    reference = references.shown(references.new_error_reference())
    level = logging.ERROR if status >= OURS else logging.WARNING
    places = "".join(["\n", *traceback.format_tb(error.__traceback__)]) if error else ""
    kind = type(error).__name__ if error else "no exception"
    log.log(level, "%s: %s %s in %s: %s%s", reference, status, code, what, kind, places)
    return reference
