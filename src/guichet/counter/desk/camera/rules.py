"""Which of the square codes in a picture is meant: the one that a notice carries."""

from collections.abc import Sequence

from guichet.counter.desk.scanning import number_in
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.references import is_number


def one_of(texts: Sequence[str]) -> str:
    """Return the text of the only code of ours, whatever else is in the picture.

    Raises Obstacle: `no_code`, `foreign_code` where none is ours, `several_codes`.
    """
    if not texts:
        raise Obstacle("no_code")
    ours = {number: text for text in texts if is_number(number := number_in(text))}
    if not ours:
        raise Obstacle("foreign_code")
    if len(ours) > 1:
        raise Obstacle("several_codes")
    return next(iter(ours.values()))
