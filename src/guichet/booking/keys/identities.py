"""Who somebody is, as keyed hashes: as they write their name, its bare letters, its sorted words.

Two bookings are one person's where any of the three agrees. The table refuses a second live
booking of one person for a service by each of them; who says that they are somebody else is told
apart by how they write their name, and found by all three.
"""

from dataclasses import astuple, dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from guichet.booking import rules
from guichet.booking.models import Appointment
from guichet.kernel import keyring
from guichet.kernel.reading import names

AT_ONCE = 500
NOBODY = {"identity": None, "letters": None, "words": None}  # of an appointment that has passed


@dataclass(frozen=True, slots=True)
class Keys:
    """The three keyed hashes of one person; name, date of birth and phone are in each."""

    identity: bytes
    letters: bytes
    words: bytes

    @property
    def all(self) -> tuple[bytes, ...]:
        """All three, to look somebody up by; no two kinds are ever equal."""
        return astuple(self)


def keys_of(*, name: str, date_of_birth: object, phone: str) -> Keys:
    """Return under what somebody is found, from what they say of themselves."""
    spellings = {
        "identity": rules.same_person_name(name),
        "letters": names.letters(name),
        "words": names.words(name),
    }
    derived = {
        purpose: keyring.working(purpose, spelling, date_of_birth, phone)
        for purpose, spelling in spellings.items()
    }
    return Keys(**derived)


@dataclass(frozen=True, slots=True)
class Contacts:
    """The keyed hashes of a phone and, where there is one, of an e-mail address."""

    phone: bytes
    mailbox: bytes | None


def contacts_of(*, phone: str, email: str) -> Contacts:
    """Return under what the appointments of a phone and of an address are counted.

    What an address has after a plus sign, and its case, lead to the same mailbox.
    """
    return Contacts(
        phone=keyring.working("phone", phone),
        mailbox=_mailbox("mailbox", email) if email else None,
    )


def hashes_of_phone(phone: str) -> list[bytes]:
    """Return under what appointments of a phone are found, those of an earlier key among them."""
    return keyring.workings("phone", phone)


def hashes_of_mailbox(email: str) -> list[bytes]:
    """Return under what appointments of an address are found, as of a phone."""
    return keyring.workings("mailbox", _bare(email))


def contact_of_wishes(email: str) -> bytes:
    """Return under what mails to who waits for free times are counted, apart from all others."""
    return _mailbox("wishes", email)


def _mailbox(purpose: str, email: str) -> bytes:
    return keyring.working(purpose, _bare(email))


def _bare(email: str) -> str:
    name, _, domain = email.lower().rpartition("@")
    return f"{name.partition('+')[0]}@{domain}"


def derive_again(*, now: datetime, most: int = AT_ONCE) -> int:
    """Derive letters and words of bookings made before there were any; return of how many.

    Call it until it returns 0; it may stop at any row and go on later, and several may run at
    once. Until then they are found by the name as it was written. Two that turn out to be one
    person both stay: the later one is told apart, and both are found.
    """
    waiting = Appointment.objects.filter(state="booked", letters=None, identity__isnull=False)
    with transaction.atomic():
        batch = waiting.order_by("pk").select_for_update(skip_locked=True, of=("self",))
        rows = list(batch.annotate(ends_at=F("slot__ends_at"))[:most])
        for row in rows:
            if row.ends_at <= now:  # it has passed, and stands in nobody's way
                Appointment.objects.filter(pk=row.pk).update(identity=None)
            else:
                _write(row)
    return len(rows)


@transaction.atomic
def derive_anew(*, now: datetime) -> int:
    """Write all keyed hashes again under a new key, all or nothing; return of how many bookings.

    Who was told apart stays apart. What has passed is looked up by nobody, and loses its own.
    """
    rows = Appointment.objects.filter(identity__isnull=False).annotate(ends_at=F("slot__ends_at"))
    count = 0
    for row in rows.order_by("pk").iterator(chunk_size=AT_ONCE):
        this = Appointment.objects.filter(pk=row.pk)
        if row.ends_at <= now or not row.name:
            this.update(**NOBODY, apart=b"")
            continue
        keys = keys_of(name=row.name, date_of_birth=row.date_of_birth, phone=row.phone)
        facts = {"identity": keys.identity}
        if row.letters is not None:  # the others are derived a little later, as before
            facts |= {"letters": keys.letters, "words": keys.words}
        this.update(**facts, apart=keys.identity if row.apart else b"")
        count += 1
    return count


def _write(row: Appointment) -> None:
    keys = keys_of(name=row.name, date_of_birth=row.date_of_birth, phone=row.phone)
    this = Appointment.objects.filter(pk=row.pk)
    try:
        with transaction.atomic():
            this.update(letters=keys.letters, words=keys.words)
    except IntegrityError:
        this.update(letters=keys.letters, words=keys.words, apart=keys.identity)
