"""`docs/agencies.md` as a newcomer takes it: every command is run, every key is in the table."""

import json
import os
import re
import shutil
import subprocess
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from guichet.agency import tables
from guichet.agency.reading import read
from guichet.agency.shipped import COMPLETE, LANGUAGES, PROGRAMMES, links
from guichet.eligibility.content import CATEGORIES, LIST, WHEN
from guichet.kernel.testing import IS_DEEP
from tests.patience import PATIENCE
from tests.sites import begin
from tests.test_run import ROOT, Site, address_of, emptied_folder

PAGE = ROOT / "docs" / "agencies.md"
# A folder in which every kind of table stands once, so that all keys are asked for.
WHOLE = """[agency]
name = "A"
languages = ["fr"]
programmes = ["appointments"]
[[contact.appointments.lines]]
phone = "+33 1 23 45 67 89"
[[contact.appointments.abroad]]
countries = ["PT"]
[fee.appointments]
amount = "1"
currency = "EUR"
[[interpreters.signed]]
code = "fsl"
name = "LSF"
[[social]]
name = "A"
url = "https://a.example/b"
[country]
appointments = "FR"
[mail]
appointments = "a@b.example"
[mail.names]
appointments = "A"
[address]
appointments = "a.example"
"""


SERVE = "make run AGENCY_DIR=../{} "


def commands() -> str:
    """Return every command of the page, one after the other."""
    return "\n".join(re.findall(r"```sh\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL))


def general(path: str) -> str:
    """Return a key as the table of the page writes it."""
    head, *rest = re.sub(r"\[\d+\]", "", path).split(".")
    if head in {"retention", "links", "numbers"} and rest:
        rest[0] = f"<{head}>"
    elif rest and rest[-1] in PROGRAMMES and rest[0] == "names":
        rest[-1] = "<programme>"
    elif rest and rest[0] in PROGRAMMES:
        rest[0] = "<programme>"
    # What `lines` and `abroad` hold is said once, where it stands for everybody.
    return re.sub(r"\.(?:abroad|lines)(?=\.)", "", ".".join([head, *rest]))


def keys_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    (tmp_path / "agency.toml").write_text(WHOLE)
    paths: set[str] = set()
    knows = tables.Table.knows

    def note(table: tables.Table, *keys: str) -> None:
        paths.update(table.at(key) for key in keys if key not in LANGUAGES)
        knows(table, *keys)

    monkeypatch.setattr(tables.Table, "knows", note)
    read(tmp_path)
    keys = {general(path) for path in paths}
    return {key for key in keys if not any(other.startswith(f"{key}.") for other in keys)}


def test_its_table_has_every_key_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = PAGE.read_text("utf-8").partition("## Every key")[2].partition("\n## ")[0]
    table = set(re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE))
    assert sorted(keys_read(tmp_path, monkeypatch)) == sorted(table)


def rows_of(head: str) -> dict[str, set[str]]:
    """Return a table of the page by what its first cells name, with what the others name."""
    lines = PAGE.read_text("utf-8").partition(head)[2].strip().split("\n\n")[0].split("\n")[1:]
    cells = [line.strip("| ").split(" | ", 1) for line in lines]
    return {
        name: set(re.findall(r"`([^`]+)`", rest))
        for first, rest in cells
        for name in re.findall(r"`([^`]+)`", first)
    }


def test_its_facts_are_those_a_row_can_look_at() -> None:
    facts = {
        name: {str(value).lower() if value in (True, False) else f'"{value}"' for value in values}
        for name, values in WHEN.items()
    }
    codes = {'"a code of the list"'}
    table = rows_of("| Fact | Its values |")
    assert table == {
        name: {"nationalities.csv"} if values == codes else values for name, values in facts.items()
    }


def test_its_columns_and_categories_are_those_of_the_list() -> None:
    table = rows_of("| Column | What it is |")
    header = (ROOT / LIST).read_text("utf-8").partition("\n")[0]
    assert list(table) == header.split(",")
    assert CATEGORIES <= table["category"] <= CATEGORIES | {"use_code"}


def test_it_names_every_label_of_an_outside_link() -> None:
    words = PAGE.read_text("utf-8").partition("The labels of `[links]`")[2].partition("\n\n")[0]
    assert set(re.findall(r"`(\w+)`", words)) == set(links())


def test_it_names_the_languages_in_which_a_programme_is_complete() -> None:
    (row,) = re.findall(r"^\| `agency.languages` \| .*$", PAGE.read_text("utf-8"), re.MULTILINE)
    _, appointments, eta = re.split("Appointments are complete in|the authorization in", row)
    for part, programme in ((appointments, "appointments"), (eta, "eta")):
        codes = re.findall(r"`([\w-]+)`", part.partition(". ")[0])
        assert sorted(codes) == sorted(COMPLETE[programme])


def asked(site: Site, path: str, body: dict[str, Any] | None = None) -> Any:
    request = urllib.request.Request(
        f"{address_of(site)}/api/v1/{path}",
        json.dumps(body).encode() if body else None,
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)


def typed(command: str, **environment: str) -> str:
    """Return what a command says that is typed in the folder of the software."""
    end = subprocess.run(
        ["sh", "-c", command], cwd=ROOT, env={"PATH": os.environ["PATH"], **environment},
        capture_output=True, text=True, timeout=PATIENCE,
    )  # fmt: skip
    assert end.returncode == 0, end.stdout + end.stderr
    assert "Traceback" not in end.stdout + end.stderr
    return end.stdout


def filled(site: Site) -> str:
    """Return what ./guichet demo-data says beside a site that is served, as the page types it."""
    return typed("./guichet demo-data", DATA_DIR=str(site.folder))


def code_of(site: Site, name: str) -> str:
    """Return what the command prints that the start says to type, in any window."""
    command = re.search(r"the code of (.* \./guichet staff-code) NAME", site.said)
    assert command, site.said
    return typed(f"{command[1]} {name}")


@pytest.mark.slow
def test_every_command_works_and_an_appointment_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "valmer"
    before, serve, after = commands().partition(SERVE.format("valmer"))
    script = before.replace("../valmer", str(folder))
    end = subprocess.run(
        ["sh", "-e", "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE
    )
    assert end.returncode == 0, end.stdout + end.stderr
    assert "It can be served; 0 to think about." in end.stdout
    assert serve
    assert after.startswith("DATA_DIR=../valmer-data PORT=8080\n")

    with emptied_folder() as path:
        begin(path, agency=folder.name)
        site = Site(path, AGENCY_DIR=str(folder))
        try:
            site.wait_until_ready()
            with urllib.request.urlopen(f"{address_of(site)}/fr/pages/imprint/") as answer:
                assert "<h1>Mentions légales</h1>" in answer.read().decode()
            days = asked(site, "offices/PAR/days?service=passport")["days"]
            day = next(row["date"] for row in days if row["free"])
            slots = asked(site, f"offices/PAR/slots?service=passport&date={day}")["slots"]
            person = {"name": "Ana Silva", "date_of_birth": "1990-01-02", "phone": "+33612345678"}
            wish = {"slot": slots[0]["id"], "service": "passport", "language": "pt", **person}
            appointment = asked(site, "appointments", wish)
            assert appointment["office"]["name"] == "Consulado em Paris"
            assert appointment["pin"]
            assert "appointments of invented people" in filled(site)
            assert re.fullmatch(r"\d{6}\n", code_of(site, "demo-administrator"))
        finally:
            site.end()
    shutil.rmtree(folder)


@pytest.mark.slow
def test_every_command_of_the_island_works(tmp_path: Path) -> None:
    folder = tmp_path / "tamarind"
    _, _, rest = commands().partition(SERVE.format("valmer"))
    _, _, rest = rest.partition("\n")
    script, serve, _ = rest.partition(SERVE.format("tamarind"))
    assert serve
    end = subprocess.run(
        ["sh", "-e", "-c", script.replace("../tamarind", str(folder))],
        cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE,
    )  # fmt: skip
    assert end.returncode == 0, end.stdout + end.stderr
    assert "It can be served;" in end.stdout
    if IS_DEEP:
        serve_the_island(folder)
    shutil.rmtree(folder)


def serve_the_island(folder: Path) -> None:
    """Serve it, ask its law, and fill it with invented people."""
    with emptied_folder() as path:
        begin(path, agency=folder.name)
        site = Site(path, AGENCY_DIR=str(folder))
        try:
            site.wait_until_ready()
            for code, answer in (("JPN", "eta_required"), ("BRA", "visa_required")):
                passport = {"issuer": code, "type": "ordinary"}
                facts = {"status_ca": "none", "nationalities": [code], "mode": "air"}
                decision = asked(site, "eta/eligibility", {**facts, "document": passport})
                assert (decision["answer"], decision["row"]) == (
                    (answer, 18) if answer == "eta_required" else (answer, 21)
                )
            words = filled(site)
            assert "applications of invented people" in words
            assert "nobody lives" in words and '"listed: a conditional nationality"' in words
            assert "appointments" not in words
        finally:
            site.end()
