"""What tells a form of ours from one that another site sends in somebody's name."""

from functools import cached_property

from django.http import HttpRequest
from django.middleware.csrf import get_token
from markupsafe import Markup

_FIELD = Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">')


class TokenField:
    """The hidden field of a form; only a page that prints it makes a token and a cookie.

    A token is masked anew for every page, and is the same in all forms of one.
    """

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    def __html__(self) -> Markup:
        return self._field

    @cached_property
    def _field(self) -> Markup:
        return _FIELD.format(get_token(self._request))
