"""The table: one row a figure, with its limit, its target, and whether it was met."""

import os
import platform
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

HEADS = (
    *("What", "Figure", "SQL statements", "Processor time"),
    *("Limit in this run", "Ratio", "Target", "Met"),
)
WIDTHS = (30, 26, 14, 24, 30, 8, 20, 4)
MARK = "<!-- figures: written by python -m bench --write -->"
END = "<!-- end of figures -->"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One measured thing. `met` is None where nothing was promised or nothing could be measured."""

    what: str
    figure: str
    statements: str = ""
    processor: str = ""
    limit: str = ""
    ratio: float | None = None
    target: str = ""
    met: bool | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        met = {True: "yes", False: "NO", None: ""}[self.met]
        return (
            *(self.what, self.figure, self.statements, self.processor),
            *(self.limit, ratio, self.target, met),
        )


def milliseconds(**parts: float | None) -> str:
    """Return processor times as words: `web 1.20 ms, database 0.31 ms`."""
    texts = [f"{name} {value:.2f} ms" for name, value in parts.items() if value is not None]
    return ", ".join(texts) or "not known here"


def as_text(figures: Sequence[Figure]) -> str:
    """Return the table for a terminal, its cells wrapped."""
    lines = []
    for cells in (HEADS, *(figure.cells for figure in figures)):
        wrapped = [
            textwrap.wrap(cell, width) or [""] for cell, width in zip(cells, WIDTHS, strict=True)
        ]
        for number in range(max(map(len, wrapped))):
            parts = [lines_[number] if number < len(lines_) else "" for lines_ in wrapped]
            padded = [part.ljust(width) for part, width in zip(parts, WIDTHS, strict=True)]
            lines.append("  ".join(padded).rstrip())
        lines.append("  ".join("-" * width for width in WIDTHS))
    return "\n".join(lines)


def as_markdown(figures: Sequence[Figure]) -> str:
    rows = [HEADS, tuple("---" for _ in HEADS), *(figure.cells for figure in figures)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in rows)


def conditions(notes: Sequence[str]) -> str:
    """Return on what and when it was measured."""
    model = "unknown processor"
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists() and (match := re.search(r"model name\s*: (.*)", cpuinfo.read_text())):
        model = match[1].strip()
    facts = [
        f"{os.cpu_count()} cores ({model}), {platform.system()} {platform.machine()}",
        f"Python {platform.python_version()}",
        *notes,
    ]
    return f"Measured on {date.today():%Y-%m-%d}: " + "; ".join(facts) + "."  # noqa: DTZ011


def write(path: Path, text: str) -> None:
    """Replace what stands between the two marks of a document."""
    before, _, rest = path.read_text(encoding="utf-8").partition(MARK)
    _, _, after = rest.partition(END)
    path.write_text(f"{before}{MARK}\n\n{text}\n\n{END}{after}", encoding="utf-8")
