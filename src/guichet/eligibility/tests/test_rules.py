"""Every row of the table both ways, and the readings that were agreed on."""

from datetime import date

import pytest

from guichet.eligibility.facts import COMMON
from guichet.eligibility.testing import LEFT_OUT, answer_for, citizen_of, traveler

MEXICAN = citizen_of("MEX", trv_in_last_10_years=False)
INDIAN = citizen_of("IND")
CHINESE = citizen_of("CHN")
DIPLOMAT = {"purpose": "official", "accredited": True}
TRANSIT = {"purpose": "transit", "transit_programme_carrier": True, "onward_visa": True}
ISLANDER = {"resident_of_spm": True, "origin": "SPM"}

ROWS = [  # the row, its answer, somebody it fits, and one whom it does not fit any more
    (1, "not_possible", traveler(status_ca="citizen"), traveler(status_ca="none")),
    (1, "not_possible", citizen_of("CAN"), citizen_of("FRA")),
    (1, "not_possible", traveler(nationalities=["FRA", "CAN"]), traveler()),
    (2, "not_required", traveler(status_ca="permanent_resident"), traveler()),
    (3, "not_required", citizen_of("USA"), citizen_of("GBR")),
    (3, "not_required", citizen_of("PRI"), citizen_of("REU")),
    (3, "not_required", traveler(us_status="national"), traveler()),
    (4, "not_required", INDIAN | {"us_status": "permanent_resident"}, INDIAN),
    (5, "not_required", INDIAN | {"holds_valid_trv": True}, INDIAN),
    (6, "not_required", traveler(status_ca="temporary_resident_permit"), traveler()),
    (7, "not_required", traveler(royal_family=True), traveler(royal_family=False)),
    (7, "not_required", traveler(**DIPLOMAT), traveler(**DIPLOMAT | {"accredited": False})),
    (7, "not_required", traveler(**DIPLOMAT), traveler(**DIPLOMAT | {"purpose": "visit"})),
    (8, "not_required", traveler(purpose="air_crew"), traveler(purpose="visit")),
    (
        8,
        "not_required",
        INDIAN | {"purpose": "air_crew", "leaves_within_24h": True},
        INDIAN | {"purpose": "air_crew", "leaves_within_24h": False},
    ),
    (8, "not_required", INDIAN | {"purpose": "land_crew", "mode": "land"}, INDIAN),
    (9, "not_required", traveler(**ISLANDER), traveler(**ISLANDER | {"origin": "FRA"})),
    (9, "not_required", traveler(**ISLANDER), traveler(**ISLANDER | {"resident_of_spm": False})),
    (9, "not_required", traveler(**ISLANDER), INDIAN | ISLANDER),
    (
        9,
        "not_required",
        traveler(resident_of_spm=True, mode="vessel_from_spm"),
        traveler(resident_of_spm=False, mode="vessel_from_spm"),
    ),
    (
        10,
        "not_required",
        INDIAN | {"stop": "refuel", "us_status": "valid_nonimmigrant_visa"},
        INDIAN | {"stop": "refuel"},
    ),
    (10, "not_required", INDIAN | {"stop": "emergency"}, INDIAN | {"stop": "none"}),
    (11, "not_required", CHINESE | TRANSIT, CHINESE | TRANSIT | {"onward_visa": False}),
    (11, "not_required", CHINESE | TRANSIT, CHINESE | TRANSIT | {"purpose": "visit"}),
    (
        11,
        "not_required",
        CHINESE | TRANSIT,
        CHINESE | TRANSIT | {"transit_programme_carrier": False},
    ),
    (12, "not_required", INDIAN | {"purpose": "military"}, INDIAN),
    (12, "not_required", INDIAN | {"purpose": "inspection"}, INDIAN),
    (13, "not_required", INDIAN | {"purpose": "reentry"}, INDIAN),
    (
        13,
        "not_required",
        INDIAN | {"purpose": "reentry", "origin": "USA"},
        INDIAN | {"purpose": "reentry", "origin": "MEX"},
    ),
    (
        14,
        "not_required",
        INDIAN | {"purpose": "vessel_crew", "mode": "other_sea"},
        INDIAN | {"purpose": "vessel_crew", "mode": "air"},
    ),
    (15, "not_required", traveler(mode="cruise"), INDIAN | {"mode": "cruise"}),
    (
        15,
        "not_required",
        citizen_of("ROU", "electronic", mode="cruise"),
        citizen_of("ROU", mode="cruise"),
    ),
    (16, "not_required", traveler(mode="land"), traveler(mode="air")),
    (16, "not_required", traveler(mode="other_sea"), INDIAN | {"mode": "other_sea"}),
    (17, "eta_required", traveler(mode="vessel_from_spm"), INDIAN | {"mode": "vessel_from_spm"}),
    (18, "eta_required", traveler(), INDIAN),
    (19, "eta_required", MEXICAN | {"us_status": "valid_nonimmigrant_visa"}, MEXICAN),
    (19, "eta_required", MEXICAN | {"trv_in_last_10_years": True}, MEXICAN),
    (
        19,
        "eta_required",
        MEXICAN | {"trv_in_last_10_years": True},
        MEXICAN | {"trv_in_last_10_years": True, "mode": "land"},
    ),
    (20, "visa_required", MEXICAN, INDIAN),
    (20, "visa_required", MEXICAN | {"mode": "land"}, traveler(mode="land")),
    (21, "visa_required", INDIAN, traveler()),
]


@pytest.mark.parametrize(("row", "answer", "fits", "not_any_more"), ROWS)
def test_it_takes_each_row_for_those_it_fits_and_no_others(
    row: int, answer: str, fits: dict[str, object], not_any_more: dict[str, object]
) -> None:
    verdict, other = answer_for(fits), answer_for(not_any_more)
    assert (verdict.row, verdict.answer, verdict.asks) == (row, answer, ())
    assert verdict.source and verdict.instruction and verdict.valid_from
    assert other.row != row and other.answer is not None


def test_it_has_a_case_for_each_of_the_21_rows() -> None:
    assert {row for row, *_ in ROWS} == set(range(1, 22))


@pytest.mark.parametrize("name", [name for name in COMMON if name != "trv_in_last_10_years"])
def test_it_asks_for_exactly_the_fact_that_is_missing(name: str) -> None:
    answer = answer_for(traveler(**{name: LEFT_OUT}))
    assert (answer.answer, answer.row, answer.asks) == (None, None, (name,))


def test_it_asks_in_the_agreed_order_and_only_what_it_needs() -> None:
    body: dict[str, object] = {}
    names = []
    while asks := answer_for(body).asks:
        names.append(asks[0])
        body[asks[0]] = {**MEXICAN}[asks[0]]
    assert names == list(COMMON)


@pytest.mark.parametrize(
    ("body", "row"),
    [
        ({"status_ca": "citizen"}, 1),
        ({"nationalities": ["CAN"]}, 1),
        ({"status_ca": "permanent_resident"}, 2),
        ({"status_ca": "none", "nationalities": ["USA"]}, 3),
        ({"status_ca": "none", "us_status": "national"}, 3),
        (traveler(mode="cruise", document=LEFT_OUT), 15),
        (INDIAN | {"mode": LEFT_OUT}, 21),
    ],
)
def test_it_answers_as_soon_as_a_row_is_sure(body: dict[str, object], row: int) -> None:
    assert answer_for({k: v for k, v in body.items() if v is not LEFT_OUT}).row == row


@pytest.mark.parametrize(
    ("body", "asks"),
    [
        ({}, "status_ca"),
        ({"nationalities": ["USA"]}, "status_ca"),
        ({"status_ca": "none", "us_status": "none"}, "nationalities"),
        (traveler(mode=LEFT_OUT, document=LEFT_OUT), "mode"),
        (INDIAN | {"mode": LEFT_OUT, "document": LEFT_OUT}, "mode"),
        (traveler(document={"issuer": "FRA"}), "document"),
        (traveler(document={"type": "ordinary"}), "document"),
        (
            traveler(nationalities=["ROU"], document={"issuer": "ROU", "type": "ordinary"}),
            "document",
        ),
        (traveler(nationalities=["ROU"], document=LEFT_OUT, mode="cruise"), "document"),
        (traveler(nationalities=["VAT"], document=LEFT_OUT, mode="cruise"), "document"),
        (citizen_of("MEX"), "trv_in_last_10_years"),
        (INDIAN | {"purpose": "vessel_crew", "mode": LEFT_OUT}, "mode"),
    ],
)
def test_it_stops_at_a_row_that_cannot_be_decided(body: dict[str, object], asks: str) -> None:
    facts = {k: v for k, v in body.items() if v is not LEFT_OUT}
    assert answer_for(facts).asks == (asks,)


@pytest.mark.parametrize("type_", ["refugee", "stateless", "alien"])
def test_it_takes_no_document_for_proof_that_proves_no_nationality(type_: str) -> None:
    for issuer in ("FRA", "MEX", "UNO"):
        answer = answer_for(
            traveler(nationalities=["MEX"], document={"issuer": issuer, "type": type_})
        )
        assert answer.row == 21


@pytest.mark.parametrize("code", ["UNO", "EUE", "XOM", "XXA", "XXB", "XXC", "XXX", "GBP", "MAC"])
def test_it_asks_a_visa_of_papers_that_prove_no_exempt_nationality(code: str) -> None:
    assert answer_for(citizen_of(code)).row == 21


CONDITIONS = [
    ("GBD", "listed_overseas_territory"),
    ("GBN", "hong_kong_connection"),
    ("GBO", "readmissible_to_uk"),
    ("GBS", "right_of_abode"),
    ("HKG", "hksar"),
    ("ISR", "national_passport"),
    ("ROU", "electronic"),
    ("TWN", "personal_id_number"),
]


@pytest.mark.parametrize(("code", "feature"), CONDITIONS)
def test_it_looks_at_the_condition_of_a_nationality(code: str, feature: str) -> None:
    unknown = traveler(nationalities=[code], document={"issuer": code, "type": "ordinary"})
    assert answer_for(citizen_of(code, feature)).row == 18
    assert answer_for(citizen_of(code)).row == 21
    assert answer_for(unknown).asks == ("document",)


def test_it_takes_only_an_ordinary_passport_of_taiwan() -> None:
    passport = {"issuer": "TWN", "type": "emergency", "features": ["personal_id_number"]}
    assert answer_for(citizen_of("TWN", document=passport)).row == 21


def test_it_takes_a_document_of_the_holy_see_from_any_holder() -> None:
    document = {"issuer": "VAT", "type": "diplomatic"}
    assert answer_for(traveler(nationalities=["IND"], document=document)).row == 18
    assert answer_for(traveler(nationalities=["VAT"])).row == 18  # with a French passport
    assert answer_for(INDIAN | {"nationalities": ["VAT"]}).row == 21


@pytest.mark.parametrize(
    ("nationality", "issuer", "features", "row"),
    [
        ("GBN", "GBR", ["hong_kong_connection"], 18),
        ("GBN", "GBR", [], 21),
        ("GBP", "GBR", [], 21),
        ("GBR", "GBR", [], 18),
        ("HKG", "CHN", ["hksar"], 18),
        ("CHN", "CHN", ["hksar"], 18),
        ("CHN", "HKG", ["hksar"], 18),
        ("HKG", "CHN", [], 21),
        ("CHN", "CHN", [], 21),
        ("DEU", "D", [], 18),
        ("REU", "FRA", [], 18),
        ("XKX", "RKS", [], 21),
        ("BMU", "GBD", ["listed_overseas_territory"], 18),
        ("SGS", "SGS", ["listed_overseas_territory"], 21),
        ("IOT", "GBR", ["listed_overseas_territory"], 21),
        ("BMU", "BMU", None, 18),
        ("SGS", "SGS", None, 21),
    ],
)
def test_it_finds_the_nationality_behind_issuer_and_territory(
    nationality: str, issuer: str, features: list[str] | None, row: int
) -> None:
    document: dict[str, object] = {"issuer": issuer, "type": "ordinary"}
    if features is not None:
        document["features"] = features
    assert answer_for(traveler(nationalities=[nationality], document=document)).row == row


def test_it_believes_the_nationality_where_facts_contradict_each_other() -> None:
    assert answer_for(citizen_of("USA", us_status="none")).row == 3
    assert answer_for(citizen_of("CAN", status_ca="none")).row == 1
    assert answer_for(citizen_of("CAN", status_ca="permanent_resident")).row == 1


def test_it_looks_at_all_nationalities_before_row_16_and_at_the_document_from_there() -> None:
    both = {"nationalities": ["FRA", "IND"], "document": INDIAN["document"]}
    assert answer_for(traveler(**both)).row == 21
    assert answer_for(traveler(**both, mode="cruise")).row == 15
    assert answer_for(traveler(**both, mode="cruise"), on=date(2026, 6, 4)).row == 21


def test_it_tells_when_another_passport_would_do_better() -> None:
    answer = answer_for(traveler(nationalities=["IND", "FRA"], document=INDIAN["document"]))
    assert answer.hint
    assert (answer.hint.nationality, answer.hint.answer, answer.hint.conditional) == (
        "FRA",
        "eta_required",
        False,
    )
    by_land = answer_for(
        traveler(nationalities=["IND", "ROU"], document=INDIAN["document"], mode="land")
    )
    assert by_land.hint and (by_land.hint.answer, by_land.hint.conditional) == (
        "not_required",
        True,
    )
    assert answer_for(traveler(nationalities=["IND", "FRA"])).hint is None
    assert answer_for(INDIAN).hint is None


def test_it_asks_a_resident_of_the_us_by_the_rules_before_2022() -> None:
    resident = INDIAN | {"us_status": "permanent_resident"}
    before = date(2022, 4, 25)
    assert answer_for(resident, on=before).row == 18
    assert answer_for(resident | {"mode": "land"}, on=before).row == 16
    assert answer_for(resident | {"holds_valid_trv": True}, on=before).row == 5
