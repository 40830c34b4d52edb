"""Find every sentence that is to be translated, in templates and in Python.

In a template: `{{ "…"|t }}` and `{{ nt("…", "…", n) }}`. In Python: `_("…")`, Django's gettext
functions, `sentence("…", …)` and `sentences("…", "…", …)`. A comment that begins with
`Translators:` on the line of a sentence, or on the line above, goes with it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from babel.messages.extract import extract
from django.apps import apps
from django.conf import settings
from jinja2 import Environment, nodes

from guichet.web.pages.render import template_folders

Id = str | tuple[str, str]  # a counted sentence is two: for one, and for many
MARK = "Translators:"
SHARED = "src/guichet/web/"
_KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "sentence": (1,),
    "sentences": (1, 2),
}


@dataclass
class SourceSentence:
    """A sentence of the source: where it stands, and what its writer tells the translators."""

    files: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    @property
    def is_shared(self) -> bool:
        """Tell whether every programme shows it, and so it is needed in every language."""
        return any(file.startswith(SHARED) for file in self.files)


def all_sentences() -> dict[Id, SourceSentence]:
    """Return every sentence of the source, in the order of its files."""
    collection: dict[Id, SourceSentence] = {}
    for path, entries in _by_file():
        name = path.relative_to(settings.ROOT).as_posix()
        for text, comments in entries:
            entry = collection.setdefault(text, SourceSentence())
            entry.files += [name] if name not in entry.files else []
            entry.comments += [comment for comment in comments if comment not in entry.comments]
    return collection


def _by_file() -> Iterator[tuple[Path, Iterable[tuple[Id, list[str]]]]]:
    for folder in template_folders():
        for path in sorted(folder.rglob("*.html")):
            if path.relative_to(folder).parts[0] != "admin":  # Django's own language of templates.
                yield path, in_template(path.read_text(encoding="utf-8"))
    for app in apps.get_app_configs():
        if app.name.startswith("guichet."):
            for path in sorted(Path(app.path).rglob("*.py")):
                if "tests" not in path.parts:
                    yield path, in_python(path)


@cache
def in_template(source: str) -> Sequence[tuple[Id, list[str]]]:
    """Return the sentences of a template with their comments.

    >>> in_template('{# Translators: a verb #}{{ "Book"|t }} {{ nt("a", "b", 2) }}')
    (('Book', ['a verb']), (('a', 'b'), ['a verb']))
    """
    return tuple(_in_template(source))


def _in_template(source: str) -> Iterator[tuple[Id, list[str]]]:
    environment = Environment(autoescape=True)
    comments = _comments(environment, source)
    tree = environment.parse(source)
    for node in tree.find_all((nodes.Filter, nodes.Call)):
        if text := _id_of(node):
            nearby = (comments.get(line) for line in (node.lineno - 1, node.lineno))
            yield text, [comment for comment in nearby if comment]


def in_python(path: Path) -> Iterator[tuple[Id, list[str]]]:
    """Yield the sentences of a Python file with their comments."""
    with path.open("rb") as file:
        messages = extract("python", file, _KEYWORDS, [MARK], strip_comment_tags=True)
        for _line, text, comments, _context in messages:
            yield (text if isinstance(text, str) else (text[0], text[1])), comments


def _id_of(node: nodes.Node) -> Id | None:
    if isinstance(node, nodes.Filter) and node.name == "t":
        return _literal(node.node)
    if isinstance(node, nodes.Call) and getattr(node.node, "name", "") == "nt":
        return _literal(node.args[0]), _literal(node.args[1])
    return None


def _literal(node: nodes.Node | None) -> str:
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        return node.value
    line = node.lineno if node else "?"
    raise ValueError(f"line {line}: only a literal sentence can be translated")


def _comments(environment: Environment, source: str) -> dict[int, str]:
    return {
        line: text.strip().removeprefix(MARK).strip()
        for line, kind, text in environment.lex(source)
        if kind == "comment" and text.strip().startswith(MARK)
    }
