"""Where answers lead in a scenario, and what is wrong with its shape. Pure; no words, no clock."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from guichet.guidance.scenarios.tree import Tree
from guichet.kernel.obstacles import Obstacle

# One choice on the page of all scenarios and three here: at most four to an answer.
MOST_QUESTIONS = 3
LEAST_OUTCOMES = 3


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is in a scenario: a step, and the questions and answers that led there."""

    step: str
    questions: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()


def replay(tree: Tree, answers: Sequence[str]) -> Place:
    """Return where answers lead, one after another from the start.

    Raises Obstacle("no_choice") with the index of the first answer that the question before it does
    not have, which is so too of one that comes after an outcome.
    """
    place = Place(tree.start)
    for index, answer in enumerate(answers):
        question = tree.questions.get(place.step)
        if question is None or answer not in question.choices:
            raise Obstacle("no_choice", index=index)
        target = question.choices[answer]
        place = Place(target, (*place.questions, place.step), (*place.answers, answer))
    return place


def paths(tree: Tree) -> Iterator[Place]:
    """Yield every way through a tree without circles, to each of its outcomes."""
    waiting = [Place(tree.start)]
    while waiting:
        place = waiting.pop()
        question = tree.questions.get(place.step)
        if question is None:
            yield place
            continue
        for answer, target in reversed(list(question.choices.items())):
            way = Place(target, (*place.questions, place.step), (*place.answers, answer))
            waiting.append(way)


def faults_of_shape(tree: Tree) -> list[str]:
    """Return a sentence for each thing that is wrong with the shape of a tree."""
    faults = [*_faults_of_steps(tree)]
    if faults:
        return faults
    circle = _circle(tree)
    if circle:
        return [f"the steps {' > '.join(circle)} go round in a circle."]
    return [*_faults_of_ways(tree)]


def _faults_of_steps(tree: Tree) -> Iterator[str]:
    steps = tree.questions.keys() | tree.outcomes.keys()
    for step in sorted(tree.questions.keys() & tree.outcomes.keys()):
        yield f"{step} is both a question and an outcome."
    if tree.start not in tree.questions:
        yield f"it starts at {tree.start}, which is no question."
    for step, question in tree.questions.items():
        if len(question.choices) < 2:
            yield f"question {step} is a dead end: it needs two choices or more."
        for choice, target in question.choices.items():
            if target not in steps:
                yield f"question {step}: {choice} leads to {target}, which is no step."


def _faults_of_ways(tree: Tree) -> Iterator[str]:
    ways = list(paths(tree))
    steps = {step for way in ways for step in (*way.questions, way.step)}
    for step in [*tree.questions, *tree.outcomes]:
        if step not in steps:
            yield f"{step} is an orphan: no answer leads to it."
    if len(tree.outcomes) < LEAST_OUTCOMES:
        yield f"it has {len(tree.outcomes)} outcomes; a person can be in {LEAST_OUTCOMES} at least."
    longest = max(ways, key=lambda way: len(way.answers))
    if len(longest.answers) > MOST_QUESTIONS:
        yield (
            f"{longest.step} comes after {len(longest.answers)} questions;"
            f" {MOST_QUESTIONS} are the most."
        )


def _circle(tree: Tree) -> tuple[str, ...]:
    """Return the steps of one circle, from a step to the same; nothing where there is none."""
    over: set[str] = set()

    def walk(step: str, before: Mapping[str, None]) -> tuple[str, ...]:
        if step in before:
            steps = list(before)
            return (*steps[steps.index(step) :], step)
        question = tree.questions.get(step)
        if question is None or step in over:
            return ()
        for target in question.choices.values():
            if circle := walk(target, {**before, step: None}):
                return circle
        over.add(step)
        return ()

    return next((circle for step in tree.questions if (circle := walk(step, {}))), ())
