"""The letters as files: tagged, in two languages, official, and without a secret."""

import io
import re
from datetime import timedelta
from itertools import product

import pytest
from pypdf import PdfReader

from guichet.applications import tokens
from guichet.applications.letters import mail as letters_mail
from guichet.applications.letters import pdf as letters_pdf
from guichet.applications.letters import send as letters
from guichet.applications.letters.body import SHOWS
from guichet.applications.models import Application, Correspondence
from guichet.applications.testing import DUE_ON, NOW, make_asked, make_paid, make_refused
from guichet.eligibility.programme import ETA
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.references import pin_for_people
from guichet.kernel.testing import usual
from guichet.web.words import texts

PRINTED = sorted(set(SHOWS) - letters_pdf.NEVER_A_FILE)
PAIRS = (("en", "ar"), ("fr", "zh-Hans"))
SCRIPTS = [*product(["en"], ["fr", "ar", "ko", "zh-Hans"]), ("fr", "ar")]
EVERY_WAY = [(kind, *pair) for kind in PRINTED for pair in PAIRS]
HOLDS: dict[str, object] = {
    "due_on": DUE_ON.isoformat(),
    "reasons": ["criminality", "documents_missing"],
    "fields": ["job_title", "home_city"],
}


def letter_of(
    application: Application, kind: str, *, letter: str = "en", summary: str = "en"
) -> Correspondence:
    sent_letter = letters.send(application, kind, cause="1", now=NOW, **HOLDS)
    sent_letter.letter_language, sent_letter.summary_language = letter, summary
    sent_letter.save()
    return sent_letter


def reader_of(file: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(file))


def text_of(file: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader_of(file).pages).split())


def is_pdf_ua(reader: PdfReader) -> bool:
    xmp = reader.xmp_metadata
    return xmp is not None and b"<pdfuaid:part>1</pdfuaid:part>" in xmp.stream.get_data()


def elements(node: object) -> list[dict[str, object]]:
    """Return each element of the structure, in reading order."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [element for child in node for element in elements(child)]
    if not isinstance(node, dict):
        return []
    return ([node] if "/S" in node else []) + elements(node.get("/K", []))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("letter", "summary"), usual(*SCRIPTS, of=list(product(["en", "fr"], sorted(ETA))))
)
def test_it_is_tagged_with_a_title_and_the_language_of_each_part(letter: str, summary: str) -> None:
    sent_letter = letter_of(make_paid(), "refused", letter=letter, summary=summary)
    reader = reader_of(letters_pdf.pdf(sent_letter))
    root = reader.trailer["/Root"]
    assert is_pdf_ua(reader)
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == letter
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert "V" in str(reader.metadata.title)
    parts = elements(root["/StructTreeRoot"])
    names = [str(part["/S"]) for part in parts]
    assert names.count("/H1") == 1
    assert {"/H2", "/P", "/L", "/LI", "/Link"} <= set(names)
    assert "/Table" not in names  # the columns of the heading are looks, not a table
    languages = {str(part["/Lang"]).split("-")[0] for part in parts if "/Lang" in part}
    assert summary.split("-")[0] in languages | {letter}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "letter", "summary"),
    usual(*((kind, *PAIRS[turn % 2]) for turn, kind in enumerate(PRINTED[:4])), of=EVERY_WAY),
)
def test_it_prints_every_kind_with_its_number_day_address_and_price(
    kind: str, letter: str, summary: str
) -> None:
    application = make_asked() if "due_on" in SHOWS[kind] else make_paid()
    sent_letter = letter_of(application, kind, letter=letter, summary=summary)
    check_printed(letters_pdf.pdf(sent_letter), application, letter=letter)


def check_printed(file: bytes, application: Application, *, letter: str) -> None:
    """Look at what the file of every kind has; each kind is read back with it in French."""
    text = text_of(file)
    assert is_pdf_ua(reader_of(file))
    assert len(reader_of(file).pages) <= 2
    assert {"en": "November 23, 2026", "fr": "23 novembre 2026"}[letter] in text
    assert {"en": "www.canada.ca/eta", "fr": "www.canada.ca/ave"}[letter] in text
    assert {"en": "CAD 7", "fr": "7 CAD"}[letter] in text
    assert application.number in text.replace(" ", "")
    assert "%(" not in text
    assert str(texts("eta").get("home.title", letter)) in text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "summary", usual("fr", "ja", "ko", of=["de", "es", "fr", "it", "ja", "ko", "pt", "zh-Hant"])
)
def test_it_says_the_words_of_the_mail_in_both_languages(summary: str) -> None:
    sent_letter = letter_of(make_refused(), "refused", summary=summary)
    text = text_of(letters_pdf.pdf(sent_letter)).replace(" ", "")
    words = texts("letters/full")
    for key in ("refused.says", "refused.next", "reason.criminality", "option.court"):
        assert words.get(key, "en").text.replace(" ", "") in text
    own = texts("letters").get("summary.refused", summary).text
    assert "".join(own.split()) in text


@pytest.mark.django_db
def test_it_says_the_arabic_summary_once() -> None:
    sent_letter = letter_of(make_paid(), "approved", summary="ar")
    text = text_of(letters_pdf.pdf(sent_letter))
    assert "سافر" in text
    assert "جواز" in text


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(letters_pdf.NEVER_A_FILE))
def test_it_makes_no_file_of_a_pin_or_a_code(kind: str) -> None:
    application = make_paid()
    Application.objects.filter(pk=application.pk).update(email_pending="new@example.org")
    application.refresh_from_db()
    sent_letter = letter_of(application, kind)
    assert letters_mail.mail(sent_letter).attachments == ()
    with pytest.raises(Obstacle):
        letters_pdf.pdf(sent_letter)


@pytest.mark.django_db
def test_it_goes_with_the_mail_under_a_name_that_says_nothing() -> None:
    application = make_paid()
    mail = letters_mail.mail(application.letters.get(kind="approved"))
    (file,) = mail.attachments
    assert file.content_type == "application/pdf"
    assert re.fullmatch(r"eta-2026-11-23-\d{4}\.pdf", file.name)
    text = text_of(file.content)
    assert pin_for_people(tokens.pin_of(application)) not in text
    assert "do not answer this e-mail" not in text


@pytest.mark.django_db
def test_it_holds_many_requests_with_long_words_on_more_pages() -> None:
    application = make_asked()
    for number in range(12):
        application.requests.create(
            kind="explanation",
            words=f"Number {number}: " + "Please tell us what happened, when and where. " * 8,
            asked_at=NOW + timedelta(minutes=number),
            due_on=DUE_ON,
        )
    reader = reader_of(letters_pdf.pdf(letter_of(application, "reminder")))
    assert len(reader.pages) > 1
    text = " ".join(page.extract_text() for page in reader.pages)
    assert "Number 11" in text


@pytest.mark.django_db
def test_it_reads_nothing_that_was_typed_as_markup() -> None:
    application = make_asked()
    request = application.requests.get()
    request.words = '#panic("x") *b* <i>'
    request.save()
    assert '#panic("x") *b* <i>' in text_of(letters_pdf.pdf(letter_of(application, "reminder")))
