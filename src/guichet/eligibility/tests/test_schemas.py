"""Programs are told of the very facts that the table looks at; the two lists stand apart."""

from typing import get_args

import pytest

from guichet.eligibility import facts, schemas


def test_it_describes_every_fact_and_no_other() -> None:
    assert set(schemas.EligibilityIn.model_fields) == {*facts.NAMES, facts.DAY}


@pytest.mark.parametrize("fact", facts.VALUES)
def test_it_describes_every_value_of_a_fact(fact: str) -> None:
    field = schemas.EligibilityIn.model_fields[fact]
    assert get_args(field.annotation) == facts.VALUES[fact]


def test_it_describes_every_document_and_feature() -> None:
    assert get_args(schemas.DocumentType) == facts.DOCUMENT_TYPES
    assert get_args(schemas.Feature) == facts.FEATURES
