"""What is compiled at a start is shown by that start, in English too, which it has read before."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.utils.translation import gettext, override
from jinja2 import Environment

from guichet.agency.words.catalogues import compile_own
from guichet.web.management.commands import compile_sentences
from guichet.web.pages import compiled_pages, render
from guichet.web.pages.catalogues import forget_catalogues
from guichet.web.pages.render import environment


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


@pytest.mark.parametrize("template", ["web/base.html", "booking/details.html"])
def test_a_template_is_read_once_and_compiled_for_each_language_as_if_for_it_alone(
    template: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled_pages, "_trees", {})
    for language in ("en", "ar", "en"):
        templates = environment(language)
        assert templates.loader
        source, file, _ = templates.loader.get_source(templates, template)
        program = templates.compile(source, template, file, raw=True)
        assert program == Environment.compile(templates, source, template, file, raw=True)
    assert len(compiled_pages._trees) == 1
    compiled_pages.forget_trees()
    assert compiled_pages._trees == {}


def test_a_start_with_the_templates_of_before_compiles_none(
    tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA_DIR = tmp_path
    templates = environment("de")
    names: list[str] = []

    def noted(name: str) -> None:
        names.append(name)

    monkeypatch.setattr(templates, "get_template", noted)
    for mark in ("of these", "of these", "of others"):
        render.compile_pages("de", mark=mark)
    assert len(names) == 2 * len(set(names)) > 0
    folders = render.template_folders()
    assert compiled_pages.mark_of(folders) == compiled_pages.mark_of(folders)
    assert compiled_pages.mark_of(folders) != compiled_pages.mark_of(folders[1:])
