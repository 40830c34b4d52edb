"""Every row of the eligibility table: who is asked, what they answer, what they are to be told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
START = date(2018, 6, 5)
SHIPS, MALAYSIA, MEXICO = date(2026, 6, 5), date(2026, 5, 26), date(2024, 2, 29)
NEEDS = {"not_possible": [1], "not_required": range(2, 17), "eta_required": range(17, 20)}


@dataclass(frozen=True)
class Walk:
    """Who is asked, by what they answer to each question, and what they are to be told."""

    row: int
    key: str
    source: str
    source_fr: str
    since: date = START
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def answer(self) -> str:
        """Return the answer that the numbers of the rows stand for."""
        return next((need for need, rows in NEEDS.items() if self.row in rows), "visa_required")


Answers = Mapping[str, str]


def answers_with(**answers: str) -> Answers:
    """Return the answers of somebody; nothing is held where that is not answered."""
    return {"held": "none", **answers}


def of(code: str, mode: str = "air", **more: str) -> Answers:
    """Return the answers of somebody with a passport of a country."""
    return answers_with(nationalities=code, mode=mode, document=f"{code}.ordinary", **more)


def walk(
    row: int, key: str, source: str, source_fr: str, answers: Answers, *, since: date = START
) -> Walk:
    return Walk(row, key, source, source_fr, since, answers)


WALKS = [
    walk(
        1,
        "canadian_citizen",
        "IRPA s. 11(1.01); IRCC, Manually processing eTA applications",
        "LIPR, par. 11(1.01); IRCC, Traitement manuel des demandes d’AVE",
        answers_with(held="citizen"),
    ),
    walk(
        2,
        "permanent_resident",
        "IRPA s. 11(1.01); IRCC Help Centre, 1050",
        "LIPR, par. 11(1.01); Centre d’aide d’IRCC, 1050",
        answers_with(held="permanent_resident"),
    ),
    walk(
        3,
        "us_national",
        "IRPR s. 7.1(3)(b)",
        "RIPR, al. 7.1(3)b)",
        answers_with(nationalities="USA"),
    ),
    walk(
        4,
        "us_permanent_resident",
        "IRPR ss. 7.1(3)(b), 12.05(1.1)",
        "RIPR, al. 7.1(3)b) et par. 12.05(1.1)",
        answers_with(held="us_permanent_resident", nationalities="IND"),
        since=date(2022, 4, 26),
    ),
    walk(
        5,
        "valid_visa",
        "IRPR s. 7.1(2)",
        "RIPR, par. 7.1(2)",
        answers_with(held="trv", nationalities="IND"),
    ),
    walk(
        6,
        "temporary_resident_permit",
        "IRPR ss. 7(2)(b), 12.06(b)",
        "RIPR, al. 7(2)b) et 12.06b)",
        answers_with(held="temporary_resident_permit", nationalities="FRA"),
    ),
    walk(
        7,
        "accredited_official",
        "IRPR ss. 7.1(3)(c), 190(2)(a)",
        "RIPR, al. 7.1(3)c) et 190(2)a)",
        of("IND", rare="official"),
    ),
    walk(
        8,
        "air_crew",
        "IRPR s. 7.1(3)(d)",
        "RIPR, al. 7.1(3)d)",
        of("MEX", earlier_visa="no", rare="air_crew"),
    ),
    walk(
        9,
        "resident_of_spm",
        "IRPR s. 7.1(3)(e)",
        "RIPR, al. 7.1(3)e)",
        of("FRA", rare="resident_of_spm"),
    ),
    walk(
        10,
        "refuelling_stop",
        "IRPR s. 190(3)(b)",
        "RIPR, al. 190(3)b)",
        of("IND", rare="refuel", held="us_visa"),
    ),
    walk(
        11,
        "transit_programme",
        "IRPR s. 190(3)(c)",
        "RIPR, al. 190(3)c)",
        of("CHN", rare="transit_programme"),
    ),
    walk(
        12,
        "visiting_force",
        "IRPR s. 190(3)(d)",
        "RIPR, al. 190(3)d)",
        of("DEU", rare="military"),
    ),
    walk(
        13,
        "reentry",
        "IRPR s. 190(3)(f)",
        "RIPR, al. 190(3)f)",
        of("IND", "land", rare="reentry", held="work_or_study_permit"),
    ),
    walk(
        14,
        "vessel_crew",
        "IRPR ss. 190(3.1), 7.1(3)(f)",
        "RIPR, par. 190(3.1) et al. 7.1(3)f)",
        of("PHL", "other_sea", rare="vessel_crew"),
        since=SHIPS,
    ),
    walk(
        15,
        "passenger_vessel",
        "IRPR s. 7.1(3)(g)",
        "RIPR, al. 7.1(3)g)",
        answers_with(nationalities="GBR", mode="cruise"),
        since=SHIPS,
    ),
    walk(
        16,
        "land_or_sea",
        "IRPR s. 7.1(1)",
        "RIPR, par. 7.1(1)",
        of("JPN", "land"),
        since=SHIPS,
    ),
    walk(
        17,
        "vessel_from_spm",
        "IRPR s. 7.1(1)",
        "RIPR, par. 7.1(1)",
        of("ITA", "vessel_from_spm", rare="none"),
        since=SHIPS,
    ),
    walk(
        18,
        "air",
        "IRPR s. 7.1(1)",
        "RIPR, par. 7.1(1)",
        of("ROU", mark="electronic", rare="none"),
    ),
    walk(
        19,
        "conditional_by_earlier_visa",
        "IRPR ss. 7.01, 12.04(4)(h.1)",
        "RIPR, art. 7.01 et al. 12.04(4)h.1)",
        of("MEX", earlier_visa="yes", rare="none"),
        since=MEXICO,
    ),
    walk(
        20,
        "conditional_otherwise",
        "IRPR ss. 7(1), 7.01(1)",
        "RIPR, par. 7(1) et 7.01(1)",
        of("MYS", earlier_visa="no", rare="none"),
        since=MALAYSIA,
    ),
    walk(
        21,
        "visa",
        "IRPR ss. 7(1), 190",
        "RIPR, par. 7(1) et art. 190",
        of("IND", rare="none"),
    ),
]
