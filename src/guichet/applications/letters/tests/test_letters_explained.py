"""A refusal explains itself in the letter, to who has number and PIN; the mail points there."""

import pytest

from guichet.applications.decisions import reconsiderations
from guichet.applications.letters import mail as letters_mail
from guichet.applications.letters import pdf as letters_pdf
from guichet.applications.letters.tests.test_letters_pdf import text_of
from guichet.applications.models import Application, Correspondence, Reconsideration
from guichet.applications.testing import NOW, OWN_WORDS, make_officer, make_refused
from guichet.web.words import texts

pytestmark = pytest.mark.django_db
LAW = {
    "en": ("Immigration and Refugee Protection Act, paragraph 36(1)(b)", "/eng/acts/I-2.5/"),
    "fr": ("Loi sur l’immigration et la protection des réfugiés, alinéa 36(1)b)", "/fra/lois/"),
}


def refusal(letters: str, own: str) -> Correspondence:
    application = make_refused(letter_language=letters)
    application.letters.update(summary_language=own)
    Application.objects.filter(pk=application.pk).update(language=own)
    return application.letters.get(kind="refused")


@pytest.mark.parametrize(("letters", "own"), [("en", "ar"), ("fr", "fr"), ("en", "ja")])
def test_it_names_the_law_the_facts_and_the_words_in_the_file(letters: str, own: str) -> None:
    letter = refusal(letters, own)
    text = "".join(text_of(letters_pdf.pdf(letter)).split())
    name, address = LAW[letters]
    question = texts("fields").get("field.offence.label", letters).text
    for words in (name, address, question, OWN_WORDS):
        assert "".join(words.split()) in text, words
    if own != "ar":  # poppler turns its lines round
        kind = texts("changes").get("reason.criminality", own).text
        assert "".join(kind.split()) in text


@pytest.mark.parametrize(("letters", "own"), [("en", "ar"), ("fr", "fr")])
def test_its_mail_points_to_it_and_holds_nothing_of_it(letters: str, own: str) -> None:
    letter = refusal(letters, own)
    mail = letters_mail.mail(letter)
    assert mail.attachments == ()
    assert texts("letters/full").get("explained.mail", letters).text in mail.text
    summary = mail.text.partition(texts("letters").get("common.heading", own).text)[2]
    assert texts("letters").get("explained.mail", own).text in summary
    assert texts("changes").get("reason.criminality", own).text in summary
    for words in (
        OWN_WORDS,
        LAW[letters][0],
        texts("fields").get("field.offence.label", letters).text,
    ):
        assert words not in mail.text
        assert words not in mail.html


def test_a_refusal_of_before_is_told_as_it_was() -> None:
    letter = refusal("en", "en")
    decision = letter.application.decisions.get()
    decision.grounds, decision.words = [], ""
    decision.save()
    letter = Correspondence.objects.get(pk=letter.pk)
    (file,) = letters_mail.mail(letter).attachments
    assert "An offence makes you inadmissible" in text_of(file.content)


def test_the_facts_read_as_they_stood_when_it_was_decided() -> None:
    letter = refusal("en", "en")
    application = letter.application
    application.answers = {**application.answers, "offence": "no"}
    application.save()
    text = text_of(letters_pdf.pdf(letter))
    question = texts("fields").get("field.offence.label", "en").text
    assert "".join(f"{question} Yes".split()) in "".join(text.split())


def test_a_refusal_that_stands_says_why_and_on_what_it_rests() -> None:
    application = refusal("en", "fr").application
    reconsiderations.request_reconsideration(application.pk, "Paid.", now=NOW)
    request = Reconsideration.objects.get()
    officer, words = make_officer("second"), "The receipt is another person's."
    reconsiderations.reconsider(
        request.pk, officer=officer, reopened=False, public=["no_new_facts"], words=words, now=NOW
    )
    letter = application.letters.get(kind="reconsideration_upheld")
    text = "".join(text_of(letters_pdf.pdf(letter)).split())
    for part in (words, LAW["en"][0], "The request to look again holds no new facts"):
        assert "".join(part.split()) in text
    assert "".join(OWN_WORDS.split()) not in text  # of who looked before
    mail = letters_mail.mail(letter)
    assert (mail.attachments, words in mail.text, LAW["en"][0] in mail.text) == ((), False, False)
    assert texts("letters").get("explained.mail", "fr").text in mail.text
