"""What the pages of putting right show: what to choose from, what to type, what becomes of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from guichet.applications import states
from guichet.applications.changes import queries
from guichet.applications.changes.proposal import CONTROLS, WORDS, Proposal
from guichet.applications.changes.rules import KINDS, Kind
from guichet.applications.form import in_words
from guichet.applications.form import questions as step_page
from guichet.applications.form.answers import form
from guichet.applications.models import Application
from guichet.applications.queries import has_valid_authorization
from guichet.web.words import speaker

# What changes in a life, and the fields that say so. "Something else" chooses from all of them.
CASES: Mapping[str, tuple[str, ...]] = {
    "passport": ("passport_number", "issue_date", "expiry_date"),
    "name": ("surname", "given_names"),
    "nationality": ("nationality",),
    "email": ("email",),
    "conviction": ("offence", "offence_details"),
    "refusal": ("refused", "refused_details"),
    "health": ("tb_contact", "health_condition"),
    "address": tuple(
        f"home_{part}"
        for part in "country unit number street line_2 city district state postal_code".split()
    ),
    "job": (
        "occupation",
        "school",
        *("job_title employer work_country work_state work_city work_since".split()),
    ),
    "journey": ("travel_known", "travel_date", "travel_time", "travel_time_zone"),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """An answer before and after, in words."""

    before: in_words.AnswerRow
    after: in_words.AnswerRow


@dataclass(frozen=True, slots=True)
class Consequence:
    """What becomes of some changes that share their fate."""

    kind: Kind
    pairs: tuple[Pair, ...]
    material: bool | None
    sentence: str


def choosing(proposal: Proposal, language: str, *, empty: bool) -> dict[str, object]:
    """Return every field to choose from, by section, with its present answer."""
    application, words = proposal.application, step_page.words()
    sections = step_page.steps_before_review(proposal.before.sections)
    keys = {field.key for section in sections for field in section.fields}
    return {
        "why": proposal.why,
        "application": application,
        "sections": [
            (
                words.section(section.key, language),
                [in_words.row(field, application.answers, language) for field in section.fields],
            )
            for section in sections
        ],
        "cases": {
            case: [field for field in fields if field in keys]
            for case, fields in CASES.items()
            if keys.intersection(fields)
        },
        "chosen": proposal.keys,
        "may_write": queries.may_write_to_officer(application),
        "may_offer": application.state in states.OPEN,
        "words_key": WORDS,
        "empty": empty,
    }


def typing(
    proposal: Proposal, language: str, *, faults: bool = False, note: str = ""
) -> dict[str, object]:
    """Return the chosen fields as questions; `faults`: with what is wrong beside them."""
    part = proposal.reading if faults else None
    questions = [
        question
        for section in proposal.sections
        for question in step_page.questions(section, proposal.reading.raw, language, part=part)
    ]
    return {
        "why": proposal.why,
        "chosen": proposal.keys,
        "questions": questions,
        "wants_words": proposal.wants_words,
        "words": proposal.words,
        "words_key": WORDS,
        "words_fault": proposal.words_fault if faults else "",
        "note": note,
        "language_note": step_page.words().texts.get("note.language", language),
        "fields": speaker(language, "fields"),
    }


def consequences(
    proposal: Proposal, fields: list[tuple[str, str]], language: str, *, moved: bool
) -> dict[str, object]:
    """Return what becomes of each change, those with one fate together."""
    outcomes, application = proposal.outcomes, proposal.application
    fates = {(outcome.kind, outcome.material) for outcome in outcomes.values()}
    rows = [
        _consequence(proposal, kind, material, language)
        for kind, material in sorted(fates, key=lambda fate: (KINDS.index(fate[0]), str(fate[1])))
    ]
    new = any(outcome.kind == "new_application" for outcome in outcomes.values())
    words = proposal.words if proposal.wants_words else ""
    return {
        "why": proposal.why,
        "application": application,
        "consequences": rows,
        "words": words,
        "takes_new": new,
        "some_left": bool(proposal.rest or words),
        "goes_on": application.state in states.OPEN,
        "kept": [pair for pair in fields if pair[0] not in CONTROLS],
        "as_of": proposal.as_of,
        "moved": moved,
    }


def _consequence(
    proposal: Proposal, kind: Kind, material: bool | None, language: str
) -> Consequence:
    keys = [
        key
        for key, outcome in proposal.outcomes.items()
        if (outcome.kind, outcome.material) == (kind, material)
    ]
    state = proposal.application.state
    over = state in ("withdrawn", "abandoned") or (
        state == "issued" and not has_valid_authorization(proposal.application)
    )
    sentence: str = "new_over" if kind == "new_application" and over else kind
    if kind == "disclose":
        sentence = "disclose_open" if state in states.OPEN else "disclose_valid"
    pairs = tuple(
        pair(key, proposal.application.answers, proposal.changes, language) for key in keys
    )
    return Consequence(kind, pairs, None if over else material, sentence)


def pair(
    key: str, before: Mapping[str, object], after: Mapping[str, object], language: str
) -> Pair:
    """Return an answer before and after, in words."""
    field = form().fields[key]
    return Pair(
        in_words.row(field, {key: before.get(key)}, language),
        in_words.row(field, {key: after.get(key)}, language),
    )


def history(application: Application, language: str) -> list[tuple[queries.Change, list[Pair]]]:
    """Return every change so far, with what the answers said before and after."""
    fields = form().fields
    return [
        (
            change,
            [
                pair(key, change.before, change.after, language)
                for key in change.fields
                if key in fields
            ],
        )
        for change in queries.changes_of(application)
    ]
