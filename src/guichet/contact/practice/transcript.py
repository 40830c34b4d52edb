"""A run read aloud: who said what, what the page told, and what came too early."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from markupsafe import Markup

from guichet.contact.disclosure import table
from guichet.contact.practice.stories import playing
from guichet.contact.practice.stories.playing import State, Step
from guichet.contact.practice.stories.shelf import Book
from guichet.contact.practice.stories.story import NO_CODE
from guichet.contact.practice.stories.words import Line, line, unwatched
from guichet.guidance.scenarios import queries
from guichet.guidance.scenarios.rules import replay
from guichet.guidance.scenarios.steps import words_of
from guichet.guidance.scenarios.versions import Version
from guichet.web.formats.dates import plain_day
from guichet.web.languages import ALL

CALLER, AGENT, PAGE = "caller", "agent", "page"


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing in a run: by whom, in the words of the reader (`text`) or of the call (`line`)."""

    who: str
    text: Markup | str = ""
    line: Line | None = None
    is_early: bool = False
    fact: str = ""  # which was asked for


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a run: their language, and what says the sentences of the pages in it."""

    language: str
    says: Callable[..., Markup]


@dataclass(frozen=True, slots=True)
class ScenarioStep:
    """Where an open scenario stands: its version, and the step with its choices."""

    version: Version
    step: str

    @property
    def is_over(self) -> bool:
        """Tell whether it has come to an outcome."""
        return self.step in self.version.tree.outcomes


def turns(book: Book, steps: Sequence[Step], reader: Reader, *, begun_on: date) -> Iterator[Turn]:
    """Yield everything that was said and told in a run, from the caller's first words on."""
    yield _says(book, ("opening",), reader)
    state = State()
    for step in steps:
        before, state = state, playing.after(book.story, state, step, table())
        kind = next(name for name in _TURNS if name in step)  # the database keeps no order of keys
        yield from _TURNS[kind](book, step, (before, state), reader, begun_on)


def open_scenario(state: State) -> ScenarioStep | None:
    """Return where the scenario stands that was opened last; None where none is open or there."""
    if not state.plays:
        return None
    play = state.plays[-1]
    version = queries.as_it_was(play.scenario, play.version)
    return ScenarioStep(version, replay(version.tree, play.answers).step) if version else None


def _asked(
    book: Book, step: Step, states: tuple[State, State], reader: Reader, begun_on: date
) -> Iterator[Turn]:
    del begun_on
    fact, state = step["ask"], states[1]
    yield Turn(AGENT, reader.says("turn.ask", what=reader.says(f"fact.{fact}")), fact=fact)
    times = state.times(fact)
    value = book.story.said(fact, times)
    if fact == NO_CODE and not states[0].has_code:
        yield _says(book, ("no_code",), reader)
    elif not value:
        yield _says(book, (f"fact.{fact}_not", "none"), reader)
    else:
        again = (f"again.{fact}",) if times > 1 else ()
        yield Turn(
            CALLER,
            line=line(book, (*again, f"fact.{fact}"), reader.language, fact=fact, value=value),
        )


def _checked(
    book: Book, step: Step, states: tuple[State, State], reader: Reader, begun_on: date
) -> Iterator[Turn]:
    del begun_on
    says, check = reader.says, states[1].checks[-1]
    facts = " · ".join(says(f"fact.{fact}") for fact in step["check"])
    yield Turn(AGENT, says("turn.check", what=Markup(facts)))  # noqa: S704  sentences of ours
    level = {"level": says(f"level.{check.level}")} if check.verdict == "fits" else {}
    yield Turn(PAGE, says(f"turn.{check.verdict}", **level))
    if check.verdict in ("wrong", "locked"):
        yield _says(book, ("failed",), reader)


def _scenario(
    book: Book, step: Step, states: tuple[State, State], reader: Reader, begun_on: date
) -> Iterator[Turn]:
    """Say the words of a scenario's step to the caller, and what they answer."""
    del step, begun_on
    scenario = open_scenario(states[1])
    if scenario is None:
        yield Turn(PAGE, reader.says("turn.scenario_gone"))
        return
    words = partial(words_of, scenario.version, scenario.step, book.story.channel)
    heard = unwatched(partial(words, book.story.language)).text
    meaning = "" if heard.language == reader.language else words(reader.language).text.text
    yield Turn(AGENT, line=Line(heard.text, ALL[heard.language], meaning))
    if not scenario.is_over:
        yield _says(book, (f"answer.{scenario.version.name}.{scenario.step}", "unsure"), reader)


def _done(
    book: Book, step: Step, states: tuple[State, State], reader: Reader, begun_on: date
) -> Iterator[Turn]:
    del begun_on
    action, deed = step["do"], states[1].deeds[-1]
    yield Turn(AGENT, reader.says(f"action.{action}"), is_early=deed.is_early)
    if deed.is_early:
        yield Turn(PAGE, reader.says("turn.early", level=reader.says(f"level.{states[0].level}")))
    elif text := book.staff_text(f"case.{action}", reader.language):
        yield Turn(PAGE, text.text)
    yield _says(book, (f"do.{action}", "thanks"), reader)


def _promised(
    book: Book, step: Step, states: tuple[State, State], reader: Reader, begun_on: date
) -> Iterator[Turn]:
    del states
    day = plain_day(begun_on + timedelta(days=step["days"]), reader.language)
    what = reader.says(f"promise.{step['promise']}")
    yield Turn(AGENT, reader.says("turn.promise", what=what, day=day))
    yield _says(book, ("promised",), reader)


def _ended(
    book: Book, step: Step, states: tuple[State, State], reader: Reader, begun_on: date
) -> Iterator[Turn]:
    del states, begun_on
    yield _says(book, ("bye",), reader)
    yield Turn(PAGE, reader.says("turn.end", what=reader.says(f"outcome.{step['end']}")))


def _says(book: Book, keys: tuple[str, ...], reader: Reader) -> Turn:
    return Turn(CALLER, line=line(book, keys, reader.language))


type _Telling = Callable[[Book, Step, tuple[State, State], Reader, date], Iterator[Turn]]
_TURNS: dict[str, _Telling] = {
    "ask": _asked,
    "check": _checked,
    "open": _scenario,
    "answer": _scenario,
    "do": _done,
    "promise": _promised,
    "end": _ended,
}
