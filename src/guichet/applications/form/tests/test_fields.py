"""The form: what is shown, what is kept, and that everybody can finish it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.applications.form.circumstances import FACTS, RESTS_ON
from guichet.applications.form.readers import Field
from guichet.applications.tests.answering import (
    FORM,
    KEYS,
    MEXICAN,
    PASSPORTS,
    clean,
    completed,
    possible,
)


@st.composite
def forms(draw: st.DrawFn) -> dict[str, object]:
    """Draw the answers of somebody who answers all that is shown, in order, whatever it is."""
    issuer, nationality = draw(st.sampled_from(PASSPORTS))
    answers: dict[str, object] = {"issuer": issuer, "nationality": nationality}
    born = draw(st.sampled_from(["1985-02-28", "2015-02-28"]))
    while missing := [
        one
        for section in clean(answers).sections
        for one in section.fields
        if one.key not in answers
    ]:
        one = missing[0]
        minor = answers.get("for_minor")
        if one.key == "birth_date":
            answers[one.key] = "2015-02-28" if minor == "yes" else born
        elif one.required or draw(st.booleans()):
            answers[one.key] = draw(st.sampled_from(possible(one)))
        else:
            answers[one.key] = ""
    return answers


@given(forms())
def test_it_lets_everybody_finish(answers: dict[str, object]) -> None:
    found = clean(answers)
    given_names = answers.get("given_names")
    errors = {k: v for k, v in found.errors.items() if given_names or k != "signature"}
    assert errors == {}
    assert set(found.answers) <= found.keys


@given(forms(), st.data())
def test_it_drops_what_a_later_answer_hides(
    answers: dict[str, object], data: st.DataObject
) -> None:
    key = data.draw(st.sampled_from(["on_behalf", "nationality", "occupation", "tb_contact"]))
    value = {"on_behalf": "no", "nationality": "FRA", "occupation": "retired", "tb_contact": "no"}
    changed = {**answers, key: value[key], **({"issuer": "FRA"} if key == "nationality" else {})}
    for hidden in set(changed) - clean(changed).keys:
        changed[hidden] = "no matter what \x00"
    found = clean(changed)
    assert set(found.answers) <= found.keys
    assert set(found.errors) <= found.keys
    assert set(found.kept) <= found.keys


WAYS = [
    completed(),
    completed(birth_date="2015-02-28"),
    completed(on_behalf="yes", for_minor="yes", birth_date="2015-02-28"),
    *(
        completed(on_behalf="yes", for_minor="no", rep_kind=kind)
        for kind in FORM.fields["rep_kind"].options
    ),
    *(completed(issuer=issuer, nationality=nationality) for issuer, nationality in PASSPORTS),
    *(completed(occupation=kind) for kind in FORM.fields["occupation"].options),
    completed(work_country="CAN", occupation="health", home_country="USA", applied_before="yes"),
    completed(travel_known="yes", refused="yes", offence="yes"),
    completed(tb_contact="yes", tb_health_worker="yes"),
]


@pytest.mark.parametrize("answers", WAYS, ids=range(len(WAYS)))
def test_it_lets_each_kind_of_person_finish(answers: dict[str, object]) -> None:
    assert clean(answers).errors == {}


@pytest.mark.parametrize("key", KEYS)
def test_it_shows_every_field_to_somebody(key: str) -> None:
    assert any(key in clean(answers).keys for answers in WAYS)


def test_it_lets_conditions_look_only_at_earlier_answers() -> None:
    for section in FORM.sections:
        for one in section.fields:
            for name, _ in (*section.when, *one.when):
                for key in RESTS_ON.get(name, (name,)):
                    assert KEYS.index(key) < KEYS.index(one.key), (one.key, key)
    assert set(RESTS_ON) == set(FACTS)


@pytest.mark.parametrize("one", FORM.fields.values(), ids=lambda one: one.key)
def test_it_accepts_its_own_examples(one: Field) -> None:
    if one.example:
        answers = next(a for a in WAYS if one.key in clean(a).keys)
        errors = clean({**answers, one.key: one.example}).errors
        assert one.key not in errors or errors[one.key] == "signature_differs", errors


def test_it_asks_a_minor_neither_for_work_nor_for_background() -> None:
    shown = [section.key for section in clean(WAYS[1]).sections]
    assert "work" not in shown
    assert "background" not in shown
    assert "marital_status" not in clean(WAYS[1]).keys


def test_it_asks_each_kind_of_representative_what_it_must() -> None:
    asked = {
        kind: clean(completed(on_behalf="yes", for_minor="no", rep_kind=kind)).keys
        & {"rep_membership", "rep_province", "rep_postal_code", "rep_organization"}
        for kind in FORM.fields["rep_kind"].options
    }
    everything = {"rep_membership", "rep_province", "rep_postal_code", "rep_organization"}
    assert asked["family_or_friend"] == set()
    assert asked["organization"] == asked["travel_agent"] == {"rep_organization"}
    assert asked["cicc_member"] == asked["law_society_member"] == everything
    assert asked["quebec_notary"] == {"rep_membership", "rep_organization"}


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
    found = clean({**MEXICAN, "us_visa_number": "", "surname": "?"}).only("document")
    assert found.errors == {"us_visa_number": "visa_number_required"}
    assert [section.key for section in found.sections] == ["document"]
    assert "surname" not in found.answers
