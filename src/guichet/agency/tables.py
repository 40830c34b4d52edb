"""One table of `agency.toml`: keys are taken one by one, and what nobody took is unknown."""

from collections.abc import Callable, Mapping
from typing import Any

from guichet.agency.faults import Notes, nearest
from guichet.agency.model import Phrase
from guichet.agency.shipped import LANGUAGES, PROGRAMMES
from guichet.agency.values import Reader, UnfitError, address, text, url

# Keys there once were, and what to write now; an old folder is told so.
GONE: dict[str, str] = {}


class Table:
    """A table while it is read; what is wrong goes into the notes."""

    def __init__(self, content: Mapping[str, Any], path: str, notes: Notes) -> None:
        self._content = content
        self._path = path
        self._taken: dict[str, None] = {}
        self._inside: list[Table] = []
        self.notes = notes

    def __contains__(self, key: str) -> bool:
        return key in self._content

    def knows(self, *keys: str) -> None:
        """Say that there are such keys, where they are not read now."""
        self._taken.update(dict.fromkeys(keys))

    def is_off(self, key: str) -> bool:
        """Tell whether a key says `false`: there is no such thing."""
        self.knows(key)
        return self._content.get(key) is False

    def at(self, key: str) -> str:
        """Return the dotted path of a key."""
        return f"{self._path}.{key}".strip(".")

    def take[T](self, key: str, read: Reader[T], default: T, *, required: bool = False) -> T:
        """Return the value of a key; the default where it is missing or wrong, which is noted."""
        self.knows(key)
        if key not in self._content:
            if required:
                self.notes.error(self.at(key), f"{self.at(key)} is missing.")
            return default
        try:
            return read(self._content[key])
        except UnfitError as reason:
            self.notes.error(self.at(key), f"{self.at(key)} {reason}")
            return default

    def table(self, key: str) -> "Table":
        """Return a table inside; an empty one where it is missing."""
        self.knows(key)
        content = self._content.get(key, {})
        if not isinstance(content, dict):
            self.notes.error(self.at(key), f"{self.at(key)} takes a table, [{self.at(key)}].")
            content = {}
        return self._with(Table(content, self.at(key), self.notes))

    def tables(self, key: str) -> list["Table"]:
        """Return the tables of a list, `[[key]]`."""
        self.knows(key)
        rows = self._content.get(key, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self.notes.error(self.at(key), f"{self.at(key)} takes tables, [[{self.at(key)}]].")
            return []
        paths = [f"{self.at(key)}[{place}]" for place in range(len(rows))]
        pairs = zip(rows, paths, strict=True)
        return [self._with(Table(row, path, self.notes)) for row, path in pairs]

    def by_programme[T](
        self, programmes: tuple[str, ...], of: Callable[["Table", str], T | None]
    ) -> dict[str, T]:
        """Return what stands here by programme; what is of one that is off is told."""
        entries = {}
        for programme in PROGRAMMES:
            if programme not in self:
                self.knows(programme)
                continue
            entry = of(self, programme)
            if programmes and programme not in programmes:
                sentence = f"{self.at(programme)} is of a programme that is off; nobody sees it."
                self.notes.warn(self.at(programme), sentence)
            elif entry is not None:
                entries[programme] = entry
        return entries

    def phrase(
        self,
        key: str,
        languages: tuple[str, ...],
        *,
        read: Reader[str] = text,
        required: bool = False,
        one_for_all: bool = True,
    ) -> Phrase | None:
        """Return words by language: a table of them, or one text for all; None where missing.

        A language that is offered and has no words stops the start; one that has no address of
        its own is led to the first one's. Where one text for all is no name and no address that
        stays the same in each, unless it is `one_for_all`, that is told.
        """
        content = self._content.get(key)
        first = languages[0] if languages else ""
        if not isinstance(content, dict):
            words = self.take(key, read, "", required=required)
            if words and not one_for_all and len(languages) > 1:
                self._complain_of_one(key, languages)
            return Phrase({first: words}, first) if words else None
        inside = self.table(key)
        if not languages:
            inside.knows(*content)  # which they are could not be read, and that is told
        texts = {code: words for code in LANGUAGES if (words := inside.take(code, read, ""))}
        for language in languages:
            if language not in content:
                note = self.notes.warn if read in {url, address} else self.notes.error
                sentence = f"{self.at(key)} has no words in {language}, which is offered."
                note(self.at(key), sentence, language=language)
        return Phrase(texts, first) if texts else None

    def _complain_of_one(self, key: str, languages: tuple[str, ...]) -> None:
        first, *others = languages
        example = f'{{ {first} = "…", {others[0]} = "…" }}'
        sentence = (
            f"{self.at(key)} has the same words in every language; {example} says it in each."
        )
        for language in others:
            self.notes.warn(self.at(key), sentence, language=language)

    def end(self) -> None:
        """Note every key that nobody took, here and inside."""
        for key in self._content.keys() - self._taken.keys():
            path = self.at(key)
            if path in GONE:
                self.notes.error(path, f"{path} is no longer a key. {GONE[path]}")
            else:
                guess = nearest(key, self._taken) or f" It takes {', '.join(sorted(self._taken))}."
                self.notes.error(path, f"{path} is not a key; nobody reads it.{guess}")
        for table in self._inside:
            table.end()

    def _with(self, table: "Table") -> "Table":
        self._inside.append(table)
        return table
