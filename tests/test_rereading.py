"""Somebody works at an agency's folder: the site follows, and stays where the folder is wrong."""

import shutil
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from guichet.kernel.meters import memory
from guichet.kernel.running.rereading import Folder, mark_of
from tests.sites import begin
from tests.test_run import ROOT, Site, address_of, emptied_folder

CONSULAR = ROOT / "tests" / "agencies" / "consular"
PATIENCE = 120


@pytest.fixture
def agency(tmp_path: Path) -> Path:
    shutil.copytree(CONSULAR, tmp_path / "agency", ignore=shutil.ignore_patterns("*.py", "__py*"))
    return tmp_path / "agency"


@pytest.fixture
def site(agency: Path) -> Iterator[Site]:
    with emptied_folder() as path:
        begin(path)
        served = Site(path, AGENCY_DIR=str(agency))
        try:
            served.wait_until_ready()
            yield served
        finally:
            served.end()


def wait_for(is_so: Callable[[], bool], site: Site) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert site.process.poll() is None, site.said
        assert time.monotonic() < deadline, site.said
        time.sleep(0.2)


def text_of(site: Site, path: str) -> str:
    try:
        with urllib.request.urlopen(address_of(site) + path, timeout=10) as answer:
            return str(answer.read().decode())
    except OSError:
        return ""


@pytest.mark.slow
def test_a_changed_file_is_served_and_a_wrong_one_is_told(site: Site, agency: Path) -> None:
    page = agency / "pages" / "imprint.fr.md"
    process, size = site.process.pid, memory.of_process(site.process.pid)
    assert "<h1>Mentions légales</h1>" in text_of(site, "/fr/pages/imprint/")

    page.write_text("# Qui nous sommes\n\n<b>Valmer</b>\n", encoding="utf-8")
    wait_for(lambda: "The site goes on with the folder as it was before." in site.said, site)
    assert "pages/imprint.fr.md:3: error [fr]: there is no HTML on a page" in site.said
    assert "<h1>Mentions légales</h1>" in text_of(site, "/fr/pages/imprint/")

    page.write_text("# Qui nous sommes\n\nValmer\n", encoding="utf-8")
    wait_for(lambda: "<h1>Qui nous sommes</h1>" in text_of(site, "/fr/pages/imprint/"), site)
    wait_for(lambda: site.said.count("Guichet is ready at") == 2, site)
    assert "the site starts again with it" in site.said
    assert "Traceback" not in site.said
    assert site.process.pid == process
    assert memory.of_process(process) < max(size * 1.1, 30_000_000)


def test_it_looks_at_files_and_not_at_what_editors_leave(agency: Path) -> None:
    mark = mark_of(agency)
    (agency / ".agency.toml.swp").write_text("x")
    (agency / ".git").mkdir()
    (agency / ".git" / "HEAD").write_text("x")
    (agency / "agency.toml~").write_text("x")
    assert mark_of(agency) == mark
    (agency / "pages" / "new.fr.md").write_text("# x")
    assert mark_of(agency) != mark
    assert mark_of(agency / "nowhere") == mark_of(agency / "nothing")


def test_nothing_changed_is_nothing_to_do(agency: Path) -> None:
    sentences: list[str] = []
    folder = Folder(agency, say=sentences.append)
    deadline = time.monotonic() + 2.5
    while time.monotonic() < deadline:
        assert not folder.is_ready()
        time.sleep(0.1)
    assert sentences == []


@pytest.mark.slow
def test_a_list_longer_than_a_pipe_is_told_whole(
    agency: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AGENCY_DIR", str(agency))
    reports: list[str] = []
    folder = Folder(agency, say=reports.append)
    with (agency / "agency.toml").open("a", encoding="utf-8") as file:
        file.write("".join(f"unknown_{number} = 1\n" for number in range(2000)))
    deadline = time.monotonic() + PATIENCE
    while not reports:
        assert not folder.is_ready()
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert len(reports[0]) > 2**16
    assert reports[0].endswith("The site goes on with the folder as it was before.")
