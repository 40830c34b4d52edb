"""What a request is about, as far as its turn is concerned: told from its address alone."""

import re
from enum import StrEnum


class Kind(StrEnum):
    """Who is served by which threads."""

    FIRST = "first"  # holds a place, books, applies, asks for a status, signs in; probes; files
    LOOKING = "looking"  # reads: times, offices, help, whether somebody needs an authorization
    UPLOADING = "uploading"  # sends a file


_SENDING = {"POST", "PUT", "PATCH", "DELETE"}
_FILES = "multipart/form-data"
_AT_THE_ROOT = r"static|staff|admin|health|metrics|csp-reports"
_CALLS = r"holds|appointments|eta/applications|eta/status"
_BOOKING = (
    r"slots|address|hold|details|review|book|notice(\.pdf|\.ics)?|manage|move|cancel|lost"
    r"|earlier|offers|contacts"
)
# An application: by what is done with it, or by its handle, which begins with a digit.
_APPLYING = r"apply|status|yours|lost|trouble|\d\w*"
_FIRST = re.compile(
    rf"/(({_AT_THE_ROOT})|api/v1/({_CALLS})"
    rf"|[\w-]+/(appointments/({_BOOKING})|eta/({_APPLYING})))(/|$)"
)


def kind_of(*, method: str, path: str, content_type: str = "") -> Kind:
    """Return whose threads answer a request. What is sent is first, but for files.

    >>> kind_of(method="GET", path="/ar/appointments/manage/").value
    'first'
    >>> kind_of(method="GET", path="/ar/appointments/").value
    'looking'
    """
    if method in _SENDING:
        return Kind.UPLOADING if content_type.lower().startswith(_FILES) else Kind.FIRST
    return Kind.FIRST if _FIRST.match(path) else Kind.LOOKING
