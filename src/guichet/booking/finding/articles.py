"""An article of the help center for each office: where it is, when it is open, how to get in."""

from collections.abc import Iterator, Sequence

from django.db import connection

from guichet.booking.finding import open_days
from guichet.booking.finding.office_page import name_in
from guichet.booking.finding.open_days import Weekday
from guichet.booking.notice.gather import address_lines
from guichet.booking.sentences import PROGRAMME
from guichet.guidance.knowledge.drafts import HEADING, ITEM, LEDE, Draft, Line, Said, in_each
from guichet.kernel import clock
from guichet.kernel.content.texts import Text
from guichet.kernel.reading.days import authority_day
from guichet.offices import queries, words
from guichet.offices.models import Office
from guichet.web.formats.dates import clock as time_on_the_wall
from guichet.web.formats.dates import weekday_names
from guichet.web.languages import CATALOGUED
from guichet.web.pages.render import sentence

SUBJECT = "office"
_AFTER = 200  # behind what people come for
_STAMP = """
SELECT md5(concat(
  (SELECT string_agg(office::text, '' ORDER BY code) FROM offices_office AS office),
  (SELECT string_agg(hours::text, '' ORDER BY id) FROM offices_openinghours AS hours),
  (SELECT string_agg(plan::text, '' ORDER BY id) FROM offices_hourstemplate AS plan)))
"""


def stamp() -> str:
    """Return what changes with the offices, with their hours, and with the day."""
    with connection.cursor() as cursor:
        cursor.execute(_STAMP)
        return f"{cursor.fetchone()[0]} {authority_day(clock.now())}"


def drafts() -> Iterator[Draft]:
    """Yield the article of each office that receives people."""
    for place, office in enumerate(Office.objects.filter(is_open=True), _AFTER):
        yield _draft(office, place)


def _draft(office: Office, place: int) -> Draft:
    hours, today = queries.hours_of(office), authority_day(clock.now())
    week = open_days.week_at(hours, today)

    def said(language: str) -> Said:
        name = name_in(office.names, language)
        tongue = language if language in CATALOGUED else name.language
        return Said(name, tuple(_lines(office, week, tongue)))

    return Draft(
        article=f"office-{office.pk.lower()}",
        programme=PROGRAMME.name,
        subject=SUBJECT,
        words=in_each(said),
        action="book_appointment",
        place=place,
    )


def _lines(office: Office, week: Sequence[Weekday], language: str) -> Iterator[Line]:
    address = " · ".join(address_lines(office, language=language))
    yield Line(LEDE, Text(address, language))
    yield Line(HEADING, Text(sentence("Opening hours", language), language))
    yield from (Line(ITEM, _hours(weekday, language)) for weekday in week)
    if access := words.how_to_get_in(office, language):
        yield Line(HEADING, Text(sentence("How to get in", language), language))
        yield from (Line(ITEM, text) for text in access)


def _hours(weekday: Weekday, language: str) -> Text:
    stretches = [
        " – ".join(time_on_the_wall(at.hour, at.minute, language) for at in stretch)
        for stretch in weekday.stretches
    ]
    name = weekday_names(language)[weekday.number - 1]
    hours = ", ".join(stretches) or sentence("Closed", language)
    return Text(sentence("%(label)s: %(value)s", language, label=name, value=hours), language)
