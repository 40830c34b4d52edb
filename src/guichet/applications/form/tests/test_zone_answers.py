"""What the lines of a passport say to the form, and where the two do not agree."""

from datetime import date

from guichet.applications.form.zone_answers import answers_from, differences
from guichet.applications.tests.answering import completed
from guichet.passports import zone
from guichet.passports.tests.test_zone import SAMPLES, TODAY

BY_ID = {row["id"]: row for row in SAMPLES}


def zone_of(sample: str, *, today: date = TODAY) -> zone.Zone:
    return zone.read(BY_ID[sample]["line1"] + "\n" + BY_ID[sample]["line2"], today=today)


def test_it_fills_the_fields_of_the_passport() -> None:
    assert answers_from(zone_of("MRZ04")) == {
        "issuer": "DEU",
        "nationality": "DEU",
        "passport_number": "C01X00T47",
        "surname": "MUELLER",
        "given_names": "JUERGEN",
        "birth_date": "1964-08-12",
        "gender": "male",
        "expiry_date": "2029-02-27",
    }


def test_it_fills_the_personal_number_of_taiwan() -> None:
    assert answers_from(zone_of("MRZ07"))["tw_id_number"] == "A223456781"


def test_it_fills_nothing_that_failed_its_check() -> None:
    assert "passport_number" not in answers_from(zone_of("MRZ35"))
    assert "expiry_date" not in answers_from(zone_of("MRZ36"))
    assert answers_from(zone_of("MRZ35"))["surname"] == "EL IDRISSI"


def test_it_fills_nothing_from_a_visa_or_from_nothing() -> None:
    assert answers_from(zone.read("", today=TODAY)) == {}
    visa = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
    visa += "L8988901C4XXX4009078F96121096ZE184226B<<<<<<"
    assert answers_from(zone.read(visa, today=TODAY)) == {}


def test_it_finds_where_the_answers_say_something_else() -> None:
    answers = {**completed(), "passport_number": "24FV12346", "surname": "Lefèvre de la Tour"}
    answers |= {"given_names": "Élodie", "birth_date": "1991-03-07", "expiry_date": "2031-06-18"}
    answers |= {"gender": "female"}
    assert differences(answers, zone_of("MRZ02")) == {"passport_number": "24FV12345"}


def test_it_forgives_what_was_cut_off_a_long_name() -> None:
    answers = {"surname": "Wongsathitpornphatthanakul", "given_names": "Chokananthaphon"}
    assert differences(answers, zone_of("MRZ17")) == {}


def test_it_forgives_an_apostrophe_and_a_hyphen() -> None:
    answers = {"surname": "O’Brien-Smythe", "given_names": "Niamh Aoife"}
    assert differences(answers, zone_of("MRZ03")) == {}


def test_it_tells_the_doubts_about_a_field() -> None:
    doubts = zone_of("MRZ01").doubts
    codes = {doubt.code for doubt in doubts if doubt.field == "document_number"}
    assert codes == {"compare_number"}
