"""Put other words into a file of content/ and leave all else of it as it is."""

import re
from collections.abc import Mapping
from pathlib import Path

_SECTION = re.compile(r"\[([^\]]+)\]")
_SENTENCE = re.compile(r'([\w.-]+) = ".*"')
_ESCAPED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n"})


def reword(path: Path, words: Mapping[str, str]) -> None:
    """Replace the sentences of these keys; raise KeyError, and write nothing, if one is not there.

    A sentence of content/ is one line: `key = "words"`, below the section it belongs to.
    """
    rest, section, lines = dict(words), "", []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if head := _SECTION.fullmatch(line):
            section = f"{head[1]}."
        if sentence := _SENTENCE.fullmatch(line):
            text = rest.pop(section + sentence[1], None)
            if text is not None:
                lines.append(f'{sentence[1]} = "{text.translate(_ESCAPED)}"')
                continue
        lines.append(line)
    if rest:
        raise KeyError(next(iter(rest)))
    path.write_text("\n".join(lines), encoding="utf-8")
