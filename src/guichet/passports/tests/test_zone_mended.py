"""What a reader mends, finds among other lines, and never takes for something it is not."""

import pytest

from guichet.passports import zone as mrz
from guichet.passports.digits import check_digit
from guichet.passports.tests.test_zone import FIRST, SECOND, codes, read

PAGE = "UNITED KINGDOM OF GREAT BRITAIN\nPASSPORT\n12 AUG / AOUT 74\nP\n" * 5


def checked(line: str) -> str:
    """Return a second line with all its check digits right."""
    for start, end in ((0, 9), (13, 19), (21, 27)):
        line = line[:end] + check_digit(line[start:end]) + line[end + 1 :]
    return line[:43] + check_digit(line[:10] + line[13:20] + line[21:43])


def test_it_has_no_doubt_and_no_fault_about_a_perfect_passport() -> None:
    zone = read(
        "P<GBROAK<<ANN".ljust(44, "<"), checked("92573947<_GBR740812_F310415_<<<<<<<<<<<<<<<_")
    )
    assert zone.faults == () and zone.doubts == ()


def test_it_drops_fillers_inside_a_number() -> None:
    zone = read(
        "P<D<<OAK<<ANN".ljust(44, "<"), checked("C<0000000_D<<640812_F310401_<<<<<<<<<<<<<<<_")
    )
    assert zone.valid and zone.values["document_number"] == "C0000000"


def test_it_takes_one_name_alone_for_the_surname() -> None:
    zone = read("P<IND<<AHMADI".ljust(44, "<"), SECOND.replace("FRA", "IND"))
    assert (zone.values["surname"], zone.values["given_names"]) == ("AHMADI", "")
    assert zone.faults == (mrz.Fault("no_surname", "surname", mended=True),)
    assert zone.usable and "no_given_name" not in {doubt.code for doubt in zone.doubts}


@pytest.mark.parametrize("digit", ["0", "<"])
def test_it_takes_an_unknown_birth_for_no_fault(digit: str) -> None:
    line = checked("24FV12345_FRA<<<<<<_F310618_<<<<<<<<<<<<<<<_")
    line = line[:19] + digit + line[20:43]
    zone = read(FIRST, line + check_digit(line[:10] + line[13:20] + line[21:43]))
    assert zone.valid, zone.faults
    assert zone.values["birth_date"] == ""
    assert ("unknown_birth", "birth_date") in {(d.code, d.field) for d in zone.doubts}


def test_it_reads_a_letter_in_a_date_as_the_digit_it_stands_for() -> None:
    line = SECOND[:21] + "3I06I8" + SECOND[27:]
    zone = read(FIRST, line)
    assert zone.faults == (
        mrz.Fault("digit", "expiry_date", text="3I06I8", suggestion="310618", mended=True),
    )
    assert zone.values["expiry_date"] == "2031-06-18"


def test_it_suggests_a_date_only_as_a_date() -> None:
    mixed = SECOND[:21] + "3I0619" + SECOND[27:]  # a letter, and a digit that is wrong
    faults = [fault for fault in read(FIRST, mixed).faults if fault.field == "expiry_date"]
    assert [fault.suggestion for fault in faults] == [""]


def test_it_suggests_no_name_with_a_digit_in_it() -> None:
    assert read(FIRST.replace("ELODIE", "EL0D7E"), SECOND).faults[0].suggestion == ""


@pytest.mark.parametrize("behind", ["", "\n1", "\nPage 3 of 34\n<<<"])
def test_it_finds_the_two_lines_in_the_text_of_a_whole_page(behind: str) -> None:
    zone = read(PAGE + f"{FIRST}\n\n{SECOND}{behind}")
    assert zone.valid and zone.values["given_names"] == "ELODIE"
    zone = read(PAGE * 50 + f"{FIRST.rstrip('<')}\n{SECOND}{behind}")
    assert zone.usable and zone.values["given_names"] == "ELODIE"


def test_it_finds_no_card_among_other_lines() -> None:
    assert codes(read(PAGE)) == {"lines"}


def test_it_says_of_a_passport_cut_short_what_it_is() -> None:
    zone = read(FIRST[:36], SECOND[:36])
    assert zone.faults == (mrz.Fault("cut", position=44, text="36"),)
