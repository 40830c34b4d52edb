"""Somebody works at an agency's folder: the site follows, and stays where the folder is wrong."""

import os
import re
import shutil
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bench.measures.memory import family_of
from guichet.kernel.meters import memory
from guichet.kernel.running import taking
from guichet.kernel.running.rereading import Folder, mark_of
from guichet.kernel.testing import IS_DEEP
from tests.patience import PATIENCE
from tests.sites import begin
from tests.test_run import ROOT, Site, address_of, emptied_folder

CONSULAR, ISLAND = (ROOT / "tests" / "agencies" / name for name in ("consular", "island"))


@pytest.fixture
def agency(tmp_path: Path) -> Path:
    shutil.copytree(CONSULAR, tmp_path / "agency", ignore=shutil.ignore_patterns("*.py", "__py*"))
    return tmp_path / "agency"


@pytest.fixture
def island(tmp_path: Path) -> Path:
    shutil.copytree(ISLAND, tmp_path / "island", ignore=shutil.ignore_patterns("*.py", "__py*"))
    return tmp_path / "island"


@pytest.fixture
def site(agency: Path) -> Iterator[Site]:
    with served(agency, pages=CONSULAR) as site:
        yield site


@contextmanager
def served(agency: Path, *, pages: Path) -> Iterator[Site]:
    """Serve a copy of an agency, which has the same words and so the same pages."""
    with emptied_folder() as path:
        begin(path, agency=pages.name)
        site = Site(path, AGENCY_DIR=str(agency))
        try:
            site.wait_until_ready()
            yield site
        finally:
            site.end()


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
    _commands_go_on_as_the_site_does(site)

    page.write_text("# Qui nous sommes\n\nValmer\n", encoding="utf-8")
    wait_for(lambda: "<h1>Qui nous sommes</h1>" in text_of(site, "/fr/pages/imprint/"), site)
    wait_for(lambda: site.said.count("Guichet is ready at") == 2, site)
    assert "the site starts again with it" in site.said
    assert "Traceback" not in site.said
    assert site.process.pid == process
    assert memory.of_process(process) < max(size * 1.1, 30_000_000)


def _commands_go_on_as_the_site_does(site: Site) -> None:
    """Type commands with the site's folders, and with that of its data alone."""
    data_dir, agency = {"DATA_DIR": str(site.folder)}, site.more
    compiled = {path: path.read_bytes() for path in site.folder.glob("agency/locale/*/fr/*/*.mo")}
    assert compiled
    for folders in (data_dir | agency, data_dir):
        command = typed("staff-code", "demo-administrator", **folders)
        assert re.fullmatch(r"\d{6}\n", command.stdout)
        (sentence,) = command.stderr.splitlines()
        assert "has faults" in sentence
        assert sentence.endswith("goes on with the copy that the site was last started with.")
    if IS_DEEP:  # one that writes a lot
        filled = typed("demo-data", "--clients", "5", **data_dir | agency)
        assert "appointments of invented people" in filled.stdout
    typed("check-agency", **data_dir)  # of the demonstration
    assert {path: path.read_bytes() for path in compiled} == compiled


def typed(*words: str, **folders: str) -> "subprocess.CompletedProcess[str]":
    environment = {"PATH": os.environ["PATH"], **folders}
    command = subprocess.run(
        [ROOT / "guichet", *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert command.returncode == 0, command.stdout + command.stderr
    return command


def web_worker_of(site: Site) -> int:
    """Return the process that answers: the child of the web server."""
    *_, worker = (
        process
        for process in family_of(site.process.pid)
        if b"granian" in Path(f"/proc/{process}/cmdline").read_bytes()
    )
    return worker


@pytest.mark.slow
def test_what_is_saved_wrongly_reaches_nobody_and_ends_nothing(island: Path) -> None:
    words, table = island / "content" / "eta" / "ja.toml", island / "agency.toml"
    good_words, good_table = words.read_text("utf-8"), table.read_text("utf-8")
    with served(island, pages=ISLAND) as site:
        refusal = re.compile("^The site goes on with the folder as it was before.$", re.M)

        # Words that are first read now, in a folder that is not served.
        words.write_text("a = = 1", "utf-8")
        wait_for(lambda: bool(refusal.search(site.said)), site)
        assert "content/eta/ja.toml:1: error" in site.said
        before = text_of(site, "/ja/eta/")
        assert "</html>" in before

        # The same of a process that is born now.
        worker = web_worker_of(site)
        os.kill(worker, signal.SIGKILL)
        wait_for(lambda: "</html>" in text_of(site, "/en/eta/"), site)
        assert web_worker_of(site) != worker
        assert text_of(site, "/ja/eta/") == before

        # A good change, and a wrong one as soon as the site starts again with it.
        words.write_text(good_words + "\n# read anew\n", "utf-8")
        wait_for(lambda: "the site starts again with it" in site.said, site)
        table.write_text(good_table.replace("logo.svg", "nowhere.svg", 1), "utf-8")
        wait_for(lambda: site.said.count("Guichet is ready at") == 2, site)
        wait_for(lambda: len(refusal.findall(site.said)) == 2, site)
        assert "agency.logo names nowhere.svg" in site.said
        assert text_of(site, "/ja/eta/") == before

        # Put right again.
        table.write_text(good_table, "utf-8")
        wait_for(lambda: "The agency's folder is in order again" in site.said, site)
        assert "Traceback" not in site.said


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


def test_nothing_changed_is_nothing_to_do(
    agency: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sentences: list[str] = []
    monkeypatch.setenv(taking.TAKEN, str(taking.take(agency, tmp_path / "taken")))
    folder = Folder(agency, copies=tmp_path / "taken", say=sentences.append)
    deadline = time.monotonic() + 2.5
    while time.monotonic() < deadline:
        assert not folder.is_ready()
        time.sleep(0.1)
    assert sentences == []


@pytest.mark.slow
def test_a_list_longer_than_a_pipe_is_told_whole(
    agency: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AGENCY_DIR", str(agency))
    reports: list[str] = []
    folder = Folder(agency, copies=tmp_path / "taken", say=reports.append)
    with (agency / "agency.toml").open("a", encoding="utf-8") as file:
        file.write("".join(f"unknown_{number} = 1\n" for number in range(2000)))
    deadline = time.monotonic() + PATIENCE
    while not reports:
        assert not folder.is_ready()
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert len(reports[0]) > 2**16
    assert reports[0].endswith("The site goes on with the folder as it was before.")
