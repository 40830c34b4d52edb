"""Every letter as a file: read back by two programs, found valid, and with its whole name."""

import re
from itertools import product

import pypdfium2
import pytest

from guichet.applications import numbers
from guichet.applications.letters import body as letters_body
from guichet.applications.letters import pdf as letters_pdf
from guichet.applications.letters.body import SHOWS
from guichet.applications.letters.parts import Sheet
from guichet.applications.letters.tests.test_letters_pdf import PRINTED, check_printed, letter_of
from guichet.applications.testing import make_asked, make_paid
from guichet.eligibility.programme import ETA
from guichet.kernel.testing import soon, usual
from guichet.post.tests.reading import READERS, check_read_back
from guichet.web.words import texts

pytestmark = pytest.mark.django_db
# One kind in every script, every kind in the language that is hardest to read back.
ONE_A_SCRIPT = [*product(["refused"], ["fr"], ["fr", "ar", "ko", "ja", "zh-Hans"])]
USUAL = [*ONE_A_SCRIPT, ("refused", "en", "fr"), *product(PRINTED, ["fr"], ["ar"])]
ALL_OF_THEM = list(product(PRINTED, ["en", "fr"], ETA))


@pytest.mark.parametrize(
    ("kind", "letter", "summary"), soon(*ONE_A_SCRIPT, of=usual(*USUAL, of=ALL_OF_THEM))
)
def test_it_is_read_back_as_it_is_printed(kind: str, letter: str, summary: str) -> None:
    application = make_asked() if "due_on" in SHOWS[kind] else make_paid()
    sent_letter = letter_of(application, kind, letter=letter, summary=summary)
    content = letters_pdf.pdf(sent_letter)
    check_printed(content, application, letter=letter)
    sheet, own = Sheet(sent_letter, letter), letters_body.summary(sent_letter)
    check_read_back(content, letters_pdf._letter(sheet), language=letter)
    check_read_back(content, [own.heading, *own.sentences], language=summary)
    for reader in READERS.values():
        assert numbers.for_people(application.number) in reader(content)


def test_it_keeps_a_name_of_a_hundred_letters_on_the_page() -> None:
    application = make_paid()
    surname = "WOLFESCHLEGELSTEINHAUSEN" * 4 + "BERG"
    application.answers["surname"] = surname
    application.save(update_fields=["answers"])
    content = letters_pdf.pdf(letter_of(application, "received"))
    for sheet in pypdfium2.PdfDocument(content):
        words = sheet.get_textpage()
        ends = [words.get_rect(number)[2] for number in range(words.count_rects())]
        assert max(ends) < sheet.get_width() - 40
    for reader in READERS.values():
        assert surname in "".join(reader(content).split())


def test_what_stands_on_a_line_of_its_own_on_paper_ends_its_sentence() -> None:
    words = texts("letters")
    sentences = [words.get(key, "ar").text for key in words.keys()]  # noqa: SIM118
    apart = [text for text in sentences if re.search(r"%\((address|price|number|enquiry)\)s", text)]
    assert len(apart) > 2
    assert [text for text in apart if not text.endswith(")s")] == []
