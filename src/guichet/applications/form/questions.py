"""What the page of a step shows: its questions with their words, their help and what was typed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from django.conf import settings
from markupsafe import Markup

from guichet.applications.form import mailbox, time_zones, typed
from guichet.applications.form.answers import form
from guichet.applications.form.fields import Reading, Section
from guichet.applications.form.help import Help, Words
from guichet.applications.form.readers import SLIP, Field
from guichet.eligibility import names
from guichet.eligibility.content import law
from guichet.eligibility.programme import TOPIC
from guichet.web.formats.countries import sort_key, subdivision_name
from guichet.web.forms.which import Which
from guichet.web.words import speaker

Options = time_zones.Options
MOST_RADIOS = 7  # a longer list is one to open
SPARE = 2  # empty boxes where several answers may be given
REVIEW = "consent"  # the section that is asked on the last page
_KINDS = {
    "yes_no": "radios",
    "agree": "tick",
    "date": "day",
    "birth": "day",
    "long_text": "area",
    "province": "select",
    "country": "select",
    "issuer": "select",
    "nationality": "select",
    "time_zone": "select",
}
_INPUTS = {"email": "email", "phone": "tel"}
_WIDTHS = {"time": "8", "year": "8", "phone": "20"}
# What a browser may offer, by the purpose of the field (WCAG 1.3.5): of who applies for themselves,
# and of who does it for somebody else, about whom their browser knows nothing.
_OWN = {
    "surname": "family-name",
    "given_names": "given-name",
    "birth_date": "bday",
    "job_title": "organization-title",
    "employer": "organization",
    "email": "email",
    "home_country": "country",
    "home_street": "address-line1",
    "home_line_2": "address-line2",
    "home_city": "address-level2",
    "home_district": "address-level3",
    "home_state": "address-level1",
    "home_postal_code": "postal-code",
}
_OF_REPRESENTATIVE = {
    "rep_surname": "family-name",
    "rep_given_names": "given-name",
    "rep_organization": "organization",
    "rep_address": "street-address",
    "rep_postal_code": "postal-code",
    "rep_phone": "tel",
    "rep_email": "email",
}


@dataclass(frozen=True, slots=True)
class Question:
    """One field on a page, with everything that stands around it."""

    field: Field
    kind: str
    help: Help
    value: str
    values: tuple[str, ...]
    error: str
    notes: tuple[Markup, ...]
    options: Options
    others: Options = ()
    others_label: str = "page.others"
    which: Which | None = None  # of two addresses
    autocomplete: str = ""  # what a browser may offer: only what is certainly the typist's own

    @property
    def key(self) -> str:
        """Return the key of the field."""
        return self.field.key

    @property
    def day(self) -> tuple[str, str, str]:
        """Return year, month and day as typed."""
        return typed.day_of(self.value)

    @property
    def partly(self) -> str:
        """Return "ask" or "on" where the box is there that says the passport shows no more."""
        year, month, day = self.day
        if self.field.type != "birth" or not year or (month and day):
            return ""
        return "ask" if self.value.endswith("-") else "on"

    @property
    def input_type(self) -> str:
        """Return what kind of keyboard a phone should show."""
        return _INPUTS.get(self.field.type, "text")

    @property
    def width(self) -> str:
        """Return the room that the answer is expected to need, in characters."""
        short = str(self.field.most) if self.field.most <= 20 else ""
        return _WIDTHS.get(self.field.type, short)

    @property
    def shown_example(self) -> str:
        """Return the example as it is read: a country by name."""
        options = {**dict(self.options), **dict(self.others)}
        return options.get(self.field.example, self.field.example)


def questions(
    section: Section,
    answers: Mapping[str, object],
    language: str,
    *,
    part: Reading | None = None,
) -> list[Question]:
    """Return the questions of a section; `part`: their reading, if what is wrong is told."""
    return [_question_of(field, answers, language, part) for field in section.fields]


def _question_of(
    field: Field, answers: Mapping[str, object], language: str, part: Reading | None
) -> Question:
    purposes = _OF_REPRESENTATIVE if answers.get("on_behalf") == "yes" else _OWN
    question = _question(field, answers.get(field.key), language, part)
    question = replace(question, autocomplete=purposes.get(field.key, ""))
    if part and part.hints.get(field.key) == SLIP:
        return replace(question, which=mailbox.slip(question.value))
    if field.type != "time_zone":
        return question
    near, whole = set(time_zones.near(answers)), question.options
    return replace(
        question,
        value=question.value or time_zones.likely(answers),
        options=tuple(pair for pair in whole if pair[0] in near) or whole,
        others=tuple(pair for pair in whole if pair[0] not in near) if near else (),
        others_label="page.other_zones",
    )


def _question(field: Field, value: object, language: str, part: Reading | None) -> Question:
    options, others = options_of(field, language)
    several = tuple(map(str, value)) if isinstance(value, list) else ()
    code = part.errors.get(field.key, "") if part else ""
    kind = _KINDS.get(field.type, "radios" if len(options) <= MOST_RADIOS else "select")
    return Question(
        field=field,
        kind="several" if field.repeated else kind if options or field.type in _KINDS else "text",
        help=words().help(field.key, language),
        value="" if several or value is None else str(value),
        values=(*several, *[""] * SPARE) if field.repeated else (),
        error=words().error(code, language, key=field.key) if code else "",
        notes=_notes(field.key, language, part) if part else (),
        options=options,
        others=others,
    )


def hint(code: str, language: str) -> str:
    """Return the sentence that asks for a second look."""
    return speaker(language, "fields")(f"hint.{code}")


def _notes(key: str, language: str, part: Reading) -> tuple[Markup, ...]:
    say, notes = speaker(language, "fields"), []
    if key in part.suggestions:
        value = Markup('<bdi dir="ltr" class="code">{}</bdi>').format(part.suggestions[key])
        notes.append(say("mrz.suggestion", value=value))
    if key in part.hints:
        notes.append(say(f"hint.{part.hints[key]}"))
    return tuple(notes)


@lru_cache(maxsize=2048)
def options_of(field: Field, language: str) -> tuple[Options, Options]:
    """Return the answers to choose from and, under a name of their own, those that are rare."""
    if field.type == "yes_no":
        say = speaker(language, TOPIC)
        return (("yes", say("page.yes")), ("no", say("page.no"))), ()
    if field.type == "choice":
        texts = words().options(field.key, language)
        return tuple((value, text.text) for value, text in texts), ()
    if field.type == "province":
        pairs = [(code, subdivision_name(code, language)) for code in field.options]
        return _sorted(pairs, language), ()
    if field.type == "country":
        places = law().codes.places
        return tuple(pair for pair in names.countries(language) if pair[0] in places), ()
    if field.type == "nationality":
        return names.countries(language), names.named(names.STATUSES, language)
    if field.type == "issuer":
        rare = ("GBD", "GBN", "GBO", "GBS", "GBP", *names.ORGANIZATIONS)
        return names.issuers(language), names.named(rare, language)
    return (time_zones.time_zones(language) if field.type == "time_zone" else ()), ()


def _sorted(pairs: Sequence[tuple[str, str]], language: str) -> Options:
    return tuple(sorted(pairs, key=lambda pair: sort_key(pair[1], language)))


@cache
def words() -> Words:
    """Return the words of the form, read once."""
    return Words(settings.CONTENT_DIR, form())


def steps_before_review(sections: Sequence[Section]) -> list[Section]:
    """Return the sections that have a page of their own."""
    return [section for section in sections if section.key != REVIEW]


def steps_reached(sections: Sequence[Section], saved: Collection[str]) -> frozenset[str]:
    """Return the steps that were answered, and the review once all of them were."""
    before = [section.key for section in steps_before_review(sections)]
    keys = {key for key in before if key in saved or key == "who"}
    return frozenset(keys | ({REVIEW} if keys == set(before) else set()))


def first_open(reading: Reading, saved: Collection[str]) -> str:
    """Return the first step that is not complete, or the review."""
    for section in steps_before_review(reading.sections):
        is_begun = section.key in saved or section.key == "who"
        if reading.only(section.key).errors or not is_begun:
            return section.key
    return REVIEW


def journey(sections: Sequence[Section], language: str) -> list[tuple[str, str]]:
    """Return key and title of every step that is shown."""
    return [(section.key, words().section(section.key, language).text) for section in sections]
