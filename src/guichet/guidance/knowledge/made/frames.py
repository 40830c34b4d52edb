"""What stands around words that are quoted in an article: they tell of no reader in particular."""

from collections.abc import Mapping

from guichet.guidance.knowledge import written
from guichet.guidance.knowledge.drafts import sentences_of, with_text
from guichet.kernel.content.placeholders import placeholders, sentence_with
from guichet.kernel.content.texts import Text

PROGRAMME = "eta"
# What differs from letter to letter, by placeholder, and the word that stands for it.
_BLANKS: Mapping[str, str] = {"day": "a_day", "valid_until": "a_day", "enquiry": "a_number"}
_STOPS = ".。"


def frame(name: str, language: str, **values: Text) -> Text:
    """Return a sentence that stands around others, with the texts that it quotes.

    It stands in the language of what it quotes: where that is not translated, neither is it.
    """
    words = written.texts(PROGRAMME)
    around = words.get(f"made.{name}", language)
    away = [text.language for text in values.values() if text.language != language]
    if away:
        around = words.get(f"made.{name}", away[0])
    filled = {key: text.text for key, text in values.items()}
    return with_text(around, sentence_with(around.text, filled)) if filled else around


def quoted(text: Text) -> Text:
    """Return words as a quotation in their language."""
    return frame("quote", text.language, words=without_blanks(text))


def named(text: Text) -> Text:
    """Return a sentence as a name that stands in quotation marks: without its stop."""
    return with_text(text, text.text.rstrip(_STOPS))


def without_blanks(text: Text) -> Text:
    """Return a text without holes: a word in brackets, or no sentence, where one would be."""
    words = text.text
    for name in placeholders(words) & _BLANKS.keys():
        words = words.replace(f"%({name})s", frame(_BLANKS[name], text.language).text)
    if placeholders(words):
        sentences = [entry.text for entry in sentences_of(with_text(text, words))]
        words = " ".join(sentence for sentence in sentences if not placeholders(sentence))
    return with_text(text, words)
