"""Pages: Jinja2 with one environment per language, into which the sentences are folded.

`{{ "Book"|t }}` is translated when a template is compiled and is a constant in what runs; the same
holds for a sentence with placeholders, `{{ "Hello %(name)s."|t|format(name=name) }}`, whose
arguments are escaped as they go in. Sentences may carry markup, for they are the house's own;
`check-sentences` sees to it that a translation carries the same. See decision 0020.
"""

import gettext
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial
from hashlib import blake2b
from pathlib import Path
from typing import Any, Protocol

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from django.utils.translation.trans_real import translation
from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.defaults import DEFAULT_NAMESPACE
from markupsafe import Markup, escape

from guichet.kernel.content import filling, texts
from guichet.kernel.content.hearing import LISTENERS, tell
from guichet.kernel.content.placeholders import formatted, sentence_with
from guichet.web import directions
from guichet.web.addresses.paths import address
from guichet.web.formats import countries, dates, distances, durations
from guichet.web.languages import ALL, CATALOGUED, DEFAULT, of
from guichet.web.pages import catalogues, compiled_pages, days, finishing, refusals, standings
from guichet.web.pages.assets import inline, static
from guichet.web.pages.face import logo
from guichet.web.pages.site import Site, links
from guichet.web.pages.token import TokenField
from guichet.web.words import own_tongue

_FORMATTERS: dict[str, Callable[..., object]] = {
    "clock": dates.clock,
    "country_name": countries.country_name,
    "date_order": dates.date_order,
    "how_far": distances.distance,
    "duration": durations.duration,
    "first_of_month": lambda language: dates.FIRST_OF_MONTH.get(language, ""),
    "first_weekday": dates.first_weekday,
    "long_day": dates.long_day,
    "moment": dates.moment,
    "month_name": dates.month_name,
    "months": dates.months,
    "number": dates.number,
    "plain_day": dates.plain_day_here,
    "short_day": dates.short_day,
    "sorted_countries": countries.sorted_countries,
    "subdivision_name": countries.subdivision_name,
    "time_of": dates.time_of,
    "weekday_names": dates.weekday_names,
    "zone_name": dates.zone_name,
}

INSIDE = {"admin"}  # folders of templates that only staff read; a room with such pages adds its own


class Words(Protocol):
    """Content in some language, as `kernel.content.texts.Text` is."""

    @property
    def text(self) -> str: ...
    @property
    def language(self) -> str: ...


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object] | None = None,
    status: int = 200,
    *,
    complete: Iterable[str] = CATALOGUED,
) -> HttpResponse:
    """Answer with a page in the language of the request.

    `complete` names the languages the page is written in. In the others it is in English, inside
    a frame of the person's own language that says so. `has_error` in the context says that
    something went wrong on a page that is itself a success: the title begins with it too.
    `asks_more` says the other way round that the page only asks for one thing more.
    """
    language = of(request)
    site = _site(request, template, tuple(complete))
    shown_in = site.shown_in.code
    values = {
        **(context or {}),
        "chrome": _chrome(language),
        "csrf": TokenField(request),
        "dir": site.direction,
        "lang": language,
        "request": request,
        "shared_computer": site.shared_computer,
        "site": site,
        "url": (context or {}).get("url") or _url_in(language),
    }
    with override(ALL[shown_in].django):
        text = environment(shown_in).get_template(template).render(values)
    refusals.tell_of_forms(request, status, context or {})
    if values.get("has_error") or (status >= 400 and not values.get("asks_more")):
        text = finishing.with_error_first(text, partial(_error_title, language))
    if site.shared_computer:
        text = finishing.without_autofill(text)
    return HttpResponse(text, status=status, headers={"Content-Language": language})


def _site(request: HttpRequest, template: str, complete: tuple[str, ...]) -> Site:
    language = of(request)
    shown_in = language if language in complete else DEFAULT
    if LISTENERS:
        tell("page", template, shown_in)
    return Site(
        request,
        language=ALL[language],
        shown_in=ALL[shown_in],
        part=partial(_frame_part, language, complete),
        standing=partial(standings.of_page, template, language, shown_in),
    )


def _error_title(language: str, title: str) -> str:
    return sentence("Error: %(title)s", language, title=title)


def _chrome(language: str) -> Any:
    return environment(language).get_template("web/chrome.html").module


@lru_cache(maxsize=512)
def _frame_part(language: str, complete: tuple[str, ...], macro: str, form_id: str) -> str:
    """Return a part of the frame that is the same on every page, but for the page's own path."""
    return str(getattr(_chrome(language), macro)(links(language, complete), form_id))


def sentence(text: str, language: str, **placeholders: object) -> str:
    """Return a sentence in a language, as plain text, for what is not a page.

    The tool that collects sentences finds `sentence("…", …)` with a literal text.
    """
    translated = catalogue(language).gettext(text)
    values = directions.in_sentence(placeholders, language)
    return sentence_with(translated, values) if values else translated


def sentences(singular: str, plural: str, count: int, language: str, **placeholders: object) -> str:
    """Return a counted sentence as plain text; `%(count)s` is filled in."""
    form = catalogue(language).ngettext(singular, plural, count)
    values = {"count": dates.number(count, language), **placeholders}
    return sentence_with(form, directions.in_sentence(values, language))


def catalogue(language: str) -> gettext.NullTranslations:
    """Return what gettext knows in a language; Django keeps it in memory."""
    return translation(ALL[language].django)


def compile_pages(language: str, *, mark: str) -> None:
    """Compile every template that public pages in this language are made of; kept on disk.

    Where that was done of templates with this mark before, there is nothing to do.
    """
    with compiled_pages.once(_bytecode_folder(language), language, mark=mark) as are_there:
        here = environment(language)
        for name in [] if are_there else here.list_templates(extensions=["html"]):
            if name == "web/chrome.html" or (
                language in CATALOGUED and name.partition("/")[0] not in INSIDE
            ):
                here.get_template(name)


@lru_cache(maxsize=len(ALL))
def environment(language: str) -> compiled_pages.Templates:
    """Return the environment of a language, with everything in it bound to the language."""
    templates = compiled_pages.Templates(
        language=language,
        day_of=partial(days.day_of, language),
        loader=FileSystemLoader(template_folders()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=compiled_pages.CompiledPages(_bytecode_folder(language)),
        extensions=[finishing.Unchecked],
        finalize=printed,
    )
    templates.filters["t"] = partial(_translated, catalogue(language), language)
    templates.filters.update(format=formatted, striptags=finishing.without_tags)
    templates.filters["words"] = partial(_marked, language)
    templates.globals.update({name: make(language) for name, make in _NAMES.items()})
    return templates


def printed(value: object) -> object:
    """Return what a page prints for a value: nothing for None, which is nobody's word.

    With PRINTED_NONE_FAILS, as in tests, it raises instead, for something is missing there.
    """
    if value is None:
        if settings.PRINTED_NONE_FAILS:
            raise PrintedNoneError
        return ""
    return value


class PrintedNoneError(Exception):
    """A template prints None: it has to ask first whether there is something to print."""


def together[Value](*features: Mapping[str, Value]) -> dict[str, Value]:
    """Return the names of several features; two of one name stop the start."""
    names: dict[str, Value] = {}
    for feature in features:
        if twice := sorted(names.keys() & feature.keys()):
            raise ImproperlyConfigured(f"Two things on pages have one name: {', '.join(twice)}.")
        names |= feature
    return names


def _translated(translations: gettext.NullTranslations, language: str, text: str) -> Markup:
    with texts.watching():  # a page that is compiled says nothing yet
        return Markup(filling.called(translations.gettext(text), language))  # noqa: S704  Ours.


def _counted(
    translations: gettext.NullTranslations,
    language: str,
    singular: str,
    plural: str,
    n: int,
    **values: object,
) -> Markup:
    form = Markup(translations.ngettext(singular, plural, n))  # noqa: S704  As above.
    return sentence_with(form, {"count": dates.number(n, language), **values})


def _marked(language: str, words: Words) -> Markup:
    """Return content as text, marked with its language where that is not the page's."""
    if isinstance(words, texts.Text):
        texts.note_taken(words)
    return own_tongue(escape(words.text), words.language, on=language)


def _bound(function: Callable[..., object], language: str) -> Callable[..., object]:
    """Return the function with the language filled in, wherever it stands among the arguments."""
    return partial(function, language=language)


def _as_it_is(value: object, language: str) -> object:
    return value


def _url_in(language: str) -> Callable[..., str]:
    return partial(address, language=language)


def template_folders() -> list[Path]:
    """Return the folders of templates of our own applications."""
    ours = [app for app in apps.get_app_configs() if app.name.startswith("guichet.")]
    return [folder for app in ours if (folder := Path(app.path) / "templates").is_dir()]


def _bytecode_folder(language: str) -> Path:
    """Return where compiled templates lie: a new folder for every change of sentences and names."""
    mark = blake2b(compiled_pages.compiler(), digest_size=8)
    mark.update(f"{filling.names_of_things()}".encode())
    for compiled in catalogues.compiled_of(language):
        mark.update(compiled.read_bytes())
    if days.file_of(language).exists():
        mark.update(days.file_of(language).read_bytes())
    folder = Path(settings.DATA_DIR) / "cache" / "pages" / f"{language}-{mark.hexdigest()}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


# What templates call, by name, each made for a language; Jinja's own names are taken.
_AS_THEY_ARE = {"distance": dates.distance, "static": static, "inline": inline, "logo": logo}
_NAMES: dict[str, Callable[[str], object]] = together(
    {name: partial(_bound, function) for name, function in _FORMATTERS.items()},
    {
        "nt": lambda language: partial(_counted, catalogue(language), language),
        "url": _url_in,
        "agency": settings.AGENCY.spoken,
    },
    {name: partial(_as_it_is, value) for name, value in _AS_THEY_ARE.items()},
    {name: partial(_as_it_is, value) for name, value in DEFAULT_NAMESPACE.items()},
)
