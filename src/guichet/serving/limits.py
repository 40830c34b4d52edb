"""How much may be on its way to one process, and how long a body may be."""

from functools import lru_cache

from guichet.kernel.guarding.network import network_from
from guichet.serving.exchange import Environ
from guichet.serving.kinds import Kind
from guichet.web.forms.uploads import MOST_ANYWHERE, MOST_READ, SENT_WITH

FORMS, FORMS_OF_A_NETWORK = 256, 32  # on their way at once; beyond it the slowest gives way
FILES, FILES_OF_A_NETWORK = 16, 4
_FORM = 256 * 1024  # as DATA_UPLOAD_MAX_MEMORY_SIZE: more than any form or call of ours


def announced(environ: Environ) -> int:
    """Return the length that the head of a request tells; 0 where it tells none."""
    length = str(environ.get("CONTENT_LENGTH", ""))
    return int(length) if length.isdecimal() else 0


def has_body(environ: Environ) -> bool:
    """Tell whether a request that needs no body has one all the same."""
    return announced(environ) > 0 or "HTTP_TRANSFER_ENCODING" in environ


def most_of(environ: Environ, kind: Kind) -> int:
    """Return how long a body may be: large only with a file, from who has an application open.

    What is longer is not read, and told to be too large by the page it was sent to.
    """
    if kind is not Kind.UPLOADING:
        return _FORM
    cookies = environ.get("HTTP_COOKIE", "")
    is_known = any(name in cookies for name in SENT_WITH)
    return MOST_READ if is_known else MOST_ANYWHERE


def network_of(environ: Environ) -> str:
    """Return the network of a caller, by which bodies and turns are shared."""
    return _network_of(environ["REMOTE_ADDR"], environ.get("HTTP_X_FORWARDED_FOR", ""))


_network_of = lru_cache(maxsize=256)(network_from)
