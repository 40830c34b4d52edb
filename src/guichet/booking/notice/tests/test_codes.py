"""The code for the desk."""

from xml.etree import ElementTree as ET

from guichet.booking.notice.codes import payload, qr_svg
from guichet.booking.notice.testing import make_notice


def test_it_holds_the_confirmation_number_and_nothing_else() -> None:
    assert payload(make_notice()) == "GUICHET:1:23456789Q"


def test_it_is_an_svg_that_a_strict_page_may_show() -> None:
    svg = qr_svg(make_notice())
    assert ET.fromstring(svg).attrib["viewBox"]
    assert "style" not in svg
    assert "script" not in svg
    assert len(svg) < 4000


def test_it_differs_by_number_and_not_by_person_or_pin() -> None:
    assert qr_svg(make_notice()) == qr_svg(make_notice("ar", name="علاء", pin="111111"))
    assert qr_svg(make_notice()) != qr_svg(make_notice(confirmation_number="3456789AB"))
