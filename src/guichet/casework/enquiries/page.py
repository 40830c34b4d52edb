"""Questions to the service as officers read them: whose they are, and how their case stood."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, QueryDict
from markupsafe import Markup

from guichet.applications.form.answers import name_of
from guichet.applications.form.circumstances import day_of
from guichet.applications.models import Application, Enquiry, OfficerTask
from guichet.casework import events, words
from guichet.casework.presence import page as presence
from guichet.casework.presence import queries as presence_queries
from guichet.eligibility import names
from guichet.kernel.content.texts import watching
from guichet.staff import roles
from guichet.web.words import texts

# Ready sentences in the order of an answer: how it begins, what it says, how it ends.
READY: Mapping[str, tuple[str, ...]] = {
    "greeting": ("thanks", "late"),
    "body": (
        "in_progress",
        "wait",
        "papers_came",
        "papers_again",
        "paid_once",
        "paid_twice",
        "numbers",
        "no_forecast",
    ),
    "closing": ("again",),
}
_READY = "ready."
# What an enquiry knows of its case, as it stood when it was asked.
_TABLES = {"state": "state", "payment": "paid"}


@dataclass(frozen=True, slots=True)
class ReadySentence:
    """A sentence for an answer, as the officer reads it, and in the language of the letter."""

    code: str
    words: Markup
    sentence: str


def of_case(application: Application, language: str) -> list[tuple[Markup, Markup | str]]:
    """Return what an answer needs to know of the application, as it stands now."""
    say, answers = words.says(language), application.answers
    nationality, travels = answers.get("nationality"), day_of(answers, "travel_date")
    rows: list[tuple[Markup, Markup | str]] = [
        (say("list.name"), name_of(answers)),
        (say("file.born"), _day(application.born_on, language)),
        (say("file.nationality"), names.name_of(str(nationality), language) if nationality else ""),
        (say("list.travels"), _day(travels, language)),
        (say("enquiry.state_now"), words.of_code("state", application.state, language)),
        (say("file.submitted"), _moment(application.submitted_at, language)),
        (say("file.promised"), _moment(application.due_at, language)),
        (say("file.decided"), _moment(application.decided_at, language)),
    ]
    return [(label, value) for label, value in rows if value]


def _day(day: date | None, language: str) -> str:
    return words.short(day, language) if day else ""


def _moment(at: datetime | None, language: str) -> str:
    return words.moment(at, language) if at else ""


def standing(enquiry: Enquiry, language: str) -> list[tuple[Markup, Markup | str]]:
    """Return how the case stood when the question was asked, in words."""
    say = words.says(language)
    facts: Mapping[str, object] = enquiry.facts
    rows: list[tuple[Markup, Markup | str]] = [
        (say(f"stood.{name}"), words.of_code(table, str(facts[name]), language))
        for name, table in _TABLES.items()
        if facts.get(name)
    ]
    if (address := str(facts.get("address", ""))) in ("none", "to_be_proven"):
        rows.append((say("stood.address"), words.of_code("reached", address, language)))
    for name in ("saved_at", "due_at"):
        if at := facts.get(name):
            when = words.moment(datetime.fromisoformat(str(at)), language)
            rows.append((say(f"stood.{name}"), when))
    return rows


def ready(language: str, letters: str) -> list[tuple[str, list[ReadySentence]]]:
    """Return the sentences that an answer can be made of, in the order in which one is written."""
    return [
        (
            str(words.says(language)(f"ready_part.{part}")),
            [_ready(code, language, letters) for code in codes],
        )
        for part, codes in READY.items()
    ]


def _ready(code: str, language: str, letters: str) -> ReadySentence:
    with watching():  # how it is translated is no matter of the page that offers it
        sentence = texts(words.TOPIC).get(f"{_READY}{code}", letters).text
    return ReadySentence(code, words.says(language)(f"{_READY}{code}"), sentence)


def with_ready(form_data: QueryDict, language: str) -> QueryDict:
    """Return an answer with the sentence that was chosen below it, in the letter's language."""
    key = _READY + form_data.get("ready", "")
    form_data = form_data.copy()
    if key in texts(words.TOPIC):
        sentence = texts(words.TOPIC).get(key, language).text
        before = form_data.get("answer", "").rstrip()
        form_data["answer"] = f"{before}\n\n{sentence}" if before else sentence
    return form_data


def goes_to(enquiry: Enquiry, language: str) -> Markup:
    """Return which address gets the answer, and from where it is known."""
    say, application = words.says(language), enquiry.application
    if application and application.email:
        return say("enquiry.to_file", email=application.email)
    if enquiry.reply_to:
        return say("enquiry.to_typed", email=enquiry.reply_to)
    return say("enquiry.to_nobody")


def waiting_tasks(question: Enquiry) -> list[OfficerTask]:
    """Return the task that a question is until it is answered, with who has taken it."""
    return list(question.tasks.filter(done_at=None).select_related("officer"))


def holder(question: Enquiry, officer: int) -> str:
    """Return the name of the colleague who has taken a question, "" for none."""
    return _holder(waiting_tasks(question), officer)


def _holder(tasks: Sequence[OfficerTask], officer: int) -> str:
    holders = (task.officer for task in tasks if task.officer)
    names = (account.get_username() for account in holders if account.pk != officer)
    return next(names, "")


def colleagues(request: HttpRequest, question: Enquiry, read_up_to: str) -> dict[str, object]:
    """Return who may answer a question, who has it, and what colleagues do meanwhile.

    `read_up_to`: the last change of the case when the answer was begun, "" where it begins now.
    """
    tasks, case = waiting_tasks(question), question.application_id
    may_answer = roles.has(request.user, "prepare") and not question.answered_at
    visit = presence.visit(
        request,
        presence_queries.file_of(question),
        question.number,
        is_question=True,
        is_typing=may_answer,
    )
    last_change = events.change_read(read_up_to)
    is_begun = last_change is not None
    if case and not is_begun:
        last_change = events.last_change(case)
    return {
        "may_answer": may_answer,
        "holder": _holder(tasks, visit.officer),
        "colleagues": presence.on_page(
            visit, last_change=last_change, tasks=tasks, tells_news=is_begun
        ),
    }
