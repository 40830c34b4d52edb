"""A progress bar for people at a terminal, silence in a log."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from tqdm import tqdm


class Stream(Protocol):
    """What a command writes to: a file, or the wrapper that Django puts around one."""

    def write(self, text: str, /) -> object: ...
    def isatty(self) -> bool: ...


def track[Item](items: Iterable[Item], stream: Stream, label: str) -> Iterator[Item]:
    """Yield the items, with a bar on the stream when somebody is watching it.

    >>> import io
    >>> list(track([1, 2], io.StringIO(), "Counting"))
    [1, 2]
    """
    if not stream.isatty():
        yield from items
        return
    out = getattr(stream, "_out", stream)  # the bar needs the file itself, not Django's wrapper
    yield from tqdm(items, desc=label, file=out, leave=False, dynamic_ncols=True)
