"""What is pressed of a case that the contact has opened; each press is a look at it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.http import HttpResponse

from guichet.applications.changes import addresses, corrections
from guichet.applications.enquiries import actions as enquiries
from guichet.applications.enquiries import rules as of_enquiries
from guichet.applications.enquiries.actions import EnquiryQuestion
from guichet.applications.letters.actions import send_again
from guichet.applications.models import Application, Enquiry
from guichet.contact import actions, queries
from guichet.contact.desk import telling
from guichet.contact.desk.presses import Done, Press, after, show, write_down
from guichet.contact.desk.rules import check_question
from guichet.contact.models import IdentityCheck
from guichet.contact.tiers import escalations
from guichet.interactions.models import Interaction
from guichet.kernel.obstacles import Obstacle

_CORRECTION = ("field", "value")
BY_AGENT = b""  # in the place of a network, which nobody on the line has


def tell(pressed: Press) -> HttpResponse:
    """Show one thing that may be told, and keep what was typed."""
    action, _, key = pressed.argument.partition(":")
    if action not in telling.TELLS:
        raise Obstacle("not_disclosed", action=action)
    write_down(pressed)
    check, application = _look(pressed, key, action)
    card = telling.card(
        action,
        check.pk,
        application,
        language=pressed.contact.language,
        own=pressed.language,
        now=pressed.now,
    )
    return show(pressed.request, pressed.contact, after(pressed), extras={"card": card})


def send_letter(pressed: Press) -> Done:
    """Send one letter again, to the address on file."""
    key, letter, times = (*pressed.argument.split(":"), "", "")[:3]
    write_down(pressed)
    _, application = _look(pressed, key, "send_letter")
    send_again(application.pk, _whole(letter), times=_whole(times), now=pressed.now)
    return Done("said.letter_sent")


def ask(pressed: Press) -> Done:
    """Open a question to the officers, with the day by which it is answered."""
    words = pressed.forms.case.cleaned_data["question"]
    write_down(pressed)
    _, application = _look(pressed, pressed.argument, "open_enquiry")
    is_late = of_enquiries.is_late(application.state, due_at=application.due_at, now=pressed.now)
    question = EnquiryQuestion(
        kind="late" if is_late and not words else "other",
        language=pressed.contact.language,
        words=words,
        once=f"{pressed.forms.notes.mark[:38]}-ask",
        contact=pressed.contact.pk,
    )
    check_question(len(_other_questions(pressed.contact, question)))
    with _in_fields(words="question", reply_to="email"):
        enquiries.ask(question, application=application.pk, network=BY_AGENT, now=pressed.now)
    return Done("said.asked", used_fields=("question",))


def _other_questions(contact: Interaction, question: EnquiryQuestion) -> list[Enquiry]:
    """Return the questions that a contact has opened already; of two presses one waits here."""
    Interaction.objects.select_for_update().get(pk=contact.pk)
    rows = Enquiry.objects.filter(promise__interaction=contact)
    return [enquiry for enquiry in rows if enquiry.once != question.once]


def escalate(pressed: Press) -> Done:
    """Hand the case up to the officers: a task of theirs, with the day by which they look."""
    words = pressed.forms.case.cleaned_data["matter"]
    write_down(pressed)
    _, application = _look(pressed, pressed.argument, "escalate")
    escalations.escalate(
        pressed.contact.pk, application, words, agent=pressed.agent, now=pressed.now
    )
    return Done("said.escalated", used_fields=("matter",))


def change_address(pressed: Press) -> Done:
    """Have a code sent to a new address; with it the letters go there."""
    email = pressed.forms.case.cleaned_data["email"]
    write_down(pressed)
    _, application = _look(pressed, pressed.argument, "change_contact")
    if not email:
        raise Obstacle("invalid", errors={"email": "required"})
    outcome = addresses.ask_for_address(application.pk, email, now=pressed.now)
    sentence = "said.same_address" if outcome == "same" else "said.address"
    return Done(sentence, used_fields=("email",))


def correct(pressed: Press) -> Done:
    """Put one answer right, or ask an officer to, as the person could by themselves."""
    facts = pressed.forms.case.cleaned_data
    write_down(pressed)
    _, application = _look(pressed, pressed.argument, "correct")
    missing = {name: "required" for name in ("field", "value") if not facts[name]}
    if missing:
        raise Obstacle("invalid", errors=missing)
    before = application.version
    if str(application.answers.get(facts["field"]) or "").strip() == facts["value"].strip():
        return Done("said.same_answer", used_fields=_CORRECTION)
    with _in_fields(**{facts["field"]: "value"}):
        routes = corrections.correct(
            application.pk, {facts["field"]: facts["value"]}, now=pressed.now
        )
    is_done = all(route.kind == "now" for route in routes.values())
    application.refresh_from_db(fields=["version"])
    if is_done and application.version == before:
        return Done("said.same_answer", used_fields=_CORRECTION)
    sentence = "said.corrected" if is_done else "said.correction_asked"
    return Done(sentence, used_fields=_CORRECTION)


def _look(pressed: Press, key: str, action: str) -> tuple[IdentityCheck, Application]:
    """Look at the case of a check of this contact; raise Obstacle for what was not proven."""
    check = next((c for c in queries.opened(pressed.contact.pk) if str(c.pk) == key), None)
    if check is None or check.application is None:
        raise Obstacle("not_disclosed", action=action)
    application = actions.look(
        pressed.contact.pk,
        check.application.number,
        action,
        agent=pressed.agent,
        roles=pressed.roles,
        now=pressed.now,
    )
    return check, application


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


@contextmanager
def _in_fields(**fields: str) -> Iterator[None]:
    """Say what is wrong beside the fields of this page, whose names are others."""
    try:
        yield
    except Obstacle as obstacle:
        errors = obstacle.facts.get("errors")
        if not isinstance(errors, Mapping):
            raise
        renamed = {fields.get(str(name), str(name)): code for name, code in errors.items()}
        raise Obstacle(obstacle.code, errors=renamed) from None
