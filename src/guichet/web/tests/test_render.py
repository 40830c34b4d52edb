"""Sentences become constants, arguments are escaped, and a page falls back to English honestly."""

import ast
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory
from django.utils.translation import gettext_lazy
from jinja2 import Environment, FileSystemLoader, UndefinedError
from markupsafe import Markup, escape
from pytest_django import Settings

from guichet.kernel.content.retention import table
from guichet.kernel.content.texts import Text
from guichet.web.languages import ALL
from guichet.web.pages.compiled_pages import CompiledPages
from guichet.web.pages.render import (
    PrintedNoneError,
    environment,
    page,
    sentence,
    sentences,
    together,
)
from guichet.web.pages.token import TokenField


def constants(source: str, language: str = "fr") -> set[Any]:
    """Return the constants of a compiled template."""
    compiled = environment(language).compile(source, raw=True)
    return {node.value for node in ast.walk(ast.parse(compiled)) if isinstance(node, ast.Constant)}


def test_a_sentence_is_a_constant_of_the_compiled_template(monkeypatch: Any) -> None:
    translations = environment("fr").filters["t"].args[0]
    monkeypatch.setitem(translations._catalog._catalogs[0], "Book now", "Réservez")
    assert "Réservez" in constants('{{ "Book now"|t }}')
    assert "Book now" not in constants('{{ "Book now"|t }}')


def test_a_sentence_with_placeholders_is_a_constant_too() -> None:
    compiled = environment("en").compile('{{ "Hello %(name)s."|t|format(name=who) }}', raw=True)
    assert "Markup('Hello %(name)s.')" in compiled
    assert "filters['t']" not in compiled.split("pass")[-1]


def test_arguments_are_escaped() -> None:
    template = environment("en").from_string('{{ "Hello %(name)s."|t|format(name=who) }}')
    assert template.render(who="<b>") == "Hello &lt;b&gt;."
    counted = environment("en").from_string('{{ nt("%(count)s of %(x)s", "%(count)s x", 1, x=x) }}')
    assert counted.render(x="&") == "1 of &amp;"


@pytest.mark.parametrize(
    "value",
    ["Ada & Co. <b>'\"", "plain", Markup("<b>&amp;</b>"), 7, 1.5, gettext_lazy("a < b"), ["<"]],
)
def test_a_value_is_printed_as_jinja_prints_it(value: object) -> None:
    text = environment("en").from_string("<p>{{ value }}</p>").render(value=value)
    assert text == f"<p>{escape(value)}</p>"


def test_a_macro_and_a_block_are_escaped_once() -> None:
    source = "{% macro row(x) %}<i>{{ x }}</i>{% endmacro %}{% set kept %}{{ row(x) }}{% endset %}"
    template = environment("en").from_string(f"{source}{{{{ kept }}}}{{{{ kept ~ x }}}}")
    assert template.render(x="<") == "<i>&lt;</i><i>&lt;</i>&lt;"


def test_each_value_is_printed_by_one_call() -> None:
    compiled = str(
        environment("en").compile("{% for x in y %}{{ x }}{{ x.z }}{% endfor %}", raw=True)
    )
    assert compiled.count("environment.shown(") == 2
    assert "escape(" not in compiled


def test_counts_are_written_as_the_language_does() -> None:
    counted = environment("de").from_string('{{ nt("%(count)s day", "%(count)s days", n) }}')
    assert counted.render(n=1234) == "1.234 days"
    assert sentences("%(count)s day", "%(count)s days", 2, "en") == "2 days"
    assert sentence("Hello %(name)s", "en", name="<A>") == "Hello <A>"


def test_what_is_not_there_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        environment("en").from_string("{{ nothing }}").render()


def test_content_in_another_language_is_marked() -> None:
    template = environment("ar").from_string("{{ words|words }}")
    english = '<span lang="en" dir="ltr">a &lt; b</span>'
    assert template.render(words=Text("a < b", "en")) == english
    assert template.render(words=Text("مرحبا", "ar")) == "مرحبا"


@pytest.mark.parametrize("language", ["de", "zh-Hant"])
def test_an_incomplete_page_is_english_inside_its_own_frame(language: str) -> None:
    request = RequestFactory().get(f"/{language}/privacy/")
    request.language = language  # type: ignore[attr-defined]
    context = {"kept": dict.fromkeys(table(), "30 days")}
    text = page(request, "web/privacy.html", context).content.decode()
    assert '<div lang="en" dir="ltr">' in text
    assert text.index("callout note") < text.index('<div lang="en" dir="ltr">')
    assert f'href="/{language}/finish/"' in text  # links stay in the chosen language
    whole = page(request, "web/privacy.html", context, complete=ALL).content.decode()
    assert 'lang="en" dir="ltr"' not in whole.partition("<main")[2]


def test_formatters_are_bound_to_the_language() -> None:
    template = environment("ht").from_string("{{ months()[0] }} {{ duration(5) }} {{ number(5) }}")
    assert template.render() == "janvye 5 minit 5"


def test_all_forms_of_a_page_have_one_token_that_is_masked_anew_for_every_page() -> None:
    request, template = RequestFactory().get("/"), environment("en").from_string("{{ csrf }}" * 2)
    page_before, page_after = (template.render(csrf=TokenField(request)) for _ in range(2))
    half = len(page_before) // 2
    assert page_before[:half] == page_before[half:] != page_after[:half]
    assert 'name="csrfmiddlewaretoken"' in page_before


def test_nobody_reads_none_on_a_page(settings: Settings) -> None:
    template = environment("en").from_string("<p>{{ missing }}</p>")
    with pytest.raises(PrintedNoneError):
        template.render(missing=None)
    settings.PRINTED_NONE_FAILS = False
    assert template.render(missing=None) == "<p></p>"


def test_two_features_with_one_name_stop_the_start() -> None:
    assert together({"a": 1}, {"b": 2}) == {"a": 1, "b": 2}
    with pytest.raises(ImproperlyConfigured, match="one name: distance"):
        together({"distance": 1}, {"moment": 2, "distance": 3})


def test_a_page_is_shown_where_another_start_has_taken_the_folder_of_compiled_pages(
    tmp_path: Path,
) -> None:
    (tmp_path / "own.html").write_text("shown")
    folder = tmp_path / "pages"
    folder.mkdir()
    cache = CompiledPages(folder)
    folder.rmdir()
    here = Environment(loader=FileSystemLoader(tmp_path), bytecode_cache=cache, autoescape=True)
    assert here.get_template("own.html").render() == "shown"
    assert not folder.exists()
