"""Pack what leaves the house: a page of hundreds of rows quickly, not as small as can be.

Django's own way takes three times as long for a tenth less to send. All else goes that way.
"""

import gzip
import re
import secrets
from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

LARGE = 100_000  # bytes; the day of an office has a quarter of a million, other pages a tenth
QUICKLY = 3  # the level of zlib
_TAKEN = re.compile(r"\bgzip\b")


class Packing(GZipMiddleware):
    """Packs what a browser takes packed."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Return the answer, packed where the browser takes it so and it is smaller then."""
        if not isinstance(response, HttpResponse) or not _is_large_page(response):
            return super().process_response(request, response)
        patch_vary_headers(response, ("Accept-Encoding",))
        if _TAKEN.search(request.headers.get("Accept-Encoding", "")):
            _pack(response)
        return response


def _is_large_page(response: HttpResponse) -> bool:
    kind = response.headers.get("Content-Type", "")
    is_packed = response.has_header("Content-Encoding")
    return kind.startswith("text/html") and not is_packed and len(response.content) >= LARGE


def _pack(response: HttpResponse) -> None:
    packed = BytesIO()
    # A name of any length, as Django gives it: from the size of a page nobody guesses a token.
    name = "a" * secrets.randbelow(GZipMiddleware.max_random_bytes)
    with gzip.GzipFile(name, "wb", QUICKLY, packed, mtime=0) as file:
        file.write(response.content)
    response.content = packed.getvalue()
    response.headers["Content-Length"] = str(len(response.content))
    response.headers["Content-Encoding"] = "gzip"
    if response.headers.get("ETag", "").startswith('"'):
        response.headers["ETag"] = f"W/{response.headers['ETag']}"
