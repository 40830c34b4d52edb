"""A tree's file is read as a value, or every thing that is wrong with it is said."""

import tomllib
from datetime import date
from typing import Any

import pytest

from guichet.guidance.scenarios.tree import BadTreeError, read

WHOLE = """
version = 2
programme = "eta"
group = "waiting"
channels = ["web", "telephone"]
from = 2026-11-30
source = { en = "Instruction 1", fr = "Instruction no 1" }
start = "paid"
question.paid = { yes = "wait", no = "pay", unsure = "look" }
outcome.wait = { action = "look_up_status" }
outcome.pay = { action = "pay", source = "Regulation 294.1" }
outcome.look = { action = "look_up_status" }
"""


def whole(**changes: object) -> dict[str, Any]:
    return {**tomllib.loads(WHOLE), **changes}


def test_it_reads_a_whole_tree() -> None:
    tree = read("late", whole())
    assert tree.questions["paid"].choices == {"yes": "wait", "no": "pay", "unsure": "look"}
    assert (tree.version, tree.private, tree.until) == (2, False, None)
    assert tree.source_of("wait", "fr") == "Instruction no 1"
    assert tree.source_of("pay", "fr") == "Regulation 294.1"
    assert tree.source_of("look", "ar") == "Instruction 1"


def test_it_is_played_from_its_first_day_until_the_day_of_its_end() -> None:
    tree = read("late", whole(until=date(2027, 1, 1)))
    days = [date(2026, 11, 29), date(2026, 11, 30), date(2026, 12, 31), date(2027, 1, 1)]
    assert [tree.is_in_force(day) for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"version": 0}, "version must be a whole number from 1 on."),
        ({"version": True}, "version must be a whole number from 1 on."),
        ({"programme": "visas"}, "programme must be one of appointments, eta."),
        ({"group": "other"}, "group must be one of"),
        ({"channels": ["fax"]}, "channels must be a list of web, telephone"),
        ({"channels": []}, "channels must be a list of"),
        ({"private": "yes"}, "private must be true or false."),
        ({"from": "2026-11-30"}, "from must be a day, as 2026-11-30."),
        ({"until": date(2026, 11, 30)}, "until must be a day after from."),
        ({"until": "later"}, "until must be a day, as 2027-11-30."),
        ({"start": 1}, "start must be the name of the first step."),
        ({"link": 1}, "link must be a label of routine/links.csv."),
        ({"source": {"fr": "Instruction"}}, "source must be a text, or one by language"),
        ({"colour": "red"}, "nobody reads 'colour'; one of channels, "),
        ({"question": {}}, "there is no question."),
        ({"outcome": []}, "there is no outcome."),
        ({"question": {"Paid?": {}}}, "question Paid?: a step's name must be small letters"),
        ({"question": {"paid": "yes"}}, "question paid: it must be a table in braces."),
        ({"question": {"paid": {"say": "wait"}}}, "question paid: no choice may be called 'say'."),
        ({"question": {"paid": {"web": "wait"}}}, "question paid: no choice may be called 'web'."),
        ({"question": {"paid": {"yes": 1}}}, "question paid: yes must be the name of a step."),
        ({"outcome": {"wait": {"url": "/"}}}, "outcome wait: nobody reads 'url'"),
        ({"outcome": {"wait": {"action": 1}}}, "outcome wait: action and link must be texts."),
        ({"outcome": {"wait": {"source": 1}}}, "outcome wait: source must be a text"),
    ],
)
def test_it_says_what_is_wrong_with_a_file(changes: dict[str, object], sentence: str) -> None:
    with pytest.raises(BadTreeError) as fault:
        read("late", whole(**changes))
    assert any(sentence in line for line in fault.value.sentences), fault.value.sentences


def test_it_says_all_that_is_wrong_at_once() -> None:
    with pytest.raises(BadTreeError) as fault:
        read("Late!", {})
    assert len(fault.value.sentences) == 8
