"""A camera as a scanner: a photo of a printed notice is read, or it is said what is wrong."""

import io
from typing import Any

import pypdfium2
import pytest
import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image, ImageDraw, ImageFilter

from guichet.booking.keys import tokens
from guichet.booking.notice import printing
from guichet.booking.notice.codes import PREFIX
from guichet.booking.notice.gather import notice_of
from guichet.counter.desk.camera import decoding, rules
from guichet.counter.desk.tests.walking import ticket_on, words_of
from guichet.counter.testing import make_expected
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.references import check_character
from guichet.offices.models import Office
from guichet.staff.testing import make_posted, sign_in_as

OURS = f"{PREFIX}23456789Q"
OTHER = f"{PREFIX}BCDFGHJK{check_character('BCDFGHJK')}"


def square(text: str, *, scale: int = 6) -> Image.Image:
    buffer = io.BytesIO()
    segno.make(text, error="m").save(buffer, kind="png", scale=scale)
    return Image.open(buffer).convert("L")


def photo(*pictures: Image.Image, angle: float = 0) -> bytes:
    """Return a photo of squares beside each other on a desk."""
    table = Image.new("L", (700 * max(1, len(pictures)), 700), 200)
    for place, picture in enumerate(pictures):
        table.paste(picture, (700 * place + 150, 180))
    buffer = io.BytesIO()
    table.rotate(angle, expand=True, fillcolor=90).save(buffer, "JPEG", quality=70)
    return buffer.getvalue()


def sheet_on_a_desk(pdf: bytes) -> bytes:
    """Return a photo of a printed notice: turned, a little blurred, in bad light."""
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=2.2).to_pil().convert("RGB")
    ImageDraw.Draw(page, "RGBA").rectangle((0, 0, page.width // 2, page.height), fill=(0, 0, 0, 70))
    desk = Image.new("RGB", (page.width + 400, page.height + 300), (120, 100, 80))
    desk.paste(page, (180, 140))
    view = desk.rotate(17, expand=True, fillcolor=(60, 50, 40))
    buffer = io.BytesIO()
    view.filter(ImageFilter.GaussianBlur(1.2)).save(buffer, "JPEG", quality=55)
    return buffer.getvalue()


def sent(
    client: Client, office: Office, content: bytes, *, by_script: bool = False, **more: str
) -> Any:
    fields = {"photo": SimpleUploadedFile("photo.jpg", content, "image/jpeg"), **more}
    headers = {"Accept": "application/json"} if by_script else {}
    path = f"/staff/desk/{office.pk}/camera/"
    return client.post(path, fields, follow=True, headers=headers)


@pytest.mark.parametrize(
    ("texts", "answer"),
    [
        ([], "no_code"),
        (["https://example.org/"], "foreign_code"),
        ([OURS, "https://example.org/"], OURS),
        ([OURS, OURS], OURS),
        ([OURS, OTHER], "several_codes"),
        (["23456789Q"], "23456789Q"),
    ],
)
def test_it_takes_the_only_code_of_ours(texts: list[str], answer: str) -> None:
    try:
        assert rules.one_of(texts) == answer
    except Obstacle as obstacle:
        assert obstacle.code == answer


@pytest.mark.parametrize("angle", [0, 90, 200, 315])
def test_it_reads_a_code_however_it_is_turned(angle: float) -> None:
    assert decoding.texts_in(photo(square(OURS), angle=angle)) == [OURS]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_it_reads_each_kind_of_picture(kind: str) -> None:
    buffer = io.BytesIO()
    square(OURS).save(buffer, kind)
    assert decoding.texts_in(buffer.getvalue()) == [OURS]


@pytest.mark.parametrize("content", [b"", b"no picture", b"\xff\xd8\xff\xe0 torn", b"%PDF-1.7"])
def test_what_is_no_photo_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(Obstacle, match="not_a_photo"):
        decoding.texts_in(content)


def test_a_picture_of_too_many_pixels_is_not_unpacked() -> None:
    buffer = io.BytesIO()
    Image.new("1", (9000, 9000)).save(buffer, "PNG")
    with pytest.raises(Obstacle, match="not_a_photo"):
        decoding.texts_in(buffer.getvalue())


@pytest.mark.django_db
@pytest.mark.usefixtures("manager")
def test_a_photo_of_the_notice_checks_its_client_in(client: Client, office: Office) -> None:
    appointment = make_expected(office=office)
    pdf = printing.pdf(notice_of(appointment, tokens.pin_of(appointment)))
    page = sent(client, office, sheet_on_a_desk(pdf), identity="on")
    assert ticket_on(page) == ("101", "waiting")
    assert appointment.name in words_of(page)
    page = sent(client, office, sheet_on_a_desk(pdf))
    assert page.status_code == 409, "as when it is scanned twice"


@pytest.mark.django_db
@pytest.mark.usefixtures("manager")
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (photo(), "no square code in this picture"),
        (photo(square(OURS), square(OTHER)), "codes of several notices"),
        (photo(square("https://example.org/")), "not that of a notice"),
        (b"no picture", "cannot be read"),
        (b"", "Take or choose a photo"),
        (bytes(decoding.LARGEST + 1), "too large"),
    ],
)
def test_what_is_wrong_with_a_photo_stands_beside_the_field(
    client: Client, office: Office, content: bytes, sentence: str
) -> None:
    page = sent(client, office, content)
    assert page.status_code == 422
    assert sentence in words_of(page)
    assert 'aria-invalid="true"' in page.content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("manager")
def test_the_script_is_told_what_a_picture_says_and_no_more(client: Client, office: Office) -> None:
    for content, answer in [
        (photo(square(OURS)), {"code": OURS}),
        (photo(), {"problem": "no_code"}),
        (photo(square(OURS), square(OTHER)), {"problem": "several_codes"}),
    ]:
        assert sent(client, office, content, by_script=True).json() == answer


@pytest.mark.django_db
@pytest.mark.usefixtures("manager")
def test_the_camera_is_allowed_on_its_page_alone(client: Client, office: Office) -> None:
    desk = client.get(f"/staff/desk/{office.pk}/")
    assert "camera=()" in desk["Permissions-Policy"]
    assert f'href="/staff/desk/{office.pk}/camera/"' in desk.content.decode()
    page = client.get(f"/staff/desk/{office.pk}/camera/")
    assert "camera=(self)" in page["Permissions-Policy"]
    assert "microphone=()" in page["Permissions-Policy"]


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused(office: Office) -> None:
    strict = Client(enforce_csrf_checks=True)
    sign_in_as(strict, make_posted(office.pk, "receptionist", name="rae"))
    assert sent(strict, office, photo(square(OURS))).status_code == 403


@pytest.mark.django_db
@pytest.mark.usefixtures("manager")
def test_pictures_are_limited_for_each_account(
    client: Client, office: Office, settings: Any
) -> None:
    settings.RATE_LIMITS = True
    statuses = [sent(client, office, b"x", by_script=True).status_code for _ in range(61)]
    assert statuses == [200] * 60 + [429]
