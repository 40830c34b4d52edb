"""What is compiled at a start is shown by that start, in English too, which it has read before."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.utils.translation import gettext, override

from guichet.agency.words.catalogues import compile_own
from guichet.web.management.commands import compile_sentences
from guichet.web.pages.catalogues import forget_catalogues


@pytest.fixture(autouse=True)
def _read_again() -> Iterator[None]:
    yield
    forget_catalogues()


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_own_sentence_is_shown_by_the_start_that_compiles_it(
    language: str, tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "agency" / "locale" / language / "django.po"
    own.parent.mkdir(parents=True)
    own.write_text('msgid "Contact"\nmsgstr "Talk to us"\n', encoding="utf-8")
    compiled = tmp_path / "compiled"
    settings.LOCALE_PATHS = [compiled, *settings.LOCALE_PATHS]
    with override(language):
        assert gettext("Contact") != "Talk to us"
    monkeypatch.setattr(
        compile_sentences, "compile_all", lambda: compile_own(tmp_path / "agency", compiled)
    )
    call_command("compile_sentences", verbosity=0)
    with override(language):
        assert gettext("Contact") == "Talk to us"
