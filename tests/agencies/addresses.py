"""Every address there is, as paths one can ask for: of pages, staff pages, files and calls.

As a program it prints those of the agency that is served; the walks on an agency with one programme
start it for the demonstration, which has both, and so learn what must not be there.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
HOLE = re.compile(r"<(?:(\w+):)?\w+>")
SAMPLES = {"int": "1", "handle": "2bcd", "path": "1", "slug": "abc", "str": "abc", "": "abc"}


@cache
def off() -> list[str]:
    """Return the paths of the demonstration that are none of the agency's here."""
    command = [sys.executable, str(Path(__file__))]
    with TemporaryDirectory() as data:  # it compiles its words there, which are not those here
        own = {"AGENCY_DIR": str(ROOT / "agencies" / "demonstration"), "DATA_DIR": data}
        environment = {**os.environ, **own}
        listing = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        )
    return sorted(set(json.loads(listing.stdout)) - set(here()))


@cache
def here() -> list[str]:
    """Return the paths of the agency that is served; pages are those under /LANGUAGE/."""
    from django.contrib import admin
    from django.urls import get_resolver

    models = {f"/admin/{model._meta.app_label}/" for model in admin.site._registry}
    patterns = [*get_resolver().url_patterns, *get_resolver("guichet.api").url_patterns]
    return sorted({"/" + path for path in _walk(patterns)} | models)


def _walk(patterns: list[Any]) -> Iterator[str]:
    from django.urls import URLResolver
    from django.urls.resolvers import RegexPattern

    from guichet.web.addresses.by_language import LanguagePrefix

    for entry in patterns:
        if isinstance(entry.pattern, RegexPattern):
            continue  # the administration's: of every app, and of all that is none
        route = "LANGUAGE/" if isinstance(entry.pattern, LanguagePrefix) else str(entry.pattern)
        path = HOLE.sub(lambda hole: _sample(hole[1] or ""), route)
        if isinstance(entry, URLResolver):
            yield from (path + inner for inner in _walk(entry.url_patterns))
        else:
            yield path


def _sample(kind: str) -> str:
    from django.urls import converters

    sample = SAMPLES[kind]
    assert re.fullmatch(converters.get_converters()[kind or "str"].regex, sample), kind
    return sample


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "guichet.settings"
    sys.path.insert(0, str(ROOT / "src"))
    import django

    django.setup()
    print(json.dumps(here()))
