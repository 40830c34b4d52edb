"""No page says a word that is not translated, and the style sheet knows no left and right."""

import gzip
import re
from pathlib import Path

from django.conf import settings
from jinja2 import Environment, nodes

from guichet.web.pages import face
from guichet.web.pages.render import environment, template_folders
from guichet.web.translation.collecting import all_sentences

STATIC = Path(settings.ROOT) / "src/guichet/web/static/web"
TEMPLATES = [
    path
    for folder in template_folders()
    for path in sorted(folder.rglob("*.html"))
    if path.relative_to(folder).parts[0] != "admin"
]
FOR_PROGRAMMERS = {"api.html"}  # English only, as the names of its fields are
# What a block hands on to the frame: the form of a page, and whether it is of all programmes.
HANDED_ON = re.compile(r"{% block (?:language_form_id|all_programmes) %}.*?{% endblock %}")
NOT_SHOWN = re.compile(r'<(style|script)\b.*?</\1>|<[^>]*>|[\w-]+="[^"]*"|&\w+;', re.DOTALL)
READ_ALOUD = re.compile(r'\b(?:title|alt|placeholder|aria-label)="([^"]*)"')


def untranslated(source: str) -> set[str]:
    """Return the words a template shows or reads aloud without asking for their translation."""
    tree = Environment(autoescape=True).parse(HANDED_ON.sub("", source))
    # Tags are cut by expressions, so the fixed parts are put together before tags are taken out.
    fixed = "".join(
        part.data if isinstance(part, nodes.TemplateData) else "\x1f"
        for part in tree.find_all((nodes.TemplateData, nodes.Name, nodes.Const))
    )
    visible = NOT_SHOWN.sub(" ", fixed) + " ".join(READ_ALOUD.findall(fixed))
    return set(re.findall(r"[^\W\d_]{2,}", visible))


def test_an_untranslated_word_is_found() -> None:
    assert untranslated('<p title="Oh">{% if x %}Hello{% endif %} {{ "you"|t }}') == {"Oh", "Hello"}


def test_every_visible_word_is_translated() -> None:
    words = {path: untranslated(path.read_text(encoding="utf-8")) for path in TEMPLATES}
    of_programmers = {path for path in TEMPLATES if path.name in FOR_PROGRAMMERS}
    assert {path: words[path] for path in TEMPLATES if words[path]}.keys() == of_programmers


def test_every_template_compiles() -> None:
    for path in TEMPLATES:
        name = "/".join(path.parts[path.parts.index("templates") + 1 :])
        environment("en").get_template(name)


def test_what_is_wrong_stands_in_one_line_of_the_list_of_errors() -> None:
    """The parts of a link there are blocks; a number in a sentence would stand by itself."""
    for path in TEMPLATES:
        for errors in re.findall(r'class="errors".*?</div>', path.read_text("utf-8"), re.DOTALL):
            for link in re.findall(r"<a href=[^>]*>(.*?)</a>", errors):
                assert link.endswith("</span>"), (path, link)


def test_no_page_carries_inline_styles_or_scripts() -> None:
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", text), path
        assert not re.search(r"<script(?![^>]*\bsrc=)", text), path


def test_the_style_sheet_has_no_physical_directions() -> None:
    sheet = re.sub(r"/\*.*?\*/", "", face.sheet(settings.AGENCY.colors), flags=re.DOTALL)
    physical = re.compile(
        r"(?<![\w-])(?:(?:margin|padding|border|scroll-\w+)-(?:left|right|top|bottom)[\w-]*"
        r"|left|right|top|bottom|width|height|(?:min|max)-(?:width|height)"
        r"|text-align: (?:left|right)|float|clear)\s*:(?!not)"
    )
    declarations = re.sub(r"@media[^{]*", "", sheet)
    assert physical.findall(declarations) == []
    assert not re.search(r"text-align:\s*(left|right)", declarations)


def test_the_first_page_is_light() -> None:
    files = {path.name: path.read_bytes() for path in STATIC.iterdir()}
    files["site.css"] = face.sheet(settings.AGENCY.colors).encode()
    weights = {name: len(gzip.compress(content, 9)) for name, content in files.items()}
    assert weights["site.css"] < 8_500
    assert weights["enhance.js"] < 4_000
    assert sum(weights.values()) < 30_000


def test_sentences_are_whole() -> None:
    for text in all_sentences():
        for form in (text,) if isinstance(text, str) else text:
            assert form == form.strip(), form
            assert "  " not in form, form
            assert not re.search(r"%(?!\(\w+\)s|%)", form) or "%(" not in form, form


def test_no_template_cuts_the_day_out_of_a_moment() -> None:
    """It would be the day in Greenwich: `plain_day` and `on_day` take the moment itself."""
    cut = [
        str(path)
        for folder in template_folders()
        for path in folder.rglob("*.html")
        if ".date()" in path.read_text("utf-8")
    ]
    assert cut == []
