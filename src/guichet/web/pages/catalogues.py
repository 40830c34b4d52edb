"""Catalogues of sentences: where they lie, how they are written, compiled and checked.

`locale/<lang>/LC_MESSAGES/django.po` is in the repository; the compiled file beside it is made at
the start by Babel, so that nobody needs the gettext programs.

How a sentence stands is in the entry itself. Where the English has changed, the entry is fuzzy,
has the English of before, and goes on being shown. Where a person has read it, a comment says when,
by a mark which words, and who: `# read: 2026-11-28 1a2b3c4d Marie Tremblay`. Without one a machine
made it.
"""

import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, unescape
from django.conf import settings
from django.utils.translation import to_locale
from django.utils.translation.reloader import translation_file_changed

from guichet.agency.words.catalogues import compile_own
from guichet.kernel.content.reviews import mark
from guichet.web.languages import ALL, CATALOGUED, DEFAULT
from guichet.web.pages import days

READ = "read:"  # begins the comment of an entry that a person has read
WHOLE = tuple(code for code in CATALOGUED if code != DEFAULT)
SHARED_ONLY = tuple(code for code in ALL if code not in CATALOGUED)
_KEYWORD = re.compile(r"(?:^|\s)msgid(?:_plural)?(?=\s)")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')


def path_of(language: str) -> Path:
    """Return where the catalogue of a language lies.

    >>> path_of("zh-Hans").parts[-4:]
    ('locale', 'zh_Hans', 'LC_MESSAGES', 'django.po')
    """
    folder = to_locale(ALL[language].django)
    return Path(settings.LOCALE_PATHS[-1]) / folder / "LC_MESSAGES" / "django.po"


def compiled_of(language: str) -> list[Path]:
    """Return the compiled catalogues of a language that there are, the agency's own first."""
    shipped = path_of(language)
    parts = shipped.parts[-3:]
    paths = [Path(folder).joinpath(*parts).with_suffix(".mo") for folder in settings.LOCALE_PATHS]
    return [path for path in paths if path.exists()]


def read(language: str) -> Catalog:
    """Return the catalogue of a language; an empty one where there is no file yet."""
    path, locale = path_of(language), ALL[language].babel
    if not path.exists():
        return Catalog(locale=locale, fuzzy=False)
    with path.open("rb") as file:
        catalogue = read_po(file, locale=locale, abort_invalid=True)
    for message in catalogue:
        _read_previous(message)
    return catalogue


def is_read(message: Message) -> bool:
    """Tell whether a person has read these very words."""
    return any(
        comment.split()[2:3] == [mark_of(message)]
        for comment in message.user_comments
        if comment.startswith(READ)
    )


def mark_of(message: Message) -> str:
    """Return a mark of the English and the translation of an entry together."""
    parts = [message.id, message.string or ""]
    flat = [text for part in parts for text in ([part] if isinstance(part, str) else part)]
    return mark("\0".join(flat))


def forget_catalogues() -> None:
    """Let gettext read the catalogues again: it may have looked before they were compiled.

    Every process reads English when it starts, and would fold what was there then into its pages.
    """
    translation_file_changed(None, Path("django.mo"))
    days.forget_days()


def compile_all() -> list[str]:
    """Compile every catalogue that is newer than its compiled file; return their languages.

    What the agency says differently lies in a folder of its own, which gettext asks first.
    Safe when several processes start at once: each writes a file of its own and renames it.
    """
    compiled = []
    for language in _with_catalogue():
        source = path_of(language)
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            _write(target, read(language))
            compiled.append(language)
    if settings.LOCALE_PATHS[1:]:
        compile_own(settings.AGENCY.folder, Path(settings.LOCALE_PATHS[0]))
    return compiled


def _with_catalogue() -> Iterator[str]:
    return (code for code in (*WHOLE, *SHARED_ONLY) if path_of(code).exists())


def _read_previous(message: Message) -> None:
    """Put the English of before where it belongs: Babel writes it, and reads it as a comment."""
    lines = [
        comment.removeprefix("|").strip()
        for comment in message.user_comments
        if comment.startswith("|")
    ]
    message.user_comments = [
        comment for comment in message.user_comments if not comment.startswith("|")
    ]
    message.previous_id = [
        "".join(unescape(text) for text in _QUOTED.findall(part))
        for part in _KEYWORD.split(" ".join(lines))[1:]
    ]


def _write(target: Path, catalogue: Catalog) -> None:
    descriptor, name = tempfile.mkstemp(dir=target.parent, suffix=".mo.new")
    try:
        with os.fdopen(descriptor, "wb") as file:
            write_mo(file, catalogue, use_fuzzy=True)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    finally:
        Path(name).unlink(missing_ok=True)
