"""No page and no sentence says the software's name: whose site it is, the agency's folder says."""

import re

import pytest
from django.conf import settings

from guichet.kernel.testing import soon
from guichet.web.languages import ALL
from guichet.web.pages.render import template_folders
from tests.sentences import OTHERS, sentences

NAME = re.compile(r"\bGuichet\b")
TEMPLATES = [path for folder in template_folders() for path in sorted(folder.rglob("*.html"))]
PRINTED = sorted((settings.ROOT / "src").rglob("*.typ"))


def test_no_template_says_the_name_of_the_software() -> None:
    pages = [*TEMPLATES, *PRINTED]
    assert len(PRINTED) > 2
    assert [str(path) for path in pages if NAME.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize("language", soon("fr", "ar", "zh-Hans", of=OTHERS))
def test_no_sentence_says_it(language: str) -> None:
    assert language in ALL
    names = [
        (sentence.name, form)
        for sentence in sentences(language)
        for form in (sentence.english, *sentence.forms)
        if NAME.search(form)
    ]
    assert names == []
