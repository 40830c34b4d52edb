"""What can be imported, and was hardly meant so: names that stand twice, what nobody reads."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from guichet.agency.faults import WARNING, Fault, nearest
from guichet.agency.shipped import LANGUAGES
from guichet.agency.words.doubles import pairs
from guichet.kernel.content import layers
from guichet.kernel.content.lists import reader_of
from guichet.offices.reference.content import OFFICE_FILES, Reference
from guichet.offices.reference.office_rows import NAME_IN

HOURS = "content/hours/hours.toml"


def overlooked(reference: Reference, folder: Path) -> Iterator[Fault]:
    """Yield a warning for each thing of offices and services that people would stumble over."""
    yield from _columns(reference, folder)
    yield from _offices_of_one_name(reference)
    yield from _services_of_one_name(reference)
    yield from _without_hours(reference)


def _columns(reference: Reference, folder: Path) -> Iterator[Fault]:
    """Yield each column of names in a language that nobody can choose."""
    for name in OFFICE_FILES:
        path = layers.at(reference.content / "offices" / name)
        if not path.is_relative_to(folder):
            continue
        for column in reader_of(path).fieldnames or ():
            code = column.removeprefix(NAME_IN)
            if not column.startswith(NAME_IN) or code in settings.AGENCY.languages:
                continue
            guess = nearest(code, LANGUAGES) if code not in LANGUAGES else ""
            sentence = f"{column}: {code} is not offered; nobody reads this column.{guess}"
            yield Fault(WARNING, "", f"content/offices/{name}", 1, sentence)


def _offices_of_one_name(reference: Reference) -> Iterator[Fault]:
    offices = reference.offices()
    for language in settings.AGENCY.languages:
        names = {row.code: (row.names.get(language, row.name), row.city) for row in offices}
        for first, second in pairs(names):
            sentence = (
                f"office {second} has the name of {first} in the same town: {names[first][0]!r}."
            )
            yield Fault(WARNING, language, "content/offices", 0, sentence)


def _services_of_one_name(reference: Reference) -> Iterator[Fault]:
    for language in settings.AGENCY.languages:
        words = reference.service_texts.words.get(language, {})
        names = {row.code: words.get(f"{row.code}.name") or row.code for row in reference.services}
        for first, second in pairs(names):
            sentence = f"{second}.name is that of {first}, too: nobody can tell them apart."
            yield Fault(WARNING, language, f"content/services/{language}.toml", 0, sentence)


def _without_hours(reference: Reference) -> Iterator[Fault]:
    offices = reference.offices()
    closed = [row.code for row in offices if not reference.templates.of(row).stretches]
    if closed:
        codes = ", ".join(closed[:3]) + (", …" if closed[3:] else "")
        sentence = (
            f"no table of it has hours for {len(closed)} of {len(offices)} offices ({codes}):"
            " nobody can make an appointment there. Say them in [usual]."
        )
        yield Fault(WARNING, "", HOURS, 0, sentence)
