"""The subject of every kind of letter in every pair of languages, as it arrives."""

from collections.abc import Collection

import pytest

from guichet.applications.letters import body as letters_body
from guichet.applications.letters import mail as letters_mail
from guichet.applications.letters.body import SHOWS
from guichet.applications.letters.parts import Sheet
from guichet.applications.letters.tests.test_letters_pdf import letter_of
from guichet.applications.testing import make_asked
from guichet.eligibility.programme import ETA
from guichet.kernel.testing import soon, usual
from guichet.post.mail_body import Paragraph, compose
from guichet.post.tests.envelopes import READERS, check_headers, posted


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("letter", "summaries"),
    soon(
        ("fr", ["ar"]),
        of=usual(
            *(("fr", ["ar"]), ("en", ["fr", "ja", "ko", "zh-Hans"])),
            of=[("fr", ["ar"]), ("en", ["fr", "ja", "ko", "zh-Hans"]), ("fr", ETA), ("en", ETA)],
        ),
    ),
)
def test_it_brings_every_subject_back_from_every_reader(
    letter: str, summaries: Collection[str]
) -> None:
    application = make_asked()
    sender = letters_body.sender(letter)
    for kind in SHOWS:
        sent_letter = letter_of(application, kind, letter=letter)
        for sent_letter.summary_language in summaries:
            subject = letters_mail._subject(Sheet(sent_letter, letter))
            mail = compose(
                subject, [Paragraph("Words.")], language=letter, sender=sender, programme="eta"
            )
            check_headers(mail, sender=sender)


@pytest.mark.django_db
def test_it_comes_from_the_address_of_the_authorization_in_both_languages() -> None:
    sent_letter = letter_of(make_asked(), "received", letter="fr", summary="ar")
    mail = letters_mail.mail(sent_letter)
    raw = posted(mail)
    assert READERS["new Python"](raw, "Content-Language") == "fr, ar"
    assert "<eta@guichet.example>" in READERS["new Python"](raw, "From")
    heading = mail.html.partition("<h1>")[2].partition("</h1>")[0]
    assert not any("\u0600" <= letter <= "\u06ff" for letter in heading)  # it is in its section
