"""Whatever is wrong with a folder, the start ends with one list of sentences and nothing served."""

import os
import shutil
import socket
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from guichet.agency import files
from guichet.agency.faults import MORE
from guichet.agency.reading import read
from guichet.kernel.running.testing import guichet
from guichet.kernel.testing import usual

ROOT = Path(__file__).resolve().parents[4]
CONSULAR = ROOT / "tests" / "agencies" / "consular"
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'
TOML = "agency.toml"


def start(folder: Path | str, command: str = "run") -> CompletedProcess[str]:
    return guichet(command, AGENCY_DIR=str(folder))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that can be served, to spoil."""
    ignored = shutil.ignore_patterns("*.py", "__pycache__")
    return Path(shutil.copytree(CONSULAR, tmp_path / "agency", ignore=ignored))


def spoil(folder: Path, name: str, change: tuple[str, str] | bytes | None) -> None:
    """Change words of a file, write it anew, or put a folder in its place."""
    path = folder / name
    if isinstance(change, tuple):
        text = path.read_text("utf-8")
        assert change[0] in text
        path.write_text(text.replace(change[0], change[1], 1), "utf-8")
        return
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    if change is None:
        path.mkdir()
    else:
        path.write_bytes(change)


type Case = tuple[str, tuple[str, str] | bytes | None, str]  # a file, its change, what is said
CASES: list[Case] = [
    (TOML, ('"logo.svg"', '"mark.svg"'), ": error: agency.logo names mark.svg, which"),
    ("logo.svg", LOGO.format("<script>x()</script>").encode(), "logo.svg:1: error: "),
    ("logo.svg", LOGO.format('<image href="https://a.example/"/>').encode(), "logo.svg:1: error: "),
    ("logo.svg", LOGO.format('<path d="M0 0" onload="x()"/>').encode(), "logo.svg:1: error: "),
    ("logo.svg", b"\xff\xfe", "logo.svg"),
    ("logo.svg", None, "cannot be read: Is a directory."),
    (TOML, ("#a3152a", "#ffff00"), "it takes 4.5 or more"),
    (TOML, ('["fr", "pt", "ar"]', '["fr", "pt", "ja"]'), "ja is not complete in appointments"),
    (TOML, ("time_zone", "timezone"), "agency.timezone is not a key; nobody reads it. time_zone"),
    (TOML, ('"FR"', '"ZZ"'), "agency.toml:14: error: country.appointments names 'ZZ', which is"),
    (TOML, ('["PT"]', '["QQ"]'), "abroad[0].countries names 'QQ', which is the code of no"),
    (TOML, ("[links]", "[links]\neta_apply = 'https://a.example'"), "eta, which is"),
    (TOML, ("[agency]", "[agency"), "agency.toml:3: error: this is no TOML"),
    (TOML, b"", "agency.name is missing."),
    (TOML, b"\xff\xfe[agency]", "agency.toml:1: error: the file is in UTF-16; save it once"),
    (TOML, b"\xef\xbb\xbf[agency]\n", "agency.toml:1: error: the file begins with a byte order"),
    (TOML, None, "cannot be read: Is a directory."),
    ("content/routine/fr.toml", b"a = = 1", "content/routine/fr.toml:1: error: this is no TOML"),
    ("content/routine/fr.toml", b"\xef\xbb\xbfa = 1", "fr.toml:1: error: the file begins with a"),
    (
        "content/routine/fr.toml",
        b"a = '\xff'",
        "fr.toml:1: error: a letter here is not saved in UTF-8; save",
    ),
    ("content/routine/ar.toml", b"a = = 1", "content/routine/ar.toml:1: error: this is no TOML"),
    ("content/routine/pt.toml", None, "content/routine/pt.toml: error: "),
    ("content/routine/fr.toml", b"nothing = 'x'", "nothing is no key of content/routine/"),
    ("content/routin/fr.toml", b"a = 'x'", "there is no such file in content/ to lie over."),
    ("content", b"x", "content: error: "),
    ("locale", b"x", "locale: error: "),
    ("content/services", b"x", "content/services: error: a folder belongs here"),
    ("content/fields", b"x", "content/fields: error: a folder belongs here"),
    ("content/eta/seen", b"x", "content/eta/seen: error: a folder belongs here"),
    ("content/letters/full", b"x", "content/letters/full: error: a folder belongs here"),
    ("content/offices/countries.csv", None, "countries.csv cannot be read: Is a directory."),
    ("locale/fr/django.po", b'msgid "\xff"', "django.po:1: error [fr]: a letter here is"),
    ("locale/fr/django.po", None, "there is no django.po in it."),
    (
        "locale/fr/django.po",
        b'msgid "This site is run by %(operator)s."\nmsgstr "Valmer"\n',
        "locale/fr/django.po:1: error [fr]: ",
    ),
    (
        "locale/fr/django.po",
        b'msgid "Book"\nmsgstr "R\xc3\xa9server\n\nmsgid "Move"\nmsgstr "D"\n',
        "locale/fr/django.po:2: error [fr]: this is no catalogue: a text begins and ends with a",
    ),
    ("locale/fr/django.po", b'msgid "Bo"ok"\nmsgstr "x"\n', "django.po:1: error [fr]: this is no"),
    ("seen.csv", None, "seen.csv: error: "),
    ("seen.csv", b"\xff", "seen.csv:1: error: a letter here is not saved in UTF-8; save"),
    ("pages", b"x", "pages: error: "),
    ("pages/imprint.fr.md", b"# A\n\n[b](/fr/eta/)\n", "imprint.fr.md:3: error [fr]: a link leads"),
    ("pages/imprint.fr.md", b"<h1>A</h1>\n", "pages/imprint.fr.md:1: error [fr]: "),
]


def _in_one_folder(first: Case, second: Case) -> bool:
    """Tell whether a start comes to both: the agency's own file is read before everything."""
    if TOML in {first[0], second[0]}:
        return _can_be_read(first) and _can_be_read(second)
    return first[0].partition("/")[0] != second[0].partition("/")[0]


def _can_be_read(case: Case) -> bool:
    """Tell whether a case leaves the agency's own file as TOML, and only says a wrong thing."""
    file, change, words = case
    return file == TOML and isinstance(change, tuple) and "is no TOML" not in words


def folders() -> list[list[Case]]:
    """Return the cases, as many together as one start can come to."""
    together: list[list[Case]] = []
    for case in CASES:
        rooms = (cases for cases in together if all(_in_one_folder(case, other) for other in cases))
        if cases := next(rooms, None):
            cases.append(case)
        else:
            together.append([case])
    return together


# That each case is in the list, is tried below without a start; these stand for all starts.
@pytest.mark.slow
@pytest.mark.parametrize(
    "cases", usual(*folders()[::6], of=folders()), ids=lambda cases: cases[0][2][:40]
)
def test_the_start_ends_with_one_list(folder: Path, cases: list[Case]) -> None:
    for name, change, _ in cases:
        spoil(folder, name, change)
    end = start(folder)
    assert end.returncode == 1, end.stderr
    assert [words for _, _, words in cases if words not in end.stderr] == []
    assert "Traceback" not in end.stdout + end.stderr
    head, *lines = end.stderr.rstrip("\n").split("\n")
    faults = [line for line in lines if line != f"- {MORE}"]
    count = len(faults)
    assert head == f"guichet: the agency's folder {folder} cannot be used; to correct ({count}):"
    assert all(fault.startswith("- ") for fault in faults), faults
    assert end.stdout == ""


@pytest.mark.parametrize(("name", "change", "words"), CASES, ids=lambda part: str(part)[:40])
def test_it_is_in_the_list(
    folder: Path, name: str, change: tuple[str, str] | bytes | None, words: str
) -> None:
    spoil(folder, name, change)
    assert words in "\n".join(f"- {fault}" for fault in read(folder).errors)


@pytest.mark.slow
def test_check_agency_says_the_same(folder: Path) -> None:
    spoil(folder, TOML, None)
    end = start(folder, "check-agency")
    assert (end.returncode, end.stderr) == (1, "")
    assert "cannot be read: Is a directory." in end.stdout


def test_a_file_in_place_of_the_folder_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "agency").write_text("x")
    end = start(tmp_path / "agency")
    assert end.returncode == 1
    assert "cannot be read: Not a directory." in end.stderr
    assert "new-agency" not in end.stderr
    assert "Traceback" not in end.stderr


def test_an_empty_folder_is_one_sentence(tmp_path: Path) -> None:
    end = start(tmp_path)
    assert end.returncode == 1
    assert "./guichet new-agency makes a folder that works." in end.stderr


@pytest.mark.slow
def test_an_empty_setting_is_none() -> None:
    assert start("", "check").returncode == 0


def test_a_folder_nobody_may_read_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deny(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files.Path, "read_bytes", deny)
    _, fault = files.text_in(tmp_path / TOML, TOML)
    assert fault
    assert "cannot be read: Permission denied." in fault.sentence


def test_it_waits_for_no_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / TOML)
    _, fault = files.text_in(tmp_path / TOML, TOML)
    assert fault is not None
    assert fault.sentence.endswith("cannot be read: it is no plain file.")


@pytest.mark.parametrize("kind", ["pipe", "socket", "folder"])
@pytest.mark.parametrize(
    "name",
    [
        "content/routine/fr.toml",
        "content/routine/links.csv",
        "content/services/services.toml",
        "content/offices/countries.csv",
        "pages/imprint.fr.md",
        "locale/fr/django.po",
        "seen.csv",
    ],
)
def test_it_waits_for_no_file_that_is_none(folder: Path, name: str, kind: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    make = {"pipe": os.mkfifo, "folder": os.mkdir, "socket": listen_at}[kind]
    make(path)
    assert name.rpartition("/")[0] in "".join(str(fault) for fault in read(folder).errors)


@pytest.mark.parametrize(
    "name",
    ["content", "locale", "pages", "seen.csv", "content/routine/fr.toml", "content/services"],
)
def test_a_link_that_leads_nowhere_is_told(folder: Path, name: str) -> None:
    path = folder / name
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    path.symlink_to(folder / "nowhere")
    assert [fault for fault in read(folder).errors if fault.file == name]


def test_a_folder_nobody_may_look_into_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = os.scandir

    def deny(path: str) -> object:
        if str(path).endswith("content/services"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", deny)
    (fault,) = read(folder).errors
    assert (fault.file, fault.sentence) == (
        "content/services",
        "it cannot be read: Permission denied.",
    )


def test_content_nobody_may_look_into_is_told_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk, entries = os.scandir, Path.iterdir

    def deny(path: object) -> None:
        if Path(str(path)) == folder / "content":
            raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", lambda path: (deny(path), walk(path))[1])
    monkeypatch.setattr(Path, "iterdir", lambda path: (deny(path), entries(path))[1])
    (fault,) = read(folder).errors
    assert str(fault) == "content: error: content cannot be read: Permission denied."


def test_what_is_called_almost_as_what_is_read_is_told(folder: Path) -> None:
    (folder / "content").rename(folder / "Contents")
    (folder / "pages").rename(folder / "page")
    (folder / "README.md").write_text("x")
    faults = [str(fault) for fault in read(folder).faults]
    assert "Contents: warning: nobody reads Contents; content may be meant." in faults
    assert "page: warning: nobody reads page; pages may be meant." in faults
    assert not any("README" in fault for fault in faults)


def test_a_folder_in_other_letters_is_told(folder: Path) -> None:
    (folder / "content" / "services").rename(folder / "content" / "Services")
    words = "\n".join(str(fault) for fault in read(folder).errors)
    assert "to lie over. services/ may be meant." in words


def listen_at(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(path.parent)  # the name of a socket has room for 100 letters
        try:
            server.bind(path.name)
        finally:
            os.chdir(here)
