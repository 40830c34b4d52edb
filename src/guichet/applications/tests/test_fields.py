"""The form: what is shown, what is kept, what is refused, and that everybody can finish it."""

from collections.abc import Mapping
from datetime import date

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from guichet.applications.branches import FACTS, RESTS_ON
from guichet.applications.fields import Cleaned, Form
from guichet.applications.fields_readers import Field
from guichet.applications.law import Law

TODAY = date(2026, 11, 22)
FORM = Form(settings.CONTENT_DIR, Law(settings.CONTENT_DIR))
KEYS = tuple(FORM.fields)
# An answer to every field that has no example, such that a French adult gets through.
PLAIN: Mapping[str, object] = {
    "document_type": "ordinary",
    "issuer": "FRA",
    "nationality": "FRA",
    "birth_country": "FRA",
    "birth_date": "1985-02-28",
    "issue_date": "2023-01-10",
    "expiry_date": "2033-01-09",
    "us_visa_expiry": "2028-05-01",
    "travel_date": "2027-03-01",
    "other_nationalities": [],
    "signature": "Niamh Aoife O'Brien-Smythe",
}
GOOD_FOR_THE_FORM = {  # of the questions that end the form, the answers that go on
    "us_visa": ("yes",),
    **dict.fromkeys(("national_passport", "personal_id_number", "electronic", "hksar"), ("yes",)),
    **dict.fromkeys(("listed_overseas_territory", "hong_kong_connection"), ("yes",)),
    **dict.fromkeys(("readmissible_to_uk", "right_of_abode"), ("yes",)),
}
PASSPORTS = (
    ("FRA", "FRA"),
    ("ISR", "ISR"),
    ("TWN", "TWN"),
    ("ROU", "ROU"),
    ("MEX", "MEX"),
    ("CHN", "HKG"),
    ("GBR", "GBD"),
    ("GBR", "GBN"),
    ("GBR", "GBO"),
    ("GBR", "GBS"),
    ("D", "DEU"),
)


def clean(answers: Mapping[str, object], section: str | None = None) -> Cleaned:
    return FORM.clean(answers, today=TODAY, section=section)


def possible(field: Field) -> tuple[object, ...]:
    """Return the answers to a field that lead on, one for each way through the form."""
    if field.key in GOOD_FOR_THE_FORM:
        return GOOD_FOR_THE_FORM[field.key]
    if field.key in PLAIN:
        return (PLAIN[field.key],)
    if field.type == "yes_no":
        return ("yes", "no")
    if field.type == "agree":
        return ("yes",)
    options = tuple(option for option in field.options if option not in field.refused)
    return options or (field.example,)


def completed(**answers: object) -> dict[str, object]:
    """Return answers to all that is shown, the first possible one where nothing is given."""
    given: dict[str, object] = {"on_behalf": "no", "given_names": "Niamh Aoife", **answers}
    while missing := [
        one
        for section in clean(given).sections
        for one in section.fields
        if one.required and one.key not in given
    ]:
        given[missing[0].key] = "no" if missing[0].type == "yes_no" else possible(missing[0])[0]
        if missing[0].key in GOOD_FOR_THE_FORM:
            given[missing[0].key] = "yes"
    return given


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
    assert set(FORM.kept(changed, today=TODAY)) <= found.keys


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


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"surname": ""}, "surname", "required"),
        ({"surname": "Иванов"}, "surname", "not_latin"),
        ({"surname": "Łukasz"}, "surname", "name_letters"),
        ({"surname": "Smith (Jr)"}, "surname", "name_characters"),
        ({"surname": "-Smith"}, "surname", "name_start"),
        ({"surname": "A" * 101}, "surname", "too_long"),
        ({"passport_number": "AB 12 34 56 78"}, "passport_number", "too_long"),
        ({"passport_number": "AB1234*"}, "passport_number", "number_characters"),
        ({"birth_date": "1985-02-30"}, "birth_date", "no_such_day"),
        ({"birth_date": "1985--30"}, "birth_date", "date_incomplete"),
        ({"birth_date": "85-02-03"}, "birth_date", "year_four_digits"),
        ({"birth_date": "3 March"}, "birth_date", "malformed"),
        ({"birth_date": "2027-01-01"}, "birth_date", "in_future"),
        ({"birth_date": "1885-01-01"}, "birth_date", "too_early"),
        ({"issue_date": "1980-01-01"}, "issue_date", "issued_before_birth"),
        ({"issue_date": "2027-01-01"}, "issue_date", "in_future"),
        ({"expiry_date": "2022-01-01"}, "expiry_date", "expires_before_issue"),
        ({"expiry_date": "2026-11-21"}, "expiry_date", "passport_expired"),
        ({"travel_known": "yes", "travel_date": "2034-01-01"}, "travel_date",
         "expires_before_travel"),
        ({"travel_known": "yes", "travel_date": "2026-11-01"}, "travel_date", "in_past"),
        ({"nationality": "DEU"}, "nationality", "issuer_nationality_mismatch"),
        ({"nationality": "UTO"}, "nationality", "unknown_value"),
        ({"issuer": "CAN", "nationality": "CAN"}, "nationality", "citizen_of_canada"),
        ({"other_nationalities": ["CAN"]}, "other_nationalities", "citizen_of_canada"),
        ({"other_nationalities": ["USA"]}, "other_nationalities", "eta_not_required"),
        ({"other_nationalities": ["FRA"]}, "other_nationalities", "named_already"),
        ({"issuer": "RUS", "nationality": "RUS"}, "nationality", "visa_needed"),
        ({"document_type": "refugee"}, "document_type", "document_not_accepted"),
        ({"document_type": "library card"}, "document_type", "unknown_value"),
        ({"email": "niamh@example"}, "email", "malformed"),
        ({"work_since": "1984"}, "work_since", "before_birth"),
        ({"work_since": "2027"}, "work_since", "in_future"),
        ({"signature": "Somebody Else"}, "signature", "signature_differs"),
        ({"agree": ""}, "agree", "must_agree"),
        ({"agree": "no"}, "agree", "must_agree"),
        ({"home_street": "улица"}, "home_street", "not_latin"),
        ({"home_street": "a\x00b"}, "home_street", "malformed"),
        ({"home_street": ["a"]}, "home_street", "malformed"),
        ({"favorite_color": "blue"}, "favorite_color", "unknown_field"),
    ],
)  # fmt: skip
def test_it_says_what_is_wrong(changes: dict[str, object], field: str, code: str) -> None:
    assert clean({**completed(occupation="health"), **changes}).errors.get(field) == code


MEXICAN = completed(issuer="MEX", nationality="MEX")


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({}, {}),
        ({"us_visa_number": ""}, {"us_visa_number": "visa_number_required"}),
        ({"us_visa_number": "12"}, {"us_visa_number": "malformed"}),
        ({"us_visa_expiry": "2026-11-21"}, {"us_visa_expiry": "us_visa_expired"}),
        ({"us_visa": "no"}, {"us_visa": "visa_needed"}),
        ({"us_visa": "no", "trv_in_last_10_years": "yes"}, {}),
    ],
)
def test_it_asks_a_conditional_nationality_for_its_visa(
    changes: dict[str, object], errors: dict[str, str]
) -> None:
    assert clean({**MEXICAN, **changes}).errors == errors


@pytest.mark.parametrize(
    ("passport", "question"),
    [
        (("ISR", "ISR"), "national_passport"),
        (("TWN", "TWN"), "personal_id_number"),
        (("ROU", "ROU"), "electronic"),
        (("CHN", "HKG"), "hksar"),
        (("GBR", "GBN"), "hong_kong_connection"),
    ],
)
def test_it_needs_the_condition_of_a_document(passport: tuple[str, str], question: str) -> None:
    answers = completed(issuer=passport[0], nationality=passport[1])
    assert clean(answers).errors == {}
    assert clean({**answers, question: "no"}).errors == {question: "visa_needed"}
    without = {key: value for key, value in answers.items() if key != question}
    assert clean(without).errors == {question: "required"}


def test_it_checks_the_personal_number_of_taiwan() -> None:
    answers = completed(issuer="TWN", nationality="TWN")
    assert clean({**answers, "tw_id_number": "A223456782"}).errors == {
        "tw_id_number": "check_digit"
    }


def test_it_suggests_a_spelling_and_hints_at_the_letter_o() -> None:
    found = clean({**completed(), "surname": "Müller-Łoś", "passport_number": "ao 12345"})
    assert found.suggestions == {"surname": "MUELLER-LOS"}
    assert found.hints == {"passport_number": "letter_o"}
    assert found.answers["passport_number"] == "AO12345"


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
    found = clean({**MEXICAN, "us_visa_number": "", "surname": "?"}, section="document")
    assert found.errors == {"us_visa_number": "visa_number_required"}
    assert [section.key for section in found.sections] == ["document"]
    assert "surname" not in found.answers
