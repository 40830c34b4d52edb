"""Where somebody is among the questions, as it stands in the address of the page.

The answers are choices, never personal, so the whole state is the query: the link can be shared,
"back" works, and nothing is kept. A page question may gather several facts of the table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlencode

from django.http import QueryDict

from guichet.eligibility import facts as vocabulary
from guichet.eligibility.conditions import Conditions
from guichet.eligibility.content import law, offers
from guichet.eligibility.facts import COMMON, Facts
from guichet.eligibility.rules import Verdict
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading import days, typed_text

NONE, ANOTHER = "none", "another"
HELD, NATIONALITIES, MODE, DOCUMENT, MARK, EARLIER_VISA, RARE = STEPS = (
    "held",
    "nationalities",
    "mode",
    "document",
    "mark",
    "earlier_visa",
    "rare",
)
# The parts of the address that a question fills, and those that fall with a new answer to it.
FILLS: Mapping[str, tuple[str, ...]] = {
    HELD: ("status_ca", "us_status", "holds_valid_trv"),
    NATIONALITIES: ("nationalities",),
    MODE: ("mode",),
    DOCUMENT: ("document",),
    MARK: ("features",),
    EARLIER_VISA: ("trv_in_last_10_years",),
    RARE: ("rare",),
}
FALLS: Mapping[str, tuple[str, ...]] = {
    NATIONALITIES: ("document", "features"),
    MODE: ("rare",),
    DOCUMENT: ("features",),
}
# What an address calls a fact: its name in the interface for programs is that of one country. The
# latter is read as well, for links that were shared stay good.
IN_ADDRESS: Mapping[str, str] = {
    "status_ca": "status",
    "us_status": "status_abroad",
    "holds_valid_trv": "visa",
    "trv_in_last_10_years": "visa_before",
}
_STEP_OF = {name: step for step, names in FILLS.items() for name in names}
_YES = {"yes": True, "no": False}
_BOOLEANS = ("holds_valid_trv", "trv_in_last_10_years")
_MOST_CHARACTERS = 60

GOES_ON = frozenset({"eta_required", "visa_required"})  # only these can be changed by what is rare
DAY = "day"
DAY_PARTS = ("on_day", "on_month", "on_year")
_IMPOSSIBLE = {
    "year_four_digits": "year_four_digits",
    "no_such_month": "month_impossible",
    "no_such_day": "day_impossible",
}

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TypedDay:
    """A day in three fields as it was typed, and the code of what is wrong with it."""

    parts: tuple[str, str, str] = ("", "", "")
    error: str = ""


@dataclass(frozen=True, slots=True)
class TypedFacts:
    """The answers so far; `wrong` names the parts that were sent and mean nothing."""

    facts: Facts
    rare: str | None = None
    on: date | None = None
    day: TypedDay = TypedDay()
    wrong: frozenset[str] = field(default_factory=frozenset)

    def pairs(self, *, without: tuple[str, ...] = ()) -> Pairs:
        """Return the answers as the parts of an address, always in the same order."""
        parts = [part for part in self._answers() if part[0] not in without]
        return tuple((IN_ADDRESS.get(name, name), value) for name, value in parts)

    def _answers(self) -> Pairs:
        parts = [pair for name in COMMON for pair in _parts(self.facts, name)]
        parts += [(RARE, self.rare)] if self.rare else []
        return (*parts, *([("on", self.on.isoformat())] if self.on else []))

    def query(self, *more: tuple[str, str]) -> str:
        """Return the query of an address that holds these answers."""
        return "?" + urlencode([*self.pairs(), *more])

    def answers(self, step: str) -> bool:
        """Tell whether a question was answered."""
        return any(name in FILLS[step] for name, _ in self._answers())

    def last_before(self, step: str | None) -> str | None:
        """Return the question answered last, or last before another one."""
        before = STEPS[: STEPS.index(step)] if step else STEPS
        return next((step for step in reversed(before) if self.answers(step)), None)


def accepted(query: QueryDict, traveler: TypedFacts) -> str | None:
    """Return the query to go on with when a form was sent and there is nothing wrong with it."""
    step = query.get("step")
    if step == DAY:
        return None if traveler.day.error else traveler.query()
    if step in STEPS and traveler.answers(step) and not traveler.wrong:
        more = [("more", "1")] if step == NATIONALITIES and "more" in query else []
        return traveler.query(*more)
    return None


def question_to_ask(
    query: QueryDict, traveler: TypedFacts, answer: Verdict, *, at: datetime
) -> str | None:
    """Return the question to ask now; None where the answer can be shown."""
    wish = query.get("step") or query.get("change") or (NATIONALITIES if "more" in query else "")
    if _is_asked(wish, traveler, at=at):
        return wish
    if answer.asks:
        return _step_for(answer.asks[0], traveler)
    is_open = answer.answer in GOES_ON and traveler.rare is None
    return RARE if is_open and offers(RARE) else None


def _step_for(fact: str, traveler: TypedFacts) -> str:
    """Return the question for a fact; documents are offered by the nationalities of a person."""
    if fact == DOCUMENT and traveler.facts.nationalities is None:
        return NATIONALITIES
    return MARK if fact == DOCUMENT and _has_document(traveler) else _STEP_OF[fact]


def _is_asked(step: str, traveler: TypedFacts, *, at: datetime) -> bool:
    """Tell whether the law of the day has the question: a link may be older than it."""
    if step == MARK:
        return mark_asked_for(traveler, at=at) is not None
    return step in STEPS and (step != RARE or bool(offers(RARE)))


def mark_asked_for(traveler: TypedFacts, *, at: datetime) -> str | None:
    """Return the feature on which the nationality that the document proves depends."""
    in_force = law().at(at)
    proved = Conditions(traveler.facts, law(), in_force).proved
    entry = in_force.nationalities.get(proved or "")
    return entry.condition.feature if entry and entry.condition else None


def _has_document(traveler: TypedFacts) -> bool:
    document = traveler.facts.document
    return bool(document and document.issuer and document.type)


def kept_beside(traveler: TypedFacts, step: str) -> Pairs:
    """Return the answers that stay when a question is answered again."""
    return traveler.pairs(without=(*FILLS[step], *FALLS.get(step, ())))


def all_facts(traveler: TypedFacts) -> Facts:
    """Return the facts with those of the rare case that applies."""
    rare = next((offer.facts for offer in offers(RARE) if offer.key == traveler.rare), {})
    common = {name: getattr(traveler.facts, name) for name in COMMON}
    return Facts(**common, **rare)  # type: ignore[arg-type]


def read(query: QueryDict) -> TypedFacts:
    """Return the answers of an address or a form; what means nothing is left out and named."""
    values, wrong = _facts_of_query(query), set[str]()
    day = typed_day(query) if query.get("step") == DAY else TypedDay()
    if any(day.parts) and not day.error:
        values["on"] = _day_of(day.parts).isoformat()
    try:
        facts, on = vocabulary.read(values, law().codes)
    except Obstacle as obstacle:
        errors = obstacle.facts["errors"]
        assert isinstance(errors, dict)
        wrong |= {str(name).partition(".")[0] for name in errors}
        values = {name: value for name, value in values.items() if name not in wrong}
        facts, on = vocabulary.read(values, law().codes)
    rare = query.get(RARE) or None
    if rare and rare not in {NONE, *(offer.key for offer in offers(RARE))}:
        wrong.add(RARE)
        rare = None
    if query.get("step") == HELD and _contradicts(query.getlist(HELD)):
        wrong.add(HELD)
    if "on" in wrong:
        day = TypedDay(day.parts, day.error or "day_impossible")
    if on and not day.error and on < law().first_day:
        day = TypedDay(_digits(on), "day_too_early")
        on = None
    shown_day = day if any(day.parts) or not on else TypedDay(_digits(on))
    return TypedFacts(facts, rare, on, shown_day, frozenset(wrong))


def typed_day(query: QueryDict) -> TypedDay:
    """Return the day somebody typed; digits of any script count, all empty is today."""
    day, month, year = (typed_text.plain(query.get(part, "")[:100])[:10] for part in DAY_PARTS)
    parts = (day, month, year)
    if not any(parts) or all(parts):
        try:
            is_early = any(parts) and _day_of(parts) < law().first_day
        except Obstacle as obstacle:
            return TypedDay(parts, _IMPOSSIBLE[obstacle.code])
        return TypedDay(parts, "day_too_early" if is_early else "")
    return TypedDay(parts, "day_incomplete")


def _day_of(parts: tuple[str, str, str]) -> date:
    day, month, year = parts
    return days.of_parts(year, month, day)


def _digits(day: date) -> tuple[str, str, str]:
    return str(day.day), str(day.month), str(day.year)


def _facts_of_query(query: QueryDict) -> dict[str, object]:
    """Return the parts of an address as the facts of a request."""
    texts = {
        name: query.get(IN_ADDRESS.get(name, name)) or query.get(name) for name in (*COMMON, "on")
    }
    values: dict[str, object] = {
        name: text[:_MOST_CHARACTERS] for name, text in texts.items() if text
    }
    if codes := [code for code in query.getlist("nationalities") if code]:
        values["nationalities"] = codes  # the list of countries, left alone, sends an empty one
    if query.get("step") == DAY:
        values.pop("on", None)
    for name in _BOOLEANS:
        if name in values:
            values[name] = _YES.get(str(values[name]))
    if values.get("document") == ANOTHER:
        values["document"] = f"{query.get('issuer', '')}.{query.get('type', '')}"
        if str(values["document"]).strip(".") == "":
            del values["document"]
    if "document" in values:
        values["document"] = _document(str(values["document"]), query.getlist("features"))
    return values | (_held(query.getlist(HELD)) if HELD in query else {})


def _document(text: str, features: list[str]) -> dict[str, object]:
    issuer, _, kind = text.partition(".")
    marks = {"features": [feature for feature in features if feature != NONE]} if features else {}
    return {"issuer": issuer, "type": kind, **marks}


def _contradicts(keys: list[str]) -> bool:
    """Tell whether "none of these" was chosen together with one of these."""
    return NONE in keys and len(set(keys)) > 1


def _held(keys: list[str]) -> dict[str, object]:
    """Return the three facts of the first question; nothing where nothing was chosen."""
    if not keys:
        return {}
    facts: dict[str, object] = {"status_ca": NONE, "us_status": NONE, "holds_valid_trv": False}
    for offer in reversed(offers(HELD)):  # so that of two about one fact the first one stays
        if offer.key in keys:
            facts |= offer.facts
    return facts


def _parts(facts: Facts, name: str) -> list[tuple[str, str]]:
    value = getattr(facts, name)
    if value is None:
        return []
    if name == DOCUMENT:
        marks = () if value.features is None else sorted(value.features) or (NONE,)
        return [(name, f"{value.issuer}.{value.type}"), *(("features", mark) for mark in marks)]
    if isinstance(value, bool):
        return [(name, "yes" if value else "no")]
    return [(name, text) for text in ([value] if isinstance(value, str) else value)]
