"""How the sentences of a page stand: whether no person has read some, whether some are stale.

Those of templates and of Python are known by the file they stand in, worked out once a language
and template. Those of content/ are noted by `kernel.content.texts` while the page takes them.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings

from guichet.kernel.content import texts
from guichet.kernel.content.reviews import Standing
from guichet.web.languages import DEFAULT
from guichet.web.pages import catalogues
from guichet.web.pages.compiled_pages import FRAME

_USES = re.compile(r"""\{%-?\s*(?:extends|include|import|from)\s+["']([\w/.-]+)["']""")


def of_page(template: str, language: str, shown_in: str) -> Standing:
    """Return how a page stands, as far as it was made when this is asked.

    `language` is that of the frame, `shown_in` that of the page itself.
    """
    standing = texts.standing_watched()
    for name, its_language in ((template, shown_in), (FRAME, language)):
        stale, unread = _of_template(name, its_language)
        standing.add(stale=stale, unread=unread)
    return standing


@cache
def of_feature(feature: str, language: str) -> Standing:
    """Return how the sentences of a feature's Python stand, as those of its mails."""
    stale, unread = _by_file(language)
    folders = {f"src/guichet/{feature}/"}
    return Standing(_stands_in(stale, set(), folders), _stands_in(unread, set(), folders))


@cache
def _of_template(template: str, language: str) -> tuple[bool, bool]:
    stale, unread = _by_file(language)
    files = _files_of(template)
    features = {f"src/guichet/{template.partition('/')[0]}/", "src/guichet/web/"}
    return _stands_in(stale, files, features), _stands_in(unread, files, features)


def _stands_in(sentences: frozenset[str], files: set[str], features: set[str]) -> bool:
    """Tell whether a file of a sentence is one of the page: its templates, its feature's Python."""
    return any(
        name in files or (name.endswith(".py") and name.startswith(tuple(features)))
        for name in sentences
    )


@cache
def _by_file(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the files with stale sentences in a language, and those with unread ones."""
    stale, unread = set(), set()
    for message in catalogues.read(language) if language != DEFAULT else ():
        files = {name for name, _ in message.locations}
        stale |= files if message.fuzzy else set()
        unread |= set() if catalogues.is_read(message) else files
    return frozenset(stale), frozenset(unread)


def _files_of(template: str) -> set[str]:
    """Return the file of a template and of all that it extends, includes or imports."""
    files: set[str] = set()
    waiting = [template]
    while waiting:
        path = _path_of(waiting.pop())
        name = path.relative_to(settings.ROOT).as_posix()
        if name not in files:
            files.add(name)
            waiting += _USES.findall(path.read_text(encoding="utf-8"))
    return files


def _path_of(template: str) -> Path:
    return next(path for path in _places(template) if path.exists())


def _places(template: str) -> Iterator[Path]:
    for app in apps.get_app_configs():
        if app.name.startswith("guichet."):
            yield Path(app.path) / "templates" / template
