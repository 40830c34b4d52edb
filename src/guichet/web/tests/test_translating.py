"""Sentences are found, kept, filled and checked."""

import gettext
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.core.management import CommandError, call_command

from guichet.web.pages import catalogues
from guichet.web.translation import translating
from guichet.web.translation.checking import problems, stale_sentences
from guichet.web.translation.collecting import (
    Id,
    SourceSentence,
    all_sentences,
    in_python,
    in_template,
)
from guichet.web.translation.translating import fill, save, updated, wanted

ONE, MANY = "%(count)s free time", "%(count)s free times"
SOURCE: dict[Id, SourceSentence] = {
    "Book": SourceSentence(["a.html"], ["A verb."]),
    "Hello %(name)s": SourceSentence(["a.html"]),
    "<b>Bold</b>": SourceSentence(["src/guichet/web/templates/web/chrome.html"]),
    (ONE, MANY): SourceSentence(["b.html"]),
}


@pytest.fixture(autouse=True)
def _own_catalogues(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def path_of(language: str) -> Path:
        return tmp_path / language / "django.po"

    monkeypatch.setattr(catalogues, "path_of", path_of)
    monkeypatch.setattr(translating, "path_of", path_of)


def filled(language: str, **changes: str | tuple[str, ...]) -> Catalog:
    """Return a catalogue in which everything is right, but for the changes."""
    catalogue = updated(language, SOURCE)
    forms = tuple("%(count)s x" for _ in range(catalogue.num_plurals))
    strings: dict[Id, str | tuple[str, ...]] = {
        "Book": changes.get("book", "B"),
        "Hello %(name)s": changes.get("hello", "H %(name)s"),
        "<b>Bold</b>": changes.get("bold", "<b>F</b>"),
        (ONE, MANY): changes.get("times", forms),
    }
    assert fill(catalogue, strings) == []
    save(language, catalogue)
    return catalogue


def test_it_finds_sentences_in_templates() -> None:
    source = """{# Translators: a verb #}
{{ "Book"|t }} {{ "Hello %(n)s"|t|format(n=n) }} {{ nt("one", "many", 3) }}
{% if "A"|t %}<p title="{{ "B"|t }}">{% endif %}"""
    assert dict(in_template(source))["Book"] == ["a verb"]
    assert set(dict(in_template(source))) == {("one", "many"), "Book", "Hello %(n)s", "A", "B"}


def test_it_refuses_a_sentence_that_is_not_literal() -> None:
    with pytest.raises(ValueError, match="line 1"):
        list(in_template("{{ something|t }}"))


def test_it_finds_sentences_in_python(tmp_path: Path) -> None:
    file = tmp_path / "views.py"
    file.write_text(
        "# Translators: on a button\n"
        'a = _("Book" " now")\n'
        'b = sentence("Hello %(name)s", language, name="x")\n'
        'c = sentences("one", "many", 3, language)\n'
        "d = sentence(variable, language)\n"
    )
    assert dict(in_python(file)) == {
        "Book now": ["on a button"],
        "Hello %(name)s": [],
        ("one", "many"): [],
    }


def test_the_house_has_sentences() -> None:
    sentences = all_sentences()
    assert sentences["Privacy"].is_shared
    assert sentences["Your privacy"].is_shared
    assert not sentences["Book an appointment"].is_shared


def test_some_languages_need_only_what_every_programme_shows() -> None:
    assert list(wanted("ja", SOURCE)) == ["<b>Bold</b>"]
    assert list(wanted("ar", SOURCE)) == list(SOURCE)


def test_translations_survive_an_update() -> None:
    filled("ar")
    less = {text: entry for text, entry in SOURCE.items() if text != "Book"}
    assert save("ar", updated("ar", less))
    assert not save("ar", updated("ar", less))
    assert catalogues.read("ar").get("Book") is None
    save("ar", updated("ar", SOURCE))
    back = catalogues.read("ar").get("Book")
    assert back is not None
    assert back.string == "B"
    assert back.auto_comments == ["A verb."]


def test_it_finds_nothing_wrong_where_nothing_is() -> None:
    for language in (*catalogues.WHOLE, *catalogues.SHARED_ONLY):
        if language in catalogues.WHOLE:
            filled(language)
        else:
            catalogue = updated(language, SOURCE)
            fill(catalogue, {"<b>Bold</b>": "<b>F</b>"})
            save(language, catalogue)
    assert list(problems(SOURCE)) == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"book": ""}, "missing"),
        ({"hello": "H"}, "placeholders"),
        ({"hello": "H %(nom)s"}, "placeholders"),
        ({"hello": "100% %(name)s"}, "percent"),
        ({"bold": "<i>F</i>"}, "markup"),
        ({"bold": "F"}, "markup"),
        ({"times": ("%(count)s",)}, "1 of 6 plural forms"),
        ({"times": ("a", "b", "c", "d", "e", "%(n)s")}, "placeholders"),
    ],
)
def test_it_says_what_is_wrong(changes: dict[str, str | tuple[str, ...]], problem: str) -> None:
    filled("ar", **changes)
    lines = [line for line in problems(SOURCE) if line.startswith("ar:")]
    assert len(lines) == 1 or changes.get("times")
    assert problem in lines[0]


def test_it_says_what_was_not_collected() -> None:
    filled("ar")
    fresh: dict[Id, SourceSentence] = {**SOURCE, "New": SourceSentence(["c.html"])}
    del fresh["Book"]
    lines = [line for line in problems(fresh) if line.startswith("ar:")]
    assert ["not collected" in lines[0], "obsolete" in lines[1]] == [True, True]


def test_the_check_fails_with_a_list(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError, match="sentences need work"):
        call_command("check_sentences")
    assert "ar: not collected: 'Privacy'" in capsys.readouterr().out


def test_it_compiles_only_what_changed() -> None:
    filled("ar")
    assert catalogues.compile_all() == ["ar"]
    assert catalogues.compile_all() == []
    assert catalogues.path_of("ar").with_suffix(".mo").stat().st_size > 0


OLD = "The office is closed today."
NEW = "The office is closed today and tomorrow."


def changed(language: str, **source: str) -> Catalog:
    """Collect sentences of one file, fill in what is given, and return what then is kept."""
    source_now: dict[Id, SourceSentence] = {
        english: SourceSentence(["a.html"]) for english in source
    }
    catalogue = updated(language, source_now)
    fill(catalogue, {english: other for english, other in source.items() if other})
    save(language, catalogue)
    return catalogues.read(language)


def test_a_changed_english_sentence_goes_on_with_the_translation_of_before() -> None:
    changed("ar", **{OLD: "مغلق", "Book": "احجز"})
    fresh = changed("ar", **{NEW: "", "Book": ""})
    message = fresh.get(NEW)
    assert message
    assert (message.string, message.fuzzy, message.previous_id) == ("مغلق", True, [OLD])
    assert [line.split(": ", 1)[0] for line in stale_sentences()] == ["ar"]
    assert [
        line
        for line in problems({NEW: SourceSentence(), "Book": SourceSentence()})
        if line[:3] == "ar:"
    ] == []
    catalogues.compile_all()
    with catalogues.path_of("ar").with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext(NEW) == "مغلق"
    assert not save(
        "ar", updated("ar", {NEW: SourceSentence(["a.html"]), "Book": SourceSentence(["a.html"])})
    )


def test_a_new_translation_ends_it_by_hand_or_by_file() -> None:
    changed("ar", **{OLD: "مغلق"})
    stale = changed("ar", **{NEW: ""})
    stale.get(NEW).string = "مغلق اليوم وغدا"  # type: ignore[union-attr]
    save("ar", stale)
    by_hand = changed("ar", **{NEW: ""}).get(NEW)
    assert by_hand
    assert (by_hand.fuzzy, by_hand.previous_id) == (False, [])
    changed("fr", **{OLD: "Fermé"})
    changed("fr", **{NEW: ""})
    changed("fr", **{NEW: "Fermé aujourd’hui et demain"})
    assert list(stale_sentences()) == []


def test_a_sentence_with_other_values_or_from_elsewhere_is_new() -> None:
    changed("ar", **{OLD: "مغلق"})
    assert changed("ar", **{NEW + " %(name)s": ""}).get(NEW + " %(name)s").string == ""  # type: ignore[union-attr]
    changed("ar", **{OLD: "مغلق"})
    elsewhere = updated("ar", {NEW: SourceSentence(["b.html"])}).get(NEW)
    assert elsewhere
    assert not elsewhere.string


def test_a_reading_holds_for_these_words_only() -> None:
    read = changed("fr", **{"Book": "Réserver", OLD: "Fermé"})
    for message in read:
        if message.id:
            message.user_comments = [f"read: 2026-11-28 {catalogues.mark_of(message)} Marie T."]
    save("fr", read)
    messages = changed("fr", **{"Book": "Retenir", NEW: ""})
    assert [catalogues.is_read(message) for message in messages if message.id] == [False, False]
    again = changed("fr", **{"Book": "Réserver", OLD: ""})
    assert [catalogues.is_read(message) for message in again if message.id] == [False, True]
