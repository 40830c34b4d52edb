"""What the pages of a film say: a site that is filmed notes it in a file, a line each.

Only a site with FILM_NOTES does so, which `make-films` starts for itself.
"""

import json
from collections.abc import Iterator
from pathlib import Path

Said = tuple[str, str, str]  # kind, what, language: as `kernel.content.hearing` tells it


class Notebook:
    """The file in which the processes of a site note what their pages say."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def note(self, kind: str, text: str, language: str) -> None:
        """Add a line; each is written whole, whichever process writes it."""
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps([kind, text, language], ensure_ascii=False) + "\n")

    def begin(self) -> None:
        """Forget what was noted, as before a film."""
        self.path.write_text("", "utf-8")

    def said(self) -> frozenset[Said]:
        """Return what was noted since, each once."""
        return frozenset(self._lines())

    def _lines(self) -> Iterator[Said]:
        for line in self.path.read_text("utf-8").splitlines():
            kind, text, language = json.loads(line)
            yield kind, text, language
