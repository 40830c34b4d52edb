"""The hot transitions of a place: thin calls of the SQL functions in sql/."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, connection
from psycopg.errors import UniqueViolation

from guichet.booking import identities, rules
from guichet.booking.identities import Keys
from guichet.booking.models import Appointment
from guichet.kernel import references
from guichet.kernel.births import Known
from guichet.kernel.obstacles import Obstacle

SAME_SPELLING = "one_live_appointment_per_client"
ONE_PERSON = {"one_live_appointment_per_letters", "one_live_appointment_per_words"}


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A place kept while somebody types."""

    pk: int
    until_at: datetime


@dataclass(frozen=True, kw_only=True)
class Details:
    """What a client says of themselves, as `rules` has cleaned it."""

    name: str
    date_of_birth: date
    phone: str
    phone_extension: str = ""  # it is dialed after the number, and identifies nobody
    birth_known: Known = ""  # how much of the date of birth; the first day it can be stands for it
    email: str = ""
    case_number: str = ""
    access_needs: str = ""
    interpreter: str = ""


# What the client says of themselves, in the order in which confirm_place takes it.
CONFIRMED = "name date_of_birth phone email case_number access_needs interpreter".split()
PARAMETERS = ", ".join(["%s"] * (len(CONFIRMED) + 9))  # of confirm_place


def claim(
    slot: int,
    *,
    visitor: bytes | None,
    network: bytes | None,
    now: datetime,
    until: datetime,
    proven: bool = False,
    whole: bool = False,
) -> Claim:
    """Hold one place of a slot, or raise Obstacle."""
    most = rules.MOST_HOLDS if proven else rules.PROOF_ABOVE
    if not settings.RATE_LIMITS:
        network = None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM claim_place(%s, %s, %s, %s, %s, %s, %s)",
            [slot, visitor, network, most, now, until, whole],
        )
        pk, until_at, obstacle = cursor.fetchone()
    if obstacle == "too_many_holds" and not proven:
        raise Obstacle("proof_needed")
    if obstacle:
        raise Obstacle(obstacle, slot=slot)
    return Claim(pk=pk, until_at=until_at)


def keys_of(details: Details) -> Keys:
    """Return under what somebody is found: by name, date of birth and phone."""
    return identities.keys_of(
        name=details.name, date_of_birth=details.date_of_birth, phone=details.phone
    )


def identity_of(details: Details) -> bytes:
    """Return the keyed hash of who somebody is, with the name as they write it."""
    return keys_of(details).identity


def identity_among(people: Sequence[bytes]) -> bytes:
    """Return one hash for several people of whom somebody is one; of one, their own."""
    if len(people) == 1:
        return people[0]
    return references.derive(settings.IDENTITY_KEY, "people", *(one.hex() for one in people))


def confirm(
    claim: int,
    details: Details,
    *,
    language: str,
    now: datetime,
    also_then: bool = False,
    somebody_else: bool = False,
) -> str:
    """Turn a live hold into a booking and return its confirmation number, or raise Obstacle.

    With `also_then` the client knows that they have another appointment at the same minute; with
    `somebody_else` another person has a name that differs in accents or order only.
    """
    number = references.new_confirmation_number()
    keys = keys_of(details)
    apart = keys.identity if somebody_else else b""
    _note_what_is_rare(claim, details)
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT * FROM confirm_place({PARAMETERS})",  # noqa: S608 - ours
                [
                    *(claim, number, keys.identity, now, language),
                    *(getattr(details, name) for name in CONFIRMED),
                    *(also_then, keys.letters, keys.words, apart),
                ],
            )
            booked, obstacle = cursor.fetchone()
    except IntegrityError as error:
        raise _refusal(error) from error
    if not booked:
        raise Obstacle(obstacle)
    return number


def _note_what_is_rare(claim: int, details: Details) -> None:
    """Note what few clients have; the statement that books everybody else does without it."""
    rare = {"phone_extension": details.phone_extension, "birth_known": details.birth_known}
    if any(rare.values()):
        Appointment.objects.filter(pk=claim).update(**rare)


def note_confirmed(
    held: Appointment,
    number: str,
    details: Details,
    *,
    language: str,
    now: datetime,
    somebody_else: bool = False,
) -> None:
    """Make a hold that was read before say what `confirm` has written since."""
    held.state, held.until_at, held.network = Appointment.State.BOOKED, None, None
    held.confirmation_number, keys = number, keys_of(details)
    held.identity, held.letters, held.words = keys.identity, keys.letters, keys.words
    held.apart = keys.identity if somebody_else else b""
    held.booked_at, held.language = now, language
    for name, value in vars(details).items():
        setattr(held, name, value)


def _refusal(error: IntegrityError) -> Exception:
    cause = error.__cause__
    broken = cause.diag.constraint_name if isinstance(cause, UniqueViolation) else ""
    if broken == SAME_SPELLING:
        return Obstacle("already_booked")
    return Obstacle("already_booked", other_spelling=True) if broken in ONE_PERSON else error


def move(claim: int, *, slot: int, now: datetime, rest_until: datetime, actor: str) -> bool:
    """Take a place in another slot and leave the old one; false where they have that one already.

    Raises Obstacle when that is not to be.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM move_place(%s, %s, %s, %s, %s)", [claim, slot, now, rest_until, actor]
        )
        moved, obstacle = cursor.fetchone()
    if obstacle:
        raise Obstacle(obstacle, slot=slot)
    return bool(moved)


def free(claim: int, *, now: datetime, rest_until: datetime, actor: str) -> bool:
    """Give a place back; false when there was none to give."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT free_place(%s, %s, %s, %s)", [claim, now, rest_until, actor])
        return bool(cursor.fetchone()[0])


def end_due_claims(slot: int, *, now: datetime) -> int:
    """End the claims of a slot that are held too long or have rested enough; return how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT end_due_claims(%s, %s)", [slot, now])
        return int(cursor.fetchone()[0])
