"""What the page says of a passport's two lines: filled in, wrong, and to be checked."""

from dataclasses import dataclass, field
from datetime import date

from markupsafe import Markup

from guichet.applications import mrz, review_page, step_page
from guichet.applications.answers import form
from guichet.applications.mrz_answers import FILLS, answers_from
from guichet.applications.mrz_text import Fault
from guichet.applications.words import speaker

_FIELD_OF = {source: key for key, source in FILLS.items()}
_MENDED = {"length", "character"}  # they have a sentence of their own for what was mended


@dataclass(frozen=True, slots=True)
class Read:
    """A zone that was read. `answers` are for the form; `rows` are the same in words, each with
    what nothing proves about it; `checks` are about fields that were not filled in."""

    answers: dict[str, str] = field(default_factory=dict)
    rows: tuple[tuple[review_page.Row, tuple[Markup, ...]], ...] = ()
    faults: tuple[Markup, ...] = ()
    checks: tuple[Markup, ...] = ()


def read(text: str, language: str, *, today: date) -> Read:
    """Return what a text says; the answers are none where it is no zone of a passport."""
    zone, say = mrz.read(text, today=today), speaker(language, "fields")
    answers = answers_from(zone)
    faults = [_fault(one, zone, language) for one in zone.faults]
    if zone.kind and not zone.is_passport:
        faults = [say("mrz.not_a_passport")]
    checks = _checks(zone, language)
    rows = tuple(
        (review_page.row(one, answers, language), tuple(checks.pop(FILLS.get(key, ""), ())))
        for key, one in form().fields.items()
        if key in answers
    )
    left = tuple(said for several in checks.values() for said in several)
    return Read(answers, rows, tuple(faults), left)


def _fault(fault: Fault, zone: mrz.Zone, language: str) -> Markup:
    say, key = speaker(language, "fields"), fault.code
    if fault.code == "check_digit" and fault.field == "composite":
        key = "composite"
    elif fault.code in _MENDED and fault.mended:
        key = f"{fault.code}_mended"
    elif fault.code == "character" and not fault.field.startswith("line"):
        key = "character_field"
    said = say(
        f"mrz.{key}",
        line=fault.field.removeprefix("line"),
        position=fault.position,
        found=fault.found,
        wanted=fault.position or 44,
        field=_label(fault.field, language),
    )
    if fault.suggestion:
        said += Markup(" ") + say("mrz.suggestion", value=_code(fault.suggestion))
    return said


def _checks(zone: mrz.Zone, language: str) -> dict[str, list[Markup]]:
    """Return, by field of the zone, what must be asked about it."""
    checks: dict[str, list[Markup]] = {}
    for one in zone.doubts if zone.is_passport else ():
        said = speaker(language, "fields")(
            f"mrz.{one.code}",
            field=_label(one.field, language),
            places=Markup(" · ").join(_place(*place, language=language) for place in one.places),
            year=zone.values.get("birth_date", "")[:4],
        )
        checks.setdefault(one.field, []).append(said)
    return checks


def _place(position: int, character: str, others: str, *, language: str) -> Markup:
    say = speaker(language, "fields")
    return say(
        "mrz.same_value_place",
        position=position,
        read=_code(character),
        others=_code(", ".join(others)),
    )


def _label(source: str, language: str) -> str:
    key = _FIELD_OF.get(source, "")
    return str(step_page.words().help(key, language).label) if key else source


def _code(text: str) -> Markup:
    return Markup('<bdi dir="ltr" class="code">{}</bdi>').format(text)
