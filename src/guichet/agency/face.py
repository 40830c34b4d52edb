"""The keys of `agency.toml` about its face: drawings, and the name where there is little room."""

from pathlib import Path

from guichet.agency import naming, values
from guichet.agency.faults import Fault, Notes
from guichet.agency.files import bytes_in
from guichet.agency.logo import faults_of, is_flat, is_square, ratio
from guichet.agency.model import Agency, Phrase
from guichet.agency.tables import Table


def text_name_in(table: Table, languages: tuple[str, ...], usual: Phrase) -> Phrase:
    """Return the name in text messages: what of the usual one they have room for, if none is told.

    One that leaves them no room is noted.
    """
    name = table.phrase("text_name", languages)
    if name is None:
        texts = {code: naming.brief(usual.in_language(code), code) for code in languages}
        return Phrase(texts, usual.first)
    for language in languages:
        if sentence := naming.fault_of(name.in_language(language), language):
            table.notes.warn(table.at("text_name"), sentence, language=language)
    return name


def drawing_in(table: Table, key: str, folder: Path) -> str:
    """Return a drawing that a key names by its file, checked; nothing for none."""
    name = table.take(key, values.text, "")
    if not name:
        return ""
    path = folder / name
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            raise OSError(0, "it lies outside the folder")
        content = bytes_in(path)
    except OSError as error:
        sentence = f"{table.at(key)} names {name}, which cannot be read: {error.strerror}."
        table.notes.error(table.at(key), sentence)
        return ""
    faults = faults_of(content)
    table.notes.faults += [Fault("error", "", name, line, words) for line, words in faults]
    if faults:
        return ""
    drawing = content.decode("utf-8", "replace")
    if is_flat(drawing):
        sentence = (
            f"{name} is {ratio(drawing):.3g} times as wide as high: the head of a page and a letter"
            " show little more than a line of it. Take one nearer to a square."
        )
        table.notes.warn(table.at(key), sentence)
    return drawing


def complain_of_icon(notes: Notes, agency: Agency) -> None:
    """Note where tabs and first screens show a letter: the logo is no drawing for a square."""
    if agency.logo and not agency.icon and not is_square(agency.logo):
        sentence = (
            "the logo is not nearly square, so tabs and home screens show the first letter of the"
            " short name. agency.icon names a square drawing for them."
        )
        notes.warn("agency.logo", sentence)
