"""The filter of system calls: what the workshop cannot do, whatever a paper makes of it."""

import io
import os
import subprocess
import sys
from collections.abc import Callable

import pikepdf
import pytest
from django.core.management import call_command
from PIL import Image

from guichet.applications.papers.tests import files
from guichet.applications.papers.workshop import order
from guichet.applications.papers.workshop.tests import test_filled

_BEGINS = "from guichet.applications.papers.workshop import confinement, program\n"


def run_confined(program: str, kind: str = "pdf") -> "subprocess.CompletedProcess[str]":
    """Run some lines where a paper would be made anew."""
    begins = f"import mmap, os, socket\n{_BEGINS}program.limit()\nprogram.prepare('{kind}')\n"
    return subprocess.run(
        [sys.executable, "-c", begins + program],
        env={"PYTHONPATH": str(order._SOURCE)},
        capture_output=True,
        text=True,
    )


@pytest.fixture
def filter_offered() -> None:
    """Skip where the kernel or the library offers no filter; fail where it must be there."""
    if not order.is_confined():
        if os.environ.get("CI") == "true":
            pytest.fail("this machine offers no filter of system calls: libseccomp2 is missing")
        pytest.skip("no filter of system calls: libseccomp2 is missing, or the kernel offers none")


@pytest.mark.slow
@pytest.mark.parametrize(
    "attempt",
    [
        "socket.socket()",
        "socket.socketpair()",
        "os.execv('/bin/true', ['true'])",
        "os.fork()",
        "open('/etc/passwd')",
        "open('/tmp/left_behind', 'w')",
        "os.kill(os.getppid(), 0)",
        "mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)",
    ],
)
def test_it_can_do_nothing_but_make_a_paper(filter_offered: None, attempt: str) -> None:
    before, after = run_confined(attempt), run_confined(f"assert confinement.confine()\n{attempt}")
    assert "Operation not permitted" not in before.stderr
    assert after.returncode != 0
    assert "Operation not permitted" in after.stderr


@pytest.mark.parametrize("kind", ["pdf", "jpeg", "png", "heic"])
def test_it_makes_every_kind_of_paper_under_the_filter(filter_offered: None, kind: str) -> None:
    forms = {"jpeg": "JPEG", "png": "PNG", "heic": "HEIF"}
    original = files.pdf() if kind == "pdf" else files.photo(forms[kind])
    assert order.make(original, kind).picture


def two_pictures_in_one() -> bytes:
    """Return a JPEG of a kind that is only known once it is read."""
    first, second = (Image.new("RGB", (64, 48), colour) for colour in ("red", "blue"))
    buffer = io.BytesIO()
    first.save(buffer, "MPO", save_all=True, append_images=[second])
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (two_pictures_in_one, "jpeg"),
        (lambda: files.photo("JPEG", xmp=b"<x/>", icc_profile=b"none"), "jpeg"),
        (lambda: files.photo("PNG", icc_profile=b"none"), "png"),
        (
            lambda: files.pdf(
                1,
                encryption=pikepdf.Encryption(
                    user="", owner="secret", R=3, aes=False, metadata=False
                ),
            ),
            "pdf",
        ),
        (
            lambda: test_filled.form(
                test_filled.GREEK, needs=True, drawing=test_filled.drawing_of(test_filled.GREEK)
            ),
            "pdf",
        ),
    ],
    ids=["mpo", "jpeg-profile", "png-profile", "enciphered", "form"],
)
def test_it_needs_no_file_once_the_filter_is_laid_on(
    filter_offered: None, make: Callable[[], bytes], kind: str
) -> None:
    assert order.make(make(), kind).pages == 1


def test_it_works_within_its_limits_alone_where_there_is_no_filter() -> None:
    program = (
        "confinement.LIBRARY = 'libnothing.so.0'\n"
        "assert not confinement.confine()\n"
        "print(program.work('png', open('/dev/stdin', 'rb').read()).kind)"
    )
    begins = f"{_BEGINS}program.limit()\nprogram.prepare('png')\n"
    process = subprocess.run(
        [sys.executable, "-c", begins + program],
        env={"PYTHONPATH": str(order._SOURCE)},
        input=files.photo("PNG"),
        capture_output=True,
    )
    assert process.stdout == b"png\n"


def test_it_says_at_the_start_where_papers_are_made_without_the_filter(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for answer, is_said in (
        ('{"confined": false}', True),
        ("", True),
        ('{"confined": true}', False),
    ):
        program = (sys.executable, "-c", f"print('{answer}')")
        monkeypatch.setattr(order, "_PROGRAM", program)
        call_command("check_workshop")
        assert ("without a filter of system calls" in capsys.readouterr().err) is is_said
