"""Every field of both programmes reads what people type the same way, and new ones are found.

Passwords are the exception: they are compared as they were typed.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
from django import forms
from django.http import QueryDict
from pydantic import BaseModel

import guichet.urls
from guichet.applications.form import typed
from guichet.applications.form.answers import form
from guichet.applications.form.circumstances import Circumstances
from guichet.applications.form.readers import Field, read
from guichet.casework.deeds.forms import Ask, Many
from guichet.eligibility import facts
from guichet.eligibility.content import law
from guichet.kernel.programs import shapes
from guichet.kernel.reading import typed_text
from guichet.kernel.testing import wrong
from guichet.web.forms.base import Choice, Day, Several, Text

SOURCE = Path(guichet.urls.__file__).parent
A_FORM = re.compile(r"^class \w+\(.*Form\b", re.MULTILINE)
DIGITS = ["０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९"]
MARKS = ["\u200e", "\u200f", "\u2066", "\u2069", "\u200b", "\ufeff", "\u00ad"]
HYPHENS = ["\u2010", "\u2011", "\u2212"]
QUOTES = ["\u2018", "\u2019", "\u02bc"]
READERS = {typed_text.plain, typed_text.name, typed_text.free}
# Read in `clean_code`, as tests of the second factor walk; a passkey's answer nobody types.
READ_ELSEWHERE = {"SecondFactorForm.code", "AppForm.code"}
NOT_TYPED = {"credential", "name"}  # of a passkey; allauth names it where its owner does not


def spoiled(text: str, *, is_text: bool = False) -> Iterator[str]:
    """Give a text as other keyboards and chats spoil it; a name or text keeps its digits."""
    for mark in MARKS:
        yield f"{mark}{text[:1]}{mark}{text[1:]}{mark} {mark}"
    if is_text:
        return
    for digits in DIGITS:
        yield text.translate(str.maketrans("0123456789", digits))
    for hyphen in HYPHENS:
        yield text.replace("-", hyphen)
    for quote in QUOTES:
        yield text.replace("'", quote)
    yield "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def import_all(places: Iterable[Path]) -> None:
    """Read modules whose classes are looked for: nothing else may have needed them yet."""
    for path in places:
        import_module(".".join(("guichet", *path.relative_to(SOURCE).with_suffix("").parts)))


def every_form() -> list[type[forms.Form]]:
    everything = (path for path in SOURCE.rglob("*.py") if "tests" not in path.parts)
    import_all(path for path in everything if A_FORM.search(path.read_text()))
    kinds: list[type[forms.Form]] = []
    waiting: list[type] = [forms.Form]
    while waiting:
        waiting += (below := waiting.pop().__subclasses__())
        kinds += [kind for kind in below if kind.__module__.startswith("guichet.")]
    return sorted(set(kinds), key=lambda kind: kind.__qualname__)


def fields_of_forms() -> list[tuple[str, forms.Field]]:
    ask = Ask(verb="ask", language="en", today=date(2026, 11, 23)).fields
    pairs = [("Ask", ask)] + [(kind.__name__, kind.base_fields) for kind in every_form()]
    return [(f"{name}.{key}", field) for name, fields in pairs for key, field in fields.items()]


def test_it_reads_a_field_of_a_page_from_every_keyboard() -> None:
    fields = fields_of_forms()
    assert len(fields) > 100
    assert wrong(_check_field, fields) == []


def _check_field(pair: tuple[str, forms.Field]) -> None:
    name, field = pair
    if name in READ_ELSEWHERE or isinstance(field.widget, forms.PasswordInput):
        return
    if name.split(".")[-1] in NOT_TYPED and "Passkey" in name:
        return
    if isinstance(field, forms.BooleanField):  # ticked, not typed
        return
    if isinstance(field, Day):
        _check_day(field)
    elif isinstance(field, Many | Several):
        assert field.to_python(["\u200ecode"]) == ["code"]
    else:
        assert isinstance(field, Text | Choice), f"{name} reads what is typed in a way of its own"
        reads = field.reads if isinstance(field, Text) else typed_text.plain
        assert reads in READERS
        for text in spoiled("Room 12-3 D'Arcy", is_text=reads != typed_text.plain):
            assert field.to_python(text) == "Room 12-3 D'Arcy"


def _check_day(field: Day) -> None:
    for year in spoiled("1985"):
        values = {"on_day": "\u200e17", "on_month": "٥", "on_year": year}
        day = field.clean(field.widget.value_from_datadict(values, {}, "on"))
        assert getattr(day, "first", day) == date(1985, 5, 17)


SAMPLES = {
    "yes_no": "yes",
    "agree": "yes",
    "date": "1985-05-17",
    "birth": "1985-05-17",
    "year": "2019",
    "time": "14:30",
    "phone": "+1 613-555-0142",
    "country": "IRL",
    "issuer": "FRA",
    "nationality": "FRA",
    "text": "Room 12-3 D'Arcy",
    "long_text": "Room of D'Arcy",
    "name": "D'ARCY-SMYTHE",
    "signature": "Ann D'Arcy-Smythe",
}
AS_WRITTEN = {"long_text", "signature"}  # kept with their own quotation marks


def test_it_reads_an_answer_of_an_application_from_every_keyboard() -> None:
    assert wrong(_check_answer, form().fields.values()) == []


def _check_answer(field: Field) -> None:
    where = Circumstances(date(2026, 11, 23), law())
    sample = (field.options or (field.example or SAMPLES.get(field.type, ""),))[0]
    if field.type in ("name", "signature", "long_text", "text") and not field.like:
        sample = SAMPLES[field.type][: field.most]
    sample = sample or SAMPLES[field.type]
    content = read(field, sample, where)
    for text in spoiled(sample, is_text=field.type in AS_WRITTEN):
        assert read(field, text, where) == content
    if field.is_day:
        _check_day_of_application(field)


def _check_day_of_application(field: Field) -> None:
    for year in spoiled("1985"):
        values = QueryDict(mutable=True)
        values.update({f"{field.key}_{part}": "\u200e٥" for part in ("day", "month")})
        values[f"{field.key}_year"] = year
        assert typed.read_day(values, field.key) == "1985-5-5"


def every_body() -> list[type[BaseModel]]:
    import_all(SOURCE.rglob("schemas*.py"))
    bodies, waiting = set(), [BaseModel]
    while waiting:
        waiting += (below := waiting.pop().__subclasses__())
        bodies |= {body for body in below if body.__module__.startswith("guichet.")}
    return sorted(
        (body for body in bodies if body.__name__.endswith("In")), key=lambda body: body.__name__
    )


FACTS = {"EligibilityIn", "DocumentIn"}  # read by `facts.read`, below


@pytest.mark.parametrize("body", every_body(), ids=lambda body: body.__name__)
def test_it_reads_a_field_of_a_program_from_every_keyboard(body: type[BaseModel]) -> None:
    if body.__name__ in FACTS:
        return
    assert issubclass(body, shapes.RequestBody), f"{body.__name__} is not read by `fitting`"
    for name, field in body.model_fields.items():
        own = [mark.by for mark in field.metadata if isinstance(mark, shapes.Reads)]
        for text in spoiled("Room 12-3 D'Arcy", is_text=bool(own)):
            assert shapes.read_typed(body, {name: text}) == {name: "Room 12-3 D'Arcy"}


@pytest.mark.parametrize("name", facts.NAMES)
def test_it_reads_a_fact_from_every_keyboard(name: str) -> None:
    codes = law().codes
    for text in spoiled("DEU"):
        body: dict[str, object] = {
            "nationalities": [text],
            "document": {
                "issuer": text,
                "type": "\u200eordinary",
                "features": ["\u200eelectronic"],
            },
            "origin": text,
            "on": "２０２６-11‑23",
        }
        body |= {key: f"\u2066{values[0]}\u2069" for key, values in facts.VALUES.items()}
        traveler, day = facts.read(body, codes)
        assert day == date(2026, 11, 23) and traveler.origin == "DEU"
        assert traveler.document and traveler.document.issuer == "DEU"


# What a page reads from a request without a form: codes of buttons, links and hidden fields, which
# nobody types. A field that somebody types is read by `typed_line`.
CHOSEN = set(
    "shared language next from ticket day slot held_by step who version seen do does loaded remove"
    " times payment outcome about sent as_of asked said issuer ends once before"
    " sure again review shown others to ended query team task deed languages typing at by pick"
    " source identity here answer answers channel lang reason after subject"
    " revision then problem on"
    " code state error page".split()  # as the provider of the agency's sign-in sends them
)
# Read by what they are handed to, from every keyboard: a number, a PIN, the lines of a passport;
# texts for which the reader stands beside them; and a name of which it is asked whether it came.
HANDED_ON = {"number", "pin", "contact_code", "lines", "reference", "words", "name", "q", "week"}
_ASKED = re.compile(r"(?:POST|GET)(?:\.get|\.getlist)?[(\[]\"(\w+)\"")


def test_it_knows_every_field_that_is_read_without_a_form() -> None:
    names = {
        name
        for path in SOURCE.rglob("*.py")
        if "tests" not in path.parts
        for name in _ASKED.findall(path.read_text(encoding="utf-8"))
    }
    assert names - CHOSEN - HANDED_ON == set()


def test_it_composes_and_folds_in_one_place_only() -> None:
    """Each reader of its own forgot something; what is left compares, sorts or writes."""
    allowed = {
        "agency/naming.py",
        "kernel/reading/typed_text.py",
        "kernel/reading/names.py",
        "guidance/knowledge/terms.py",
        "web/formats/countries.py",
        "booking/rules.py",
        "applications/form/shapes.py",
        "passports/spelling.py",
        "applications/papers/workshop/filled.py",
        "applications/papers/kinds.py",
        "applications/tokens.py",
        "offices/reference/names.py",
    }
    modules = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if "tests" not in path.parts and _normalizes(path)
    }
    assert modules <= allowed


def _normalizes(path: Path) -> bool:
    source = path.read_text(encoding="utf-8")
    return "normalize" in source and any(
        isinstance(node, ast.Attribute) and node.attr == "normalize"
        for node in ast.walk(ast.parse(source))
    )
