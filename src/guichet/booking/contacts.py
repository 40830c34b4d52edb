"""A phone or an address with many appointments: a code shows that it is somebody's own.

Where no code can be sent (no provider of texts, or as many codes as a day has), work or a wait
takes its place: whoever books with somebody else's phone must not send its owner to the desk.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F
from django.http import HttpRequest

from guichet.booking import rules
from guichet.booking.guarding import prices
from guichet.booking.keys import tokens
from guichet.booking.models import ContactCode
from guichet.booking.places import Details
from guichet.kernel.guarding import guesses, proofs
from guichet.kernel.guarding.guesses import Guesser
from guichet.kernel.guarding.network import network_key
from guichet.kernel.guarding.proofs import NOTHING, Proof
from guichet.kernel.guarding.table import CODES_FOR_A_CONTACT
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.work import outbox
from guichet.post import send

MANY = "too_many_for_contact"
LASTS = timedelta(hours=1)
SENT_AGAIN_AFTER = timedelta(minutes=5)
CODES_A_DAY = CODES_FOR_A_CONTACT.most  # to one phone or address: strangers can ask
Kind = ContactCode.Kind


@dataclass(frozen=True, kw_only=True)
class Vouch:
    """What shows that one more appointment of a phone or an address is wanted: a code, or work."""

    code: int | None = None
    proof: Proof = NOTHING

    def __bool__(self) -> bool:
        return self.code is not None or bool(self.proof.name)

    def use(self) -> None:
        """Use it up with the booking, or raise Obstacle where that has been done before."""
        if self.code is None:
            if not proofs.spend(self.proof):
                raise Obstacle("wrong_code", field="contact_code")
            return
        codes = ContactCode.objects.filter(pk=self.code, used__lt=rules.LIVE_FOR_A_CONTACT)
        if not codes.update(used=F("used") + 1):
            raise Obstacle("wrong_code", field="contact_code")


UNVOUCHED = Vouch()


def vouched[T](
    request: HttpRequest,
    details: Details,
    attempt: Callable[[Vouch], T],
    *,
    contact_code: str,
    language: str,
    now: datetime,
) -> T:
    """Attempt a booking with the code that was typed, if any; beyond the soft limit ask for one.

    Raises Obstacle("too_many_for_contact") with `code_sent_to`, where a code was sent to, masked;
    Obstacle("proof_needed") where none can be. `attempt` may be made twice.
    """
    vouch = UNVOUCHED
    if contact_code:
        vouch = by_code(details, contact_code, guesser=guesses.guesser_of(request), now=now)
    try:
        return attempt(vouch)
    except Obstacle as obstacle:
        if obstacle.code != MANY:
            raise
        kind, live = Kind(str(obstacle.facts["contact"])), int(str(obstacle.facts["live"]))
    sent_to = send_code(details, kind, language=language, now=now)
    if sent_to:
        raise Obstacle(MANY, contact=kind.value, code_sent_to=sent_to)
    return _with_proof(request, details, attempt, kind=kind, live=live, now=now)


def by_code(details: Details, contact_code: str, *, guesser: Guesser, now: datetime) -> Vouch:
    """Return the vouch of a code that was sent to the phone or the address, or raise Obstacle."""
    contacts = details.contacts
    hashes = [contact for contact in (contacts.phone, contacts.mailbox) if contact]
    codes = ContactCode.objects.filter(contact__in=hashes, expires_at__gt=now).order_by("-pk")

    with guesses.guess("contact_code", contacts.phone.hex(), guesser, now=now):
        code = next((code for code in codes if tokens.is_contact_code(code, contact_code)), None)
        if code is None:
            raise Obstacle("wrong_code", field="contact_code")
    return Vouch(code=code.pk)


def send_code(details: Details, kind: Kind, *, language: str, now: datetime) -> str:
    """Send a code, unless one is on its way, and return where to; empty where none can be sent.

    What comes back is masked: whoever typed the phone or the address knows the rest of it.
    """
    address = details.phone if kind == Kind.PHONE else details.email
    if kind == Kind.PHONE and not send.texts_configured():
        return ""
    contacts = details.contacts
    contact = contacts.phone if kind == Kind.PHONE else contacts.mailbox
    today = ContactCode.objects.filter(contact=contact, asked_at__gt=now - timedelta(days=1))
    newest = today.order_by("-asked_at").first()
    if newest and newest.asked_at > now - SENT_AGAIN_AFTER:
        return masked(address)
    if today.count() >= CODES_A_DAY:
        return masked(address) if newest and newest.expires_at > now else ""
    code = ContactCode.objects.create(
        contact=contact, kind=kind, address=address, asked_at=now, expires_at=now + LASTS
    )
    outbox.enqueue(
        "contact_code",
        code.pk,
        key=f"contact_code:{code.pk}",
        language=language,
        now=now,
        expires_at=code.expires_at,
    )
    return masked(address)


def masked(address: str) -> str:
    """Return enough of a phone or an address to know it again.

    >>> masked("+12125550142"), masked("ada@example.org")
    ('•••• 42', 'a•••@example.org')
    """
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}•••@{domain}" if at else f"•••• {address[-2:]}"


def _with_proof[T](
    request: HttpRequest,
    details: Details,
    attempt: Callable[[Vouch], T],
    *,
    kind: Kind,
    live: int,
    now: datetime,
) -> T:
    contacts, network = details.contacts, network_key(request)
    contact = contacts.phone if kind == Kind.PHONE else contacts.mailbox or contacts.phone
    purpose = f"{prices.CONTACT} {contact.hex()}"
    price = prices.price_at(rules.FREE_CLAIMS + live - rules.LIVE_FOR_A_CONTACT)
    proof = proofs.shown_by(request, purpose, network=network, now=now)
    if proofs.is_call(request) and not proof.covers(price):
        proof = proofs.patience(purpose, network=network, now=now)
    if proof.covers(price):
        return attempt(Vouch(proof=proof))
    raise proofs.needed(request, purpose, price, network=network, now=now)
