"""All that is wrong with the stories, a sentence each; the right run of a sound one scores full."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from guichet.contact.disclosure import table
from guichet.contact.practice import rules
from guichet.contact.practice.stories import playing
from guichet.contact.practice.stories.comparing import compare
from guichet.contact.practice.stories.playing import State, Step
from guichet.contact.practice.stories.reading import BadStoryError
from guichet.contact.practice.stories.shelf import Book, calls, codes, facts
from guichet.contact.practice.stories.story import RightStep, Story
from guichet.guidance.scenarios.channels import SPOKEN, STAFF_LANGUAGES
from guichet.guidance.scenarios.drafts import drafts
from guichet.guidance.scenarios.rules import replay
from guichet.guidance.scenarios.tree import PROGRAMMES, BadTreeError
from guichet.kernel.obstacles import Obstacle
from guichet.web.languages import ALL

_FOR_STAFF = ("title", "about", "way")


def faults(book: Book) -> list[str]:
    """Return what keeps a story from being practised, as sentences."""
    try:
        story = book.story
    except BadStoryError as fault:
        return fault.sentences
    wrong = [*_faults_of_codes(story), *_faults_of_plays(story)]
    return [*(wrong or _faults_of_run(story)), *_faults_of_words(book)]


def steps_of(story: Story, path: Iterable[RightStep]) -> list[Step]:
    """Return a path as the steps of a run: facts are typed as the caller said them last."""
    steps: list[Step] = []
    state = State()
    for entry in path:
        for step in _steps(story, state, entry):
            state = playing.after(story, state, step, table())
            steps.append(step)
    return steps


def _steps(story: Story, state: State, entry: RightStep) -> Sequence[dict[str, Any]]:
    if entry.kind == "check":
        statements = {fact: story.said(fact, state.times(fact)) for fact in entry.facts}
        return [{"check": compare(story, statements, has_code=state.has_code)}]
    if entry.kind == "play":
        answers = [{"answer": code} for code in entry.answers]
        return [{"open": entry.name, "version": 1}, *answers]
    if entry.kind == "promise":
        return [{"promise": entry.name, "days": entry.days}]
    return [{entry.kind: entry.name}]


def _faults_of_codes(story: Story) -> Iterator[str]:
    names = {
        "programme": ([story.programme], PROGRAMMES),
        "language": ([story.language], ALL),
        "channel": ([story.channel], SPOKEN),
        "role": ([story.role], table().most),
        "participant": ([story.participant], ("client", "representative")),
        "fact": (_facts(story), facts()),
        "level": ([step.level for step in story.steps("check")], [x.name for x in table().levels]),
        "action": ([*(x.name for x in story.steps("do")), *sorted(story.may_do)], table().actions),
        "promise": ([step.name for step in story.steps("promise")], codes().promises),
        "outcome": ([step.name for step in story.steps("end")], codes().outcomes),
    }
    for kind, (entries, allowed) in names.items():
        yield from (
            f"{entry or 'nothing'} is no {kind}; one of {', '.join(sorted(allowed))} is."
            for entry in entries
            if entry not in allowed
        )


def _facts(story: Story) -> list[str]:
    facts = {step.name for step in story.steps("ask")} | story.may_ask | story.says.keys()
    facts |= {fact for step in story.steps("check") for fact in step.facts}
    return sorted(facts.union(*story.cases))


def _faults_of_plays(story: Story) -> Iterator[str]:
    for step in story.steps("play"):
        draft = drafts().get(step.name)
        if draft is None:
            yield f"{step.name} is no scenario."
            continue
        try:
            place = replay(draft.tree, step.answers)
        except BadTreeError:
            yield f"{step.name}: the scenario itself is to be put right first."
        except Obstacle:
            yield f"{step.name}: {', '.join(step.answers)} are no answers of it."
        else:
            if place.step not in draft.tree.outcomes:
                yield f"{step.name}: the answers lead to no outcome of it."
            if story.channel not in draft.tree.channels:
                yield f"{step.name}: it is not played on the channel {story.channel}."


def _faults_of_run(story: Story) -> Iterator[str]:
    steps = steps_of(story, story.right)
    state = playing.replay(story, steps, table())
    for check, step in zip(state.checks, story.steps("check"), strict=True):
        if (check.fits, check.level) != (not step.fails, step.level):
            verdict = "fits" if check.fits else "fails"
            yield f"the set {', '.join(step.facts)} {verdict} and reaches {check.level}."
    for part in rules.score(story, state, table(), codes().points):
        if part.points < part.most:
            reasons = ", ".join(" ".join(reason).strip() for reason in part.reasons)
            points = f"{part.points} of {part.most} for {part.name}"
            yield f"its own right path scores {points}: {reasons}."


def _faults_of_words(book: Book) -> Iterator[str]:
    for language in STAFF_LANGUAGES:
        for key in _FOR_STAFF:
            if key not in book.staff_words.words.get(language, {}):
                yield f"{language}: staff/{language}.toml does not say {key}."
        yield from _faults_of_lines(book, language)
    if book.story.language not in STAFF_LANGUAGES:
        yield from _faults_of_lines(book, book.story.language)
    if book.story.language not in calls().languages():
        yield f"nobody has written {book.story.language} in content/practice_calls/."


def _faults_of_lines(book: Book, language: str) -> Iterator[str]:
    if "opening" not in book.lines.words.get(language, {}):
        yield f"{language}: the caller has no opening."
