"""Whether a browser opens a page for somebody: what counts of a page, which then knows nobody."""

from collections.abc import Mapping
from urllib.parse import urlsplit

_ANEW = ("no-cache", "max-age=0")  # what browsers send when a page is loaded again


def is_opened(headers: Mapping[str, str], host: str) -> bool:
    """Tell whether a browser goes to a page: a reload, a prefetch and a program do not."""
    referrer = urlsplit(headers.get("Referer", ""))
    is_anew = any(word in headers.get("Cache-Control", "") for word in _ANEW)
    if is_anew or "prefetch" in headers.get("Sec-Purpose", ""):
        return False
    # Browsers of before 2023 do not say that they navigate, nor does any without https.
    return headers.get("Sec-Fetch-Mode") == "navigate" or referrer.netloc == host


def is_coming(headers: Mapping[str, str], host: str, path: str) -> bool:
    """Tell whether a browser opens a page for somebody who was not on it just now.

    Another day or another language of the same page is nobody's coming either.
    """
    referrer = urlsplit(headers.get("Referer", ""))
    is_within = referrer.netloc == host and _page(referrer.path) == _page(path)
    return not is_within and is_opened(headers, host)


def _page(path: str) -> str:
    """Return which page it is, in whatever language."""
    return path.lstrip("/").partition("/")[2]
