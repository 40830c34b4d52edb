"""The form: what is shown, what is kept, and that everybody can finish it."""

from collections.abc import Collection
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.applications.form.circumstances import FACTS
from guichet.applications.form.readers import Field
from guichet.applications.tests.answering import (
    FORM,
    KEYS,
    MEXICAN,
    PASSPORTS,
    RESTS_ON,
    clean,
    completed,
    missing,
    possible,
)
from guichet.kernel.testing import wrong


@st.composite
def forms(draw: st.DrawFn) -> dict[str, object]:
    """Draw the answers of somebody who answers all that is shown, in order, whatever it is."""
    issuer, nationality = draw(st.sampled_from(PASSPORTS))
    answers: dict[str, object] = {"issuer": issuer, "nationality": nationality}
    born = draw(st.sampled_from(["1985-02-28", "2015-02-28"]))
    while fields := missing(answers):
        for field in fields:
            minor = answers.get("for_minor")
            if field.key == "birth_date":
                answers[field.key] = "2015-02-28" if minor == "yes" else born
            elif field.required or draw(st.booleans()):
                answers[field.key] = draw(st.sampled_from(possible(field)))
            else:
                answers[field.key] = ""
    return answers


@given(forms())
def test_it_lets_everybody_finish(answers: dict[str, object]) -> None:
    reading = clean(answers)
    given_names = answers.get("given_names")
    errors = {k: v for k, v in reading.errors.items() if given_names or k != "signature"}
    assert errors == {}
    assert set(reading.answers) <= reading.keys


@given(forms(), st.data())
def test_it_drops_what_a_later_answer_hides(
    answers: dict[str, object], data: st.DataObject
) -> None:
    key = data.draw(st.sampled_from(["on_behalf", "nationality", "occupation", "tb_contact"]))
    value = {"on_behalf": "no", "nationality": "FRA", "occupation": "retired", "tb_contact": "no"}
    changed = {**answers, key: value[key], **({"issuer": "FRA"} if key == "nationality" else {})}
    for hidden in set(changed) - clean(changed).keys:
        changed[hidden] = "no matter what \x00"
    reading = clean(changed)
    assert set(reading.answers) <= reading.keys
    assert set(reading.errors) <= reading.keys
    assert set(reading.kept) <= reading.keys


KINDS: list[dict[str, object]] = [
    {},
    {"birth_date": "2015-02-28"},
    {"on_behalf": "yes", "for_minor": "yes", "birth_date": "2015-02-28"},
    *(
        {"on_behalf": "yes", "for_minor": "no", "rep_kind": kind}
        for kind in FORM.fields["rep_kind"].options
    ),
    *({"issuer": issuer, "nationality": nationality} for issuer, nationality in PASSPORTS),
    *({"occupation": kind} for kind in FORM.fields["occupation"].options),
    {
        "work_country": "CAN",
        "occupation": "health",
        "home_country": "USA",
        "applied_before": "yes",
    },
    {"travel_known": "yes", "refused": "yes", "offence": "yes"},
    {"tb_contact": "yes", "tb_health_worker": "yes"},
]


@cache
def ways() -> list[tuple[dict[str, object], Collection[str]]]:
    """Return what each kind of person answers to all that is shown, and what that is."""
    everybody = [completed(**kind) for kind in KINDS]
    return [(answers, clean(answers).keys) for answers in everybody]


@pytest.mark.parametrize("number", range(len(KINDS)))
def test_it_lets_each_kind_of_person_finish(number: int) -> None:
    answers, _ = ways()[number]
    assert clean(answers).errors == {}


def test_it_shows_every_field_to_somebody() -> None:
    assert [key for key in KEYS if not any(key in keys for _, keys in ways())] == []


def test_it_lets_conditions_look_only_at_earlier_answers() -> None:
    for section in FORM.sections:
        for field in section.fields:
            for name, _ in (*section.when, *field.when):
                for key in RESTS_ON.get(name, (name,)):
                    assert KEYS.index(key) < KEYS.index(field.key), (field.key, key)
    assert set(RESTS_ON) == set(FACTS)


def test_it_accepts_its_own_examples() -> None:
    assert wrong(_check_example, FORM.fields.values()) == []


def _check_example(field: Field) -> None:
    if field.example:
        answers = next(answers for answers, keys in ways() if field.key in keys)
        errors = clean({**answers, field.key: field.example}).errors
        assert field.key not in errors or errors[field.key] == "signature_differs", errors


def test_it_asks_a_minor_neither_for_work_nor_for_background() -> None:
    answers, keys = ways()[1]
    sections = [section.key for section in clean(answers).sections]
    assert "work" not in sections
    assert "background" not in sections
    assert "marital_status" not in keys


def test_it_asks_each_kind_of_representative_what_it_must() -> None:
    questions = {
        kind: clean(completed(on_behalf="yes", for_minor="no", rep_kind=kind)).keys
        & {"rep_membership", "rep_province", "rep_postal_code", "rep_organization"}
        for kind in FORM.fields["rep_kind"].options
    }
    everything = {"rep_membership", "rep_province", "rep_postal_code", "rep_organization"}
    assert questions["family_or_friend"] == set()
    assert questions["organization"] == questions["travel_agent"] == {"rep_organization"}
    assert questions["cicc_member"] == questions["law_society_member"] == everything
    assert questions["quebec_notary"] == {"rep_membership", "rep_organization"}


def test_it_takes_a_minor_for_what_the_start_said_until_the_birth_is_known() -> None:
    start = {"on_behalf": "yes", "for_minor": "yes"}
    assert "marital_status" not in clean(start).keys
    grown = {**start, "birth_date": "1985-02-28"}
    assert clean(grown).errors["birth_date"] == "not_a_minor"


@pytest.mark.parametrize(
    ("signature", "fits"),
    [
        ("O'BRIEN SMYTHE NIAMH AOIFE", True),
        ("niamh aoife o’brien-smythe", True),
        ("Niamh O'Brien", False),
        ("Niamh Aoife O' Brien-Smythe", True),
        ("OBrienSmythe Niamh Aoife", True),
        ("Niamh Aoife Smythe", False),
    ],
)
def test_it_takes_the_own_name_for_a_signature(signature: str, fits: bool) -> None:
    answers = {**completed(), "signature": signature}
    assert ("signature" not in clean(answers).errors) == fits


def test_it_takes_the_representative_s_signature() -> None:
    answers = completed(on_behalf="yes", for_minor="no", rep_kind="travel_agent")
    assert clean({**answers, "signature": "Louise Tremblay"}).errors == {}


def test_it_takes_a_single_name() -> None:
    answers = {**completed(), "given_names": "", "surname": "WULANDARI", "signature": "Wulandari"}
    assert clean(answers).errors == {}


def test_it_looks_at_one_section_with_the_answers_before_it() -> None:
    part = clean({**MEXICAN, "us_visa_number": "", "surname": "?"}).only("document")
    assert part.errors == {"us_visa_number": "visa_number_required"}
    assert [section.key for section in part.sections] == ["document"]
    assert "surname" not in part.answers
