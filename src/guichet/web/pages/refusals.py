"""That a form was not taken as it was sent: by page, field and code, and nothing of what was typed.

A room above counts it (`ON_REFUSED`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from django.http import HttpRequest

from guichet.web.addresses.naming import page_of
from guichet.web.forms.base import Form

type Fault = tuple[str, str]  # the name of a field, "" for the form as a whole, and a code

# Called with the name of the page, and the faults.
ON_REFUSED: list[Callable[[str, tuple[Fault, ...]], None]] = []
STATUSES = frozenset({409, 422})  # of pages that show a form again
OTHER = "other"  # the code of what was said in a sentence alone
_WHOLE = "__all__"


def tell(request: HttpRequest, faults: Iterable[Fault]) -> None:
    """Tell of the faults of a public page; pages of staff are not counted."""
    name = page_of(request)
    if name and (every := tuple(sorted(set(faults)))):
        for count in ON_REFUSED:
            count(name, every)


def tell_of_forms(request: HttpRequest, status: int, context: Mapping[str, object]) -> None:
    """Tell of the faults of the forms that a page shows, where it shows them again."""
    if status in STATUSES:
        tell(request, _faults_of(context.values()))


def _faults_of(values: Iterable[object]) -> Iterator[Fault]:
    for value in values:
        if isinstance(value, Form) and value.is_bound:
            for field, errors in value.errors.as_data().items():
                for error in errors:
                    yield "" if field == _WHOLE else field, error.code or OTHER
