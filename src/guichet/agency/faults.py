"""What is wrong with an agency's folder, as data: where, what is right, and how much it matters."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from guichet.agency.lines import line_at

ERROR, WARNING = "error", "warning"
MORE = (
    "What rests on these (offices, services, hours, the form and who needs an authorization) is"
    " looked at once they are right: more may follow."
)


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing to put right: an error stops the start, a warning is only told.

    `file` is named from the agency's folder, `line` counts from 1 (0: the file as a whole), and
    `language` is the code of the one language that is concerned, or nothing.
    """

    severity: str
    language: str
    file: str
    line: int
    sentence: str
    is_review: bool = field(
        default=False, compare=False
    )  # of who has read words, not of what is seen

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        language = f" [{self.language}]" if self.language else ""
        return f"{where}: {self.severity}{language}: {self.sentence}"


# What rooms say of the files that are theirs, which only a whole site can judge.
JUDGES: list[Callable[[Path], Iterable[Fault]]] = []


class Notes:
    """Gathers the faults of one file; a key is found by its dotted path."""

    def __init__(self, file: str, lines: Mapping[str, int]) -> None:
        self.file = file
        self.faults: list[Fault] = []
        self._lines = lines

    def error(self, path: str, sentence: str, *, language: str = "") -> None:
        """Note what stops the start."""
        self.faults.append(Fault(ERROR, language, self.file, self.line_of(path), sentence))

    def warn(self, path: str, sentence: str, *, language: str = "") -> None:
        """Note what only has to be known."""
        self.faults.append(Fault(WARNING, language, self.file, self.line_of(path), sentence))

    def has(self, path: str) -> bool:
        """Tell whether a key, or a table of keys, stands in the file."""
        return any(key == path or key.startswith(f"{path}.") for key in self._lines)

    def line_of(self, path: str) -> int:
        """Return the line of a key; of what it would stand in, where it is not there."""
        return line_at(self._lines, path)


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return each once: what stops the start, what people see, then what nobody has read."""
    return tuple(sorted(set(faults), key=lambda fault: (fault.severity, fault.is_review, fault)))


def errors(faults: Iterable[Fault]) -> list[Fault]:
    """Return those that stop the start."""
    return [fault for fault in faults if fault.severity == ERROR]


def nearest(name: str, names: Iterable[str]) -> str:
    """Return the end of a sentence that names what may be meant, or nothing.

    >>> nearest("colour", ["colors", "logo"]), nearest("x", ["logo"])
    (' colors may be meant.', '')
    """
    choices = {choice.lower(): choice for choice in names}
    guesses = [
        choices[guess] for guess in get_close_matches(name.lower(), choices, n=1, cutoff=0.6)
    ]
    return f" {guesses[0]} may be meant." if guesses else ""
