"""A filled PDF form keeps every letter it shows; where it cannot, it says what to do instead."""

import io
from typing import Any

import pikepdf
import pypdfium2
import pytest
import typst
from pikepdf import Array, Dictionary, Name, Pdf

from guichet.applications.papers.workshop import pdf_files
from guichet.applications.papers.workshop.result import Refused
from guichet.post import fonts

GREEK, CHINESE, ARABIC = "Ευαγγελία Παπαδοπούλου", "张伟的母亲", "فاطمة الزهراء"
SCRIPTS = [GREEK, CHINESE, ARABIC]
LATIN = "Zoë Núñez d'Été"
MULTILINE, COMB = 1 << 12, 1 << 24


def drawing_of(text: str) -> bytes:
    """Return a PDF of one small page on which a text is drawn with a font that has its letters."""
    families = ("Noto Sans", "Noto Sans CJK SC", "IBM Plex Sans Arabic")
    source = f"""#set page(width: 200pt, height: 20pt, margin: 2pt)
#set text(size: 11pt, font: {families!r})
{text}""".replace("'", '"')
    return typst.compile(source.encode(), font_paths=fonts.collection(), ignore_system_fonts=True)


def form(
    value: str, *, drawing: bytes | None = None, needs: bool = False, size: str = "12", **more: Any
) -> bytes:
    """Return a form with one field; `drawn`: a page that is its drawing."""
    document = Pdf.new()
    page = document.add_blank_page(page_size=(400, 200))
    font = document.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica,
            Encoding=Name.WinAnsiEncoding,
        )
    )  # fmt: skip
    field = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="name", V=value, F=4,
        Rect=Array([100, 100, 300, 120]), DA=f"/F1 {size} Tf 0 g",
    )  # fmt: skip
    if drawing is not None:
        with pikepdf.open(io.BytesIO(drawing)) as other:
            field.AP = Dictionary(N=document.copy_foreign(other.pages[0].as_form_xobject()))
    for key, fact in more.items():
        field[f"/{key}"] = fact
    field = document.make_indirect(field)
    page.obj.Annots = Array([field])
    document.Root.AcroForm = Dictionary(
        Fields=Array([field]), DR=Dictionary(Font=Dictionary(F1=font))
    )
    if needs:
        document.Root.AcroForm.NeedAppearances = True
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def text_of_kept_paper(original: bytes) -> str:
    """Return the words of the paper that is kept."""
    document = pypdfium2.PdfDocument(pdf_files.make(original).content)
    return document[0].get_textpage().get_text_range()


def ink(content: bytes) -> bytes:
    """Return what the page looks like, small."""
    return pypdfium2.PdfDocument(content)[0].render(scale=1).to_pil().convert("1").tobytes()


def refusal(original: bytes) -> str:
    with pytest.raises(Refused) as reason:
        pdf_files.make(original)
    return str(reason.value)


@pytest.mark.parametrize("needs", [False, True], ids=["as drawn", "to be drawn"])
@pytest.mark.parametrize("text", SCRIPTS, ids=["greek", "chinese", "arabic"])
def test_it_keeps_a_drawing_that_shows_the_value(text: str, needs: bool) -> None:
    original = form(text, drawing=drawing_of(text), needs=needs)
    # In whatever order and as often as a font writes them: the letters are those of the value.
    assert set(text_of_kept_paper(original)) - set(" \r\n\ufffe") == set(text) - {" "}
    assert ink(pdf_files.make(original).content) != ink(form(""))


@pytest.mark.parametrize("needs", [False, True], ids=["no flag", "to be drawn"])
@pytest.mark.parametrize("text", SCRIPTS, ids=["greek", "chinese", "arabic"])
def test_it_refuses_letters_that_the_font_cannot_draw(text: str, needs: bool) -> None:
    assert refusal(form(text, needs=needs)) == "form"
    assert refusal(form(text, needs=needs, drawing=drawing_of(""))) == "form"


@pytest.mark.parametrize("needs", [False, True], ids=["no flag", "to be drawn"])
def test_it_draws_what_nobody_has_drawn_and_the_font_can(needs: bool) -> None:
    assert LATIN in text_of_kept_paper(form(LATIN, needs=needs))
    assert "?" not in text_of_kept_paper(form(LATIN, needs=needs))
    assert LATIN in text_of_kept_paper(form(LATIN, needs=needs, drawing=drawing_of("")))


def test_it_draws_anew_what_is_drawn_as_it_was_before() -> None:
    words = text_of_kept_paper(form(LATIN, drawing=drawing_of("Somebody Else"), needs=True))
    assert LATIN in words and "Somebody" not in words
    assert refusal(form(GREEK, drawing=drawing_of("Somebody Else"), needs=True)) == "form"


def test_it_makes_letters_small_enough_to_be_seen_whole() -> None:
    long = "12 Rue de la Grande-Chaumière, escalier B"
    page = pypdfium2.PdfDocument(pdf_files.make(form(long, size="0")).content)[0]
    assert page.get_textpage().get_text_bounded(left=100, bottom=100, right=300, top=120) == long
    assert refusal(form(long * 5)) == "form"


def test_it_draws_several_lines() -> None:
    long = "I was born in Lyon. " * 8
    tall = Array([50, 20, 350, 180])
    words = " ".join(text_of_kept_paper(form(long, Ff=MULTILINE, Rect=tall)).split())
    assert words.count("I was born in Lyon.") == 8
    assert refusal(form(long * 20, Ff=MULTILINE, Rect=tall)) == "form"


def test_it_draws_a_letter_in_each_box() -> None:
    assert "K1A0B1" in text_of_kept_paper(form("K1A0B1", Ff=COMB, MaxLen=10)).replace(" ", "")


def test_it_keeps_a_tick_and_refuses_one_that_is_not_drawn() -> None:
    tick = {"FT": Name.Btn, "V": Name.Yes, "AS": Name.Yes}
    assert refusal(form("", **tick)) == "form"
    pdf_files.make(form("", **(tick | {"V": Name.Off, "AS": Name.Off})))


def test_it_refuses_a_form_whose_pages_are_made_by_a_program() -> None:
    with pikepdf.open(io.BytesIO(form("anything"))) as pdf:
        pdf.Root.NeedsRendering = True
        buffer = io.BytesIO()
        pdf.save(buffer)
    assert refusal(buffer.getvalue()) == "form"


def test_it_refuses_a_text_on_the_page_that_nothing_draws() -> None:
    note = {"Subtype": Name.FreeText, "Contents": GREEK}
    assert refusal(form("", **note)) == "form"


def test_it_leaves_out_what_is_on_no_page() -> None:
    assert GREEK not in text_of_kept_paper(form(GREEK, F=2))
