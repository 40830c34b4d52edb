"""Whether what a caller said fits a case: all of it is compared, and only the whole is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from guichet.applications import numbers, queries, tokens
from guichet.applications.identities import own_issuer
from guichet.applications.models import Application
from guichet.kernel import references
from guichet.kernel.reading import names

CODE = "code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What came of a set: which case it was about, and whether every fact of it fits."""

    application: Application | None
    subject: str
    fits: bool


def compare(facts: Mapping[str, str | date], *, choice: Application | None = None) -> Comparison:
    """Compare a set of facts with the case it names, or with the newest one of its passport.

    Without a number it is compared with the `choice` from a search, if there is one.

    `facts` are what was said, by name; days as days. All that can be compared is compared to the
    end, whether or not something before it fits already. A code is no fact of the file: it is
    tried where its tries are counted.
    """
    number = numbers.read(str(facts.get("number", "")))
    passport = _passport_key(facts)
    application = choice if choice and not number else _application(number, passport)
    candidate = application or Application()
    verdicts = [
        _fits(name, statement, candidate)
        for name, statement in sorted(facts.items())
        if name != CODE
    ]
    return Comparison(
        application=application,
        subject=_subject(application, number, passport),
        fits=application is not None and bool(verdicts) and all(verdicts),
    )


def _subject(application: Application | None, number: str, passport: bytes | None) -> str:
    """Return under what a set is counted: one case, by whatever it was named."""
    if application:
        return application.number
    return number or (passport.hex() if passport else "")


def _passport_key(facts: Mapping[str, str | date]) -> bytes | None:
    number, issuer = facts.get("passport_number"), facts.get("issuer")
    return tokens.passport_key(str(number), own_issuer(str(issuer))) if number and issuer else None


def _application(number: str, passport: bytes | None) -> Application | None:
    if number:
        return queries.by_number(number) if numbers.is_number(number) else None
    if passport is None:
        return None
    rows = Application.objects.filter(**{queries.on_shelf("passport"): passport})
    return rows.exclude(submitted_at=None).order_by("-pk").first()


def _fits(name: str, statement: str | date, application: Application) -> bool:
    """Tell whether one fact fits; what nobody can compare does not."""
    answers = application.answers
    days = {
        "birth_date": application.born_on,
        "issue_date": application.document_issued_on,
        "expiry_date": application.document_expires_on,
    }
    if name in days:
        return days[name] is not None and days[name] == statement
    text = str(statement)
    if name == "number":
        return numbers.read(text) == application.number
    if name == "pin":
        pin = references.read_number(text)
        return tokens.opening_generation(application if application.pk else None, pin) is not None
    if name == "passport_number":
        own = tokens.read_passport_number(str(answers.get("passport_number", "")))
        return bool(own) and references.same(own, tokens.read_passport_number(text))
    if name == "issuer":
        return bool(text) and own_issuer(text) == own_issuer(str(answers.get("issuer", "")))
    if name == "full_name":
        return _is_name(text, answers, "surname", "given_names")
    if name == "representative_name":
        return _is_name(text, answers, "rep_surname", "rep_given_names")
    return False


def _is_name(text: str, answers: Mapping[str, object], *keys: str) -> bool:
    own = " ".join(str(answers.get(key) or "") for key in keys).strip()
    if not own or not text.strip():
        return False
    return names.letters(own) == names.letters(text) or names.words(own) == names.words(text)
