"""Files of the pages: style sheet, script, icon. Their names carry a hash, so they keep for ever.

`collectstatic` prepares them, compressed; without it (in tests, say) they are served as they are.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote
from wsgiref.types import WSGIApplication

import psycopg
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError, close_old_connections
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

from guichet.kernel.running import static_files
from guichet.web.transport import https_only

FOLDERS: dict[str, Path] = {}  # of files with a hash that a room makes, by where they are served
_POLICY = "object-src 'none'; base-uri 'none'; frame-ancestors 'none'"


@lru_cache(maxsize=256)
def static(name: str) -> str:
    """Return the address of a file: `static("web/site.css")`."""
    try:
        return str(staticfiles_storage.url(name))
    except ValueError:  # Nothing was collected.
        return f"{settings.STATIC_URL}{name}"


@lru_cache(maxsize=16)
def inline(name: str) -> str:
    """Return an address that holds a small SVG itself: a cold page fetches one file less."""
    path = finders.find(name)
    assert isinstance(path, str)
    picture = Path(path).read_text(encoding="utf-8").strip()
    return f"data:image/svg+xml,{quote(picture, safe='=/:')}"


def served(application: WSGIApplication) -> WSGIApplication:
    """Return the application with its static files served in front of it."""
    files: Any = _Files(
        application,
        max_age=60,
        immutable_file_test=_is_hashed,
        allow_all_origins=False,
        add_headers_function=_add_headers,
    )
    prefix = settings.STATIC_URL.strip("/") + "/"
    if (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file():
        files.add_files(str(settings.STATIC_ROOT), prefix=prefix)
    else:
        for finder in reversed(list(finders.get_finders())):  # the first that has a file wins
            for name, storage in finder.list([]):
                files.add_file_to_dictionary(f"/{prefix}{name}", storage.path(name))
    served_first: WSGIApplication = files
    return served_first


def _add_headers(headers: Any, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Content-Security-Policy"] = _POLICY
    if policy := https_only():
        headers["Strict-Transport-Security"] = policy


class _Files(WhiteNoise):
    """Our files, and those of other releases: open pages and other nodes name them too."""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        url = environ.get("PATH_INFO", "")
        if url not in self.files and url.startswith(settings.STATIC_URL) and _is_hashed("", url):
            self._find_elsewhere(url)
        return super().__call__(environ, start_response)

    def _find_elsewhere(self, url: str) -> None:
        """Put a file of another release beside ours, where some node has left it."""
        name, path = url.removeprefix(settings.STATIC_URL), None
        prefix, _, rest = name.partition("/")
        if prefix in FOLDERS:
            path = FOLDERS[prefix] / rest
            if "/" not in rest and path.is_file():
                self.add_file_to_dictionary(url, str(path))
            return
        with suppress(DatabaseError, psycopg.Error, OSError):
            path = static_files.bring(name, Path(settings.STATIC_ROOT))
        close_old_connections()
        if path:
            self.add_file_to_dictionary(url, str(path))


class Collected(CompressedManifestStaticFilesStorage):
    """Our files under names with a hash, each compressed once: other content has another name.

    The plain names beside them are named by no page, and stay as they are.
    """

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Compress what is new, and yield each name with that of its compressed form."""
        news = [path for path in paths if _is_hashed("", path) and not self.exists(f"{path}.gz")]
        yield from super().compress_files(news)

    def create_compressor(self, **options: Any) -> Compressor:
        """Return what compresses a file whole or not at all."""
        return _Whole(**options)


class _Whole(Compressor):
    """Gives a compressed form its name last, the gzip form after the other."""

    def write_data(self, path: str, data: bytes, suffix: str, status: Any) -> str:
        fresh = super().write_data(path, data, f"{suffix}.new", status)
        return str(Path(fresh).replace(f"{path}{suffix}"))


def _is_hashed(path: str, url: str) -> bool:
    return bool(static_files.HASHED.search(url))
