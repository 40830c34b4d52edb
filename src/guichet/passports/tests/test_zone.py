"""Machine-readable zones: every sample, every way of pasting one, every mistake that shows."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from guichet.passports import zone as mrz
from guichet.passports.digits import BLIND_SPOTS, check_digit, look_alikes

TODAY = date(2026, 11, 22)
with (Path(__file__).parent / "data" / "mrz_samples.csv").open(encoding="utf-8") as _file:
    SAMPLES = list(csv.DictReader(_file))
FIRST, SECOND = SAMPLES[1]["line1"], SAMPLES[1]["line2"]
READ = {
    "document_type": "document_type",
    "issuing_state": "issuer",
    "surname": "surname",
    "given_names": "given_names",
    "document_number": "document_number",
    "nationality": "nationality",
    "birth_date": "birth_date",
    "sex": "sex",
    "expiry_date": "expiry_date",
    "personal_number": "personal_number",
}


def read(*lines: str) -> mrz.Zone:
    return mrz.read("\n".join(lines), today=TODAY)


def codes(zone: mrz.Zone) -> set[str]:
    return {fault.code for fault in zone.faults}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["id"])
def test_it_reads_every_sample(sample: dict[str, str]) -> None:
    zone = read(sample["line1"], sample["line2"])
    assert zone.valid == (sample["expected"] == "valid"), zone.faults
    expected = sample["wrong_check_digit"]
    reasons = {
        "none (length)": {"length"},
        "none (character set)": {"character"},
        "none (date)": {"date"},
        "none (country code)": {"country"},
        "none (line order)": {"line_order"},
    }
    if expected.startswith("none"):
        assert codes(zone) == reasons[expected]
    else:
        assert [fault.field for fault in zone.faults if fault.code == "check_digit"] == [
            *filter(None, expected.split(";"))
        ]
    if zone.valid:
        for column, key in READ.items():
            assert zone.values[key] == sample[column], column


def test_it_suggests_the_zero_for_the_letter() -> None:
    sample = next(row for row in SAMPLES if row["id"] == "MRZ35")
    fault = read(sample["line1"], sample["line2"]).faults[0]
    assert (fault.field, fault.suggestion) == ("document_number", "AB0234567")


def test_it_suggests_nothing_where_another_digit_would_object() -> None:
    sample = next(row for row in SAMPLES if row["id"] == "MRZ25")
    assert read(sample["line1"], sample["line2"]).faults[0].suggestion == ""


@pytest.mark.parametrize(
    "pasted",
    [
        f"{FIRST}\r\n{SECOND}\r\n",
        f"  {FIRST}  \n\n {SECOND} ",
        f"{FIRST}{SECOND}",
        f"{FIRST} {SECOND}",
        f"{FIRST}\n{SECOND}".lower(),
        f"{FIRST}\n{SECOND}".replace("<<", "«"),
        f"{FIRST}\n{SECOND}".replace("<", "«"),
        f"{FIRST}\n{SECOND}".replace("<", "‹"),
        f"{FIRST}\n{SECOND}".replace("<", "＜"),
        f"{FIRST}\n{SECOND}".replace("<", "&lt;"),
        " ".join(f"{FIRST}\n{SECOND}"),
        f"{FIRST[:30]}\n{FIRST[30:]}{SECOND[:20]}\n{SECOND[20:]}",
        f"\x02{FIRST}\r{SECOND}\x03",
        "\u200b\ufeff" + f"{FIRST}\n{SECOND}",
    ],
)
def test_it_reads_a_zone_however_it_was_pasted(pasted: str) -> None:
    zone = read(pasted)
    assert zone.valid, zone.faults
    assert zone.values["document_number"] == "24FV12345"


def test_it_turns_lines_that_were_the_other_way_round() -> None:
    zone = read(SECOND, FIRST)
    assert zone.faults == (mrz.Fault("line_order", mended=True),)
    assert zone.usable and not zone.valid
    assert zone.values["surname"] == "LEFEVRE DE LA TOUR"


def test_it_puts_back_the_fillers_that_were_lost_at_the_end() -> None:
    zone = read(FIRST.rstrip("<"), SECOND)
    assert zone.usable and codes(zone) == {"length"}
    assert zone.values["given_names"] == "ELODIE"


@pytest.mark.parametrize(
    ("pasted", "code", "field"),
    [
        ("", "empty", ""),
        (" \n\t", "empty", ""),
        (FIRST, "lines", ""),
        ("My passport number is AB123456", "lines", ""),
        (f"{FIRST}\n{SECOND[:-1]}", "length", "line2"),
        (f"{FIRST}\n{SECOND}<", "length", "line2"),
        (f"{FIRST}\n{SECOND.replace('FRA', 'F*A')}", "character", "line2"),
        (f"{FIRST.replace('ELODIE', 'ÉLODIE')}\n{SECOND}", "character", "line1"),
        (f"{FIRST.replace('P<FRA', 'X<FRA')}\n{SECOND}", "document", "document_type"),
        (f"{FIRST.replace('P<FRA', 'P<QQQ')}\n{SECOND}", "country", "issuer"),
        (f"{FIRST.replace('ELODIE', 'EL0DIE')}\n{SECOND}", "character", "given_names"),
        (f"{'P<FRA'.ljust(44, '<')}\n{SECOND}", "no_name", "surname"),
        (f"{FIRST}\n{SECOND[:20]}Q{SECOND[21:]}", "character", "sex"),
    ],
)
def test_it_says_what_is_wrong_and_where(pasted: str, code: str, field: str) -> None:
    zone = read(pasted)
    assert (zone.faults[0].code, zone.faults[0].field) == (code, field)
    assert not zone.usable


def test_it_suggests_the_letter_for_a_digit_in_a_name_or_a_code() -> None:
    assert read(FIRST.replace("ELODIE", "EL0DIE"), SECOND).faults[0].suggestion == "ELODIE"
    gbr = next(row for row in SAMPLES if row["id"] == "MRZ03")
    assert read(gbr["line1"].replace("GBR", "G8R", 1), gbr["line2"]).faults[0].suggestion == "GBR"


def test_it_reads_cards_and_visas_but_says_they_are_no_passport() -> None:
    card = read(
        "I<UTOD231458907<<<<<<<<<<<<<<<",
        "7408122F1204159UTO<<<<<<<<<<<6",
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    )
    small = read("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
    visa = read(
        "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L8988901C4XXX4009078F96121096ZE184226B<<<<<<",
    )
    assert [zone.kind for zone in (card, small, visa)] == ["TD1", "TD2", "MRV-A"]
    assert all(zone.valid and not zone.is_passport for zone in (card, small, visa)), visa.faults
    assert card.values["surname"] == small.values["surname"] == "ERIKSSON"
    assert visa.values["birth_date"] == "1940-09-07"


def test_it_reads_a_number_longer_than_nine_characters_on_a_card() -> None:
    number, optional = "D23145890", "734"
    digit = check_digit(number + optional)
    line1 = f"I<UTO{number}<{optional}{digit}<<<<<<<<<<<"
    line2 = "3407127M9507122UTO<<<<<<<<<<<"
    whole = check_digit(line1[5:] + line2[:7] + line2[8:15] + line2[18:29])
    zone = read(line1, line2 + whole, "STEVENSON<<PETER<JOHN<<<<<<<<<")
    assert zone.valid, zone.faults
    assert zone.values["document_number"] == "D23145890734"


def test_it_asks_what_no_check_digit_proves() -> None:
    by_id = {row["id"]: read(row["line1"], row["line2"]) for row in SAMPLES}
    doubts = {(d.code, d.field) for d in by_id["MRZ17"].doubts}
    assert ("truncated", "given_names") in doubts
    assert ("no_given_name", "given_names") in {(d.code, d.field) for d in by_id["MRZ16"].doubts}
    doubt = next(d for d in by_id["MRZ12"].doubts if d.code == "compare_number")
    assert doubt.places[0] == (2, "1", "L")


def test_it_knows_no_day_where_the_zone_knows_none() -> None:
    born = "74<<<<"
    line = f"24FV123451FRA{born}{check_digit(born)}F3106187<<<<<<<<<<<<<<<"
    whole = check_digit(line[:10] + line[13:20] + line[21:43])
    zone = read(FIRST, line + whole)
    assert zone.values["birth_date"] == "1974"
    assert ("unknown_day", "birth_date") in {(d.code, d.field) for d in zone.doubts}


def test_it_asks_for_the_century_of_a_young_child() -> None:
    line = next(row for row in SAMPLES if row["id"] == "MRZ06")["line2"]
    changed = f"{line[:13]}200115{check_digit('200115')}{line[20:43]}"
    whole = check_digit(changed[:10] + changed[13:20] + changed[21:43])
    zone = read("P<JPNSATO<<HARUTO".ljust(44, "<"), changed + whole)
    assert zone.values["birth_date"] == "2020-01-15"
    assert "century" in {doubt.code for doubt in zone.doubts}


@pytest.mark.parametrize("group", BLIND_SPOTS)
def test_it_lists_only_true_blind_spots(group: str) -> None:
    assert all(check_digit(group[0]) == check_digit(other) for other in group)
    assert all(other in look_alikes(group[0]) for other in group[1:])


_name = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=8)
_numbers = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=9)
_births = st.dates(date(1927, 1, 1), TODAY)
_expiries = st.dates(TODAY - timedelta(days=4000), TODAY + timedelta(days=3650))


def passport(
    number: str, born: date, expires: date, surname: list[str], given_names: list[str]
) -> str:
    names = "<".join(surname) + "<<" + "<".join(given_names)
    first = f"P<GBR{names}".ljust(44, "<")
    number, birth = number.ljust(9, "<"), f"{born:%y%m%d}"
    expiry, personal = f"{expires:%y%m%d}", "<" * 14
    line = f"{number}{check_digit(number)}GBR{birth}{check_digit(birth)}F{expiry}"
    line += f"{check_digit(expiry)}{personal}<"
    return f"{first}\n{line}{check_digit(line[:10] + line[13:20] + line[21:43])}"


@given(
    _numbers,
    _births,
    _expiries,
    st.lists(_name, min_size=1, max_size=2),
    st.lists(_name, max_size=2),
)
def test_it_reads_back_every_valid_zone(
    number: str, born: date, expires: date, surname: list[str], given_names: list[str]
) -> None:
    zone = read(passport(number, born, expires, surname, given_names))
    assert zone.valid, zone.faults
    assert zone.values["document_number"] == number
    assert zone.values["birth_date"] == born.isoformat()
    assert zone.values["expiry_date"] == expires.isoformat()
    assert zone.values["surname"] == " ".join(surname)
    assert zone.values["given_names"] == " ".join(given_names)


@given(_numbers, _births, _expiries, st.data())
def test_it_finds_every_single_mistake_but_those_it_lists(
    number: str, born: date, expires: date, data: st.DataObject
) -> None:
    lines = passport(number, born, expires, ["OAK"], ["ANN"]).split("\n")
    places = [*range(10), *range(13, 20), *range(21, 44)]
    place = data.draw(st.sampled_from(places))
    mistake = data.draw(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"))
    original = lines[1][place]
    assume(mistake != original)
    zone = read(lines[0], lines[1][:place] + mistake + lines[1][place + 1 :])
    if not zone.faults:
        assert check_digit(original) == check_digit(mistake)


@given(st.text(max_size=200))
def test_it_never_raises(text: str) -> None:
    zone = read(text)
    assert zone.faults or zone.kind


@given(st.text("ABCPV0123456789<«\n ", min_size=80, max_size=100))
def test_it_never_raises_on_what_looks_like_a_zone(text: str) -> None:
    assert read(text).faults is not None
