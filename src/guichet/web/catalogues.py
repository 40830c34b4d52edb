"""Catalogues of sentences: where they lie, how they are written, compiled and checked.

`locale/<lang>/LC_MESSAGES/django.po` is in the repository; the compiled file beside it is made at
the start by Babel, so that nobody needs the gettext programs.
"""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import to_locale

from guichet.web.languages import ALL, APPOINTMENTS, DEFAULT

MACHINE_MADE = "machine-made"  # the comment of an entry that no speaker has read yet
WHOLE = tuple(code for code in APPOINTMENTS if code != DEFAULT)
SHARED_ONLY = tuple(code for code in ALL if code not in APPOINTMENTS)


def path_of(language: str) -> Path:
    """Return where the catalogue of a language lies.

    >>> path_of("zh-Hans").parts[-4:]
    ('locale', 'zh_Hans', 'LC_MESSAGES', 'django.po')
    """
    folder = to_locale(ALL[language].django)
    return Path(settings.LOCALE_PATHS[0]) / folder / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """Return the catalogue of a language; an empty one where there is no file yet."""
    path, locale = path_of(language), ALL[language].babel
    if not path.exists():
        return Catalog(locale=locale, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=locale, abort_invalid=True)


def compile_all() -> list[str]:
    """Compile every catalogue that is newer than its compiled file; return their languages.

    Safe when several processes start at once: each writes a file of its own and renames it.
    """
    compiled = []
    for language in _with_catalogue():
        source = path_of(language)
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            _write(target, read(language))
            compiled.append(language)
    return compiled


def _with_catalogue() -> Iterator[str]:
    return (code for code in (*WHOLE, *SHARED_ONLY) if path_of(code).exists())


def _write(target: Path, catalogue: Catalog) -> None:
    descriptor, name = tempfile.mkstemp(dir=target.parent, suffix=".mo.new")
    try:
        with os.fdopen(descriptor, "wb") as file:
            write_mo(file, catalogue)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    finally:
        Path(name).unlink(missing_ok=True)
