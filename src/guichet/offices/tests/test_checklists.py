"""What to bring: the whole list of the information sheet, shorter where the answers allow."""

from datetime import date
from itertools import product

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from guichet.kernel.content import tables
from guichet.kernel.content.tables import TableRow
from guichet.offices.checklists import Checklists, checklist, questions, read_answers
from guichet.offices.reference.content import Reference

TODAY = date(2026, 11, 23)
LISTS = Checklists(settings.CONTENT_DIR)
SERVICES = [service.code for service in Reference(settings.CONTENT_DIR).services]


def lines_of(service: str, **answers: list[str]) -> dict[str, tuple[str, ...]]:
    lines = checklist(service, answers, language="en", on=TODAY)
    return {line.text: line.detail for line in lines}


@pytest.mark.parametrize("service", SERVICES)
def test_it_shows_the_whole_list_to_who_answered_nothing(service: str) -> None:
    lines = checklist(service, {}, language="en", on=TODAY)
    texts = [line.text for line in lines]
    assert texts[0].startswith("All papers that support your request")
    assert texts[1] == "The notice of this appointment"
    assert len(lines[2].detail) == 5  # kinds of identity document
    assert texts[3].startswith("Form I-94")
    assert len(lines[4].detail) == 4  # kinds of letters
    assert "translation" in texts[5]
    assert len(texts) > 6  # and what the service asks for


def test_it_is_put_together_once_for_all_who_answered_alike() -> None:
    lists = [
        checklist("case_question", {"has_i94": [choice]}, language="en", on=TODAY)
        for choice in ("no", "no", "yes")
    ]
    assert lists[0] is lists[1]
    assert lists[1] != lists[2]


def test_it_leaves_out_what_the_answers_rule_out() -> None:
    lines = lines_of(
        "case_question", has_i94=["no"], foreign_papers=["no"], uscis_letters=[], for_whom=["self"]
    )
    text = " ".join(lines)
    assert "I-94" not in text
    assert "translation" not in text
    assert "letters" not in text.replace("three letters", "")
    assert "identity document" in text


def test_it_asks_for_the_letters_somebody_has() -> None:
    lines = lines_of("case_question", uscis_letters=["decision"])
    assert lines["All letters you have received from USCIS, for example:"] == ("A decision letter",)


def test_it_asks_a_parent_for_proof() -> None:
    assert any("parent" in line for line in lines_of("correct_error", for_whom=["child"]))
    assert not any("parent" in line for line in lines_of("correct_error"))


def test_it_asks_about_the_card_only_where_it_matters() -> None:
    with_card = [question.key for question in questions("green_card_problem", language="en")]
    without = [question.key for question in questions("case_question", language="en")]
    assert set(with_card) - set(without) == {"card"}


def test_it_reads_only_answers_that_exist() -> None:
    form = {
        "for_whom": ["child", "self"],
        "has_i94": ["perhaps"],
        "uscis_letters": ["x"],
        "card": ["lost"],
        "other": ["yes"],
    }
    assert read_answers("case_question", form) == {"for_whom": ["self"], "uscis_letters": []}


@given(
    service=st.sampled_from(SERVICES),
    form=st.dictionaries(
        st.sampled_from([shape.key for shape in LISTS.shapes]) | st.text(),
        st.lists(st.sampled_from([c for s in LISTS.shapes for c in s.choices]) | st.text()),
    ),
)
def test_it_always_asks_for_the_notice_and_an_identity_document(
    service: str, form: dict[str, list[str]]
) -> None:
    lines = checklist(service, read_answers(service, form), language="ar", on=TODAY)
    assert len(lines[2].detail) == 5
    assert {line.language for line in lines} == {"ar"}


@pytest.mark.parametrize("row", LISTS.rows, ids=lambda row: row.then)
def test_it_has_no_dead_rows(row: TableRow) -> None:
    choices = [[(s.key, choice) for choice in s.choices] for s in LISTS.shapes]
    assert any(
        row.fits({"service": service} | dict(answers))
        for service in SERVICES
        for answers in product(*choices)
    )


def test_it_has_words_for_every_row_and_choice() -> None:
    keys = {
        row.then if "." in row.then else f"{row.then}.say"
        for row in tables.every(LISTS.rows, LISTS.facts("case_question", {}), on=TODAY)
    }
    keys |= {row.then if "." in row.then else f"{row.then}.say" for row in LISTS.rows}
    keys |= {f"{s.key}.{choice}" for s in LISTS.shapes for choice in (*s.choices, "ask")}
    keys |= {f"{row.then.partition('.')[0]}.say" for row in LISTS.rows}
    optional = {f"{s.key}.why" for s in LISTS.shapes}
    assert keys <= LISTS.texts.keys() <= keys | optional


def test_it_looks_only_at_facts_that_are_asked_for() -> None:
    facts = {"service"} | {shape.key for shape in LISTS.shapes}
    assert {name for row in LISTS.rows for name in row.when} <= facts
    for shape in LISTS.shapes:
        assert set(shape.usual) <= set(shape.choices)
        assert set(shape.services) <= set(SERVICES)
