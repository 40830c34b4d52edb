"""The subject and the sender of a mail, as they arrive."""

from datetime import UTC, datetime
from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from guichet.booking.notice.code_mails import lost_code_mail
from guichet.booking.notice.mail_openings import OPENINGS, Kind
from guichet.booking.notice.mails import places_released_mail
from guichet.booking.notice.testing import make_notice
from guichet.post import headers
from guichet.post.mail_body import InLanguage, Mail, Paragraph, compose
from guichet.post.tests.envelopes import READERS, check_headers, posted
from guichet.web.languages import ALL, CATALOGUED

WRITTEN = st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp"))
NAMES = ["Autorisation électronique (AVE)", "تصريح السفر", "A, B"]
NOW = datetime(2027, 1, 2, tzinfo=UTC)


def plain(subject: str, *, sender: str = "") -> Mail:
    return compose(subject, [Paragraph("Words.")], language="en", sender=sender, programme="eta")


@pytest.mark.parametrize("language", CATALOGUED)
def test_it_brings_every_subject_about_appointments_back(language: str) -> None:
    kinds: list[Kind] = list(OPENINGS)
    for kind in kinds:
        for status in ("booked", "cancelled"):
            check_headers(
                plain(OPENINGS[kind](make_notice(language, status=status))[0]), sender="Guichet"
            )
    check_headers(lost_code_mail("318204", language=language, minutes=20), sender="Guichet")
    names = {"en": "Washington Field Office", language: ALL[language].endonym * 6}
    mail = places_released_mail(
        office_names=names, service_names=names, url="https://guichet.example/", language=language
    )
    check_headers(mail, sender="Guichet")


@given(
    st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=300)
)
def test_it_brings_whatever_is_written_back_from_every_reader(text: str) -> None:
    text = " ".join(text.split()) or "x"
    encoded = headers._encoded(text, "Subject") if not text.isascii() else ""
    if encoded and "=?" not in text:
        raw = f"Subject: {encoded}\n\n".replace("\n", "\r\n").encode()
        assert {read(raw, "Subject") for read in READERS.values()} == {text}


@pytest.mark.parametrize("name", NAMES)
def test_it_brings_the_name_of_the_sender_back(name: str) -> None:
    check_headers(plain("Subject", sender=name), sender=name)


def test_it_sends_each_programme_from_its_own_address(settings: Settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "Citas <citas@agency.example>"
    settings.ETA_FROM_EMAIL = "eta@agency.example"
    of_eta = READERS["new Python"](posted(plain("Words", sender="eTA")), "From")
    of_booking = READERS["new Python"](
        posted(lost_code_mail("318204", language="es", minutes=20)), "From"
    )
    assert parseaddr(of_eta) == ("eTA", "eta@agency.example")
    assert parseaddr(of_booking) == ("Citas", "citas@agency.example")


def test_it_names_every_language_of_a_mail() -> None:
    summary = InLanguage("كلمات", ["كلمة"], "ar")
    mail = compose("Words", [Paragraph("Words."), summary], language="fr")
    assert READERS["new Python"](posted(mail), "Content-Language") == "fr, ar"
