"""The finder of visa application centers: by city or country, from the agency's own table."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from guichet.guidance.centres import table
from guichet.guidance.centres.table import Centre
from guichet.kernel.reading import typed_text
from guichet.web.formats.countries import country_name, listed_language
from guichet.web.formats.dates import clock, weekday_names
from guichet.web.languages import ALL, of
from guichet.web.pages.render import page
from guichet.web.words import speaker

TOPIC = "centres"


@require_safe
def centres(request: HttpRequest) -> HttpResponse:
    """Show the centres, or those of a city or a country; 404 where the agency has none."""
    if not table.centres():
        raise Http404
    language = of(request)
    words = typed_text.plain(request.GET.get("q", "")[: table.LONGEST].replace("\x00", ""))
    rows = table.matching(words, language)
    context = {
        "says": speaker(language, TOPIC),
        "ways": speaker(language, "ways"),
        "words": words,
        "longest": table.LONGEST,
        "rows": [_row(centre, language) for centre in rows],
        "is_invented": any(centre.is_invented for centre in rows),
    }
    return page(request, "guidance/centres.html", context, complete=ALL)


def _row(centre: Centre, language: str) -> dict[str, object]:
    opens, closes = (
        clock(moment.hour, moment.minute, language) for moment in (centre.opens, centre.closes)
    )
    return {
        "centre": centre,
        "country": country_name(centre.country, language),
        "number": "+" + "".join(filter(str.isdecimal, centre.phone)),
        "days": _days(centre, language),
        "opens": opens,
        "closes": closes,
        "languages": [listed_language(code, language) for code in centre.languages],
    }


def _days(centre: Centre, language: str) -> str:
    """Return the weekdays: the first and the last where all between are open, else each."""
    names, days = weekday_names(language), sorted(centre.weekdays)
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{names[days[0] - 1]} – {names[days[-1] - 1]}"
    return " · ".join(names[day - 1] for day in days)
