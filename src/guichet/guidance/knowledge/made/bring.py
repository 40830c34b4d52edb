"""An article for each service: what it is for, who must come, and what to bring."""

from collections.abc import Iterator

from guichet.guidance.knowledge.drafts import ITEM, LEDE, PARAGRAPH, Draft, Line, Said, in_each
from guichet.kernel import clock
from guichet.kernel.content.layers import shown_in
from guichet.kernel.content.texts import Text
from guichet.kernel.reading.days import authority_day
from guichet.offices import checklists, words
from guichet.offices.models import Service

PROGRAMME, SUBJECT = "appointments", "office"
_AFTER = 100  # behind what was written
_PARTS = ("summary", "who_must_come")


def stamp() -> str:
    """Return what changes with the names of services."""
    return repr(list(Service.objects.order_by("pk").values_list("pk", "names", "position")))


def drafts() -> Iterator[Draft]:
    """Yield the article of each service, in their order."""
    for place, service in enumerate(Service.objects.all(), _AFTER):
        yield _draft(service, place)


def _draft(service: Service, place: int) -> Draft:
    day = authority_day(clock.now())

    def said(language: str) -> Said:
        code = shown_in(service.names, language)
        parts = [words.service_words(service.pk, part, language) for part in _PARTS]
        kinds = (LEDE, PARAGRAPH)
        lines = [Line(kind, text) for kind, text in zip(kinds, parts, strict=True) if text]
        for entry in checklists.checklist(service.pk, {}, language=language, on=day):
            lines.append(Line(ITEM, Text(entry.text, entry.language)))
            lines += [Line(ITEM, Text(detail, entry.language)) for detail in entry.detail]
        return Said(Text(service.names[code], code), tuple(lines))

    return Draft(
        article=f"come-for-{service.pk.replace('_', '-')}",
        programme=PROGRAMME,
        subject=SUBJECT,
        words=in_each(said),
        action="book_appointment",
        place=place,
    )
