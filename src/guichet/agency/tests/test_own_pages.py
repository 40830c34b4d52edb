"""Own pages: nothing an author types does anything but be read, and every fault has its line."""

from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.agency.own_pages.markdown import html_of, is_allowed, title_of
from guichet.agency.own_pages.reading import note_pages, pages_in
from guichet.agency.reading import read

LANGUAGES, PROGRAMMES = ("fr", "ar"), ("appointments",)
TAGS = set("h1 h2 h3 h4 h5 h6 p ul ol li blockquote hr em strong a bdi br".split())
ATTRIBUTES = {"href", "title", "start", "dir", "translate"}


class Judge(HTMLParser):
    """Notes every tag, attribute and address of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [value or "" for name, value in attrs if name == "href"]


def judged(text: str) -> Judge:
    judge = Judge()
    judge.feed(html_of(text))
    judge.close()
    return judge


PIECES = st.sampled_from(
    "<script> </script> <img src=x onerror=y()> <a href='javascript:x'> javascript:x() [a]( ) "
    "![p](x) <javascript:x> &lt; &#106; [r]: data:text/html,x [r] ` ``` ** _ # - 1. > \\ \" ' "
    "<!-- --> <svg/onload=x> <x@y.z> //evil.example http: \n \n\n \t é ا".split(" ")
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=12).map("".join)))
def test_nothing_passes_but_words_and_links(text: str) -> None:
    judge = judged(text)
    assert judge.tags <= TAGS
    assert judge.attributes <= ATTRIBUTES
    assert all(is_allowed(address) for address in judge.addresses)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt&colon;alert(1))",
        "[a](&#106;avascript:alert(1))",
        "[a](data:text/html;base64,PHNjcmlwdD4=)",
        "[a](vbscript:x)",
        "[a](//evil.example/)",
        "[a](/%5cevil.example/)",
        "[a](%2f%2fevil.example)",
        "[a](http://evil.example/)",
        "[a](java%0ascript:x)",
        "<javascript:alert(1)>",
        "![a](https://evil.example/p.png)",
        '[r]\n\n[r]: javascript:x "t"',
    ],
)
def test_what_would_do_something_is_only_words(text: str) -> None:
    judge = judged(text)
    assert judge.addresses in ([], ["https://evil.example/p.png"])
    assert judge.tags <= TAGS


def folder_of(tmp_path: Path, **files: str | bytes) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    pages = {"a.fr.md": "# Un\n", "a.ar.md": "# واحد\n"}
    for name, text in (pages | files).items():
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return tmp_path


def faults_of(folder: Path) -> list[str]:
    return [str(fault) for fault in pages_in(folder, LANGUAGES, PROGRAMMES)[1]]


def test_pages_are_read_by_slug_and_language(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    pages, faults = pages_in(folder, LANGUAGES, PROGRAMMES)
    assert faults == []
    assert pages["a"].in_language("ar").title == "واحد"
    assert pages["a"].in_language("pt").title == "Un"
    assert title_of("# *Mentions* &amp; notes\n") == "Mentions & notes"


def test_a_page_has_the_day_on_which_its_change_was_noted(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)

    def day_of(language: str) -> date | None:
        pages, faults = pages_in(folder, LANGUAGES, PROGRAMMES)
        assert faults == []
        return pages["a"].in_language(language).changed_on

    first, later = date(2026, 11, 2), date(2026, 11, 30)
    assert day_of("fr") is None  # nobody noted it
    note_pages(folder, on=first)
    (folder / "pages" / "a.fr.md").write_text("# Deux\n")
    assert (day_of("fr"), day_of("ar")) == (None, first)
    note_pages(folder, on=later)
    assert (day_of("fr"), day_of("ar")) == (later, first)


def test_notes_of_days_that_cannot_be_read_are_one_sentence(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    note_pages(folder, on=date(2026, 11, 30))
    notes = folder / "pages" / "seen" / "fr.csv"
    line = notes.read_text().replace("2026-11-30", "%s")
    for content in (line % "soon", "key\na,b,c,d,e,f,g,h\n", line.encode("utf-16")):
        notes.write_bytes(content if isinstance(content, bytes) else content.encode())
        (fault,) = faults_of(folder)
        assert "pages/seen/fr.csv" in fault


def test_no_folder_is_no_fault(tmp_path: Path) -> None:
    assert pages_in(tmp_path, LANGUAGES, PROGRAMMES) == ({}, [])


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "a page begins with its title"),
        ("No title\n", 1, "a page begins with its title"),
        ("## Deep\n", 1, "a page begins with its title"),
        ("# \n", 1, "a page begins with its title"),
        ("# Un\n\ntext\n\n# Deux\n", 5, "only the title has one #"),
        ("# Un\n\n### Trois\n", 3, "a heading is missing above it. Write “##”."),
        ("# Un\n\ntext\nand <b>bold</b>\n", 4, "there is no HTML on a page, and '<b>'"),
        ("# Un\n\n<!-- read in May -->\n", 3, "there is no HTML on a page"),
        ("# Un\n\n![](x.png)\n", 3, "there are no pictures on a page"),
        ("# Un\n\n    indented\n", 3, "a page has no program text"),
        ("# Un\n\n[a](javascript:x)\n", 3, "a link leads to 'javascript:x'; it takes https:"),
        ("# Un\n\n[a](http://a.example)\n", 3, "it takes https:"),
        ("# Un\n\n[a](/fr/eta/)\n", 3, "a link leads to '/fr/eta/': eta is off."),
        ("# Un\n\n[a](../../eta/apply/)\n", 3, "eta is off."),
        ("# Un\n\n[a](../b/)\n", 3, "there is no page 'b'."),
        ("# Un\n\n[a](/pt/contact/)\n", 3, "'pt' is none."),
        (b"# Un\n\n\xff\n", 3, "a letter here is not saved in UTF-8; save"),
        (b"\xef\xbb\xbf# Un\n", 1, "byte order mark"),
    ],
)
def test_each_fault_has_its_line(tmp_path: Path, text: str | bytes, line: int, words: str) -> None:
    faults = faults_of(folder_of(tmp_path, **{"a.fr.md": text}))
    place = f"pages/a.fr.md:{line}: error [fr]: "
    assert [fault for fault in faults if fault.startswith(place) and words in fault], faults


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a.md", "pages/a.md: error: a page is called slug.language.md"),
        ("notes.txt", "pages/notes.txt: error: a page is called slug.language.md"),
        ("A_b.fr.md", "'A_b' takes small letters, digits and single hyphens"),
        ("a.zh-hans.md", "'zh-hans' is no language of ours. zh-Hans may be meant."),
        ("b.ar.md", "pages/b.fr.md: error [fr]: the page is missing in fr, which is offered"),
        ("b.fr.md", "pages/b.ar.md: error [ar]: the page is missing in ar, which is offered"),
        ("a.pt.md", "pages/a.pt.md: warning [pt]: pt is not offered; nobody reads this page."),
    ],
)
def test_names_and_languages_are_looked_at(tmp_path: Path, name: str, words: str) -> None:
    faults = faults_of(folder_of(tmp_path, **{name: "# Page\n"}))
    assert [fault for fault in faults if words in fault], faults


def test_a_link_to_what_is_off_is_told_once(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, **{"a.fr.md": "# Un\n\n[Demander](/fr/eta/)\n"})
    (folder / "agency.toml").write_text(
        '[agency]\nname = "A"\nlanguages = ["fr"]\nprogrammes = ["appointments"]\n'
    )
    (fault,) = [str(fault) for fault in read(folder).faults if "eta" in fault.sentence]
    assert fault == "pages/a.fr.md:3: error [fr]: a link leads to '/fr/eta/': eta is off."


def test_a_folder_where_a_page_should_be_is_one_sentence(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    (folder / "pages" / "b.fr.md").mkdir()
    assert any("pages/b.fr.md: error [fr]: " in fault for fault in faults_of(folder))
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "pages").write_text("x")
    assert any(
        "cannot be read: Not a directory" in fault for fault in faults_of(tmp_path / "other")
    )
