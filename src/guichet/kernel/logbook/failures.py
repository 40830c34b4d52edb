"""What failed, noted under a reference that whoever met it can name; nothing personal.

The reference stands on the page or in the problem document and on one line of the log, beside what
failed: neither a path nor a value, for both may be somebody's. Of the same failure a few a minute
are noted; those that follow share the reference of the last one, so that each leads to a line.
"""

import logging

from guichet.kernel import references
from guichet.kernel.logbook import logs
from guichet.kernel.logbook.logged_errors import places

log = logging.getLogger(__name__)
OURS = 500  # from this status on, the fault is ours
_limit = logs.Limit()
_last: dict[tuple[str, int, str, str], str] = {}


def note(what: str, *, status: int, code: str, error: BaseException | None = None) -> str:
    """Log a failure on one line and return its reference as it is read aloud."""
    kind = type(error).__name__ if error else "no exception"
    same = (what, status, code, kind)
    kept_back = _limit.admit(same)
    if kept_back is None and same in _last:
        return _last[same]
    if len(_last) > 1000:
        _last.clear()
    reference = _last[same] = references.for_people(references.new_error_reference())
    level = logging.ERROR if status >= OURS else logging.WARNING
    facts = {"reference": reference, "status": status, "code": code, "what": what, "error": kind}
    extra = {**logs.ADMITTED, "facts": facts}
    ending = f"{places(error)}{logs.repeated(kept_back or 0)}"
    log.log(
        level, "%s: %s %s in %s: %s%s", reference, status, code, what, kind, ending, extra=extra
    )
    return reference
