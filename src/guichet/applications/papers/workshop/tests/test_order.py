"""The workshop, as it runs: what is kept of a paper, and what stays behind."""

import io
import re
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from guichet.applications.papers import checking, rules
from guichet.applications.papers.kinds import kind_of
from guichet.applications.papers.scanner import Scan
from guichet.applications.papers.tests import files
from guichet.applications.papers.workshop import order
from guichet.applications.papers.workshop import program as workshop
from guichet.applications.papers.workshop.result import NewPaper
from guichet.kernel.obstacles import Obstacle

EVIL = re.compile(rb"JavaScript|/JS|/AA|OpenAction|Launch|cmd\.exe|/URI|evil|EmbeddedFile|payload"
                  rb"|MZ this|/Annot|PieceInfo|/AF|Metadata|Niamh")  # fmt: skip


def remade(original: bytes) -> NewPaper:
    rules.check_size(len(original))
    return order.make(original, checking.kind_at_first_sight(original))


def refusal(original: bytes) -> str:
    with pytest.raises(Obstacle) as obstacle:
        remade(original)
    return obstacle.value.code


@pytest.mark.parametrize(("kind", "new_kind"), [("JPEG", "jpeg"), ("PNG", "png"), ("HEIF", "jpeg")])
def test_it_makes_a_picture_anew_of_its_pixels(kind: str, new_kind: str) -> None:
    new_paper = remade(files.photo(kind))
    assert (new_paper.kind, kind_of(new_paper.content)) == (new_kind, new_kind)
    with Image.open(io.BytesIO(new_paper.content)) as image:
        assert image.size == (640, 480)
        assert image.convert("RGB").getpixel((20, 240))[0] > 150  # type: ignore[index]
    with Image.open(io.BytesIO(new_paper.picture)) as small:
        assert small.size == (320, 240)


def test_it_forgets_where_a_photo_was_taken_and_stands_it_upright() -> None:
    original = files.photo_of_a_phone()
    with Image.open(io.BytesIO(original)) as before:
        assert before.getexif().get_ifd(files.PLACE)
    with Image.open(io.BytesIO(remade(original).content)) as image:
        assert image.size == (480, 640)
        assert not dict(image.getexif())
        assert image.convert("RGB").getpixel((240, 20))[0] > 150  # type: ignore[index]
    assert b"Exif" not in remade(original).content


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_it_takes_pictures_of_every_mode(mode: str) -> None:
    image = Image.new("L", (60, 40), 255)
    image.paste(0, (0, 0, 30, 40))
    buffer = io.BytesIO()
    if mode == "I;16":
        image = image.convert("I").point(lambda level: level * 257)
    image.convert(mode).save(buffer, "JPEG" if mode == "CMYK" else "PNG")
    with Image.open(io.BytesIO(remade(buffer.getvalue()).content)) as picture:
        grey = picture.convert("L")
        assert (grey.getpixel((10, 20)), grey.getpixel((50, 20))) == (0, 255)


def test_it_keeps_the_pages_and_the_words_of_a_pdf() -> None:
    new_paper = remade(files.pdf(3))
    document = pypdfium2.PdfDocument(new_paper.content)
    words = [document[number].get_textpage().get_text_range() for number in range(3)]
    assert words == [f"Page {number} of a paper" for number in (1, 2, 3)]
    assert kind_of(new_paper.picture) == "jpeg"


def test_it_leaves_behind_whatever_acts_or_leads_elsewhere() -> None:
    original = files.pdf_with_everything()
    with pikepdf.open(io.BytesIO(original)) as before:
        assert before.attachments and before.Root.OpenAction
    content = remade(original).content
    with pikepdf.open(io.BytesIO(content)) as after:
        plain = io.BytesIO()
        after.save(
            plain,
            compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
        )
        assert set(after.Root.keys()) == {"/Type", "/Pages"}
        assert set(after.pages[0].obj.Resources.XObject.keys()) == {"/Font", "/A"}
    assert EVIL.findall(plain.getvalue()) == []
    assert b"Page 1 of a paper" in plain.getvalue()


def test_it_keeps_what_was_filled_into_a_form() -> None:
    document = pypdfium2.PdfDocument(remade(files.filled_form()).content)
    assert "NIAMH WAS HERE" in document[0].get_textpage().get_text_range()


def test_it_takes_a_pdf_that_only_forbids_copying() -> None:
    pdf_file = files.pdf(1, encryption=pikepdf.Encryption(user="", owner="secret"))
    assert b"/Encrypt" not in remade(pdf_file).content


def test_it_says_that_a_pdf_needs_a_password() -> None:
    assert refusal(files.pdf(1, encryption=pikepdf.Encryption(user="a", owner="b"))) == "encrypted"


@pytest.mark.parametrize(
    "make",
    [
        lambda: files.photo() + files.pdf(1),
        lambda: files.photo() + files.archive(a=b"run me"),
        lambda: files.pdf(1) + files.archive(a=b"run me") + b"\n%%EOF\n",
        files.html_in_a_png,
        lambda: files.photo("JPEG", comment=files.HTML),
    ],
    ids=["jpeg-pdf", "jpeg-zip", "pdf-zip", "png-html", "jpeg-html"],
)
def test_it_keeps_only_one_of_two_files_in_one(make: Callable[[], bytes]) -> None:
    polyglot = make()
    content = remade(polyglot).content
    kind = kind_of(polyglot)
    assert kind_of(content) == kind
    assert b"PK\x03\x04" not in content
    assert b"<script" not in content
    assert kind == "pdf" or b"%PDF" not in content


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: b"", "empty"),
        (lambda: bytes(26 * 1024 * 1024), "too_large"),
        (lambda: files.HTML, "unknown_kind"),
        (lambda: files.archive(a=b"a"), "unknown_kind"),
        (lambda: b"GIF89a" + bytes(50), "unknown_kind"),
        (lambda: b"\x00\x00\x00 ftypavif\x00\x00\x00\x00avifmif1miaf", "unknown_kind"),
        (lambda: b"\x89PNG\r\n\x1a\n" + files.HTML, "unreadable"),
        (lambda: b"%PDF-1.7\nnothing of the kind\n%%EOF", "unreadable"),
        (lambda: files.photo()[:20_000], "unreadable"),
        (lambda: files.photo("HEIF")[:2_000], "unreadable"),
        (lambda: files.pdf(5)[:900], "cut_off"),
    ],
    ids="empty 26MB html zip gif avif png-head pdf-head jpeg-cut heic-cut pdf-cut".split(),
)
def test_it_refuses_what_is_no_paper(make: Callable[[], bytes], code: str) -> None:
    assert refusal(make()) == code


def test_it_believes_neither_name_nor_ending() -> None:
    assert checking.kind_at_first_sight(files.photo("PNG")) == "png"
    assert checking.kind_at_first_sight(b"\xef\xbb\xbf\r\n" + files.pdf(1)) == "pdf"


@pytest.mark.slow
@pytest.mark.parametrize(
    "make",
    [files.bomb_of_a_png, files.bomb_of_a_pdf, files.bomb_of_many_streams, files.long_strip],
    ids=["png", "pdf", "streams", "jpeg"],
)
def test_it_survives_what_unpacks_beyond_measure(make: Callable[[], bytes]) -> None:
    bomb = make()
    seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert refusal(bomb) == "too_much"
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert after - before < 150_000  # kilobytes: it was unpacked elsewhere
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert children.ru_maxrss < 1_700_000
    assert children.ru_utime - seconds < 2 * workshop.CPU_SECONDS


def test_it_blames_no_paper_for_a_machine_without_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order, "PATIENCE", 0.01)
    with pytest.raises(order.Unfinished):
        remade(files.pdf(1))
    monkeypatch.setattr(checking.scanner, "scan", lambda original: Scan("clean"))
    assert checking.check(files.pdf(1), "pdf").scan.verdict == "not_scanned"


def test_it_gives_up_a_paper_that_keeps_a_processor_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    busy = "import resource as r; r.setrlimit(r.RLIMIT_CPU, (1, 1))\nwhile True: pass"
    monkeypatch.setattr(order, "_PROGRAM", (sys.executable, "-c", busy))
    assert refusal(files.pdf(1)) == "too_much"


def test_it_hides_its_secrets_from_the_workshop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIN_KEY", "open sesame")
    show = "import os, sys; sys.stdout.write(repr(dict(os.environ)))"
    monkeypatch.setattr(order, "_PROGRAM", (sys.executable, "-c", show))
    outputs: list[bytes] = []
    monkeypatch.setattr(
        order,
        "_read",
        lambda output, status: outputs.append(output.read()) or NewPaper("pdf", 1, b"%"),
    )
    order.make(b"%PDF-", "pdf")
    assert b"PYTHONPATH" in outputs[0]
    assert b"PIN_KEY" not in outputs[0]


@pytest.mark.parametrize(
    ("greed", "ends"),
    [
        ("bytearray(3 << 30)", "MemoryError"),
        ("open('large', 'wb').write(bytes(80 << 20))", "File too large"),
        ("[open('/dev/null') for _ in range(99)]", "Too many open files"),
    ],
    ids=["memory", "disk", "files"],
)
def test_it_gives_away_what_the_workshop_does_not_need(
    tmp_path: Path, greed: str, ends: str
) -> None:
    program = f"from guichet.applications.papers.workshop import program; program.limit(); {greed}"
    process = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={"PYTHONPATH": str(order._SOURCE)},
        capture_output=True,
        text=True,
    )
    assert process.returncode != 0
    assert ends in process.stderr
