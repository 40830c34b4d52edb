"""The reading back itself: it sees words in another order, and lines that mix two directions."""

from ctypes import create_string_buffer

import pypdfium2
import pytest

from guichet.booking.notice.contents import printed
from guichet.booking.notice.printing import pdf
from guichet.booking.notice.testing import make_notice
from guichet.post.tests.reading import READERS, check_read_back, lines, stands


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("البطاقة الخضراء (Green Card)", "البطاقة الخضراء\nCard Green"),
        ("سجل الوصول، النموذج I-94", "سجل الوصول، النموذج\n94-I"),
        ("هذا هو الوقت: توقيت الأردن (GMT+3)", "هذا هو الوقت: توقيت الأردن\n(+3GMT)"),
        ("الرسم لا يزيد على CAD 7", "الرسم لا يزيد على\n7 CAD"),
        ("أدخلوا رقم التأكيد والرقم السري", "رقم التأكيد والرقم السري أدخلوا"),
    ],
)
@pytest.mark.parametrize("exact", [True, False])
def test_it_sees_words_that_come_in_another_order(sentence: str, text: str, exact: bool) -> None:
    assert not stands(sentence, text, "ar", exact=exact)
    assert stands(sentence, f"قبل {sentence.replace(' ', chr(10))} بعد", "ar", exact=exact)


def test_it_asks_of_one_program_that_points_and_brackets_stay_where_they_were() -> None:
    sentence, moved = "الموعد في 2031. سافروا", "الموعد في .2031 سافروا"
    assert stands(sentence, moved, "ar", exact=False)
    assert not stands(sentence, moved, "ar", exact=True)


def test_it_reads_what_staff_wrote_with_latin_in_it_in_the_order_of_its_words() -> None:
    reason = "انقطع التيار في شارع Worth Street North ونعتذر. اقرؤوا النموذج I-797C"
    notice = make_notice("ar", status="cancelled", reason=reason)
    content = pdf(notice)
    check_read_back(content, printed(notice), language="ar")
    for read in READERS.values():
        assert {"Worth Street North", "I-797C"} <= set(lines(read(content)))


def test_the_zone_ends_in_no_point_that_would_stand_before_it() -> None:
    content = pdf(make_notice("ar", zone="Europe/Paris"))
    for read in READERS.values():
        assert "GMT+1" in [line.strip("()") for line in lines(read(content))]
    page = pypdfium2.PdfDocument(content)[0].get_textpage()
    face = pypdfium2.raw.FPDFText_GetFontInfo
    name, place = create_string_buffer(99), page.get_text_range().index("(GMT")
    face(page, place + 1, name, 99, None)
    assert b"NotoSans" in name.value


def test_it_keeps_one_latin_word_in_its_line() -> None:
    content = pdf(make_notice("ar", status="cancelled", reason="الجمارك (CBP) مغلقة"))
    for read in READERS.values():
        assert any("الجمارك" in line and "CBP" in line for line in lines(read(content)))
