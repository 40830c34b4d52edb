"""What the page of a deed shows: whose case, what it is about, and the letter that will go out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from django.http import HttpRequest, QueryDict
from markupsafe import Markup

from guichet.applications import numbers
from guichet.applications.form.answers import letter_language, name_of
from guichet.applications.letters import body as letters_body
from guichet.applications.letters.parts import Sheet
from guichet.applications.models import (
    Application,
    Correspondence,
    OfficerTask,
    Payment,
    Reconsideration,
    SecondReading,
)
from guichet.applications.models import Version as Kept
from guichet.applications.reasons import facts
from guichet.applications.reasons.facts import ShownGround
from guichet.casework import words
from guichet.casework.deeds.case import CaseState, DeedMatter, waiting_tasks
from guichet.casework.deeds.forms import DeedForm
from guichet.casework.deeds.table import Deed
from guichet.casework.file import answers_page
from guichet.casework.presence import page as presence
from guichet.casework.presence.actions import OpenFile
from guichet.casework.presence.page import Colleagues
from guichet.kernel.content.texts import watching
from guichet.web.formats.money import money
from guichet.web.languages import ALL

_LINK = re.compile(r"(https?://[^\s<>\u2066-\u2069]+)")
_OURS = {"csrfmiddlewaretoken", "step", "seen", "stage", "language"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A letter as its reader gets it, with the summary in their own language."""

    subject: str
    language: str
    paragraphs: Sequence[Markup]
    summary: Sequence[Markup]
    summary_language: str
    summary_direction: str
    to: str
    is_pointed_to: bool  # the mail only says where it is read


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Whose case it is."""

    number: str
    printed_number: str
    name: str
    state: Markup
    letter_language: str
    letter_hint: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The one thing of a case that a deed is about."""

    changes: Sequence[answers_page.AnswerChange] = ()
    new_facts: str = ""
    about_facts: Mapping[str, str] = MappingProxyType({})  # what is new about each fact
    written_by: str = ""  # of a refusal that a second officer reads
    words: str = ""
    words_language: str = ""
    grounds: Sequence[ShownGround] = ()
    amount: str = ""
    reference: str = ""


def head(case: CaseState, language: str) -> Head:
    """Return what stands on top of every page about a case."""
    application = case.application
    letters = letter_language(application.answers, language=application.language)
    return Head(
        number=application.number,
        printed_number=numbers.for_people(application.number),
        name=name_of(application.answers),
        state=words.of_code("state", application.state, language),
        letter_language=letters,
        letter_hint=words.writing(letters, language),
    )


def preview(letter: Correspondence) -> Preview:
    """Return a letter before it is sent: the words are made as they are for the mail.

    How its sentences are translated is no matter of the officers' page that shows it.
    """
    with watching():
        return _preview(letter)


def _preview(letter: Correspondence) -> Preview:
    sheet = Sheet(letter, letter.letter_language)
    blocks = [*letters_body.opening(sheet), *letters_body.safety(sheet)]
    summary = letters_body.summary(letter)
    return Preview(
        subject=sheet.of_kind("subject"),
        language=sheet.language,
        paragraphs=[_isolated(block.as_text(sheet.language)) for block in blocks],
        summary=[_isolated(text) for text in summary.as_text(summary.language).split("\n\n")],
        summary_language=summary.language,
        summary_direction=ALL[summary.language].direction,
        to=letter.application.email,
        is_pointed_to=sheet.worded is not None,
    )


def _isolated(text: str) -> Markup:
    """Return a paragraph whose addresses keep their order in a text from right to left."""
    parts = _LINK.split(text)  # every second one is an address
    link = Markup('<bdi dir="ltr">{}</bdi>')
    return Markup("").join(
        link.format(part) if place % 2 else part for place, part in enumerate(parts)
    )


def subject(matter: DeedMatter, language: str) -> Subject:
    """Return what a deed is about, if it is about one thing of the case."""
    about = matter.about
    if isinstance(about, Reconsideration):
        return Subject(
            new_facts=about.new_facts,
            about_facts=about.about_facts,
            grounds=facts.shown(about.decision, language),
            words=about.decision.words,
            words_language=about.decision.language,
        )
    if isinstance(about, SecondReading):
        return _reading(about, matter.case.application, language)
    if isinstance(about, Payment):
        amount = money(about.cents, about.currency, language)
        return Subject(amount=amount, reference=f"{about.provider} {about.reference}")
    if isinstance(about, OfficerTask):
        version = Kept.objects.filter(pk=about.facts.get("version")).first()
        before = matter.case.application.answers
        return Subject(changes=answers_page.changes(version, before, language) if version else ())
    return Subject()


def _reading(reading: SecondReading, application: Application, language: str) -> Subject:
    of_case = facts.facts_of(application, language)
    return Subject(
        written_by=reading.first_officer.get_username(),
        words=reading.words,
        words_language=reading.language,
        grounds=facts.grounds_with(reading.grounds, of_case, language),
    )


def colleagues(
    request: HttpRequest, deed: Deed, matter: DeedMatter, *, last_change: int, tells_news: bool
) -> Colleagues:
    """Return what colleagues do meanwhile: with the case, and with what the deed asks for."""
    file, number = OpenFile("application", matter.pk), matter.case.application.number
    visit = presence.visit(request, file, number, is_typing=True)
    tasks = [task for task in matter.case.tasks if task.kind in deed.binds]
    return presence.on_page(visit, last_change=last_change, tasks=tasks, tells_news=tells_news)


def holder(deed: Deed, matter: DeedMatter) -> str:
    """Return the name of the colleague who has now what a deed asks for, "" for none."""
    tasks = [task for task in waiting_tasks(matter.case.application) if task.kind in deed.binds]
    holders = [task.officer for task in tasks if task.officer]
    names = (account.get_username() for account in holders if account.pk != matter.officer)
    return next(names, "")


def internal(form: DeedForm, language: str) -> list[Markup]:
    """Return what only officers will read."""
    return [words.of_code("internal", code, language) for code in form.internal_reasons()]


def typed(form: QueryDict | None) -> list[tuple[str, str]]:
    """Return what was filled in, to be sent again from the page that asks for a confirmation."""
    return [
        (name, str(value))
        for name, values in (form or QueryDict()).lists()
        if name not in _OURS
        for value in values
    ]
