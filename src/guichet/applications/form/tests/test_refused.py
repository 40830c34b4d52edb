"""The form: what is refused, with which code on which field."""

import pytest

from guichet.applications.tests.answering import MEXICAN, clean, completed


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
        ({"birth_date": "1985--30"}, "birth_date", "birth_partly"),
        ({"birth_date": "1985--"}, "birth_date", "birth_partly"),
        ({"issue_date": "1985--30"}, "issue_date", "date_incomplete"),
        ({"birth_date": "2026-12-01"}, "birth_date", "in_future"),
        ({"birth_date": "2031"}, "birth_date", "year_in_future"),
        ({"birth_date": "1885"}, "birth_date", "too_early"),
        ({"birth_date": "85"}, "birth_date", "year_four_digits"),
        ({"rep_phone": "+1 1 212 555 0142"}, "rep_phone", "doubled_code"),
        ({"rep_phone": "212 555 0142"}, "rep_phone", "phone_country_code"),
        ({"rep_phone": "call me"}, "rep_phone", "phone_country_code"),
        ({"rep_phone": "+1 000"}, "rep_phone", "malformed"),
        ({"email": "niamh@[127.0.0.1]"}, "email", "email_domain"),
        ({"email": "niamh.example.org"}, "email", "email_without_at"),
        ({"email": "níamh@example.org"}, "email", "email_letters"),
        ({"birth_date": "85-02-03"}, "birth_date", "year_four_digits"),
        ({"birth_date": "19850-02-03"}, "birth_date", "year_four_digits"),
        ({"birth_date": "19850"}, "birth_date", "year_four_digits"),
        ({"birth_date": "1980-13"}, "birth_date", "no_such_month"),
        ({"expiry_date": "20300-02-03"}, "expiry_date", "year_four_digits"),
        ({"expiry_date": "2030-13-03"}, "expiry_date", "no_such_month"),
        ({"birth_date": "3 March"}, "birth_date", "malformed"),
        ({"birth_date": "2027-01-01"}, "birth_date", "year_in_future"),
        ({"birth_date": "1885-01-01"}, "birth_date", "too_early"),
        ({"issue_date": "1980-01-01"}, "issue_date", "issued_before_birth"),
        ({"issue_date": "2027-01-01"}, "issue_date", "year_in_future"),
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
        ({"email": "niamh@example"}, "email", "email_domain"),
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
    behalf = {"on_behalf": "yes", "for_minor": "no"} if field.startswith("rep_") else {}
    answers = completed(occupation="health", **behalf)
    assert clean({**answers, **changes}).errors.get(field) == code


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("14:30", "14:30"), ("2:30 pm", "14:30"), ("2.30pm", "14:30"), ("14h30", "14:30"),
        ("2:30 p.m.", "14:30"), ("2:30 AM", "02:30"), ("12:05 am", "00:05"), ("12 PM", "12:00"),
        ("14 h", "14:00"), ("9.05", "09:05"), ("1430", "14:30"), ("02:30PM", "14:30"),
    ],
)  # fmt: skip
def test_it_reads_a_time_as_it_stands_on_the_ticket(text: str, time: str) -> None:
    answers = {**completed(travel_known="yes"), "travel_time": text}
    assert clean(answers).answers["travel_time"] == time


@pytest.mark.parametrize(
    "text", ["2", "25:00", "14:60", "14:30 pm", "0:30 pm", "pm", "2:30 xm", "noon", "143", "::"]
)
def test_it_guesses_at_no_time(text: str) -> None:
    answers = {**completed(travel_known="yes"), "travel_time": text}
    assert clean(answers).errors["travel_time"] == "malformed"


def test_it_reads_codes_in_small_letters() -> None:
    answers = completed(on_behalf="yes", for_minor="no", rep_kind="cicc_member")
    small = {"issuer": "fra", "nationality": "fra", "home_country": "fra", "rep_province": "ca-on"}
    assert clean({**answers, **small}).errors == {}


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
    reading = clean({**completed(), "surname": "Müller-Łoś", "passport_number": "ao 12345"})
    assert reading.suggestions == {"surname": "MUELLER-LOS"}
    assert reading.hints == {"passport_number": "letter_o"}
    assert reading.answers["passport_number"] == "AO12345"
