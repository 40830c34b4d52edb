"""What the page says of a passport's two lines: filled in, wrong, and to be checked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from markupsafe import Markup

from guichet.applications.form import in_words, questions, rules
from guichet.applications.form.answers import form
from guichet.applications.form.circumstances import Circumstances
from guichet.applications.form.readers import read as read_answer
from guichet.applications.form.zone_answers import FILLS, answers_from
from guichet.eligibility.content import law
from guichet.kernel.obstacles import Obstacle
from guichet.passports import zone as mrz
from guichet.passports.zone_text import Fault
from guichet.web.words import speaker

_FIELD_OF = {source: key for key, source in FILLS.items()}
_MENDED = {"length", "character"}  # they have a sentence of their own for what was mended
_NO_COUNTRY = "unknown_value"


@dataclass(frozen=True, slots=True)
class ZoneReading:
    """A zone that was read. `answers` are for the form; `rows` are the same in words, each with
    what must be asked about it; `mended` says what was read in spite of a fault; `checks` are
    about fields that were not filled in; `compare` asks once for a look at what nothing proves."""

    answers: dict[str, str] = field(default_factory=dict)
    rows: tuple[tuple[in_words.AnswerRow, tuple[Markup, ...]], ...] = ()
    faults: tuple[Markup, ...] = ()
    mended: tuple[Markup, ...] = ()
    checks: tuple[Markup, ...] = ()
    compare: str = ""


def read(text: str, language: str, *, today: date) -> ZoneReading:
    """Return what a text says; the answers are none where it is no zone of a passport.

    Nothing is filled in that the form would refuse: each answer goes through its own reader.
    """
    zone, say = mrz.read(text, today=today), speaker(language, "fields")
    answers, refusals = _readable(answers_from(zone), today=today)
    mended = [_fault(fault, language, today=today) for fault in zone.faults if fault.mended]
    faults = [_fault(fault, language, today=today) for fault in zone.faults if not fault.mended]
    if zone.kind and not zone.is_passport:
        faults, mended = [say("mrz.not_a_passport")], []
    faults += _refusals(refusals, language)
    checks = _checks(zone, language)
    rows = tuple(
        (in_words.row(question, answers, language), tuple(checks.pop(FILLS.get(key, ""), ())))
        for key, question in form().fields.items()
        if key in answers
    )
    rest = tuple(sentence for several in checks.values() for sentence in several)
    compare = _compare(zone, language)
    return ZoneReading(answers, rows, tuple(faults), tuple(mended), rest, compare)


def _readable(
    answers: Mapping[str, str], *, today: date
) -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
    """Return the answers that the form takes, and by field what it refuses: value and code."""
    where, fills = Circumstances(today, law()), dict[str, str]()
    refusals: dict[str, tuple[str, str]] = {}
    for key, value in answers.items():
        if key not in form().fields:
            continue
        try:
            fills[key] = str(read_answer(form().fields[key], value, where)[0])
        except Obstacle as obstacle:
            refusals[key] = (value, obstacle.code)
    for key, code in rules.check(fills, where).items():
        # What it says of other fields depends on questions that were not asked yet.
        if key in fills and form().fields[key].is_day:
            refusals[key] = (fills.pop(key), code)
    return fills, refusals


def _refusals(refusals: Mapping[str, tuple[str, str]], language: str) -> Iterator[Markup]:
    say, words = speaker(language, "fields"), questions.words()
    for key, (value, code) in refusals.items():
        label = str(words.help(key, language).label)
        if code == _NO_COUNTRY:
            yield say("mrz.country_unknown", field=label, found=_code(value))
            continue
        text = in_words.in_words(form().fields[key], value, language)
        why = str(words.error(code, language, key=key))
        yield say("mrz.left_out", field=label, found=Markup("<bdi>{}</bdi>").format(text), why=why)


def _fault(fault: Fault, language: str, *, today: date) -> Markup:
    say, key = speaker(language, "fields"), fault.code
    if fault.code == "check_digit" and fault.field == "composite":
        key = "composite"
    elif fault.code in _MENDED and fault.mended:
        key = f"{fault.code}_mended"
    elif fault.code == "character" and not fault.field.startswith("line"):
        key = "character_field"
    sentence = say(
        f"mrz.{key}",
        line=fault.field.removeprefix("line"),
        position=fault.position,
        found=_code(fault.text),
        meant=_code(fault.suggestion),
        wanted=fault.position or 44,
        field=_label(fault.field, language),
    )
    if fault.suggestion and not fault.mended and _fits(fault, today=today):
        suggestion = _in_words(fault.field, fault.suggestion, language)
        sentence += Markup(" ") + say("mrz.suggestion", value=suggestion)
    return sentence


def _fits(fault: Fault, *, today: date) -> bool:
    """Tell whether what may have been meant is something that the form takes."""
    key = _FIELD_OF.get(fault.field)
    return key is not None and key in _readable({key: fault.suggestion}, today=today)[0]


def _in_words(source: str, value: str, language: str) -> Markup:
    key = _FIELD_OF[source]
    if form().fields[key].is_day:
        return Markup("<bdi>{}</bdi>").format(
            in_words.in_words(form().fields[key], value, language)
        )
    return _code(value)


def _checks(zone: mrz.Zone, language: str) -> dict[str, list[Markup]]:
    """Return, by field of the zone, what must be asked about it."""
    checks: dict[str, list[Markup]] = {}
    say, year = speaker(language, "fields"), zone.values.get("birth_date", "")[:4]
    for doubt in zone.doubts if zone.is_passport else ():
        if doubt.code != "compare_number":
            checks.setdefault(doubt.field, []).append(say(f"mrz.{doubt.code}", year=year))
    return checks


def _compare(zone: mrz.Zone, language: str) -> Markup:
    """Ask once for a look at what no check digit sees."""
    say = speaker(language, "fields")
    blind = [place[1] for doubt in zone.doubts for place in doubt.places]
    if not blind:
        return say("mrz.compare")
    return say("mrz.compare_number", places=_code(" ".join(dict.fromkeys(blind))))


def _label(source: str, language: str) -> str:
    key = _FIELD_OF.get(source, "")
    if source == "personal_number":
        return str(speaker(language, "fields")("mrz.personal_number"))
    return str(questions.words().help(key, language).label) if key else ""


def _code(text: str) -> Markup:
    return Markup('<bdi dir="ltr" class="code">{}</bdi>').format(text)
