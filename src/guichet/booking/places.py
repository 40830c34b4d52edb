"""The hot transitions of a place: thin calls of the SQL functions in sql/."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from psycopg.errors import UniqueViolation

from guichet.booking import rules
from guichet.booking.guarding import prices
from guichet.booking.keys import identities
from guichet.booking.keys.identities import Contacts, Keys
from guichet.booking.models import Appointment
from guichet.kernel import keyring, references
from guichet.kernel.enciphering import pins
from guichet.kernel.guarding.network import Ladder
from guichet.kernel.guarding.proofs import NOTHING, Proof
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading.births import Precision

SAME_SPELLING = "one_live_appointment_per_client"
ONE_PERSON = {"one_live_appointment_per_letters", "one_live_appointment_per_words"}


type Lifted = Sequence[str]  # words of `rules.OVERRIDES`


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
    birth_known: Precision = ""  # of the date of birth; the first day it can be stands for it
    email: str = ""
    case_number: str = ""
    access_needs: str = ""
    interpreter: str = ""

    @cached_property
    def keys(self) -> Keys:
        """Under what somebody is found: by name, date of birth and phone."""
        return identities.keys_of(
            name=self.name, date_of_birth=self.date_of_birth, phone=self.phone
        )

    @cached_property
    def contacts(self) -> Contacts:
        """Under what the appointments of a phone and of an address are counted."""
        return identities.contacts_of(phone=self.phone, email=self.email)


# What the client says of themselves, in the order in which confirm_place takes it.
CONFIRMED = "name date_of_birth phone email case_number access_needs interpreter".split()
PARAMETERS = ", ".join(["%s"] * (len(CONFIRMED) + 11)) + ", %s::integer[], %s"  # of confirm_place


def claim(
    slot: int,
    *,
    visitor: bytes | None,
    networks: Ladder | None,
    now: datetime,
    until: datetime,
    proof: Proof = NOTHING,
    whole: bool = False,
    lifted: Lifted = (),
) -> Claim:
    """Hold one place of a slot, or raise Obstacle; `proof_needed` has the `load` of the network.

    Staff claim `whole` slots: one of the places above the public's share, or what an override has
    `lifted`. Where that would help, they get `share_full` or `not_released`.
    """
    counted = _counted(networks, proof)
    with transaction.atomic() if proof.name else nullcontext():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT * FROM claim_place(%s, %s, %s::bytea[], %s, %s, %s, %s, %s, %s::text[])",
                [slot, visitor, *counted, now, until, _usual(), whole, list(lifted)],
            )
            pk, until_at, obstacle, load = cursor.fetchone()
        if obstacle:
            raise Obstacle(obstacle, slot=slot, load=load)
        prices.settle(proof, load)
    return Claim(pk=pk, until_at=until_at)


def load_of(networks: Ladder, *, now: datetime) -> float:
    """Return what the networks have claimed in the last day, as the price of a claim counts it."""
    with connection.cursor() as cursor:
        values = [list(networks.keys), now, _usual()]
        cursor.execute("SELECT network_load(%s::bytea[], %s, %s, NULL)", values)
        return float(cursor.fetchone()[0])


def _counted(networks: Ladder | None, proof: Proof) -> tuple[list[bytes] | None, float]:
    """Return the networks that a claim counts for, and below which load it may be made."""
    if networks is None or not settings.RATE_LIMITS:
        return None, 0
    return list(networks.keys), rules.load_paid_for(prices.worth_of(proof))


def _usual() -> Any:
    return timedelta(seconds=settings.HOLD_SECONDS)  # psycopg knows intervals; the stubs do not


def identity_among(people: Sequence[bytes]) -> bytes:
    """Return one hash for several people of whom somebody is one; of one, their own."""
    if len(people) == 1:
        return people[0]
    return keyring.working("people", *(person.hex() for person in people))


def confirm(
    claim: int,
    details: Details,
    *,
    language: str,
    now: datetime,
    also_then: bool = False,
    somebody_else: bool = False,
    vouched: bool = False,
    actor: str = rules.CLIENT,
) -> str:
    """Turn a live hold into a booking and return its confirmation number, or raise Obstacle.

    With `also_then` the client knows that they have another appointment at the same minute; with
    `somebody_else` another person has a name that differs in accents or order only; with `vouched`
    it has been shown that the phone or the address may have more appointments than the soft limit.
    """
    number, keys, contacts = references.new_number(), details.keys, details.contacts
    apart = keys.identity if somebody_else else b""
    most = None if vouched else _most_live(contacts)
    _note_what_is_rare(claim, details)
    booked, obstacle, contact, live = _ask_for_confirming(
        *(claim, number, keys.identity, now, language),
        *(getattr(details, name) for name in CONFIRMED),
        *(also_then, keys.letters, keys.words, apart),
        *(contacts.phone, contacts.mailbox, most, actor),
    )
    if not booked:
        raise Obstacle(obstacle, **({"contact": contact, "live": live} if contact else {}))
    return number


def _ask_for_confirming(*values: Any) -> tuple[bool, str, str | None, int | None]:
    """Return whether it is booked; else the obstacle, and which contact has how many live ones."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT * FROM confirm_place({PARAMETERS})",  # noqa: S608 - ours
                values,
            )
            row: tuple[bool, str, str | None, int | None] = cursor.fetchone()
            return row
    except IntegrityError as error:
        raise _refusal(error) from error


def _most_live(contacts: Contacts) -> list[int] | None:
    """Return how many live appointments phone and address may have; None where nobody counts."""
    if not settings.RATE_LIMITS:
        return None
    return [rules.live_for(contacts.phone), rules.live_for(contacts.mailbox or contacts.phone)]


def _note_what_is_rare(claim: int, details: Details) -> None:
    """Note what few clients have; the statement that books everybody else does without it."""
    rare: dict[str, Any] = {}
    if details.phone_extension or details.birth_known:
        rare = {"phone_extension": details.phone_extension, "birth_known": details.birth_known}
    if (pin_key := pins.newest()) != keyring.FIRST:
        rare["pin_key"] = pin_key
    if rare:
        Appointment.objects.filter(pk=claim).update(**rare)


def note_confirmed(
    open_hold: Appointment,
    number: str,
    details: Details,
    *,
    language: str,
    now: datetime,
    somebody_else: bool = False,
) -> None:
    """Make a hold that was read before say what `confirm` has written since."""
    open_hold.state, open_hold.until_at = Appointment.State.BOOKED, None
    keys, contacts = details.keys, details.contacts
    open_hold.confirmation_number = number
    open_hold.by_phone, open_hold.by_mailbox = contacts.phone, contacts.mailbox
    open_hold.identity, open_hold.letters, open_hold.words = keys.identity, keys.letters, keys.words
    open_hold.apart = keys.identity if somebody_else else b""
    open_hold.booked_at, open_hold.language, open_hold.pin_key = now, language, pins.newest()
    for field in fields(details):
        setattr(open_hold, field.name, getattr(details, field.name))


def _refusal(error: IntegrityError) -> Exception:
    cause = error.__cause__
    broken = cause.diag.constraint_name if isinstance(cause, UniqueViolation) else ""
    if broken == SAME_SPELLING:
        return Obstacle("already_booked")
    return Obstacle("already_booked", other_spelling=True) if broken in ONE_PERSON else error


def move(
    claim: int,
    *,
    slot: int,
    now: datetime,
    rest_until: datetime,
    actor: str,
    networks: Ladder | None = None,
    proof: Proof = NOTHING,
    whole: bool = False,
    lifted: Lifted = (),
) -> bool:
    """Take a place in another slot and leave the old one; false where they have that one already.

    Raises Obstacle when that is not to be; `proof_needed` as for a claim, for the old place rests.
    `whole` and `lifted` are as for a claim.
    """
    counted = _counted(networks, proof)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM move_place(%s, %s, %s, %s, %s, %s::bytea[], %s, %s, %s, %s::text[])",
            [claim, slot, now, rest_until, actor, *counted, _usual(), whole, list(lifted)],
        )
        moved, obstacle, load = cursor.fetchone()
    if obstacle:
        raise Obstacle(obstacle, slot=slot, load=load)
    if moved:
        prices.settle(proof, load)
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


def offer_free(slot: int, *, most: int, now: datetime) -> int:
    """Offer places that have become free to the list before the page has them; return how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT offer_free_places(%s, %s, %s)", [slot, most, now])
        return int(cursor.fetchone()[0])
