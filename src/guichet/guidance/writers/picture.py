"""A picture of a scenario for reviewers: its steps from left to right, drawn as SVG."""

import textwrap
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from guichet.guidance.scenarios.tree import Tree

WIDTH, GAP, PADDING, LINE, LETTERS = 320, 90, 12, 18, 36
_BOX = Markup(
    '<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="{round}" fill="{fill}"'
    ' stroke="#33415c" stroke-width="1.5"/>'
)
_TEXT = Markup('<text x="{x}" y="{y}" font-size="{size}" fill="{fill}">{text}</text>')
_WAY = Markup(
    '<path d="M{x1} {y1}C{x2} {y1} {x3} {y4} {x4} {y4}" fill="none" stroke="#33415c"'
    ' stroke-width="1.5" marker-end="url(#tip)"/>'
)
_FRAME = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
    ' height="{height}" font-family="sans-serif" role="img"><title>{title}</title>'
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8"'
    ' orient="auto"><path d="M0 0L8 4L0 8z" fill="#33415c"/></marker></defs>'
    '<rect width="{width}" height="{height}" fill="#fff"/>{inside}</svg>'
)

type Say = Callable[[str], str]  # the words of a part of a scenario


@dataclass(slots=True)
class _Box:
    """A step as it is drawn. A question lists its answers; each way begins at its row."""

    step: str
    lines: list[str]
    column: int
    rows: dict[str, int]  # of the line with which each answer begins, by its code
    top: int = 0

    @property
    def x(self) -> int:
        return 20 + self.column * (WIDTH + GAP)

    @property
    def height(self) -> int:
        return 2 * PADDING + LINE * (len(self.lines) + 1)

    @property
    def middle(self) -> int:
        return self.top + self.height // 2

    def height_of(self, row: int) -> int:
        """Return the height at which a line is written."""
        return self.top + PADDING + LINE * (row + 1) + 12


def draw(tree: Tree, title: str, say: Say) -> Markup:
    """Return the picture of a tree; `say` has the words of its parts, as of `paid.ask`."""
    boxes = _boxes(tree, say)
    _place(tree, boxes)
    ways = Markup("").join(
        _way(boxes[step], boxes[target], code)
        for step, question in tree.questions.items()
        for code, target in question.choices.items()
    )
    steps = Markup("").join(_box(box, tree) for box in boxes.values())
    width = max(box.x + WIDTH for box in boxes.values()) + 20
    height = max(box.top + box.height for box in boxes.values()) + 20
    return _FRAME.format(width=width, height=height, title=title, inside=ways + steps)


def _boxes(tree: Tree, say: Say) -> dict[str, _Box]:
    columns = {tree.start: 0}

    def walk(step: str) -> None:
        question = tree.questions.get(step)
        for target in question.choices.values() if question else ():
            columns[target] = max(columns.get(target, 0), columns[step] + 1)
            walk(target)

    walk(tree.start)
    boxes = {}
    for part, steps in (("ask", tree.questions), ("say", tree.outcomes)):
        for step in steps:
            lines, rows = textwrap.wrap(say(f"{step}.{part}"), LETTERS), dict[str, int]()
            question = tree.questions.get(step)
            for code in question.choices if question else ():
                rows[code] = len(lines)
                lines += textwrap.wrap(f"– {say(f'{step}.{code}')}", LETTERS)
            boxes[step] = _Box(step, lines, columns[step], rows)
    return boxes


def _place(tree: Tree, boxes: dict[str, _Box]) -> None:
    """Stack the steps of each column in the order in which answers lead to them."""
    free: dict[int, int] = {}
    order = [tree.start]
    for step in order:
        question = tree.questions.get(step)
        order += [s for s in (question.choices.values() if question else ()) if s not in order]
    for step in order:
        box = boxes[step]
        box.top = free.get(box.column, 20)
        free[box.column] = box.top + box.height + 24


def _box(box: _Box, tree: Tree) -> Markup:
    is_question = box.step in tree.questions
    fill, corner = ("#e8f0fb", 4) if is_question else ("#eef7ea", 16)
    name = box.step
    if not is_question:
        name += f" > {tree.outcomes[box.step].action}"
    lines = [
        _TEXT.format(x=box.x + PADDING, y=box.height_of(row), size=14, fill="#111", text=text)
        for row, text in enumerate(box.lines)
    ]
    head = _TEXT.format(
        x=box.x + PADDING, y=box.top + PADDING + 10, size=12, fill="#33415c", text=name
    )
    rect = _BOX.format(x=box.x, y=box.top, width=WIDTH, height=box.height, round=corner, fill=fill)
    return rect + head + Markup("").join(lines)


def _way(start: _Box, end: _Box, code: str) -> Markup:
    x, y = start.x + WIDTH, start.height_of(start.rows[code]) - 5
    return _WAY.format(x1=x, y1=y, x2=x + 50, x3=end.x - 50, x4=end.x - 2, y4=end.middle)
