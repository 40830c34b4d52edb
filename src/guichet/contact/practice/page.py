"""What the pages of practice show: stories, a run with what may be done next, scores."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from markupsafe import Markup

from guichet.contact.disclosure import table
from guichet.contact.practice import queries
from guichet.contact.practice.forms import PromiseForm, SetForm
from guichet.contact.practice.models import PracticeRun
from guichet.contact.practice.stories import playing
from guichet.contact.practice.stories.shelf import Book, codes, facts, shelf
from guichet.contact.practice.stories.story import RightStep
from guichet.contact.practice.transcript import Reader, open_scenario, turns
from guichet.guidance.scenarios import queries as scenarios
from guichet.guidance.scenarios.steps import words_of
from guichet.kernel import clock
from guichet.kernel.reading.days import authority_day
from guichet.staff import roles
from guichet.staff.frame import pages
from guichet.staff.frame.words import moment
from guichet.web.forms import marks
from guichet.web.languages import ALL, of
from guichet.web.words import Say, speaker

TOPIC = "practice_staff"
STEP = "practice"  # the deed that the mark of a form names


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a part has its points, in a sentence, and how often that was so."""

    text: Markup
    count: int


def agent_of(request: HttpRequest) -> int:
    """Return the key of the account that is signed in: the door lets in nobody else."""
    assert request.user.pk is not None
    return request.user.pk


def says_for(request: HttpRequest) -> Say:
    """Return what says the sentences of content/practice_staff/ in the language of a page."""
    return speaker(of(request), TOPIC)


def sees_all(request: HttpRequest) -> bool:
    """Tell whether somebody sees the scores of all agents: who supervises, and who audits."""
    return roles.has(request.user, "supervise") or roles.has(request.user, "see_audit")


def show(
    request: HttpRequest, template: str, context: Mapping[str, object], status: int = 200
) -> HttpResponse:
    """Answer with a page of practice."""
    language = of(request)
    words = {
        "says": says_for(request),
        "at_moment": lambda at: moment(at, language),
        "may_answer": roles.has(request.user, "answer"),
        "sees_all": sees_all(request),
    }
    return pages.show(request, f"{TOPIC}/{template}.html", {**words, **context}, status)


def stories(request: HttpRequest) -> Iterator[dict[str, object]]:
    """Yield each story as the list shows it, with the run of the reader that goes on, if any."""
    runs, language = queries.going_on(agent_of(request)), of(request)
    order = list(ALL)
    books = sorted(shelf().items(), key=lambda pair: order.index(pair[1].story.language))
    for name, book in books:
        yield {
            "name": name,
            "book": book,
            "title": book.staff_words.get("title", language).text,
            "about": book.staff_words.get("about", language).text,
            "tongue": ALL[book.story.language],
            "role": book.story.role,
            "channel": book.story.channel,
            "run": runs.get(name),
        }


def run_context(
    request: HttpRequest,
    run: PracticeRun,
    book: Book,
    *,
    set_form: SetForm | None = None,
    promise_form: PromiseForm | None = None,
) -> dict[str, object]:
    """Return everything that the page of a run shows."""
    reader = reader_of(request)
    begun_on = authority_day(run.begun_at)
    state = playing.replay(book.story, run.steps, table())
    is_mine = run.agent_id == request.user.pk and roles.has(request.user, "answer")
    return {
        "run": run,
        "title": book.staff_words.get("title", reader.language).text,
        "book": book,
        "tongue": ALL[book.story.language],
        "turns": list(turns(book, run.steps, reader, begun_on=begun_on)),
        "state": state,
        "goes_on": run.ended_at is None and is_mine,
        "problem": "",
        "mark": marks.field(STEP, run),
        "set_form": set_form or SetForm(says=reader.says, language=reader.language),
        "promise_form": promise_form or PromiseForm(says=reader.says, today=today()),
        "facts": [name for name in SetForm.base_fields if name in facts()],
        "actions": table().actions,
        "outcomes": codes().outcomes,
        **_scenario(book, state, reader.language),
        **(_verdict(run, book, reader) if run.ended_at else {}),
    }


def today() -> date:
    """Return the day of the authority."""
    return authority_day(clock.now())


def reader_of(request: HttpRequest) -> Reader:
    """Return who reads a page, with what says its sentences."""
    return Reader(of(request), says_for(request))


def scores_of(run: PracticeRun, reader: Reader) -> list[dict[str, object]]:
    """Return the parts of a run's score in words."""
    return [
        {
            "name": part["name"],
            "points": part["points"],
            "most": part["most"],
            "reasons": list(_reasons(part["reasons"], reader)),
        }
        for part in run.parts
    ]


# Of what kind the second code of a reason is, by its first.
_ABOUT = {
    "missing_play": "scenario", "missing_deed": "action", "extra": "action", "early": "action",
    "needless": "fact", "unsaid": "fact", "needless_promise": "promise", "not_ours": "promise",
    "day": "promise", "missing_promise": "promise", "other_outcome": "outcome",
}  # fmt: skip


def _reasons(reasons: Sequence[Sequence[str]], reader: Reader) -> Iterator[Reason]:
    """Yield each reason once, in the order in which they came."""
    for code, about in dict.fromkeys((code, about) for code, about in reasons):
        count = sum(reason == [code, about] for reason in reasons)
        kind = _ABOUT.get(code)
        values = {"what": _named(kind, about, reader)} if kind else {}
        yield Reason(reader.says(f"why.{code}", **values), count)


def _named(kind: str, code: str, reader: Reader) -> Markup | str:
    """Return what a code is called on the pages; a scenario by its title."""
    return _title_of(code, reader) if kind == "scenario" else reader.says(f"{kind}.{code}")


def _verdict(run: PracticeRun, book: Book, reader: Reader) -> dict[str, object]:
    return {
        "parts": scores_of(run, reader),
        "way": book.staff_words.get("way", reader.language).text,
        "right": [_in_words(step, reader) for step in book.story.right],
    }


_KINDS = {
    "ask": "fact", "play": "scenario", "do": "action", "promise": "promise", "end": "outcome",
}  # fmt: skip


def _in_words(step: RightStep, reader: Reader) -> Markup:
    """Return a step of the right path as a sentence."""
    says = reader.says
    if step.kind == "check":
        facts = Markup(" · ").join(says(f"fact.{fact}") for fact in step.facts)
        return says("right.fails" if step.fails else "right.check", what=facts)
    name = _named(_KINDS[step.kind], step.name, reader)
    values = {"least": step.least, "most": step.most} if step.kind == "promise" else {}
    return says(f"right.{step.kind}", what=name, **values)


def _title_of(scenario: str, reader: Reader) -> str:
    version = scenarios.current(scenario, now=clock.now())
    title = version.say("title", version.tree.channels[0], reader.language) if version else None
    return title.text if title else scenario


def _scenario(book: Book, state: playing.State, language: str) -> dict[str, object]:
    """Return the scenarios that can be opened, and the choices of the one that is open."""
    channel = book.story.channel
    openable = [
        (version.name, title.text)
        for version in scenarios.scenarios(clock.now())
        if channel in version.tree.channels and (title := version.say("title", channel, language))
    ]
    place = open_scenario(state)
    words = (
        words_of(place.version, place.step, channel, language, staff_language=language)
        if place
        else None
    )
    return {
        "scenarios": sorted(openable, key=lambda pair: pair[1]),
        "choices": words.choices if words else (),
        "do": words.do if words else None,
    }
