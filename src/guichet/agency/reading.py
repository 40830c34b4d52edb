"""Reads an agency's folder once, at the start: one typed value, and all that is wrong with it.

Every fault is found in one go, so that a person corrects the folder once and not ten times.
"""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from guichet.agency import colors, values
from guichet.agency.answering import (
    contact_in,
    interpreters_in,
    public_body_in,
    senders_in,
    social_in,
)
from guichet.agency.face import complain_of_icon, drawing_in, text_name_in
from guichet.agency.faults import Fault, Notes, errors, in_order
from guichet.agency.files import text_in
from guichet.agency.lines import fault_of_toml, lines_of
from guichet.agency.model import Agency, Contact, Fee, Number, Phrase
from guichet.agency.own_pages.reading import pages_in
from guichet.agency.promises.reading import authorization_in
from guichet.agency.shipped import COMPLETE, LANGUAGES, PROGRAMMES, bounds, links
from guichet.agency.tables import Table
from guichet.agency.words.doubles import complain_of_doubles, pages_of_one_name
from guichet.agency.words.own import faults_of_words
from guichet.agency.words.switches import complain_of_fees, hosts_of, links_to_what_is_off

FILE = "agency.toml"
READ_AT_START = ("content", "locale")  # by every process, wherever it stops
NOTHING: tuple[str, ...] = ()
BRAND, ACCENT = "#00564e", "#ffc83d"
NUMBERS = {"confirmation": "appointments", "case": "appointments"} | {
    "application": "eta",
    "authorization": "eta",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a folder: the agency, if nothing forbids it, and the faults.

    `draft`: what could be made of it all the same, for whoever looks for further faults; nothing
    where words cannot be read, or it is not told what is served.
    """

    agency: Agency | None
    faults: tuple[Fault, ...]
    draft: Agency | None = None

    @property
    def errors(self) -> list[Fault]:
        """Return what stops the start."""
        return errors(self.faults)


def read(folder: Path, *, verdicts_in: Path | None = None) -> Reading:
    """Return the agency of a folder with everything that is wrong in it; never raises.

    With a place for verdicts, its words are judged once, and only errors of theirs are told.
    """
    content, fault = _content_of(folder)
    if fault:
        return Reading(None, (fault,))
    notes = Notes(FILE, lines_of(content[0]))
    root = Table(content[1], "", notes)
    agency = _agency_in(root, folder)
    root.end()
    complain_of_fees(notes, agency)
    complain_of_doubles(notes, agency)
    complain_of_icon(notes, agency)
    pages, faults_of_pages = pages_in(folder, agency.languages, agency.programmes)
    words = [*faults_of_words(folder, agency.languages, verdicts_in=verdicts_in)]
    words += pages_of_one_name(pages, agency.languages)
    places = {(fault.file, fault.line) for fault in faults_of_pages}
    links_off = links_to_what_is_off(folder, agency.programmes, hosts_of(content[1]))
    links_off = (fault for fault in links_off if (fault.file, fault.line) not in places)
    faults = in_order([*notes.faults, *faults_of_pages, *words, *links_off])
    agency = replace(agency, own_pages=pages)
    wrong = errors(faults)
    is_told = bool(agency.languages and agency.programmes)
    is_readable = not any(fault.file.startswith(READ_AT_START) for fault in wrong)
    return Reading(None if wrong else agency, faults, agency if is_told and is_readable else None)


def _content_of(folder: Path) -> tuple[tuple[str, dict[str, Any]], Fault | None]:
    empty: tuple[str, dict[str, Any]] = ("", {})
    how = " ./guichet new-agency makes a folder that works."
    text, fault = text_in(folder / FILE, FILE, missing=how)
    if fault:
        return empty, fault
    try:
        return (text, tomllib.loads(text)), None
    except tomllib.TOMLDecodeError as error:
        return empty, Fault("error", "", FILE, *fault_of_toml(error, text))


def _agency_in(root: Table, folder: Path) -> Agency:
    table = root.table("agency")
    languages = table.take("languages", values.several_of(LANGUAGES), NOTHING, required=True)
    programmes = table.take("programmes", values.several_of(PROGRAMMES), NOTHING, required=True)
    _complain_of_languages(table, languages, programmes)
    name = table.phrase("name", languages, required=True) or Phrase({}, "")
    short_name = table.phrase("short_name", languages)
    return Agency(
        folder=folder,
        name=name,
        short_name=short_name or name,
        text_name=text_name_in(table, languages, short_name or name),
        languages=languages,
        programmes=programmes,
        colors=_palette_in(table),
        logo=drawing_in(table, "logo", folder),
        icon=drawing_in(table, "icon", folder),
        time_zone=table.take("time_zone", values.zone, ZoneInfo("UTC")),
        is_demonstration=table.take("demonstration", values.flag, False),
        **_rest_of(root, languages, programmes),
    )


def _rest_of(
    root: Table, languages: tuple[str, ...], programmes: tuple[str, ...]
) -> dict[str, Any]:
    """Return what the other tables say."""

    def each[T](key: str, of: Callable[[Table, str], T | None]) -> dict[str, T]:
        return root.table(key).by_programme(programmes, of)

    return senders_in(root.table("mail"), languages, programmes) | {
        "contacts": each("contact", lambda table, name: _contact(table, name, languages)),
        "addresses": each(
            "address", lambda table, name: table.phrase(name, languages, read=values.address)
        ),
        "countries": each("country", _country),
        "fees": each("fee", _fee),
        "authorization": authorization_in(root, languages, programmes),
        "interpreters": interpreters_in(root.table("interpreters"), languages),
        "numbers": _numbers_in(root.table("numbers"), languages),
        "imprint": public_body_in(root.table("imprint"), languages),
        "privacy": public_body_in(root.table("privacy"), languages),
        "accessibility": public_body_in(root.table("accessibility"), languages),
        "social": social_in(root),
        "retention": _retention_in(root.table("retention")),
        "links": _links_in(root.table("links"), languages, programmes),
    }


def _contact(table: Table, programme: str, languages: tuple[str, ...]) -> Contact:
    return contact_in(table.table(programme), languages)


def _country(table: Table, programme: str) -> str | None:
    return table.take(programme, values.country, "") or None


def _fee(table: Table, programme: str) -> Fee | None:
    inside = table.table(programme)
    currency = inside.take("currency", values.currency, "", required=True)
    amount = inside.take(
        "amount", lambda value: values.minor(value, currency or "EUR"), -1, required=True
    )
    return Fee(amount, currency) if currency and amount >= 0 else None


def _palette_in(table: Table) -> colors.Palette:
    inside = table.table("colors")
    brand = inside.take("brand", values.color, BRAND)
    accent = inside.take("accent", values.color, ACCENT)
    for sentence in colors.unreadable(brand, accent):
        table.notes.error(inside.at("brand"), sentence)
    return colors.palette(brand, accent)


def _complain_of_languages(
    table: Table, languages: tuple[str, ...], programmes: tuple[str, ...]
) -> None:
    """Note where a language lacks pages: in one programme of two they are shown in English."""
    for language in languages:
        lacking = [name for name in programmes if language not in COMPLETE[name]]
        if not lacking:
            continue
        sentence = f"{language} is not complete in {' and '.join(lacking)}"
        if lacking == list(programmes):
            whole = ", ".join(code for name in programmes for code in COMPLETE[name])
            more = f": its pages would be in English. Complete are {whole}."
            table.notes.error(table.at("languages"), sentence + more, language=language)
        else:
            more = ": its pages are shown in English, and say so."
            table.notes.warn(table.at("languages"), sentence + more, language=language)


def _numbers_in(table: Table, languages: tuple[str, ...]) -> dict[str, Number]:
    numbers = {}
    for kind in NUMBERS:
        inside = table.table(kind)
        numbers[kind] = Number(
            name=inside.phrase("name", languages, one_for_all=False),
            length=inside.take("length", values.whole(4, 30), 0),
            example=inside.take("example", values.text, ""),
        )
    return numbers


def _retention_in(table: Table) -> dict[str, int]:
    periods = {}
    for kind, (least, most) in bounds().items():
        if days := table.take(kind, values.whole(least, most), 0):
            periods[kind] = days
    return periods


def _links_in(
    table: Table, languages: tuple[str, ...], programmes: tuple[str, ...]
) -> dict[str, Phrase | None]:
    """Return the links of its own by label, and None for each that it has not."""
    addresses: dict[str, Phrase | None] = {}
    for label, programme in links().items():
        if label not in table:
            table.knows(label)
        elif table.is_off(label):
            addresses[label] = None
        elif address := table.phrase(label, languages, read=values.url):
            addresses[label] = address
            if programmes and programme not in programmes:
                sentence = f"{table.at(label)} leads into {programme}, which is off. Take it out."
                table.notes.error(table.at(label), sentence)
    return addresses
