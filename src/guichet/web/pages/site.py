"""What every page shows around its contents: languages, shared computer, the way back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from markupsafe import Markup, escape

from guichet.kernel.content.reviews import Standing
from guichet.kernel.content.texts import standing_watched
from guichet.web.addresses.naming import page_of
from guichet.web.formats.countries import language_name
from guichet.web.languages import DEFAULT, FIRST, OFFERED, Language
from guichet.web.pages.banners import banners
from guichet.web.visits import is_open, on_shared_computer

# Stand for the path of a page in parts that are otherwise the same on every page.
_PATH, _PATH_AND_QUERY, _MARK = "\x01", "\x02", "\x03"


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """A page in one of the languages, or every page: then its address has holes."""

    language: Language
    current: bool
    complete: bool

    @property
    def path(self) -> str:
        """Return the path and query."""
        return f"/{self.language.code}/{_PATH_AND_QUERY}"

    @property
    def choosing(self) -> str:
        """Return the link that also remembers the choice."""
        return f"{self.path}{_MARK}language={self.language.code}"

    @property
    def clean(self) -> str:
        """Return the whole address without a query, for search engines."""
        return f"{settings.PUBLIC_URL}/{self.language.code}/{_PATH}"


def links(language: str, complete: tuple[str, ...]) -> list[LanguageLink]:
    """Return every page in every language, seen from one of them."""
    return [
        LanguageLink(entry, current=code == language, complete=code in complete)
        for code, entry in OFFERED.items()
    ]


class Site:
    """The frame of one page: its languages and the state of the visit."""

    def __init__(
        self,
        request: HttpRequest,
        *,
        language: Language,
        shown_in: Language,
        part: Callable[[str, str], str],
        standing: Callable[[], Standing],
    ) -> None:
        self._request = request
        self._part = part
        self.standing = standing
        self.language = language
        self.shown_in = shown_in

    @property
    def direction(self) -> str:
        """Return the direction of the frame."""
        return self.language.direction

    @property
    def was_sent(self) -> bool:
        """Tell whether this is the answer to a form, which a browser cannot show again."""
        return self._request.method == "POST"

    @property
    def feedback_query(self) -> str:
        """Return the page as the form that reports a problem takes it: never with what is sent."""
        return urlencode({"page": page_of(self._request)}, safe="/*")

    @property
    def changed_on(self) -> date | None:
        """Return the day on which something was last changed of what the page has said so far."""
        day = standing_watched().changed_on
        return date.fromisoformat(day) if day else None

    @property
    def has_english(self) -> bool:
        """Tell whether the English page can be read here, from which others were translated."""
        return DEFAULT in OFFERED

    @property
    def counting(self) -> str:
        """Return in which language is the page that counts where no English one can be read.

        Nothing on that page itself.
        """
        own = self.language.code
        return "" if own == FIRST else language_name(FIRST, own)

    @property
    def is_complete(self) -> bool:
        """Tell whether the page is written in the language that was asked for."""
        return self.language is self.shown_in

    @property
    def banners(self) -> Markup:
        """Return the notices to everyone that this page shows, in the language of the frame."""
        return banners(self._request, self.language.code)

    @cached_property
    def path(self) -> str:
        """Return the path and query of this page."""
        return self._request.get_full_path()

    def alternates(self) -> Markup:
        """Return the links of the head to this page in the languages that have it."""
        return self._filled("alternates", "")

    def menu(self, form_id: str) -> Markup:
        """Return the language control; its buttons belong to a form where one is in progress."""
        return self._filled("menu", form_id)

    def _filled(self, macro: str, form_id: str) -> Markup:
        """Return a part of the frame with the path of this page put into its holes."""
        head, slash, rest = self.path[1:].partition("/")
        here = rest if slash and head in OFFERED else ""
        path, mark, _query = here.partition("?")
        text = self._part(macro, form_id).replace(_PATH, escape(path))
        text = text.replace(_PATH_AND_QUERY, escape(here)).replace(_MARK, "&amp;" if mark else "?")
        return Markup(text)  # noqa: S704  The part is a template of ours, the path is escaped.

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
