"""An agency leaves questions out, changes them and adds its own; what is wrong is one sentence."""

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from django.conf import settings

from guichet.applications.form.fields import Form
from guichet.applications.form.own.laying import sections_of
from guichet.applications.form.own.letters import languages_of_letters
from guichet.applications.form.own.shape import NEEDED, faults_in, faults_of_order
from guichet.eligibility.content import law
from guichet.kernel.content import layers
from guichet.kernel.running.testing import guichet

FILE = "content/fields/fields.toml"
TABLE, LIST = "content/tables/eligibility.toml", "content/eligibility/nationalities.csv"
WORDS = "content/fields/ja.toml"
LETTERS, LAST_OF_A_PAGE = (
    "content/letters/full/ja.toml",
    '\nresults = "この結果の意味と、できること："\n',
)
IN_PORTUGUESE = '[changed.letter_language]\noptions = ["en", "pt"]\n\n[[added]]'
ISLAND = settings.ROOT / "tests" / "agencies" / "island"
SHIPPED = layers.read(settings.CONTENT_DIR / "fields" / "fields.toml")
KEYS = [row["key"] for section in SHIPPED["section"] for row in section["field"]]
PET: Mapping[str, Any] = {"key": "pet", "after": "travel_known", "type": "yes_no"}
OF_ONE_COUNTRY = "us_ rep_province rep_postal_code home_state work_state trv_".split()


def keys_of(own: Mapping[str, Any]) -> list[str]:
    sections = sections_of({**SHIPPED, **own})
    return [row["key"] for section in sections for row in section["field"]]


def test_the_shipped_form_asks_nothing_of_one_country() -> None:
    assert [key for key in KEYS for part in OF_ONE_COUNTRY if key.startswith(part)] == []
    assert list(faults_in({}, SHIPPED["section"])) == []
    assert list(faults_of_order(SHIPPED["section"], str)) == []
    assert set(KEYS) >= NEEDED


def test_a_question_is_left_out_and_its_section_with_the_last_of_it() -> None:
    own = {"left_out": ["rep_fax", "marital_status"]}
    assert keys_of(own) == [key for key in KEYS if key not in own["left_out"]]
    travel = [key for key in KEYS if key.startswith("travel_")]
    sections = [row["key"] for row in sections_of({**SHIPPED, "left_out": travel})]
    assert "travel" not in sections


def test_a_question_stands_after_the_one_it_names() -> None:
    second = {**PET, "key": "pet_name", "after": "pet", "type": "text"}
    keys = keys_of({"added": [PET, second], "left_out": ["travel_known"]})
    place = keys.index("pet")
    assert keys[place - 1 : place + 3] == ["home_district", "pet", "pet_name", "travel_date"]


def test_a_list_is_replaced_whole_and_the_rest_of_the_question_stays() -> None:
    changes = {"changed": {"gender": {"options": ["female", "male"]}}}
    rows = {
        row["key"]: row
        for section in sections_of({**SHIPPED, **changes})
        for row in section["field"]
    }
    assert rows["gender"]["options"] == ["female", "male"]
    assert rows["gender"]["required"] is True


def test_accents_are_those_of_any_passport_unless_the_agency_lists_them() -> None:
    def accents(own: Mapping[str, Any]) -> set[str]:
        rows = [row for section in sections_of({**SHIPPED, **own}) for row in section["field"]]
        return {row.get("accents", "") for row in rows if row["type"] == "name"}

    assert accents({}) == {""}
    assert accents({"accents": "áñ"}) == {"áñ"}


def test_letters_are_wished_for_only_among_languages_in_which_they_are_written() -> None:
    def options(own: Mapping[str, Any], *letters: str) -> list[list[str]]:
        sections = sections_of({**SHIPPED, **own}, letters=letters)
        rows = [row for section in sections for row in section["field"]]
        return [row["options"] for row in rows if row["key"] == "letter_language"]

    assert options({}, "en") == []  # nobody is asked who has no choice
    assert options({}, "es", "en") == [["es", "en"]]
    own = {"changed": {"letter_language": {"options": ["ja"]}}}
    assert options(own, "en") == [["ja"]]


def test_a_site_in_english_alone_asks_for_no_language_of_letters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    languages_of_letters.cache_clear()
    monkeypatch.setattr(layers, "_SPOKEN", ["en"])
    try:
        form = Form(settings.CONTENT_DIR, law())
        assert "letter_language" not in form.fields
        # A draft of before that chose French is gone on with.
        reading = form.read({"letter_language": "fr", "nonsense": "1"}, today=date(2026, 11, 2))
        assert reading.errors["nonsense"] == "unknown_field"
        assert "letter_language" not in reading.errors.keys() | reading.kept.keys()
        assert languages_of_letters(settings.CONTENT_DIR) == ("en",)
    finally:
        languages_of_letters.cache_clear()


@pytest.mark.parametrize(
    ("own", "sentence"),
    [
        ({"accents": ["é"]}, "accents takes the small letters that names may have"),
        ({"accents": "é-"}, "accents takes the small letters that names may have"),
        ({"section": []}, "section is not a key here; an agency's form takes left_out, changed"),
        (
            {"leftout": []},
            "leftout is not a key here; an agency's form takes left_out, change",
        ),
        ({"left_out": "rep_fax"}, "left_out takes a list of texts."),
        ({"left_out": ["rep_fx"]}, "rep_fx is no question of the form; nothing is left out. rep_f"),
        ({"left_out": ["surname"]}, "surname cannot be left out: decisions and letters rest on it"),
        ({"changed": []}, "changed takes tables, [changed.<question>]."),
        ({"changed": {"gendr": {}}}, "gendr is no question of the form. gender may be meant."),
        ({"changed": {"gender": 1}}, "changed.gender takes a table, [changed.gender]."),
        ({"changed": {"gender": {"options": "x"}}}, "options takes a list of texts."),
        ({"changed": {"gender": {"required": False}}}, "required is not said of this question; it"),
        ({"changed": {"school": {"required": 1}}}, "required takes true or false."),
        ({"changed": {"school": {"most": True}}}, "most takes a number."),
        ({"changed": {"school": {"like": "zip"}}}, "like is zip; it takes passport_number"),
        ({"changed": {"school": {"when": {"occupation": 1}}}}, "when takes a table, as in {"),
        ({"added": {}}, "added takes tables, [[added]]."),
        ({"added": [{"key": "pet"}]}, "type, after is missing in [[added]] 1."),
        ({"added": [{**PET, "key": "gender"}]}, "gender is a question of the form already."),
        ({"added": [{**PET, "after": "x"}]}, "x is no question to stand after."),
        ({"added": [{**PET, "type": "color"}]}, "color is no type; it takes agree, birth"),
        ({"added": [{**PET, "type": "choice"}]}, "pet has no options to choose from."),
        ({"added": [{**PET, "colour": "x"}]}, "colour is not said of this question; it takes"),
        ({"added": [{**PET, "zone": "moon"}]}, "zone is moon; it takes document_type"),
    ],
)
def test_what_is_wrong_is_one_sentence(own: Mapping[str, Any], sentence: str) -> None:
    faults = [fault[2] for fault in faults_in(own, SHIPPED["section"])]
    assert len(faults) == 1, faults
    assert faults[0].startswith(sentence)


def test_a_question_that_hangs_on_one_left_out_is_told() -> None:
    sections = sections_of({**SHIPPED, "left_out": ["tb_contact", "tb_diagnosed"]})
    ((path, word, sentence),) = faults_of_order(sections, lambda key: "left_out")
    assert (path, word) == ("left_out", "tb_contact")
    assert sentence.startswith("tb_health_worker is shown by an answer to tb_contact, which is not")


def test_the_demonstration_asks_what_its_law_decides_by() -> None:
    assert {"us_visa", "trv_in_last_10_years"} <= Form(settings.CONTENT_DIR, law()).fields.keys()


def checked(folder: Path) -> CompletedProcess[str]:
    return guichet("check-agency", AGENCY_DIR=str(folder))


@pytest.mark.parametrize(
    ("changes", "sentences"),
    [
        (
            [(FILE, '    "rep_fax",', '    "birth_date",\n    "rep_faks",')],
            [
                f"{FILE}:3: error: birth_date cannot be left out: decisions and letters rest on it",
                f"{FILE}:4: error: rep_faks is no question of the form; nothing is left out.",
            ],
        ),
        (
            [(LETTERS, LAST_OF_A_PAGE, "\n")],
            [f"{LETTERS}: error [ja]: letters lack words here, common.results the first of 1."],
        ),
        (
            [
                (FILE, '"single", "other"]', '"single", "engaged"]'),
                (FILE, "[[added]]", IN_PORTUGUESE),
                (FILE, '    "rep_fax",', '    "electronic",'),
                (WORDS, "[field.stay_purpose]\nlabel", "[field.stay_purpose]\nlable"),
                (TABLE, "number = 18", "number = 16"),
                (TABLE, '{ document_list = "V" }', "{ trv_in_last_10_years = true }"),
            ],
            [
                f"{FILE}:14: error [ja]: {WORDS} has no words for option.marital_status.engaged.",
                f"{FILE}:17: error: no letters are written in pt: there is no content/letters/full",
                f"{WORDS}:2: error [ja]: field.stay_purpose.lable: no question of the form asks",
                f"{TABLE}:23: error: row 16, by_plane_or_ship, decides by trv_in_last_10_years,",
                f"{TABLE}:20: error: row 16, by_plane_or_ship, asks for an authorization, which",
                f"{LIST}:202: error: passports of ROU are judged by electronic, which the form do",
            ],
        ),
    ],
)
def test_it_is_told_with_file_and_line(
    tmp_path: Path, changes: list[tuple[str, str, str]], sentences: list[str]
) -> None:
    folder = tmp_path / "agency"
    shutil.copytree(ISLAND, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    for file, before, after in changes:
        text = (folder / file).read_text("utf-8")
        assert before in text
        (folder / file).write_text(text.replace(before, after, 1), "utf-8")
    answer = checked(folder)
    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert "Traceback" not in answer.stdout + answer.stderr
    for sentence in sentences:
        assert f"\n- {sentence}" in answer.stdout, answer.stdout


@pytest.mark.slow
def test_shipped_words_of_what_was_taken_out_and_own_words_of_nothing_are_told(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "agency"
    shutil.copytree(ISLAND, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    for language in ("en", "ja"):
        with (folder / "content" / "eta" / f"{language}.toml").open("a", encoding="utf-8") as file:
            file.write('\n[row.nobody]\nwhy = "x"\ndo = "x"\n')
    answer = checked(folder)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    for sentence in (
        f"{FILE}:14: warning: field.marital_status.help of the shipped words speaks of common_law",
        "content/changes: warning: beside your refused.next stand the shipped words of a court",
        "content/eta/en.toml:",
    ):
        assert f"\n- {sentence}" in answer.stdout, answer.stdout
    assert answer.stdout.count(f"row.nobody.why: nobody reads it, for {TABLE} has no") == 2
    with (folder / "content" / "fields" / "en.toml").open("a", encoding="utf-8") as file:
        file.write('\n[field.marital_status]\nhelp = "Choose what is true today."\n')
    assert "common_law" not in checked(folder).stdout
