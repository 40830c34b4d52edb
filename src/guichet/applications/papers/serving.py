"""Show a paper to who may see it. Only a clean one, and so that it can do nothing in a browser."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from guichet.applications.models import Paper, PaperBytes
from guichet.applications.papers import queries
from guichet.applications.papers.kinds import TYPES
from guichet.applications.papers.workshop import order
from guichet.kernel.obstacles import Obstacle
from guichet.web import visits

_INERT = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; object-src 'self'; "
_SANDBOX = _INERT + "frame-ancestors 'none'; sandbox"


def clean(pk: int) -> Paper:
    """Return a paper that officers may open; raise Obstacle for every other, and for none.

    What a client has added and not handed in is nobody else's business yet.
    """
    papers = queries.clean_papers().select_related("application")
    paper = papers.filter(pk=pk, state="handed_in").first()
    if paper is None:
        raise Obstacle("not_found")
    return paper


def whole(paper: Paper, *, download: bool = False) -> HttpResponse:
    """Answer with a paper, to be read in the browser or to be saved."""
    content = _bytes_of(paper).content
    response = _safe(bytes(content), TYPES[paper.kind])
    header = content_disposition_header(as_attachment=download, filename=paper.name)
    response["Content-Disposition"] = str(header)
    return response


def picture(paper: Paper) -> HttpResponse:
    """Answer with the small picture of the first page; raise Obstacle where there is none."""
    picture_bytes = _bytes_of(paper).picture
    if not picture_bytes:
        raise Obstacle("not_found")
    response = _safe(bytes(picture_bytes), TYPES["jpeg"])
    response["Content-Disposition"] = "inline"
    return response


def page(paper: Paper, number: int, *, width: int) -> HttpResponse:
    """Answer with a page of a paper as a picture; raise Obstacle where there is none.

    It is drawn each time and kept nowhere: see decision 0145. Unfinished: it can be tried again.
    """
    if not 1 <= number <= paper.pages:
        raise Obstacle("not_found")
    content = bytes(_bytes_of(paper).content)
    response = _safe(order.draw(content, paper.kind, page=number, width=width), TYPES["jpeg"])
    response["Content-Disposition"] = "inline"
    return response


def _bytes_of(paper: Paper) -> PaperBytes:
    """Return the bytes of a paper, which is looked at again: others change it meanwhile."""
    still_clean = queries.clean_papers().filter(pk=paper.pk)
    paper_bytes = PaperBytes.objects.filter(paper__in=still_clean).first()
    if paper_bytes is None:
        raise Obstacle("not_found")
    return paper_bytes


def _safe(content: bytes, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Length"] = str(len(content))
    response["Content-Security-Policy"] = _SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Referrer-Policy"] = "no-referrer"
    response["Content-Encoding"] = "identity"  # compressing pictures gains nothing
    visits.make_private(response)
    return response
