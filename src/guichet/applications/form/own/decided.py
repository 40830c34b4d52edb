"""Whether the form asks all that the agency's table of eligibility decides by."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from guichet.agency.faults import ERROR, Fault
from guichet.agency.lines import lines_of
from guichet.applications.form.fields import Form
from guichet.eligibility.content import LIST, TABLE
from guichet.eligibility.facts import RARE
from guichet.eligibility.law import Law, LawRow

# The question that tells a fact, and the values that hang on it; none named: every value does. All
# other facts of the table are told by what is asked of everybody, or are nobody's who applies.
_TOLD_BY: Mapping[str, tuple[str, Collection[str]]] = {
    "trv_in_last_10_years": ("trv_in_last_10_years", ()),
    "us_status": ("us_visa", ("valid_nonimmigrant_visa",)),
}
_AIR = "air"  # by which whoever fills in the form comes


def faults_of_law(form: Form, folder: Path) -> Iterator[Fault]:
    """Yield what an agency's own table or list decides by and the form does not ask."""
    for file, judge in ((TABLE, _of_rows), (LIST, _of_list)):
        if (folder / file).exists():
            text = (folder / file).read_text(encoding="utf-8")
            for line, sentence in judge(form.law, form, text):
                yield Fault(ERROR, "", file, line, sentence)


def _of_rows(law: Law, form: Form, text: str) -> Iterator[tuple[int, str]]:
    lines = lines_of(text)
    for number, row in enumerate(law.rows):
        for fact in _unasked(row, form):
            question = _TOLD_BY[fact][0]
            sentence = f"row {row.number}, {row.key}, decides by {fact}, and the form asks no"
            line = lines.get(f"row[{number}].when", lines.get(f"row[{number}]", 0))
            yield line, f"{sentence} {question}. Ask it, or end the row."


def _unasked(row: LawRow, form: Form) -> Iterator[str]:
    """Yield the facts of a row that an applicant could meet and the form does not ask."""
    when = dict(row.when)
    if row.until_at or any(None not in when[name] for name in RARE if name in when):
        return
    if _AIR not in when.get("mode", {_AIR}):
        return
    for fact, (question, values) in _TOLD_BY.items():
        hangs = fact in when and (not values or not when[fact].isdisjoint(values))
        if hangs and question not in form.fields:
            yield fact


def _of_list(law: Law, form: Form, text: str) -> Iterator[tuple[int, str]]:
    """Yield what passports are asked to have by the list and not by the form."""
    lines = text.split("\n")
    for nationality in law.nationalities:
        condition = nationality.condition
        if condition is None or condition.feature is None or nationality.until_at:
            continue
        if condition.feature not in form.fields:
            rows = [n for n, row in enumerate(lines, 1) if row.startswith(f"{nationality.code},")]
            sentence = f"passports of {nationality.code} are judged by {condition.feature}, which"
            yield rows[-1] if rows else 0, f"{sentence} the form does not ask."
