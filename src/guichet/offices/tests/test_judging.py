"""Files of an agency are judged as a whole, by line, before anything is written."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings

from guichet.kernel.running.testing import guichet
from guichet.offices.reference.content import Reference
from guichet.offices.reference.judging import problems_of

CONSULAR = settings.ROOT / "tests" / "agencies" / "consular"
OFFICE = "PAR,Paris,,,1 rue,Paris,FR,75002,Europe/Paris,48.8,2.3,\n"
OFFICE_AGAIN = "PA2,Consulat à Paris,,,2 rue,Paris,FR,75002,Europe/Paris,48.8,2.3,\n"
HEAD = (CONSULAR / "content/offices/offices_abroad.csv").read_text().splitlines(keepends=True)[0]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Return the shipped files with those of the consular service over them."""
    content = tmp_path / "content"
    for name in ("access", "offices", "hours", "services", "tables", "checklists"):
        shutil.copytree(settings.CONTENT_DIR / name, content / name)
        own = CONSULAR / "content" / name
        if own.exists():
            shutil.copytree(own, content / name, dirs_exist_ok=True)
    return content


def test_the_files_of_the_consular_service_are_right(content: Path) -> None:
    assert problems_of(Reference(content)) == []
    assert [row.names["ar"] for row in Reference(content).offices()] == [
        "القنصلية في باريس",
        "القنصلية في لشبونة",
    ]


def test_what_is_shipped_has_no_office_and_nothing_to_correct() -> None:
    shipped = Reference(settings.CONTENT_DIR.resolve())
    assert len(shipped.offices()) > 100  # the demonstration lies over it


@pytest.mark.parametrize(
    ("file", "text", "line", "sentence"),
    [
        ("services/services.toml", '[[service]]\ncode = "A b"\nminutes = 20', 2, "small letters"),
        ("services/services.toml", "service = 3", 1, "service takes tables, [[service]]."),
        (
            "services/services.toml",
            '[[service]]\ncode = "passport"\nminutes = 20\n' * 2,
            5,
            "code 'passport' is that of an earlier service, too.",
        ),
        ("services/services.toml", '[[service]]\ncode = "passport"', 1, "minutes None takes"),
        ("services/services.toml", '\n[[service]]\ncode = "dance"\nminutes = 9', 3, "dance.name"),
        ("hours/hours.toml", "[usual]\nhours = []", 1, "usual.release_at is missing"),
        (
            "hours/hours.toml",
            (
                "[usual]\nrelease_at = 09:00:00\nhours = [\n{ services = ['passport'], weekdays ="
                " [1], desks = 1, stretches = [] },\n{ services = ['x'], weekdays = [1],"
                " desks = 1, stretches = [] }]"
            ),
            5,
            "x is none of the services: civil_status, passport",
        ),
        ("offices/offices_abroad.csv", HEAD + OFFICE.replace("48.8", "north"), 2, "lat 'north'"),
        ("offices/offices_abroad.csv", HEAD + OFFICE + OFFICE, 3, "stands in line 2 already"),
        ("offices/countries.csv", "country_alpha2,office_code\nFR,PAR\nBE,BRU\n", 3, "'BRU' is no"),
        ("offices/countries.csv", "country_alpha2,office_code\nfra,PAR\n", 2, "'fra' is not two"),
        (
            "offices/countries.csv",
            "country_alpha2,office_code\nFR,PAR\nPT,PAR\nFR,LIS\n",
            4,
            "FR stands in line 2 already; the people of a place have one office.",
        ),
        (
            "offices/countries.csv",
            "country_alpha2,subdivision,office_code\nMX,,PAR\nMX,MX-JAL,PAR\nMX,MX-JAL,LIS\n",
            4,
            "MX-JAL stands in line 3 already",
        ),
        (
            "offices/postal_codes.csv",
            "zip,office_code\n75 001,PAR\n75001,LIS\n",
            3,
            "75001 stands in line 2 already",
        ),
        (
            "hours/hours.toml",
            (
                "[usual]\nrelease_at = 09:00:00\nhours = [\n{ services = ['passport'], weekdays ="
                " [1], desks = 1, stretches = [[11:00:00, 16:00:00], [09:00:00, 12:00:00]] }]"
            ),
            4,
            "two stretches of a day overlap",
        ),
        ("offices/countries.csv", "country_alpha2,office_code\nFR,PAR\nQQ,PAR\n", 3, "no country"),
        (
            "offices/countries.csv",
            "country_alpha2,subdivision,office_code\nFR,MX-JAL,PAR\n",
            2,
            "subdivision 'MX-JAL' is no part of FR",
        ),
        ("offices/offices_abroad.csv", HEAD + OFFICE.replace("FR", "QQ"), 2, "'QQ' is the code of"),
        ("offices/postal_codes.csv", "code\n1\n", 1, "columns are missing: office_code, zip"),
        (
            "services/services.toml",
            "[[service]]\nminutos = 9",
            2,
            "not a key; nobody reads it. min",
        ),
        (
            "tables/checklists.toml",
            "[[row]]\nthem = 1",
            2,
            "them is not a key; nobody reads it. th",
        ),
        (
            "tables/checklists.toml",
            "[[question]]\nmany_ = 1",
            2,
            "many_ is not a key; nobody reads",
        ),
        ("tables/checklists.toml", '[[row]]\nthen = "hat"', 2, "no file of checklists/ has words"),
    ],
)
def test_a_wrong_line_is_told_with_what_is_right(
    content: Path, file: str, text: str, line: int, sentence: str
) -> None:
    (content / file).write_text(text, encoding="utf-8")
    problem = problems_of(Reference(content))[0]
    assert problem.path == content / file
    assert problem.line == line
    assert sentence in problem.sentence


USUAL = {
    "release_at": "09:00:00",
    "hours": '[{ services = ["passport"], weekdays = [1], desks = 2, stretches = [] }]',
}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"public_percent": "180"}, "usual.public_percent takes a number from 0 to 100."),
        ({"arrive_early_minutes": "-5"}, "arrive_early_minutes takes a number from 0 to 480."),
        ({"release_window_minutes": "'30'"}, "release_window_minutes takes a number"),
        ({"release_at": "'nine'"}, "usual.release_at takes a time without quotation marks"),
        ({"access": "'step_free'"}, "usual.access takes a list of words."),
        ({"access": "['step_fre']"}, "words for step_fre. step_free may be meant."),
        ({"room": "3"}, "usual.room takes words, up to 60 characters."),
        ({"romm": "'3'"}, "usual.romm is not a key; nobody reads it. room may be meant."),
        (
            {"hours": USUAL["hours"].replace("desks", "desk = 3, desks")},
            "usual.hours: desk is not a key; nobody reads it. desks may be meant.",
        ),
        ({"hours": "7"}, "usual.hours is missing, or is no list of"),
        ({"hours": USUAL["hours"].replace("2", "0")}, "hours: desks takes a number from 1"),
        (
            {"hours": USUAL["hours"].replace("2", "201")},
            "hours: desks takes a number from 1 to 200.",
        ),
        ({"hours": USUAL["hours"].replace("[1]", "['Monday']")}, "hours: weekdays are numbers"),
        ({"hours": USUAL["hours"].replace("[] }", "[[9, 12]] }")}, "each stretch is two times"),
        ({"hours": USUAL["hours"].replace("[] }", "[['09:00', '12:00']] }")}, "is two times"),
    ],
)
def test_what_the_hours_say_beside_is_judged_before_a_start_fails_on_it(
    content: Path, change: dict[str, str], sentence: str
) -> None:
    facts = "\n".join(f"{key} = {value}" for key, value in {**USUAL, **change}.items())
    (content / "hours" / "hours.toml").write_text(f"[usual]\n{facts}\n", encoding="utf-8")
    problems = problems_of(Reference(content))
    keys = [*USUAL, *(change.keys() - USUAL.keys())]
    assert [problem.line for problem in problems] == [keys.index(*change) + 2]
    assert sentence in problems[0].sentence


@pytest.mark.slow
def test_the_agency_is_told_by_file_and_line(tmp_path: Path) -> None:
    folder = tmp_path / "agency"
    shutil.copytree(CONSULAR, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    path = folder / "content" / "offices" / "offices_abroad.csv"
    path.write_text(path.read_text().replace("Europe/Paris", "Europe/Pari"), encoding="utf-8")
    answer = guichet("check-agency", AGENCY_DIR=str(folder))
    wrong = "content/offices/offices_abroad.csv:2: error: time_zone 'Europe/Pari' is not in"
    assert answer.returncode == 1
    assert wrong in answer.stdout
    answer = guichet("import-reference", "--dry-run", AGENCY_DIR=str(folder))
    assert answer.returncode != 0
    assert "nothing was imported; to correct (1)" in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.slow
def test_files_that_rest_on_a_wrong_one_are_told_to_be_looked_at_later(tmp_path: Path) -> None:
    folder = tmp_path / "agency"
    shutil.copytree(CONSULAR, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    path = folder / "content" / "services" / "services.toml"
    path.write_text(path.read_text().replace("minutes = ", "minutes = 9999 # "), encoding="utf-8")
    answer = guichet("check-agency", AGENCY_DIR=str(folder))
    assert "minutes 9999 takes a number from 1 to 480." in answer.stdout
    for file in ("content/hours/hours.toml", "content/offices/"):
        assert f"- {file}: warning: it is looked at once what it rests on" in answer.stdout


@pytest.mark.slow
def test_a_word_that_a_language_lacks_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "agency"
    shutil.copytree(CONSULAR, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    for file, line in (
        ("services/pt.toml", "summary"),
        ("services/ar.toml", "name"),
        ("checklists/ar.toml", ""),
    ):
        path = folder / "content" / file
        lines = path.read_text("utf-8").splitlines(keepends=True)
        place = next(number for number, words in enumerate(lines) if words.startswith(line))
        path.write_text("".join(lines[:place] + lines[place + 1 :]), "utf-8")
    answer = guichet("check-agency", AGENCY_DIR=str(folder))
    assert answer.returncode == 1
    for words in (
        "services/pt.toml:1: error [pt]: passport.summary has no words in pt, which is offered.",
        "services/ar.toml:1: error [ar]: passport.name has no words in ar, which is offered.",
        "checklists/ar.toml: error [ar]: old_passport.say has no words in ar, which is offered.",
    ):
        assert words in answer.stdout


@pytest.mark.slow
def test_what_was_hardly_meant_so_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "agency"
    shutil.copytree(CONSULAR, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    for file, before, after in (
        ("offices/offices_abroad.csv", "name_pt,name_ar", "name_xx,name_ja"),
        ("offices/offices_abroad.csv", "LIS,", OFFICE_AGAIN + "LIS,"),
        ("services/pt.toml", "Certidão do registro civil", "Pedir um passaporte"),
    ):
        path = folder / "content" / file
        path.write_text(path.read_text("utf-8").replace(before, after, 1), "utf-8")
    (folder / "content/hours/hours.toml").write_text("", "utf-8")
    answer = guichet("check-agency", AGENCY_DIR=str(folder))
    assert answer.returncode == 0, answer.stdout
    for words in (
        "offices_abroad.csv:1: warning: name_xx: xx is not offered; nobody reads this column.",
        "offices_abroad.csv:1: warning: name_ja: ja is not offered; nobody reads this column.",
        "offices: warning [fr]: office PA2 has the name of PAR in the same town: 'Consul",
        "services/pt.toml: warning [pt]: civil_status.name is that of passport, too: nobody can",
        "hours/hours.toml: warning: no table of it has hours for 3 of 3 offices (PAR, PA2, LIS):",
    ):
        assert words in answer.stdout, answer.stdout


@pytest.mark.slow
def test_a_new_folder_and_one_of_before_countries_were_told_can_be_served(tmp_path: Path) -> None:
    guichet("new-agency", str(tmp_path / "a"), "--name", "A").check_returncode()
    answer = guichet("check-agency", AGENCY_DIR=str(tmp_path / "a"))
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "agency.toml: warning: country.appointments is not told; all offices" in answer.stdout
    assert "there is no office or no service yet" in answer.stdout
