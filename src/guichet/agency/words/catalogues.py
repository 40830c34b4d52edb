"""An agency's own sentences in `locale/<language>/django.po`: checked, and compiled for gettext.

They are compiled into a folder of ours, for the agency's may be read only.
"""

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from hashlib import blake2b
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from guichet.agency.faults import ERROR, WARNING, Fault, nearest
from guichet.agency.files import text_in
from guichet.agency.shipped import CATALOGUED, LANGUAGES, ROOT
from guichet.kernel.content.placeholders import unlike

FILE = "django.po"
_LINE = re.compile(r'(?:msg(?:ctxt|id|id_plural|str|str\[\d\]))?\s*"(?:[^"\\]|\\.)*"')
_KEPT = 4  # sets of compiled sentences besides the own one, for a node that runs on beside it
_ANY_DAY = datetime(2000, 1, 1, tzinfo=UTC)
_DIGEST = re.compile(r"[0-9a-f]{24}")
_ANY = "fr"  # whichever: every catalogue has the same English, but for those of shared pages alone


def own_file(folder: Path, language: str) -> Path:
    """Return where an agency's own sentences of a language lie; perhaps there are none."""
    return folder / "locale" / language / FILE


def faults_of_catalogues(folder: Path, languages: tuple[str, ...]) -> Iterator[Fault]:
    """Yield everything that is wrong with the own catalogues of a folder."""
    catalogues: dict[str, Catalog] = {}
    for path in sorted((folder / "locale").glob("*")):
        file = path.relative_to(folder).as_posix()
        if path.name not in LANGUAGES:
            guess = nearest(path.name, LANGUAGES)
            yield Fault(ERROR, "", file, 0, f"{path.name} is no language of ours.{guess}")
        elif not (path / FILE).is_file():
            yield Fault(ERROR, path.name, file, 0, f"there is no {FILE} in it.")
        else:
            yield from _of_catalogue(path / FILE, f"{file}/{FILE}", path.name, catalogues)
            if languages and path.name not in languages:
                sentence = f"{path.name} is not offered; nobody reads these sentences."
                yield Fault(WARNING, path.name, f"{file}/{FILE}", 0, sentence)
    yield from _as_shipped({code: catalogues.get(code, Catalog()) for code in languages})


def _as_shipped(catalogues: Mapping[str, Catalog]) -> Iterator[Fault]:
    """Yield what the agency says differently in one of its languages and not in another."""
    sentences = {
        code: {message.id: "" for message in catalogue if message.id}
        for code, catalogue in catalogues.items()
        if code in CATALOGUED  # in the others most sentences are not shipped either
    }
    for language, own in sentences.items():
        others = {key: code for code in reversed(sentences) for key in sentences[code]}
        if missing := [key for key in others if key not in own and _ids(key) in _shipped()]:
            sentence = (
                f"in your words in {others[missing[0]]}, and as shipped in {language}"
                f" ({len(missing)}): {_ids(missing[0])[0]!r}. Say it in yours here, too."
            )
            yield Fault(WARNING, language, f"locale/{language}/{FILE}", 0, sentence)


def _ids(key: object) -> tuple[str, ...]:
    return (key,) if isinstance(key, str) else tuple(key)  # type: ignore[arg-type]


def place_of_compiled(folder: Path, room: Path) -> Path:
    """Return where the own sentences of a folder are compiled, in a room for those of all.

    It is named after what they say: a command that reads another folder, or judges a changed one
    beside a site, compiles nothing over what the processes of the site read.
    """
    digest = blake2b(digest_size=12)
    for language in LANGUAGES:
        try:
            content = own_file(folder, language).read_bytes()
        except OSError:
            content = b""
        digest.update(b"%s %d " % (language.encode(), len(content)) + content)
    return room / digest.hexdigest()


def forget_compiled(place: Path) -> None:
    """Remove what was compiled of the sentences of long ago, beside a place that is in use."""
    with contextlib.suppress(OSError):  # nothing was compiled, or another node removes them, too
        others = [path for path in place.parent.iterdir() if _DIGEST.fullmatch(path.name)]
        others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
        for old in [path for path in others if path != place][_KEPT:]:
            shutil.rmtree(old, ignore_errors=True)


def compile_own(folder: Path, target: Path) -> None:
    """Compile the own sentences of every language into `target`, as gettext looks for them.

    Safe when several processes start at once; what was of another folder goes.
    """
    target.mkdir(parents=True, exist_ok=True)
    os.utime(target)  # the last used is the last forgotten
    for language in LANGUAGES:
        source = own_file(folder, language)
        compiled = target / _gettext_name(language) / "LC_MESSAGES" / "django.mo"
        if source.is_file():
            _write(compiled, _read(source))
        else:
            compiled.unlink(missing_ok=True)


def _of_catalogue(
    path: Path, file: str, language: str, catalogues: dict[str, Catalog]
) -> Iterator[Fault]:
    """Yield what is wrong with a catalogue, which is put beside the others where it can be read."""
    text, fault = text_in(path, file, language=language)
    if fault:
        yield fault
        return
    if line := _torn_line(text):
        sentence = (
            'this is no catalogue: a text begins and ends with a straight quotation mark ("), and'
            ' one inside it is written \\".'
        )
        yield Fault(ERROR, language, file, line, sentence)
        return
    try:
        catalogue = _read(path)
    except PoFileError as error:
        yield Fault(ERROR, language, file, error.lineno + 1, f"this is no catalogue: {error}.")
        return
    catalogues[language] = catalogue
    for message in catalogue:
        if message.id:
            yield from _of_message(message, file, language, forms=catalogue.num_plurals)


def _torn_line(text: str) -> int:
    """Return the first line whose text is not between quotation marks, or 0."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip() and not line.lstrip().startswith("#") and not _LINE.fullmatch(line.strip()):
            return number
    return 0


def _of_message(message: Message, file: str, language: str, *, forms: int) -> Iterator[Fault]:
    originals = [message.id] if isinstance(message.id, str) else list(message.id)
    string = message.string or ""
    strings = [string] if isinstance(string, str) else list(string)
    line = message.lineno or 0
    if tuple(originals) not in _shipped():
        guess = nearest(originals[0], [english[0] for english in _shipped()])
        sentence = f"no page says {originals[0]!r} any more; nobody reads this.{guess}"
        yield Fault(WARNING, language, file, line, sentence)
    if not all(strings):
        yield Fault(ERROR, language, file, line, f"{originals[0]!r} has no words; take it out.")
        return
    if len(originals) > 1 and len(strings) != forms:
        sentence = f"{originals[0]!r} has {len(strings)} of {forms} plural forms."
        yield Fault(ERROR, language, file, line, sentence)
    for problem in unlike(originals, strings):
        yield Fault(ERROR, language, file, line, f"{originals[0]!r} has {problem}.")


@cache
def _shipped() -> frozenset[tuple[str, ...]]:
    """Return the English of every sentence of the catalogues."""
    catalogue = _read(ROOT / "locale" / _ANY / "LC_MESSAGES" / FILE)
    return frozenset(
        (message.id,) if isinstance(message.id, str) else tuple(message.id)
        for message in catalogue
        if message.id
    )


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=_gettext_name(_language_of(path)), abort_invalid=True)


def _language_of(path: Path) -> str:
    return path.parent.name if path.parent.name in LANGUAGES else _ANY


def _gettext_name(language: str) -> str:
    return language.replace("-", "_")


def _write(target: Path, catalogue: Catalog) -> None:
    catalogue.creation_date = catalogue.revision_date = _ANY_DAY  # the same words, the same file
    content = BytesIO()
    write_mo(content, catalogue)
    if target.exists() and target.read_bytes() == content.getvalue():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=target.parent, suffix=".mo.new")
    with os.fdopen(descriptor, "wb") as file:
        file.write(content.getvalue())
    Path(name).chmod(0o644)
    Path(name).replace(target)
