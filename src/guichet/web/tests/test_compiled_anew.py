"""What is compiled at a start is shown by that start, in English too, which it has read before."""

from collections.abc import Iterator
from pathlib import Path
from types import CodeType

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.utils.translation import gettext, override
from jinja2 import DictLoader, Environment

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


def test_a_changed_sentence_compiles_the_pages_anew_that_say_it_and_no_other(
    tmp_path: Path,
) -> None:
    sources = {
        "a.html": '{{ "Book"|t }} {{ who }}',
        "b.html": '{% set title = "Go" ~ "on"|t %}{{ "Book"|t|upper }} {{ "Cancel"|t }}',
        "c.html": '{% set title = ("Can" ~ "cel")|t %}{{ title }}',
    }
    compiled: list[str] = []

    class Counted(compiled_pages.Templates):
        def _compile(self, source: str, filename: str) -> CodeType:
            compiled.append(source)
            return super()._compile(source, filename)

    def shown(folder: str, *, days: str = "", language: str = "de", **words: str) -> list[str]:
        compiled.clear()
        (tmp_path / folder).mkdir(exist_ok=True)
        templates = Counted(
            language=language,
            day_of=lambda text: days,
            loader=DictLoader(sources),
            bytecode_cache=compiled_pages.CompiledPages(tmp_path / folder),
        )
        templates.filters["t"] = lambda text: words.get(text, text)
        return [templates.get_template(name).render(who="Ada").strip() for name in sources]

    assert shown("de-1", Book="Buchen") == ["Buchen Ada", "BUCHEN Cancel", "Cancel"]
    assert len(compiled) == 3
    again = shown("de-2", Book="Buchen", Cancel="Absagen")
    assert again == ["Buchen Ada", "BUCHEN Absagen", "Absagen"]
    assert len(compiled) == 2
    assert shown("de-1", Book="Buchen") == ["Buchen Ada", "BUCHEN Cancel", "Cancel"]
    assert compiled == []
    assert shown("de-3", Book="Buchen", Cancel="Absagen", days="2026-11-30") == again
    assert len(compiled) == 3
    assert shown("de-4", Book="Buchen", Cancel="Absagen", language="fr") == again
    assert len(compiled) == 3
    with compiled_pages.once(tmp_path / "de-2", "de", mark="of these"):
        assert {path.name for path in tmp_path.iterdir()} == {"de-2", "shelf"}
    assert len(list((tmp_path / "shelf").iterdir())) == 3
