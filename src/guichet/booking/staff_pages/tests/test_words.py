"""The words of the pages on which staff see to appointments: whole in English and French."""

from guichet.booking.staff_pages.views import TOPIC
from guichet.kernel.content.placeholders import placeholders
from guichet.web.words import texts

WORDS = texts(TOPIC)


def test_it_is_whole_in_english_and_french() -> None:
    assert WORDS.languages() == {"en", "fr"}
    assert (WORDS.missing(), WORDS.unknown()) == ([], [])


def test_it_keeps_every_place_for_a_value() -> None:
    for key in sorted(WORDS.keys()):
        english, french = WORDS.get(key, "en").text, WORDS.get(key, "fr").text
        assert placeholders(english) == placeholders(french), key
