"""The grounds of a decision as they are read, with the facts as they stood when it was made."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from guichet.applications.form import in_words
from guichet.applications.form.answers import Answers, form
from guichet.applications.models import Application, Decision, DocumentRequest, Version
from guichet.applications.reasons.explanation import Ground, of_stored
from guichet.applications.reasons.provisions import provisions
from guichet.post.mail_body import COLONS
from guichet.web.words import texts

ASKED = "asked:"  # before the code of what was asked for, where that is the fact
_IN_FORCE = ("sent", "corrected")  # versions
_NO_FACTS = ("agree", "signature")  # what every form has in the same way
_ASKING = ("?", "？", "؟", "か。", "か")


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a case in words: a question of the form and its answer, or what was asked for."""

    key: str
    label: str
    value: str

    def line(self, language: str) -> str:
        """Return it as one line: a question with its answer, or a label with its value."""
        colon = " " if self.label.endswith(_ASKING) else COLONS.get(language, ": ")
        return f"{self.label}{colon}{self.value}" if self.value else self.label


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownGround:
    """A ground as it is read: the kind of reason, the law as it is cited, and the facts."""

    kind: str
    provision: str
    name: str
    name_language: str
    link: str
    facts: Sequence[Fact]


def shown(decision: Decision, language: str) -> list[ShownGround]:
    """Return the grounds of a decision; the facts read as they stood when it was made."""
    if not decision.grounds:
        return []
    application = decision.application
    answers = answers_at(application.versions.all(), decision.at) or application.answers
    of_case = facts_in(answers, application.requests.all(), language)
    return grounds_with(decision.grounds, of_case, language)


def grounds_with(
    grounds: Iterable[Mapping[str, Any]], facts: Mapping[str, Fact], language: str
) -> list[ShownGround]:
    """Return grounds as they are kept, with facts that were read already."""
    return [_shown(ground, facts, language) for ground in of_stored(grounds)]


def _shown(ground: Ground, facts: Mapping[str, Fact], language: str) -> ShownGround:
    provision = provisions().get(ground.provision)
    name, name_language = provision.name(language) if provision else ("", language)
    return ShownGround(
        kind=provision.kind if provision else "other",
        provision=ground.provision,
        name=name,
        name_language=name_language,
        link=provision.link(language) if provision else "",
        facts=[facts[key] for key in ground.facts if key in facts],
    )


def answers_at(versions: Iterable[Version], at: datetime) -> Answers:
    """Return the answers in force at a moment; nothing where no version is as old."""
    in_force = [version for version in versions if version.cause in _IN_FORCE and version.at <= at]
    return max(in_force, key=lambda version: version.pk).answers if in_force else {}


def facts_of(application: Application, language: str) -> Mapping[str, Fact]:
    """Return the facts of a case by key, as they stand now."""
    return facts_in(application.answers, application.requests.all(), language)


def facts_in(
    answers: Answers, requests: Iterable[DocumentRequest], language: str
) -> Mapping[str, Fact]:
    """Return answers, and what was asked for, as facts by key, in the order of the form."""
    fields = {key: row for key, row in form().fields.items() if row.type not in _NO_FACTS}
    rows = (in_words.row(fields[key], answers, language) for key in fields if key in answers)
    facts = {row.key: Fact(row.key, row.label.text, row.value) for row in rows if row.value}
    for request in requests:
        if request.kind != "offered" and not _is_chosen_time(request):
            key = f"{ASKED}{request.kind}"
            facts[key] = Fact(key, document(request.kind, language), request.explanation)
    return facts


def _is_chosen_time(request: DocumentRequest) -> bool:
    """Tell whether a time for an interview was asked for and chosen: that is no fact of a case."""
    return request.kind == DocumentRequest.INTERVIEW_TIME and request.answered_at is not None


def document(code: str, language: str) -> str:
    """Return what an officer asked for, in the language of a page or of a letter."""
    topic = texts("papers")
    key = f"wanted.{'interview' if code == DocumentRequest.INTERVIEW_TIME else code}.title"
    return topic.get(key if key in topic else "wanted.other.title", language).text
