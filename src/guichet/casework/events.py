"""What was done to a case, in words: the lines of its history, and what open pages tell at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Substr
from markupsafe import Markup

from guichet.applications.models import Authorization
from guichet.casework import words
from guichet.kernel.models import AuditEntry
from guichet.web.formats.countries import language_name

# What changes nothing in a case: whoever decides need not have seen it.
QUIET = ("see", "take", "give_back", "assign", "read_note")
MOST_NEWS = 10  # that stand above a form; the file has all of it
DIGITS = 19  # more has no key of a table
# What nobody did: its sentence has a subject of its own, and does not go on from a name.
HAPPENED = frozenset(
    {
        *("application_interview_gone", "application_derive_again"),
        *("authorization_expired", "authorization_superseded"),
        *("authorization_lapsed_by_list_change", "payment_paid", "payment_payment_failed"),
    }
)
_LOOKED_AGAIN = ("reconsideration_reopened", "reconsideration_upheld")
_STAFF, _DEVICE = "staff:", "device:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of the record, in words; `clause`: the same, behind the name of who did it."""

    at: datetime
    who: str
    what: Markup
    clause: Markup
    details: Sequence[str] = ()


def event(entry: AuditEntry, language: str) -> Event:
    """Return a line of the record in plain words."""
    verb = entry.verb
    if verb == "reconsider" and entry.actor.startswith(_STAFF):
        verb = "reconsider_decided"
    key = f"{entry.record_type}_{verb}"
    what = words.of_code("did", key, language)
    return Event(
        at=entry.at,
        who=who(entry, language),
        what=what,
        clause=Markup("· ") + what if key in HAPPENED else what[:1].lower() + what[1:],
        details=_details(entry.facts, language),
    )


def who(entry: AuditEntry, language: str) -> str:
    """Return who did something: an officer by the name of their account, a device by its key."""
    if entry.actor.startswith(_DEVICE):
        kind = words.of_code("record", "device", language)
        return f"{kind} {entry.actor.removeprefix(_DEVICE)}"
    name = str(getattr(entry, "officer", "") or "")
    return name or str(words.of_code("actor", entry.actor, language))


def _details(facts: Mapping[str, object], language: str) -> list[str]:
    """Return what the record says beside the verb, as far as there are words for it."""
    languages = facts.get("words_in")
    sentences = [
        str(words.says(language)("file.meant_in", language=language_name(str(code), language)))
        for code in (languages if isinstance(languages, list) else ())
    ]
    return [*_what(facts, language), *sentences]


def _what(facts: Mapping[str, object], language: str) -> list[str]:
    fields, reasons = facts.get("fields"), facts.get("reasons")
    if isinstance(fields, list):
        return [words.label(str(field), language) for field in fields]
    if isinstance(reasons, list):
        return [str(words.of_code("reason", str(reason), language)) for reason in reasons]
    if isinstance(page := facts.get("page"), str):
        return [words.page_looked_at(page, language)]
    if (outcome := f"reconsideration_{facts.get('outcome')}") in _LOOKED_AGAIN:
        return [str(words.of_code("letter", outcome, language))]
    kind = facts.get("kind")
    if isinstance(kind, str) and words.known_code("kind", kind) == kind:
        return [str(words.of_code("kind", kind, language))]
    if isinstance(office := facts.get("office"), str):
        return [words.at_office(str(facts.get("role", "")), office, language)]
    return []


def named() -> QuerySet[AuditEntry]:
    """Return the record, with the name of each officer beside what they did."""
    account = Cast(Substr(OuterRef("actor"), len(_STAFF) + 1), BigIntegerField())
    name = Subquery(User.objects.filter(pk=account).values("username")[:1])
    return AuditEntry.objects.annotate(
        officer=Case(
            When(actor__startswith=_STAFF, then=name), default=Value(""), output_field=CharField()
        )
    )


def change_read(text: str) -> int | None:
    """Return up to which change a page says that its officer has read the case; None for none."""
    is_number = text.isascii() and text.isdecimal() and len(text) < DIGITS
    return int(text) if is_number else None


def of_case(application: int) -> Q:
    """Return what tells entries about a case, and about what its approval gave, from others."""
    authorizations = Authorization.objects.filter(application=application).values("pk")
    return Q(record_type="application", record=application) | Q(
        record_type="authorization", record__in=authorizations
    )


def last_change(application: int) -> int:
    """Return up to which change the case has come; looks and taken tasks are none."""
    changes = AuditEntry.objects.filter(of_case(application)).exclude(verb__in=QUIET)
    return changes.aggregate(last=Max("pk"))["last"] or 0


def since(application: int, last_seen: int, language: str) -> list[Event]:
    """Return what happened to a case after an officer read it, the newest first."""
    entries = named().filter(of_case(application), pk__gt=last_seen)
    changes = entries.exclude(verb__in=QUIET).order_by("-pk")[:MOST_NEWS]
    return [event(entry, language) for entry in changes]
