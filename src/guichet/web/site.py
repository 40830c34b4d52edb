"""What every page shows around its contents: languages, shared computer, the way back."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest

from guichet.web.languages import ALL, Language
from guichet.web.visits import is_open, on_shared_computer


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """This page in one of the languages."""

    language: Language
    path: str
    current: bool
    complete: bool

    @property
    def choosing(self) -> str:
        """Return the link that also remembers the choice."""
        return f"{self.path}{'&' if '?' in self.path else '?'}language={self.language.code}"

    @property
    def clean(self) -> str:
        """Return the whole address without a query, for search engines."""
        return str(settings.PUBLIC_URL) + self.path.partition("?")[0]


class Site:
    """The frame of one page: its languages and the state of the visit."""

    def __init__(
        self,
        request: HttpRequest,
        *,
        language: Language,
        shown_in: Language,
        complete: tuple[str, ...],
    ) -> None:
        self._request = request
        self.language = language
        self.shown_in = shown_in
        self._complete = complete

    @property
    def direction(self) -> str:
        """Return the direction of the frame."""
        return self.language.direction

    @property
    def is_complete(self) -> bool:
        """Tell whether the page is written in the language that was asked for."""
        return self.language is self.shown_in

    @cached_property
    def path(self) -> str:
        """Return the path and query of this page."""
        return self._request.get_full_path()

    @cached_property
    def languages(self) -> tuple[LanguageLink, ...]:
        """Return this page in every language; nothing where the page has no language prefix."""
        head, slash, rest = self.path[1:].partition("/")
        if head not in ALL or not slash:
            return tuple(self._link(code, f"/{code}/") for code in ALL)
        return tuple(self._link(code, f"/{code}/{rest}") for code in ALL)

    def _link(self, code: str, path: str) -> LanguageLink:
        current, complete = code == self.language.code, code in self._complete
        return LanguageLink(ALL[code], path, current=current, complete=complete)

    @cached_property
    def shared_computer(self) -> bool:
        """Tell whether the person said that others use this computer."""
        return on_shared_computer(self._request)

    @property
    def times_out(self) -> bool:
        """Tell whether this page, left alone, leads to the erasing of the visit."""
        return self.shared_computer and self.is_open and "/finish/" not in self.path

    @cached_property
    def is_open(self) -> bool:
        """Tell whether something of the person could be seen by the next one at this computer."""
        return is_open(self._request)
