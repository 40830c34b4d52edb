"""Make a paper anew from what came: a program of its own, which knows nothing of the site.

It reads the original from its input and writes to its output a line of JSON and after it the
paper and a small picture of it. What it parses may be made to harm: so it gives away all it does
not need, memory, time, files, secrets and calls of the system, before it looks. It is started by
`order.py`; `probe` only tells whether the filter of calls holds here. With a page and a width, that
page of a paper that was made anew is drawn: a paper is never wholly trusted.

    python -m guichet.applications.papers.workshop.program (pdf|jpeg|png|heic) [PAGE WIDTH]
    python -m guichet.applications.papers.workshop.program probe
"""

import json
import os
import resource
import sys
from collections.abc import Sequence

from guichet.applications.papers.workshop import confinement
from guichet.applications.papers.workshop.result import NewPaper, Refused

MEMORY = 1536 * 1024 * 1024  # of addresses; what libraries map counts, whether used or not
CPU_SECONDS = 10
NICE = 10  # whoever asks for a page goes before whoever sent a paper
WRITTEN = 64 * 1024 * 1024
OPEN_FILES = 64


def limit() -> None:
    """Give away what is not needed; beyond these limits the system ends this process."""
    for name, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, WRITTEN),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(name)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(name, (least, least))
    os.nice(NICE)


def prepare(kind: str, leaf: Sequence[int] = ()) -> None:
    """Load what a kind of paper needs, by use: afterwards no file can be opened any more."""
    # A library is loaded under the limits, and only the one that is needed.
    if leaf:
        from guichet.applications.papers.workshop import leaves  # noqa: PLC0415

        leaves.prepare(kind)
    elif kind == "pdf":
        from guichet.applications.papers.workshop import pdf_files as sheets  # noqa: PLC0415

        sheets.prepare()
    else:
        from guichet.applications.papers.workshop import pictures  # noqa: PLC0415

        pictures.prepare(kind)


def work(kind: str, original: bytes, leaf: Sequence[int] = ()) -> NewPaper:
    """Make a paper anew, or draw one of its pages; or raise Refused."""
    if leaf:
        from guichet.applications.papers.workshop import leaves  # noqa: PLC0415

        page, width = leaf
        return leaves.draw(original, kind, page=page, width=width)
    if kind == "pdf":
        from guichet.applications.papers.workshop import pdf_files as sheets  # noqa: PLC0415

        return sheets.make(original)
    from guichet.applications.papers.workshop import pictures  # noqa: PLC0415

    return pictures.make(original, kind)


def answer(kind: str, original: bytes, leaf: Sequence[int] = ()) -> tuple[dict[str, object], bytes]:
    """Return what is written: facts, and the bytes that follow them."""
    try:
        new_paper = work(kind, original, leaf)
    except Refused as refusal:
        return {"refused": str(refusal)}, b""
    except MemoryError:
        return {"refused": "too_much"}, b""
    except Exception as error:  # whatever a library says of a broken file, it is broken
        return {"refused": "unreadable", "trouble": type(error).__name__}, b""
    facts = {"kind": new_paper.kind, "pages": new_paper.pages, "picture": len(new_paper.picture)}
    return {**facts, "content": len(new_paper.content)}, new_paper.content + new_paper.picture


def main() -> None:
    """Read, work under limits, write."""
    limit()
    kind, *numbers = sys.argv[1:]
    if kind == "probe":
        sys.stdout.write(json.dumps({"confined": confinement.confine()}))
        return
    leaf = [int(number) for number in numbers]
    prepare(kind, leaf)
    confinement.confine()
    facts, content = answer(kind, sys.stdin.buffer.read(), leaf)
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + content)


if __name__ == "__main__":
    main()
