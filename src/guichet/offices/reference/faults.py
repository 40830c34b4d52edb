"""What is wrong with a file, by line and column, as a sentence in the language of who reads it."""

from dataclasses import dataclass

from guichet.kernel.content.placeholders import sentence_with
from guichet.web.languages import DEFAULT
from guichet.web.words import texts

TOPIC = "reference"


class SheetError(ValueError):
    """What is wrong, by the key of its sentence in content/reference/; as text, the English."""

    def __init__(self, key: str, /, **values: object) -> None:
        super().__init__(key)
        self.key, self.values = f"fault.{key}", values

    def __str__(self) -> str:
        text = texts(TOPIC).get(self.key, DEFAULT).text
        return sentence_with(text, self.values) if self.values else text


class ColumnError(SheetError):
    """What is wrong with one column of a line."""

    def __init__(self, column: str, key: str, /, **values: object) -> None:
        super().__init__(key, **values)
        self.column = column


@dataclass(frozen=True)
class FileProblem:
    """A fault and where it stands; line 0 is no line, `row` is then what is meant, if anything."""

    fault: SheetError
    line: int = 0
    column: str = ""
    row: str = ""

    def __str__(self) -> str:
        if self.line:
            place = (
                f"line {self.line}, column {self.column}" if self.column else f"line {self.line}"
            )
            return f"{place}: {self.fault}"
        return f"{self.row}, in no line of the file: {self.fault}" if self.row else str(self.fault)


class UnreadableFileError(Exception):
    """A file cannot be imported; `problems` names every line at fault and why."""

    def __init__(self, problems: "list[FileProblem] | list[str]") -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems
