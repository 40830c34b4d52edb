"""What was pressed on the page of a run, as a step; no code is taken that there is not."""

from collections.abc import Callable, Container, Mapping

from guichet.contact.disclosure import table
from guichet.contact.practice.forms import PromiseForm, SetForm
from guichet.contact.practice.models import PracticeRun
from guichet.contact.practice.stories import playing
from guichet.contact.practice.stories.comparing import compare
from guichet.contact.practice.stories.playing import State, Step
from guichet.contact.practice.stories.shelf import Book, codes, facts
from guichet.contact.practice.transcript import open_scenario
from guichet.guidance.scenarios import queries
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle


def step_of(
    pressed: Mapping[str, str],
    run: PracticeRun,
    book: Book,
    *,
    set_form: SetForm,
    promise_form: PromiseForm,
) -> Step:
    """Return the step that was pressed; the two forms are valid where theirs was.

    Raises Obstacle: `no_step` for what is none, `no_scenario`, `no_choice`.
    """
    state = playing.replay(book.story, run.steps, table())
    kind = pressed.get("step", "")
    code = pressed.get(kind, "")
    if kind == "check":
        return {"check": compare(book.story, set_form.facts, has_code=state.has_code)}
    if kind == "promise":
        return {"promise": promise_form.cleaned_data["what"], "days": promise_form.days}
    if kind in _PLAIN and code in _PLAIN[kind]():
        return {kind: code}
    if kind in ("open", "answer"):
        return _of_scenario(kind, code, book, state)
    raise Obstacle("choose" if kind in _PLAIN else "no_step")


_PLAIN: Mapping[str, Callable[[], Container[str]]] = {
    "ask": facts,
    "do": lambda: table().actions,
    "end": lambda: codes().outcomes,
}


def _of_scenario(kind: str, code: str, book: Book, state: State) -> Step:
    if kind == "open":
        version = queries.current(code, now=clock.now())
        if version is None or book.story.channel not in version.tree.channels:
            raise Obstacle("no_scenario")
        return {"open": code, "version": version.number}
    place = open_scenario(state)
    question = place.version.tree.questions.get(place.step) if place else None
    if question is None or code not in question.choices:
        raise Obstacle("no_choice")
    return {"answer": code}
