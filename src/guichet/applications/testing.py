"""Ready-made applications in every state, for tests and for the demonstration."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model

from guichet.applications.apply import actions, starting
from guichet.applications.apply.starting import NewApplication
from guichet.applications.decisions import actions as decisions
from guichet.applications.decisions import requests
from guichet.applications.fee import actions as payments
from guichet.applications.fee.providers import TEST, Report
from guichet.applications.form.answers import reading_of
from guichet.applications.models import Application
from guichet.applications.reasons.explanation import Explanation, Ground
from guichet.applications.reasons.provisions import KINDS, to_choose
from guichet.kernel.guarding.guesses import Guesser
from guichet.kernel.guarding.network import Ladder
from guichet.kernel.references import ALPHABET, DIGITS_OF_A_PIN

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
NETWORK = b"e" * 32
GUESSER = Guesser(ladder=Ladder((NETWORK,)))
DIGITS = "0123456789"
DUE_ON = date(2026, 12, 20)
# A nurse from Galway with nothing to declare: the rule approves her at once.
NIAMH: Mapping[str, object] = {
    "on_behalf": "no",
    "document_type": "ordinary",
    "issuer": "IRL",
    "nationality": "IRL",
    "passport_number": "PA0000001",
    "surname": "O'BRIEN",
    "given_names": "NIAMH AOIFE",
    "birth_date": "1985-05-17",
    "gender": "female",
    "birth_country": "IRL",
    "birth_city": "Galway",
    "issue_date": "2024-02-01",
    "expiry_date": "2034-01-31",
    "marital_status": "single",
    "applied_before": "no",
    "occupation": "health",
    "job_title": "Nurse",
    "employer": "Galway Hospital",
    "work_country": "IRL",
    "work_city": "Galway",
    "work_since": "2019",
    "letter_language": "en",
    "email": "niamh@example.org",
    "home_country": "IRL",
    "home_number": "17",
    "home_street": "Shop Street",
    "home_city": "Galway",
    "travel_known": "no",
    "refused": "no",
    "offence": "no",
    "tb_contact": "no",
    "health_condition": "none",
    "agree": "yes",
    "truth": "yes",
    "signature": "Niamh Aoife O'Brien",
}
DECLARES = {"offence": "yes", "offence_details": "Cork, May 2011: careless driving. Fine paid."}


OWN_WORDS = "The court of Cork convicted you in May 2011. We saw no proof that the fine was paid."


def person(number: int = 0, **changes: object) -> dict[str, object]:
    """Return the answers of an invented person; each number is another one, with a passport."""
    letters = "".join(chr(ord("A") + int(digit)) for digit in str(number))
    facts: dict[str, object] = {
        "surname": f"OBRIEN {letters}",
        "signature": f"Niamh Aoife Obrien {letters}",
        "passport_number": f"PA{number:07d}",
    }
    return {**NIAMH, **facts, **changes}


def make_draft(number: int = 0, *, now: datetime = NOW, **changes: object) -> NewApplication:
    """Return an application with every answer given and nothing sent."""
    reading = reading_of(person(number, **changes), now=now)
    return starting.start(language="en", reading=reading, network=None, now=now)


def wrong_pin(pin: str) -> str:
    """Return a PIN of the same shape that is not this one."""
    alphabet = DIGITS if pin.isdigit() and len(pin) == DIGITS_OF_A_PIN else ALPHABET
    return pin[:-1] + alphabet[(alphabet.index(pin[-1]) + 1) % len(alphabet)]


def make_sent(number: int = 0, *, now: datetime = NOW, **changes: object) -> NewApplication:
    """Return an application that is signed and not paid for."""
    draft = make_draft(number, now=now, **changes)
    application = actions.submit(draft.application.pk, now=now)
    return NewApplication(application=application, pin=draft.pin)


def pay(application: Application, *, now: datetime = NOW) -> Application:
    """Pay for an application as the test provider does; what is simple is decided at once."""
    payment = payments.begin(application.pk, now=now)
    return payments.settle(TEST, paid(payment.reference), now=now)


def paid(reference: str) -> Report:
    """Return what a provider reports of a payment that went through."""
    fee = settings.AGENCY.fee("eta")
    return Report(reference=reference, paid=True, cents=fee.minor, currency=fee.currency)


def make_paid(number: int = 0, *, now: datetime = NOW, **changes: object) -> Application:
    """Return an application that was paid for: approved, or listed for an officer."""
    return pay(make_sent(number, now=now, **changes).application, now=now)


def make_listed(number: int = 0, *, now: datetime = NOW, **changes: object) -> Application:
    """Return an application that waits for an officer, because of an offence that was declared."""
    return make_paid(number, now=now, **{**DECLARES, **changes})


def make_asked(number: int = 0, *, now: datetime = NOW, **changes: object) -> Application:
    """Return an application whose owner was asked for a police certificate."""
    application = make_listed(number, now=now, **changes)
    documents = [("police_certificate", "")]
    requests.ask_for_documents(
        application.pk, documents, officer=make_officer(), due_on=DUE_ON, now=now
    )
    application.refresh_from_db()
    return application


def make_refused(
    number: int = 0, *, officer: int | None = None, now: datetime = NOW, **changes: object
) -> Application:
    """Return an application that an officer refused."""
    application = make_listed(number, now=now, **changes)
    officer = officer or make_officer()
    return decisions.refuse(
        application.pk, officer=officer, why=explained(), now=now + timedelta(hours=1)
    )


def explained(*kinds: str, words: str = OWN_WORDS) -> Explanation:
    """Return an explanation by the first provision of each kind, resting on the offence."""
    kinds = kinds or ("criminality",)
    provisions = [(to_choose([kind]) or to_choose(KINDS))[0] for kind in kinds]
    grounds = tuple(Ground(provision.code, ("offence",)) for provision in provisions)
    return Explanation(grounds=grounds, words=words)


def make_officer(name: str = "first") -> int:
    """Return the key of an invented officer's account."""
    account, _ = get_user_model().objects.get_or_create(username=f"officer-{name}")
    return int(account.pk)
