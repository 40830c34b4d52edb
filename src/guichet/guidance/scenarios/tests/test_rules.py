"""Answers lead through a tree, and a tree that nobody could follow is refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.guidance.scenarios.rules import faults_of_shape, paths, replay
from guichet.guidance.scenarios.tree import Outcome, Question, Tree
from guichet.kernel.obstacles import Obstacle


def make_tree(start: str = "a", outcomes: str = "x y z", **questions: dict[str, str]) -> Tree:
    return Tree(
        name="made",
        version=1,
        programme="eta",
        group="waiting",
        channels=("web",),
        private=False,
        since=date(2026, 11, 30),
        until=None,
        source={"en": "made up"},
        start=start,
        questions={code: Question(choices) for code, choices in questions.items()},
        outcomes={code: Outcome("apply") for code in outcomes.split()},
    )


WHOLE = make_tree(a={"yes": "b", "no": "x"}, b={"yes": "y", "no": "z"})


@pytest.mark.parametrize(
    ("answers", "step", "questions"),
    [
        ([], "a", ()),
        (["no"], "x", ("a",)),
        (["yes"], "b", ("a",)),
        (["yes", "no"], "z", ("a", "b")),
    ],
)
def test_it_goes_where_the_answers_lead(
    answers: list[str], step: str, questions: tuple[str, ...]
) -> None:
    place = replay(WHOLE, answers)
    assert (place.step, place.questions, place.answers) == (step, questions, tuple(answers))


@pytest.mark.parametrize(
    ("answers", "index"),
    [(["maybe"], 0), (["yes", ""], 1), (["no", "yes"], 1), (["yes", "no", "no"], 2)],
)
def test_it_refuses_an_answer_that_is_no_choice(answers: list[str], index: int) -> None:
    with pytest.raises(Obstacle) as obstacle:
        replay(WHOLE, answers)
    assert (obstacle.value.code, obstacle.value.facts) == ("no_choice", {"index": index})


def test_every_way_is_walked_in_the_order_of_the_file() -> None:
    ways = list(paths(WHOLE))
    assert [way.step for way in ways] == ["y", "z", "x"]
    assert all(replay(WHOLE, way.answers) == way for way in ways)


@given(st.lists(st.sampled_from(["yes", "no", "maybe"]), max_size=4))
def test_what_can_be_replayed_is_the_beginning_of_a_way(answers: list[str]) -> None:
    ways = [way.answers for way in paths(WHOLE)]
    begins = any(way[: len(answers)] == tuple(answers) for way in ways)
    try:
        replay(WHOLE, answers)
    except Obstacle:
        assert not begins
    else:
        assert begins


def test_a_whole_tree_has_no_faults() -> None:
    assert faults_of_shape(WHOLE) == []


@pytest.mark.parametrize(
    ("tree", "sentence"),
    [
        (make_tree(a={"yes": "b", "no": "x"}, b={"yes": "a", "no": "y"}), "the steps a > b > a go"),
        (make_tree(a={"yes": "x", "no": "y"}), "z is an orphan: no answer leads to it."),
        (make_tree(a={"yes": "b", "no": "x"}), "yes leads to b, which is no step."),
        (make_tree(a={"yes": "x"}), "question a is a dead end: it needs two choices or more."),
        (make_tree(start="x", a={"yes": "x", "no": "y"}), "it starts at x, which is no question."),
        (make_tree(outcomes="a x", a={"yes": "x", "no": "x"}), "a is both a question and an"),
        (make_tree(outcomes="x y", a={"yes": "x", "no": "y"}), "it has 2 outcomes; a person can"),
        (
            make_tree(
                a={"yes": "b", "no": "x"},
                b={"yes": "c", "no": "x"},
                c={"yes": "d", "no": "y"},
                d={"yes": "z", "no": "x"},
            ),
            "z comes after 4 questions; 3 are the most.",
        ),
    ],
)
def test_it_refuses_a_tree_that_nobody_could_follow(tree: Tree, sentence: str) -> None:
    faults = faults_of_shape(tree)
    assert any(sentence in fault for fault in faults), faults


def test_two_ways_to_one_step_are_no_circle() -> None:
    tree = make_tree(
        a={"yes": "b", "no": "c"}, b={"yes": "c", "no": "x"}, c={"yes": "y", "no": "z"}
    )
    assert faults_of_shape(tree) == []
