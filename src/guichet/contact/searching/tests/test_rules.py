"""What a text searches by, and who searches at all."""

import pytest

from guichet.contact.desk.rules import SPEAKERS
from guichet.contact.disclosure import table
from guichet.contact.searching import rules
from guichet.kernel.obstacles import Obstacle
from guichet.staff.roles import ROLES

SEARCHES = {"national_agent", "supervisor"}


def code_of(text: str) -> str:
    try:
        return rules.kind_of(text)
    except Obstacle as obstacle:
        return str(obstacle.facts["errors"]["seek"])  # type: ignore[index]


def test_a_text_is_a_number_a_telephone_or_a_name() -> None:
    expected = {
        "V 572 319 048": "number",
        "v-572-319": "number",
        "I572319048": "number",
        "572319048": "phone",
        "+33 1 23 45 67 89": "phone",
        "(212) 555-0142 ext. 4": "phone",
        "٠١٢٣٤٥٦٧٨٩": "phone",
        "Núñez Zoë": "name",
        "王 伟": "name",
        "محمد علي": "name",
        "12": "searches_by_nothing",
        "3ac-c9d-669": "of_appointment",
        "...": "searches_by_nothing",
        "Anna 12": "searches_by_nothing",
    }
    wrong = {text: code_of(text) for text, kind in expected.items() if code_of(text) != kind}
    assert wrong == {}


def test_a_name_needs_two_words_or_the_day() -> None:
    fits = []
    for words, has_day in ((0, True), (1, False), (1, True), (2, False)):
        try:
            rules.check_name(words, has_day=has_day)
        except Obstacle:
            continue
        fits.append((words, has_day))
    assert fits == [(1, True), (2, False)]


@pytest.mark.parametrize("role", sorted(ROLES))
def test_only_who_opens_cases_searches_and_nobody_while_an_airline_speaks(role: str) -> None:
    may = {who for who in SPEAKERS if rules.may_search(table(), {role}, SPEAKERS[who])}
    assert may == (SPEAKERS.keys() - {"carrier"} if role in SEARCHES else set())
