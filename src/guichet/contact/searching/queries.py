"""Reads of a search: which cases fit a number, a name or a telephone number, by indexes alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from guichet.applications import numbers
from guichet.applications.models import Application, Authorization, Enquiry
from guichet.applications.searching import keys as search_keys
from guichet.contact.call_backs.models import CallBack, CallBackAttempt
from guichet.contact.call_backs.numbers import phone_key
from guichet.contact.calls.models import RECORD, TelephoneCall
from guichet.contact.disclosure import table
from guichet.contact.models import IdentityCheck, TakeOver
from guichet.contact.searching.models import SearchHit
from guichet.interactions.models import Interaction, Participant, Subject
from guichet.kernel import case_numbers
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading import phones

CONTACT, MOST_CONTACTS = "I", 50
KNOWN, MAYBE = SearchHit.Certainty.KNOWN, SearchHit.Certainty.MAYBE
type Hits = Mapping[int, str]  # how sure it is, by application


@dataclass(frozen=True, slots=True)
class CaseHints:
    """What a page says of a case before anything was proven: initials and year of birth."""

    hit: int
    initials: str
    year: str
    certainty: str
    is_chosen: bool


def of_number(text: str) -> Hits:
    """Return the case of a number: of an application, an authorization, a question, a contact.

    Raises Obstacle for a number that is none whatever the case.
    """
    number = numbers.read(text)
    if not any(case_numbers.is_number(number, letter) for letter in "VJEI"):
        raise Obstacle("invalid", errors={"seek": "mistyped"})
    letter = number[0]
    if letter == CONTACT:
        about = Subject.objects.filter(kind="application", interaction__number=number)
        cases = Application.objects.filter(number__in=list(about.values_list("number", flat=True)))
        return dict.fromkeys(cases.values_list("pk", flat=True), MAYBE.value)
    pks: list[int | None]
    if letter == numbers.APPLICATION:
        pks = [*Application.objects.filter(number=number).values_list("pk", flat=True)]
    elif letter == numbers.AUTHORIZATION:
        rows = Authorization.objects.filter(number=number)
        pks = [*rows.values_list("application", flat=True)]
    else:
        pks = [*Enquiry.objects.filter(number=number).values_list("application", flat=True)]
    return {pk: "" for pk in pks if pk is not None}


def of_name(text: str, born_on: date | None) -> Hits:
    """Return the cases whose person has all of these names, with a day only who was born on it."""
    return dict.fromkeys(search_keys.of_name(text, born_on), "")


def of_phone(text: str) -> Hits:
    """Return the cases of a number as it was said, without its country whichever it is.

    Raises Obstacle for what is no telephone number.
    """
    try:
        candidates = sorted({phone.number for phone in phones.everywhere(text)})
    except Obstacle:
        raise Obstacle("invalid", errors={"seek": "no_phone"}) from None
    in_application = dict.fromkeys(search_keys.of_phones(candidates), KNOWN.value)
    return {**_of_contacts(_from(map(phone_key, candidates))), **in_application}


def _from(keys: Iterable[bytes]) -> set[int]:
    """Return the latest contacts that came from a number, or in which it was called back."""
    keys = list(keys)
    calls = TelephoneCall.objects.filter(by_phone__in=keys).order_by("-pk")[:MOST_CONTACTS]
    marks = [str(pk) for pk in calls.values_list("pk", flat=True)]
    called = Subject.objects.filter(kind=RECORD, number__in=marks)
    backs = CallBack.objects.filter(by_phone__in=keys).order_by("-pk")[:MOST_CONTACTS]
    pks = list(backs.values_list("pk", flat=True))
    tries = CallBackAttempt.objects.filter(call_back__in=pks)
    return {
        *called.values_list("interaction", flat=True),
        *tries.values_list("interaction", flat=True),
    }


def _of_contacts(contacts: set[int]) -> Hits:
    """Return the cases that were spoken of in contacts: known where their client has proven it."""
    checks = IdentityCheck.objects.filter(interaction__in=contacts, fits=True)
    rows = checks.exclude(application=None).values_list("application", "level", "interaction")
    proven = set(
        Participant.objects.filter(
            interaction__in=contacts, role=Participant.Role.CLIENT, certainty=KNOWN
        ).values_list("interaction", flat=True)
    )
    hits: dict[int, str] = {}
    for pk, level, interaction in rows:
        is_known = interaction in proven and not table().levels[table().rank(level)].is_blind
        if pk is not None and hits.get(pk) != KNOWN:
            hits[pk] = (KNOWN if is_known else MAYBE).value
    return hits


def chosen(interaction: int) -> Application | None:
    """Return the case that was chosen last from what a search told, for sets without a number.

    What a colleague chose, who led the contact before, is not chosen any more.
    """
    hits = SearchHit.objects.filter(search__interaction=interaction).exclude(chosen_at=None)
    turns = TakeOver.objects.filter(hand_over__interaction=interaction).order_by("-pk")
    if taken_at := turns.values_list("taken_at", flat=True).first():
        hits = hits.filter(chosen_at__gt=taken_at)
    hit = hits.select_related("application").order_by("-chosen_at", "-pk").first()
    return hit.application if hit else None


def contact_of(text: str) -> Interaction | None:
    """Return the contact of a number, if it is one of a contact."""
    return Interaction.objects.filter(number=case_numbers.read(text)).first()
