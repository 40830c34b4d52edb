"""What an agency's own table and lists have wrong is told in sentences, before anybody is asked."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from django.conf import settings
from pytest_django.fixtures import Settings

from guichet.agency.faults import ERROR, JUDGES, Fault, errors, in_order
from guichet.agency.reading import read
from guichet.eligibility import content
from guichet.eligibility import facts as vocabulary
from guichet.eligibility.law import Law
from guichet.eligibility.rules import decide
from guichet.eligibility.testing import TODAY, citizen_of
from guichet.kernel.content import layers
from guichet.kernel.running import preparation
from guichet.kernel.running.testing import guichet
from guichet.kernel.testing import soon, usual
from guichet.web import words

ISLAND = settings.ROOT / "tests" / "agencies" / "island"
TABLE, LIST = "content/tables/eligibility.toml", "content/eligibility/nationalities.csv"
QUESTIONS = "content/eligibility/questions.toml"
QUOTED = ("since_at = 2018-06-05T00:00:00\nsource", "since_at = '2018'\nsource")


def checked(folder: Path) -> CompletedProcess[str]:
    return guichet("check-agency", AGENCY_DIR=str(folder))


type Case = tuple[str, tuple[str, str], int, str]  # a file, its change, a line, what is said
CASES: list[Case] = [
    (TABLE, ('key = "islander"\n', ""), 9, "[[row]] 1: key is missing."),
    (
        TABLE,
        ('"islander"', '"nobody"'),
        11,
        "[[row]] 1: no file of content/eta/ has words for row",
    ),
    (
        TABLE,
        ('"eta_required"', '"maybe"'),
        22,
        "[[row]] 2: then is 'maybe'; it takes not_required",
    ),
    (TABLE, ("document_list", "document_lst"), 23, "lst is no fact. Those there are: status_ca, "),
    (TABLE, ('= "V"', '= "W"'), 23, "document_list is never W; it takes V, C, none."),
    (TABLE, ("home_citizen = true", "home_citizen = 1"), 13, "is never 1; it takes true, false."),
    (TABLE, ("history_starts_at = 2018", "history_starts_at = 2918"), 2, "is yet to come: nobody"),
    (LIST, ("AFG,", "BRA,iso3166,B,visa_required,,,,,S,,,\nAFG,"), 0, "for the same days, too."),
    (TABLE, ("number = 18", "number = 16"), 20, "[[row]] 2: number takes 17 to 19 where then"),
    (TABLE, ('"NZL"', '"QQQ"'), 5, f"state.home is 'QQQ', which is no code of {LIST}."),
    (TABLE, QUOTED, 14, "[[row]] 1: since_at takes a moment without quotation marks"),
    (TABLE, ("history_starts_at = 2018", "history_starts_at = '' # 2018"), 2, "takes a moment"),
    (TABLE, ("when = {}", 'when = { document_list = "V" }'), 0, "on 2018-06-05 no row fits"),
    (TABLE, ("history_starts_at = 2018", "history_starts_at = 2017"), 0, "on 2017-06-05 no row"),
    (TABLE, ('then = "eta_required"', "then = ['x']"), 22, "then is ['x']; it takes"),
    (TABLE, ('{ document_list = "V" }', '"V"'), 23, "when takes facts in braces"),
    (TABLE, ("[state]\n", "row = [1]\n[state]\n"), 0, "this is no TOML"),
    (QUESTIONS, ("rare = []", "rare = 3"), 2, "rare takes tables, [[rare]], or [] for none."),
    (QUESTIONS, ('key = "citizen"\n', ""), 4, "[[held]] takes key, a word, and facts in braces."),
    (QUESTIONS, ("status_ca", "status"), 6, "status is no fact that people tell. Those there are"),
    (QUESTIONS, ('= "citizen" }', '= "czar" }'), 6, "status_ca is never czar; it takes citizen, "),
    (LIST, (",NLD,", ",QQQ,"), 0, "use_code 'QQQ' is no code of this list."),
    (QUESTIONS, ('"citizen"\n', '"friend"\n'), 5, "content/eta/ has words for held.friend."),
    (LIST, ("code,code_type", "code,kind"), 1, "columns are missing: code_type."),
    (LIST, ("2023-06-06", "sixth of June"), 10, "valid_to 'sixth of June' takes a day"),
    (LIST, ("visa_required,", "visa,"), 3, "category 'visa' takes eta_conditional"),
]


ONE_A_FILE = [next(case for case in CASES if case[0] == file) for file in (TABLE, LIST, QUESTIONS)]


def spoilt(tmp_path: Path, case: Case) -> Path:
    """Return a folder of the island with one thing wrong."""
    file, change, *_ = case
    folder = tmp_path / "agency"
    shutil.copytree(ISLAND, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    text = (folder / file).read_text("utf-8")
    assert change[0] in text
    (folder / file).write_text(text.replace(*change, 1), "utf-8")
    return folder


def check_first(errors: list[str], case: Case) -> None:
    """See that the first error is that of a case, in its place."""
    file, _, line, sentence = case
    assert sentence in errors[0]
    assert not line or errors[0].startswith(f"{file}:{line}: error: ")
    assert errors[0].startswith(file)


@pytest.fixture
def _read_anew(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let what is read once be read of the folder of a test, and of ours again after it."""
    monkeypatch.setattr(layers, "_OWN", {})
    monkeypatch.setattr(layers, "_SPOKEN", [])
    caches = (content.law, content.offers, content._structure, words.texts, words.speaker)
    for cache in caches:
        cache.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()


@pytest.mark.usefixtures("_read_anew")
@pytest.mark.parametrize(
    "case", soon((CASES[0],), of=[(case,) for case in CASES]), ids=lambda case: case[3][:40]
)
def test_it_is_one_sentence(tmp_path: Path, settings: Settings, case: Case) -> None:
    folder = spoilt(tmp_path, case)
    reading = read(folder)
    faults = list(reading.faults)
    if agency := reading.agency or reading.draft:  # else nobody but the reader looks at it
        settings.AGENCY = agency
        layers.lay(agency.content, over=settings.CONTENT_DIR, languages=agency.languages)
        ours = [judge for judge in JUDGES if judge.__module__.startswith("guichet.eligibility.")]
        assert len(ours) == 3
        faults += [fault for judge in ours for fault in judge(folder)]
    check_first([str(fault) for fault in errors(in_order(faults))], case)


@pytest.mark.slow
@pytest.mark.parametrize("case", usual(*ONE_A_FILE, of=CASES), ids=lambda case: case[3][:40])
def test_the_command_says_it(tmp_path: Path, case: Case) -> None:
    answer = checked(spoilt(tmp_path, case))
    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert "Traceback" not in answer.stdout + answer.stderr
    lines = [line.removeprefix("- ") for line in answer.stdout.splitlines()]
    check_first([line for line in lines if ": error: " in line], case)


@pytest.mark.slow
def test_a_list_that_a_program_for_tables_has_saved(tmp_path: Path) -> None:
    folder = tmp_path / "agency"
    shutil.copytree(ISLAND, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    text = (folder / LIST).read_text("utf-8")
    (folder / LIST).write_text(text, "utf-8-sig")
    assert checked(folder).returncode == 0
    plain = text.encode("ascii", "ignore")
    (folder / LIST).write_bytes(plain + "Réunion\n".encode("latin-1"))
    answer = checked(folder)
    line = plain.count(b"\n") + 1
    assert f"- {LIST}:{line}: error: a letter here is not saved in UTF-8" in answer.stdout
    assert "Traceback" not in answer.stdout + answer.stderr


@pytest.mark.slow
def test_an_agency_without_a_law_of_its_own_is_told_so(tmp_path: Path) -> None:
    folder = tmp_path / "agency"
    shutil.copytree(ISLAND, folder, ignore=shutil.ignore_patterns("*.py", "content", "seen.csv"))
    answer = checked(folder)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    for file in (TABLE, LIST):
        assert f"- {file}: warning: it is the shipped beginning" in answer.stdout
    assert "nothing says whose citizens" not in answer.stdout
    text = (folder / "agency.toml").read_text("utf-8").replace("[country]\neta", "# eta")
    (folder / "agency.toml").write_text(text, "utf-8")
    assert "- agency.toml: warning: nothing says whose citizens" in checked(folder).stdout


@pytest.mark.slow
def test_a_law_of_another_country_than_travelers_go_to_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "agency"
    shutil.copytree(ISLAND, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    text = (folder / "agency.toml").read_text("utf-8")
    (folder / "agency.toml").write_text(text.replace('eta = "NZ"', 'eta = "LI"'), "utf-8")
    answer = checked(folder)
    words = f"- {TABLE}:5: warning: state.home is 'NZL', and country.eta of agency.toml is 'LI'"
    assert answer.returncode == 0 and words in answer.stdout


@pytest.mark.slow
def test_an_agency_with_one_is_not() -> None:
    for folder in (ISLAND, settings.ROOT / "agencies" / "demonstration"):
        assert "the shipped beginning" not in checked(folder).stdout


@pytest.mark.parametrize(
    ("code", "answer"), [("NZL", "not_possible"), ("FRA", "eta_required"), ("USA", "eta_required")]
)
def test_the_shipped_beginning_is_the_law_of_no_country(
    monkeypatch: pytest.MonkeyPatch, code: str, answer: str
) -> None:
    monkeypatch.setattr(layers, "_OWN", {})
    law = Law(settings.CONTENT_DIR, home="NZL")
    facts, _ = vocabulary.read(citizen_of(code), law.codes)
    assert decide(facts, law, at=law.noon_of(TODAY)).answer == answer


def test_a_start_ends_with_what_a_room_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def judge(folder: Path) -> Iterator[Fault]:
        yield Fault(ERROR, "", TABLE, 7, "the table is on its head.")

    monkeypatch.setattr("guichet.agency.management.commands.check_agency.JUDGES", [*JUDGES, judge])
    with pytest.raises(SystemExit) as end:
        preparation._judge_content()
    assert f"- {TABLE}:7: error: the table is on its head." in str(end.value)
