"""What a line of the record says beside its verb, in words: reasons, papers, days, counts."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from guichet.casework import words
from guichet.kernel.models import AuditEntry
from guichet.web.words import speaker, texts

HERE = words.TOPIC
HOURS, CLOSURE = ("change_hours", "drop_hours"), ("close_office", "reopen_office")
# Where the words of a code stand: by the verb and the name of the fact, the topic and its table.
TABLES: Mapping[tuple[str, str], tuple[str, str]] = {
    ("cancel_many", "kind"): ("on_behalf", "kind"),
    ("cancel_many", "reason"): ("on_behalf", "why"),
    ("end", "outcome"): ("contact_staff", "outcome"),
    ("override", "lifted"): (HERE, "lifted"),
    ("override", "reason"): ("on_behalf", "reason"),
    ("identified", "shown"): ("counter", "paper"),
    ("reached", "about"): (HERE, "call"),
    ("seen", "part"): (HERE, "looked"),
    ("device_paired", "kind"): ("devices", "kind"),
    ("session_ended", "why"): (HERE, "session_over"),
    ("factor_added", "kind"): (HERE, "factor"),
    ("factor_removed", "kind"): (HERE, "factor"),
    ("desk_entered", "by"): (HERE, "came_in_by"),
    ("agency_sign_in_failed", "why"): (HERE, "not_let_in"),
    ("refuse", "reason"): ("papers", "error"),
    **{(verb, "reason"): ("opening", "reason") for verb in CLOSURE},
    ("close_office", "plan"): (HERE, "closed_with"),
    **{(verb, "kind"): (HERE, "hours_changed") for verb in HOURS},
}
# Numbers and moments in one sentence: by the verb, the sentence of `detail` and what it names.
SENTENCES: Mapping[str, tuple[str, ...]] = {
    "cancel_many": ("found", "cancelled", "changed", "left_out"),
    "close_slots": ("slots",),
    "open_slots": ("slots",),
    "close_office": ("starts_at", "ends_at"),
    "reopen_office": ("starts_at", "ends_at"),
    "change_hours": ("service", "day"),
    "drop_hours": ("service", "day"),
    "change_release": ("horizon", "window", "held_back"),
}


def in_words(line: AuditEntry, language: str) -> list[str]:
    """Return the facts of a line that have words of their own here, each whole."""
    facts: Mapping[str, Any] = line.facts
    return [*_codes(line.verb, facts, language), *_sentence(line.verb, facts, language)]


def _codes(verb: str, facts: Mapping[str, Any], language: str) -> Iterator[str]:
    for (of_verb, name), (topic, table) in TABLES.items():
        if of_verb != verb or not facts.get(name):
            continue
        value = facts[name]
        for code in value if isinstance(value, list) else [value]:
            yield _word(topic, f"{table}.{code}", str(code), language)


def _word(topic: str, key: str, code: str, language: str) -> str:
    """Return the words of a code, without the sentence's mark of a foreign language."""
    return texts(topic).get(key, language).text if key in texts(topic) else code


def _sentence(verb: str, facts: Mapping[str, Any], language: str) -> Sequence[str]:
    names = SENTENCES.get(verb, ())
    if not names or any(name not in facts for name in names):
        return []
    values = {name: _value(name, facts[name], language) for name in names}
    return [str(speaker(language, HERE)(f"detail.{verb}", **values))]


def _value(name: str, value: object, language: str) -> str:
    if name in {"starts_at", "ends_at"}:
        return words.moment(datetime.fromisoformat(str(value)), language)
    if name == "day":
        return words.short(date.fromisoformat(str(value)), language)
    return str(value)
