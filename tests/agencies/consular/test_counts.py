"""Where no English page can be read, none is said to count: the one in the first language does."""

import pytest
from django.test import Client

from guichet.booking.notice.contents import translated
from guichet.web.addresses.paths import address

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ""),
        ("pt", "vale a página em francês."),
        ("ar", "الصفحة باللغة الفرنسية، فالعبرة بتلك الصفحة."),
    ],
)
def test_the_page_in_the_first_language_counts(client: Client, language: str, words: str) -> None:
    text = client.get(address("booking:start", language)).content.decode()
    note = text.partition('<p class="translated">')[2].partition("</p>")[0]
    assert note.strip()
    assert words in note
    for english in ("anglais", "inglês", "الإنجليزية", "English"):
        assert english not in note + (translated(language) or "")
