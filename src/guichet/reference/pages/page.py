"""What the pages of reference data show: kinds, rows, cells before and after, in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core import signing
from django.http import HttpRequest, HttpResponse
from markupsafe import Markup

from guichet.offices.reference.faults import FileProblem
from guichet.offices.reference.office_rows import NAME_IN
from guichet.offices.sheets.kinds import Cells, Key, Kind
from guichet.reference.models import ReferenceChange
from guichet.staff.frame import pages
from guichet.staff.frame.words import moment
from guichet.web.formats.countries import language_name
from guichet.web.languages import of
from guichet.web.words import speaker

TOPIC = "reference"
SHOWN = 100  # rows of a page
PROBLEMS = 200
BETWEEN = "~"  # the parts of a key, in an address
LISTED = {  # what the list of rows shows beside the key
    "offices": ("name", "city", "is_open"),
    "services": ("minutes", "position"),
    "jurisdictions": ("office_code", "basis"),
    "hours": ("closes_at", "desks", "minutes", "staff", "walk_ins"),
    "documents": ("then", "when", "reason"),
}
_SALT = "reference as shown"


@dataclass(frozen=True, slots=True)
class RowLook:
    """A row that is added, changed or taken away: what it is called, and each cell that differs."""

    deed: str
    line: int
    name: str
    cells: Sequence[tuple[Markup, str, str]]


@dataclass(frozen=True, slots=True)
class ProblemLook:
    """Something wrong in a file: where, and a sentence."""

    line: int
    column: str
    row: str
    sentence: Markup


def show(
    request: HttpRequest, template: str, context: Mapping[str, object], status: int = 200
) -> HttpResponse:
    """Answer with a page whose sentences are those of content/reference/, said by `says`."""
    language = of(request)
    words = {
        "says": speaker(language, TOPIC),
        "at_moment": lambda at: moment(at, language),
    }
    return pages.show(request, f"reference/{template}.html", {**words, **context}, status)


def column(name: str, language: str) -> Markup:
    """Return what a column is called."""
    say = speaker(language, TOPIC)
    if name.startswith(NAME_IN):
        tongue = language_name(name.removeprefix(NAME_IN), language)
        return say("column.name_in", language=tongue)
    return say(f"column.{name}")


def row_look(
    name: str, was: Cells | None, cells: Cells | None, language: str, *, line: int = 0
) -> RowLook:
    """Return a row as it was and is; of one that comes or goes, all that stands in it."""
    deed = "added" if was is None else "removed" if cells is None else "changed"
    old, new = was or {}, cells or {}
    other = [
        each
        for each in dict.fromkeys([*old, *new])
        if old.get(each, "") != new.get(each, "") and each != "place"
    ]
    differences = [(column(each, language), old.get(each, ""), new.get(each, "")) for each in other]
    return RowLook(deed, line, name, differences)


def problem_looks(problems: Iterable[FileProblem], language: str) -> Iterator[ProblemLook]:
    """Yield what is wrong, in words."""
    say = speaker(language, TOPIC)
    for problem in problems:
        fault = problem.fault
        name = problem.column or str(fault.values.get("column", ""))
        row = "" if problem.line else problem.row
        yield ProblemLook(problem.line, name, row, say(fault.key, **fault.values))


def actors(changes: Iterable[ReferenceChange], language: str) -> dict[str, str]:
    """Return who made some changes, by what the record calls them."""
    names = {change.actor for change in changes}
    numbers = [int(name[6:]) for name in names if name.startswith("staff:")]
    accounts = User.objects.in_bulk(numbers)
    itself = str(speaker(language, TOPIC)("actor.site").striptags())
    return {
        name: accounts[int(name[6:])].get_username()
        if name.startswith("staff:") and int(name[6:]) in accounts
        else itself
        if name == "system"
        else name
        for name in names
    }


def sign(number: int, mark: str) -> str:
    """Return what a page has shown, as a text that nobody else can make."""
    return signing.dumps([number, mark], salt=_SALT)


def mark_shown(text: str, *, number: int) -> str:
    """Return the mark that a page has shown of something; "" where it was never shown."""
    try:
        about, mark = signing.loads(text, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(mark) if about == number else ""


@dataclass(frozen=True, slots=True)
class Span:
    """Which of many rows a page shows, and where the pages before and behind it begin."""

    first: int
    last: int
    count: int
    before: int | None
    behind: int | None


def first_of(request: HttpRequest) -> int:
    """Return with which row a page begins, as its address asks; 0 where that is no number."""
    text = request.GET.get("from", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0


def span_of(first: int, length: int, count: int) -> Span:
    """Return the span of a page of `length` rows out of `count`."""
    last = first + length
    before = max(0, first - SHOWN) if first else None
    return Span(first + 1, last, count, before, last if last < count else None)


def path_of(key: Key) -> str:
    """Return a key as an address has it."""
    return BETWEEN.join(key)


def columns_of_list(kind: Kind, language: str) -> list[str]:
    """Return the columns that a list of rows shows; of services the name in the language."""
    name = [f"{NAME_IN}{language}"] if kind.name == "services" else []
    return [*name, *LISTED[kind.name]]
