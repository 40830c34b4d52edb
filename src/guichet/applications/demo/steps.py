"""What may happen to an application of the demonstration, one step at a time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.conf import settings

from guichet.applications import queries
from guichet.applications import testing as worlds
from guichet.applications.apply import actions
from guichet.applications.changes import actions as changes_actions
from guichet.applications.changes import corrections
from guichet.applications.decisions import actions as decisions
from guichet.applications.decisions import (
    authorizations,
    reconsiderations,
    relisting,
    requests,
    second_readings,
)
from guichet.applications.demo import papers
from guichet.applications.enquiries import actions as enquiries
from guichet.applications.enquiries.actions import EnquiryQuestion
from guichet.applications.fee import actions as payments
from guichet.applications.fee.providers import TEST, Report
from guichet.applications.form.answers import letter_language
from guichet.applications.letters import send as letters
from guichet.applications.models import Application, Authorization
from guichet.applications.reasons.explanation import Explanation, Ground
from guichet.applications.reasons.provisions import to_choose

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PROMISED = settings.AGENCY.authorization.answer_hours * HOUR  # until an answer comes


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """An application in the middle of its story, the moment, and the two officers."""

    application: Application
    at: datetime
    officer: int
    other: int

    @property
    def pk(self) -> int:
        return self.application.pk

    @property
    def authorization(self) -> Authorization:
        """Return the authorization that was issued."""
        return Authorization.objects.get(application=self.pk)

    @property
    def due_on(self) -> date:
        """Return a day by which an answer is wanted."""
        return (self.at + 14 * DAY).date()


# What the officers of the demonstration write, in a language of its letters.
REFUSAL = {
    "en": "The court fined you in 2012. You sent no paper that shows that the fine was paid.",
    "fr": "Le tribunal vous a condamné à une amende en 2012. Rien ne montre qu’elle a été payée.",
}
REFUSAL_FOR_A_GROUP = {
    "en": "A court convicted you in 2012: you smuggled goods over a border for an organized group.",
    "fr": "Un tribunal vous a condamné en 2012 : vous passiez des marchandises pour un groupe.",
}
CANCELLATION = {
    "en": "You answered no to the question about offences. A court convicted you last year.",
    "fr": "Vous avez répondu non à la question sur les infractions. Un tribunal vous a condamné.",
}


UPHELD = {
    "en": "The paper that you sent names another person. It does not show that the fine was paid.",
    "fr": "Le document que vous avez envoyé nomme une autre personne. Rien ne prouve le paiement.",
}


def _in_letters(scene: Scene, words: Mapping[str, str]) -> str:
    answers, language = scene.application.answers, scene.application.language
    return words.get(letter_language(answers, language=language), words["en"])


def _explained(scene: Scene, kind: str, *facts: str, words: Mapping[str, str]) -> Explanation:
    why = worlds.explained(kind, words=_in_letters(scene, words))
    return replace(why, grounds=tuple(Ground(row.provision, facts) for row in why.grounds))


type Step = Callable[[Scene], object]


def send(scene: Scene) -> object:
    return actions.submit(scene.pk, now=scene.at)


def pay(scene: Scene) -> object:
    return worlds.pay(scene.application, now=scene.at)


def fail_to_pay(scene: Scene) -> object:
    payment = payments.begin(scene.pk, now=scene.at)
    failed = Report(reference=payment.reference, paid=False, failure="declined")
    return payments.settle(TEST, failed, now=scene.at)


def pay_twice(scene: Scene) -> object:
    """The first payment fails and is reported as paid after the second."""
    payment = payments.begin(scene.pk, now=scene.at)
    payments.settle(TEST, Report(reference=payment.reference, paid=False), now=scene.at)
    worlds.pay(scene.application, now=scene.at)
    return payments.settle(TEST, worlds.paid(payment.reference), now=scene.at + HOUR)


def ask(scene: Scene) -> object:
    return requests.ask_for_documents(
        scene.pk,
        [("police_certificate", ""), ("explanation", "Please say what became of the fine.")],
        officer=scene.officer,
        due_on=scene.due_on,
        now=scene.at + HOUR,
    )


def answer(scene: Scene) -> object:
    for request in queries.open_requests(scene.application):
        words = "The fine was paid in full. I have no other papers about it."
        requests.answer_request(scene.pk, request.pk, words, now=scene.at + 2 * DAY)
    return None


def hand_in_papers(scene: Scene) -> object:
    return papers.hand_in(scene.application, now=scene.at + 2 * DAY)


def approve(scene: Scene) -> object:
    return decisions.approve(scene.pk, officer=scene.officer, now=scene.at + DAY)


def refuse(scene: Scene) -> object:
    why = _explained(scene, "criminality", "offence", "offence_details", words=REFUSAL)
    return decisions.refuse(scene.pk, officer=scene.officer, why=why, now=scene.at + DAY)


def write_refusal(scene: Scene) -> object:
    """Write a refusal for a second officer, where the agency has a provision that asks for one."""
    provisions = [row for row in to_choose(["criminality"]) if row.second_reader]
    if not provisions:
        return None
    ground = Ground(provisions[0].code, ("offence", "offence_details"))
    why = Explanation(grounds=(ground,), words=_in_letters(scene, REFUSAL_FOR_A_GROUP))
    return second_readings.propose(scene.pk, officer=scene.officer, why=why, now=scene.at + DAY)


def look_again(scene: Scene) -> object:
    words = "The court struck the fine out last month. I did not know that when I applied."
    return reconsiderations.request_reconsideration(scene.pk, words, now=scene.at + 2 * DAY)


def _decide_again(scene: Scene, *, reopened: bool) -> object:
    refusal = queries.last_decision(scene.application, "refused")
    assert refusal
    return reconsiderations.reconsider(
        refusal.reconsiderations.get().pk,
        officer=scene.other,
        reopened=reopened,
        public=() if reopened else ["no_new_facts"],
        words="" if reopened else _in_letters(scene, UPHELD),
        now=scene.at + 3 * DAY,
    )


def uphold(scene: Scene) -> object:
    return _decide_again(scene, reopened=False)


def reopen(scene: Scene) -> object:
    return _decide_again(scene, reopened=True)


def withdraw(scene: Scene) -> object:
    return changes_actions.withdraw(scene.pk, now=scene.at + HOUR)


def close(scene: Scene) -> object:
    return decisions.close(scene.pk, officer=scene.officer, public=["citizen"], now=scene.at + HOUR)


def give_up(scene: Scene) -> object:
    return decisions.give_up(scene.pk, officer=scene.officer, now=scene.at + 20 * DAY)


def cancel(scene: Scene) -> object:
    return authorizations.cancel(
        scene.authorization,
        officer=scene.officer,
        why=_explained(scene, "misrepresentation", "offence", words=CANCELLATION),
        now=scene.at + 5 * DAY,
    )


def lapse(scene: Scene) -> object:
    """End the authorization as a change of the lists would."""
    return relisting.lapse(scene.authorization, officer=scene.officer, now=scene.at + 9 * DAY)


def expire(scene: Scene) -> object:
    authorization = scene.authorization
    end = scene.at + (authorization.valid_until - scene.at.date()) + 2 * DAY
    authorizations.end(authorization, "expired", now=end)
    return letters.send(scene.application, "expired", cause=authorization.pk, now=end)


def revalidate(scene: Scene) -> object:
    authorization = scene.authorization
    authorizations.revalidate(authorization, mark=True, officer=scene.officer, now=scene.at + DAY)
    return authorization


def ask_why_late(scene: Scene) -> object:
    question = EnquiryQuestion(kind="late", language="en", words="My flight leaves next week.")
    network = b"demonstration".ljust(32)
    return enquiries.ask(
        question, application=scene.pk, network=network, now=scene.at + PROMISED + HOUR
    )


def correct_job(scene: Scene) -> object:
    return corrections.correct(scene.pk, {"job_title": "Head nurse"}, now=scene.at + HOUR)
