"""Mails in Arabic as they are drawn: amounts, numbers and addresses keep their order."""

from collections.abc import Iterator
from html import escape

from playwright.sync_api import Browser, Page

from guichet.applications.enquiries import mails as enquiries
from guichet.applications.letters import mail as letters_mail
from guichet.applications.letters.body import SHOWS
from guichet.applications.letters.tests.test_letters_pdf import letter_of
from guichet.applications.models import Enquiry
from guichet.applications.testing import DUE_ON, make_asked
from guichet.booking.earlier import messages
from guichet.booking.notice import mails
from guichet.booking.notice.mail_openings import OPENINGS
from guichet.booking.notice.testing import make_notice
from guichet.post.mail_body import Mail
from tests.journeys.order import turned
from tests.journeys.people import JOURNEY

pytestmark = JOURNEY
OFFICE = {"en": "New York City Field Office"}


def in_arabic() -> Iterator[Mail]:
    """Make one of each kind of mail that has an Arabic part."""
    notice = make_notice("ar")
    for kind in OPENINGS:
        yield mails.mail(notice, kind, now=notice.starts_at)
    places = {"office_names": OFFICE, "service_names": {"en": "I-94"}, "url": "https://e.org/a"}
    yield mails.places_released_mail(language="ar", **places)  # type: ignore[arg-type]
    yield messages.wish_over(language="ar", office_names=OFFICE, url="https://e.org/a")
    application = make_asked()
    for name in SHOWS:
        yield letters_mail.unattached(letter_of(application, name, summary="ar"))
    enquiry = Enquiry(number="E123456789", language="ar", promised_on=DUE_ON, reply_to="a@e.org")
    yield enquiries.mail(enquiry, "enquiry_received")


def as_text(mail: Mail) -> str:
    """Return the text of a mail as a program draws it: each line begins where its words do."""
    lines = [mail.subject, *mail.text.splitlines()]
    return "".join(f'<p dir="auto">{escape(line)}</p>' for line in lines)


def drawn(page: Page, html: str) -> list[str]:
    page.set_content(html)
    return turned(page)


def test_mails_in_arabic_draw_what_is_latin_in_its_order(browser: Browser) -> None:
    page = browser.new_page()
    faults = ("الرسم 7\u00a0CAD.", "الرقم: 234-567-89Q", "العنوان \u2066a.org.\u2069 لا")
    assert all(drawn(page, f'<p dir="rtl">{fault}</p>') for fault in faults)
    for mail in in_arabic():
        for html in (mail.html, as_text(mail)):
            assert drawn(page, html) == [], mail.subject
    page.close()
