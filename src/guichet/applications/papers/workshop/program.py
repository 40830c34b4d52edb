"""Make a paper anew from what came: a program of its own, which knows nothing of the site.

It reads the original from its input and writes to its output a line of JSON and after it the
paper and a small picture of it. What it parses may be made to harm: so it gives away all it does
not need, memory, time, files, secrets and calls of the system, before it looks. It is started by
`order.py`; `probe` only tells whether the filter of calls holds here.

    python -m guichet.applications.papers.workshop.program (pdf|jpeg|png|heic)
    python -m guichet.applications.papers.workshop.program probe
"""

import json
import os
import resource
import sys

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


def prepare(kind: str) -> None:
    """Load what a kind of paper needs, by use: afterwards no file can be opened any more."""
    # A library is loaded under the limits, and only the one that is needed.
    if kind == "pdf":
        from guichet.applications.papers.workshop import pdf_files as sheets  # noqa: PLC0415

        sheets.prepare()
    else:
        from guichet.applications.papers.workshop import pictures  # noqa: PLC0415

        pictures.prepare(kind)


def work(kind: str, original: bytes) -> NewPaper:
    """Make a paper anew, or raise Refused."""
    if kind == "pdf":
        from guichet.applications.papers.workshop import pdf_files as sheets  # noqa: PLC0415

        return sheets.make(original)
    from guichet.applications.papers.workshop import pictures  # noqa: PLC0415

    return pictures.make(original, kind)


def answer(kind: str, original: bytes) -> tuple[dict[str, object], bytes]:
    """Return what is written: facts, and the bytes that follow them."""
    try:
        new_paper = work(kind, original)
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
    (kind,) = sys.argv[1:]
    if kind == "probe":
        sys.stdout.write(json.dumps({"confined": confinement.confine()}))
        return
    prepare(kind)
    confinement.confine()
    facts, content = answer(kind, sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + content)


if __name__ == "__main__":
    main()
